"""What happens around the cases: calls, visits, and somebody on leave."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from otklik.demo.content import MARK, events
from otklik.demo.events.days import Days
from otklik.demo.events.scene import put
from otklik.demo.present import Present
from otklik.reception import actions as reception
from otklik.reception.rules import VisitEntry
from otklik.staff import actions as staff
from otklik.telephone import actions as telephone
from otklik.telephone.rules import Noted

LEAVE = timedelta(days=11)


def plan(present: Present, days: Days) -> None:
    """Put the calls and visits of the last days into the queue, and the leave that has just begun."""
    for number, row in enumerate(events()["calls"], 1):
        _call(present, days, number, row)
    for number, row in enumerate(events()["visits"], 1):
        _visit(present, days, number, row)
    put(present, days.at(2, 30), lambda at: _leave(present, days, at))


def _call(present: Present, days: Days, number: int, row: Mapping[str, Any]) -> None:
    noted = Noted(
        note=f"{row['note']} {MARK}",
        caller=row["caller"],
        phone=f"8 (000) 000-00-{number:02d}",
        switches=row.get("switches", 0),
        need_met=row.get("met"),
        promised=row.get("promise", False),
    )

    def note(at: datetime) -> None:
        call = telephone.note(noted, by=present.crew.operator, at=at)
        if row.get("kept"):
            later = at + timedelta(hours=1)
            put(present, later, lambda then: telephone.call_back(call, by=call.operator, at=then))

    put(present, days.at(2 if row.get("kept") else 1, 50 * number), note)


def _visit(present: Present, days: Days, number: int, row: Mapping[str, Any]) -> None:
    crew = present.crew
    answered = "answer" in row
    entry = VisitEntry(
        visitor=row["visitor"],
        gist=f"{row['gist']} {MARK}",
        identity_shown=True,
        answered_orally=answered,
        facts_evident=answered,
        consent_to_oral=answered,
        oral_answer=row.get("answer", ""),
    )

    def receive(at: datetime) -> None:
        visit = reception.keep_card(entry, official=crew.receptionist, by=crew.receptionist, at=at)
        if answered:
            reception.close(visit, by=crew.receptionist, handwritten=True, at=at)

    put(present, days.at(number, 75 * number), receive)


def _leave(present: Present, days: Days, at: datetime) -> None:
    """The second executor of the first unit is away; the first one, whose work goes on, stands in for him."""
    unit = next(iter(present.crew.units))
    stays, goes = present.crew.executors[unit][:2]
    since = days.day(1)
    staff.record_absence(
        goes,
        since=since,
        until=since + LEAVE,
        by=present.crew.heads[unit],
        substitute=stays,
        reason=events()["absence"]["reason"],
        at=at,
    )
