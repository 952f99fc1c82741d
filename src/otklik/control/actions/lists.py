"""The weekly lists: made on their day, kept as they were, told to those concerned.

labour-novosibirsk:24.2.a and labour-novosibirsk:24.3.a.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.control import rules, wording
from otklik.control.actions.notices import CONTROL, Message, tell_many
from otklik.control.models import ControlLine, ControlList, Notice
from otklik.control.queries import watching
from otklik.control.queries.people import staffing_of
from otklik.control.routing import Staffing
from otklik.control.rules import Item, Line
from otklik.journal import actions as journal
from otklik.language import date_short
from otklik.staff import calendars
from otklik.staff.models import Body, Unit
from otklik.staff.profiles import own_clause, profile_of

CHUNK = 200
"""So many people are told in one transaction."""
_Kind = ControlList.Kind
TOLD_TO: dict[str, tuple[str, ...]] = {
    _Kind.PREVENTIVE: ("executor", "control"),
    _Kind.FINAL: ("executor", "unit-head", "control"),
}
"""To whom a list goes (24.2.b, 24.3.a, 24.3.b); control gets it whole, the others what is theirs."""
MADE_BY: dict[str, tuple[str, ...]] = {
    _Kind.PREVENTIVE: ("labour-novosibirsk:24.2.a",),
    _Kind.FINAL: ("labour-novosibirsk:24.3.a",),
}
SENT_BY: dict[str, tuple[str, ...]] = {
    _Kind.PREVENTIVE: ("labour-novosibirsk:24.2.b",),
    _Kind.FINAL: ("labour-novosibirsk:24.3.b",),
}


def make_due(body: Body, day: date, at: datetime) -> int:
    """Make the lists that must exist on the body's local day and tell of them; returns how many notices were made.

    Both again at any time: a list is made once, and everybody is told once.
    """
    wanted = _wanted(body, day)
    rows = ControlList.objects.filter(body=body, week__in=[monday for _kind, monday in wanted])
    there = {(row.kind, row.week): row for row in rows}
    told = 0
    for kind, monday in wanted:
        row = there.get((kind, monday)) or make_list(body, kind, monday, at=at)
        if row.told_at is None:
            told += tell_list(row, at=at)
    return told


def _wanted(body: Body, day: date) -> list[tuple[str, date]]:
    profile, calendar = profile_of(body), calendars.calendar_of(body)
    found: list[tuple[str, date]] = []
    if profile.switch("final_control"):
        term = profile.term("final_control")
        found.append((_Kind.FINAL.value, rules.final_week(day, term, calendar)))
    if profile.switch("preventive_control"):
        term = profile.term("preventive_control")
        weeks = rules.preventive_weeks(day, term, calendar)
        found += [(_Kind.PREVENTIVE.value, monday) for monday in weeks]
    return found


@transaction.atomic
def make_list(body: Body, kind: str, monday: date, *, at: datetime) -> ControlList:
    """Make the list of a week with everything as it is at the moment (UTC), or return it if it was made before."""
    first, last = _days(body, kind, monday, at)
    row, new = ControlList.objects.get_or_create(
        body=body,
        kind=kind,
        week=monday,
        defaults={"first_day": first, "last_day": last, "made_at": at},
    )
    if not new:
        return row
    items = _items(body, kind, first, last, at)
    staffing = staffing_of(body, calendars.today(body, at))
    units = dict(Unit.objects.filter(body=body).values_list("pk", "name"))
    ControlLine.objects.bulk_create(
        (_line(row, item, units, staffing) for item in items), batch_size=1000
    )
    row.total = len(items)
    if kind == _Kind.FINAL and items:
        row.first_day = min(items[0].due.astimezone(calendars.zone(body)).date(), first)
    row.save(update_fields=["total", "first_day"])
    _note(row, "control.make-list", MADE_BY, at, total=row.total)
    return row


def _days(body: Body, kind: str, monday: date, at: datetime) -> tuple[date, date]:
    if kind == _Kind.FINAL:
        return monday, calendars.today(body, at)
    profile, calendar = profile_of(body), calendars.calendar_of(body)
    return rules.preventive_days(
        profile.control, monday, profile.term("preventive_control"), calendar
    )


def _items(body: Body, kind: str, first: date, last: date, at: datetime) -> list[Item]:
    """Return what belongs on the list: due within its days, or all that has run out; of each case the nearest term."""
    zone = calendars.zone(body)
    if kind == _Kind.FINAL:
        return rules.nearest_of_each(watching.open_terms(body, at, rules.EXECUTION))
    begin = datetime.combine(first, time.min, zone)
    end = datetime.combine(last + timedelta(days=1), time.min, zone)
    found = watching.open_terms(body, end, rules.EXECUTION)
    # A list that was missed on its day is about what is still to come.
    return rules.nearest_of_each(item for item in found if item.due >= max(begin, at))


def _line(row: ControlList, item: Item, units: dict[int, str], staffing: Staffing) -> ControlLine:
    return ControlLine(
        list=row,
        case_id=item.case,
        number=item.number,
        term=item.kind,
        due=item.due,
        stage=item.stage,
        unit_id=item.unit,
        executor_id=item.executor,
        unit_name=units.get(item.unit, "") if item.unit else "",
        executor_name=staffing.names.get(item.executor, "") if item.executor else "",
    )


def tell_list(row: ControlList, *, at: datetime) -> int:
    """Tell everybody concerned of the list, one notice a person; returns how many were made now."""
    body = row.body
    staffing = staffing_of(body, calendars.today(body, at))
    lines = _lines_by_person(row, staffing, at)
    people = [pk for pk in lines if pk in staffing.people]
    clause = own_clause(body, *SENT_BY[row.kind])
    told = 0
    for start in range(0, len(people), CHUNK):
        letters = _letters(row, people[start : start + CHUNK], lines, staffing)
        with transaction.atomic():
            rows = ControlList.objects.select_for_update(of=("self",), no_key=True)
            if rows.get(pk=row.pk).told_at is not None:
                return told
            told += len(tell_many(body, letters, at=at, clause=clause))
    with transaction.atomic():
        closed = ControlList.objects.filter(pk=row.pk, told_at=None).update(told_at=at)
        if closed:
            number = Notice.objects.filter(body=body, key__startswith=f"list:{row.pk}:").count()
            _note(row, "control.tell-list", SENT_BY, at, people=number)
    return told


def _lines_by_person(row: ControlList, staffing: Staffing, at: datetime) -> dict[int, list[Line]]:
    zone, day = calendars.zone(row.body), calendars.today(row.body, at)
    group = "overdue" if row.kind == _Kind.FINAL else "coming"
    found: dict[int, list[Line]] = defaultdict(list)
    for line in row.lines.all():
        due = line.due.astimezone(zone)
        for person, behalf in staffing.reached(
            TOLD_TO[row.kind], line.executor_id, line.unit_id, line.stage
        ):
            told = rules.about(group, line.case_id, line.number)
            told["term"] = line.term
            told["due"] = due.isoformat()
            told["left"] = (due.date() - day).days
            if behalf:
                told["behalf"] = behalf
            elif line.executor_id and person != line.executor_id:
                told["executor"] = line.executor_name
            found[person].append(told)
    return found


def _letters(
    row: ControlList, people: Sequence[int], lines: dict[int, list[Line]], staffing: Staffing
) -> list[Message]:
    words = wording.Words(profile_of(row.body))
    days = {"first": row.first_day, "last": row.last_day, "day": row.last_day}
    if row.kind == _Kind.FINAL:
        opening = _("The weekly check has found cases whose term has run out.")
    else:
        opening = _("These cases are to be executed from %(first)s to %(last)s.") % {
            "first": date_short(row.first_day),
            "last": date_short(row.last_day),
        }
    return [
        Message(
            staffing.people[pk],
            row.kind,
            f"list:{row.pk}:{pk}",
            wording.subject(row.kind, (), **days),
            lines[pk],
            words.letter(wording.sections(lines[pk]), opening),
        )
        for pk in people
    ]


def _note(
    row: ControlList, act: str, clauses: dict[str, tuple[str, ...]], at: datetime, **details: Any
) -> None:
    journal.write(
        act,
        f"control-list:{row.pk}",
        actor=CONTROL,
        body=row.body.code,
        clause=own_clause(row.body, *clauses[row.kind]),
        at=at,
        kind=row.kind,
        week=str(row.week),
        **details,
    )
