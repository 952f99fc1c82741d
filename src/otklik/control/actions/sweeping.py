"""The look over a body's open cases: each working morning everybody's terms and news, later in the day new assignments.

It may be cut off at any moment and run by several workers: a round is a row, each notice has a key, and whoever writes
holds the round's row.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from otklik.control import digest, wording
from otklik.control.actions import lists
from otklik.control.actions.notices import CONTROL, Message, tell_many
from otklik.control.digest import Gathered
from otklik.control.models import Notice, Round, ToldAssignment
from otklik.control.queries import watching
from otklik.control.queries.people import staffing_of
from otklik.control.routing import Staffing
from otklik.journal import actions as journal
from otklik.staff import calendars
from otklik.staff.models import Body
from otklik.staff.profiles import own_clause, profile_of

CHUNK = 200
"""So many people are written in one transaction."""


def sweep(body: Body, at: datetime) -> int:
    """Tell the body's people what there is to tell at a moment (UTC); returns how many notices were made.

    Outside the body's working hours nothing is told; the next working morning tells it.
    """
    if not calendars.calendar_of(body).is_open(at):
        return 0
    day = calendars.today(body, at)
    told = lists.make_due(body, day, at)
    present = begin(body, day, at)
    if present.finished_at is None:
        return told + tell_digest(body, present, at)
    return told + tell_assigned(body, present, at)


def begin(body: Body, day: date, at: datetime) -> Round:
    """Return the body's round of the day, begun now if it was not; its news begin where the last finished one ended."""
    found = Round.objects.filter(body=body, day=day).first()
    if found is not None:
        return found
    before = watching.round_before(body, day)
    news = {"since": before.until, "since_day": before.day} if before else {}
    return Round.objects.get_or_create(body=body, day=day, defaults={"until": at, **news})[0]


def tell_digest(body: Body, of: Round, at: datetime) -> int:
    """Write the morning's notices, one a person, and close the round."""
    staffing = staffing_of(body, of.day)
    found = digest.gather(body, of, staffing, at)
    people = [pk for pk in found.lines if pk in staffing.people]
    told = 0
    for start in range(0, len(people), CHUNK):
        chosen = people[start : start + CHUNK]
        letters = _letters(body, "digest", of, chosen, found, staffing)
        told += _write(body, of, letters, found, at)
    with transaction.atomic():
        closed = Round.objects.filter(pk=of.pk, finished_at=None).update(finished_at=at)
        if closed and people:
            _note(body, "control.digest", at, day=str(of.day), people=len(people))
    return told


def tell_assigned(body: Body, of: Round, at: datetime) -> int:
    """Tell executors of the assignments given since the last look (industry-mordovia:8.6.g)."""
    since = at - digest.ASSIGNED_WITHIN
    if not watching.untold(body, since):
        return 0
    staffing = staffing_of(body, of.day)
    with transaction.atomic():
        _hold(of)
        fresh = watching.untold(body, since)
        found = digest.gather_assigned(body, fresh, of.day, staffing, Gathered())
        people = list(found.assignments)
        letters = _letters(body, "assigned", of, people, found, staffing)
        notices = tell_many(body, letters, at=at, clause=_clause(body))
        _remember(notices, found)
        if notices:
            _note(body, "control.tell-assigned", at, people=len(notices))
    return len(notices)


def _letters(
    body: Body,
    kind: str,
    of: Round,
    people: Sequence[int],
    found: Gathered,
    staffing: Staffing,
) -> list[Message]:
    words = wording.Words(profile_of(body))
    letters = []
    for pk in people:
        parts = wording.sections(found.lines[pk])
        # An assignment is told once, so the latest of those told makes the key; a morning is one a person.
        part = max(found.assignments[pk]) if kind == "assigned" else 0
        letters.append(
            Message(
                staffing.people[pk],
                kind,
                f"{kind}:{of.pk}:{pk}:{part}",
                wording.subject(kind, parts, day=of.day),
                [line for section in parts for line in section.lines],
                words.letter(parts),
            )
        )
    return letters


def _write(body: Body, of: Round, letters: Sequence[Message], found: Gathered, at: datetime) -> int:
    with transaction.atomic():
        if _hold(of).finished_at is not None:
            return 0
        notices = tell_many(body, letters, at=at)
        _remember(notices, found)
    return len(notices)


def _remember(notices: Sequence[Notice], found: Gathered) -> None:
    """Keep which assignments these notices told of; one that was told meanwhile stays with its first notice."""
    ToldAssignment.objects.bulk_create(
        (
            ToldAssignment(assignment_id=pk, notice=notice)
            for notice in notices
            for pk in found.assignments.get(notice.employee_id, ())
        ),
        ignore_conflicts=True,
    )


def _hold(of: Round) -> Round:
    """Lock the round's row until the end of the transaction, so that nobody else writes its notices."""
    return Round.objects.select_for_update(of=("self",), no_key=True).get(pk=of.pk)


def _clause(body: Body) -> str:
    return own_clause(body, "industry-mordovia:8.6.g")


def _note(body: Body, act: str, at: datetime, **details: Any) -> None:
    journal.write(act, f"body:{body.code}", actor=CONTROL, body=body.code, at=at, **details)
