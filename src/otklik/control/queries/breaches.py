"""Every breach of a term, of whatever kind: what was done too late, and what is late now (labour-novosibirsk:31).

Read from the stored deadlines alone, so that the report says what stood on the pages then.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from otklik.cases import queries as cases
from otklik.cases.models import Assignment, Deadline, Stage
from otklik.cases.rules import AFTER_THE_END, CLOSED_STAGES, OPEN_STAGES, WATCHED
from otklik.staff.models import Employee
from otklik.staff.queries import units_of

OF_THE_REGISTRAR = ("registration", "acknowledgement")
"""Terms that are met before a unit considers the case: they belong to the unit of whoever registered it."""
CO_PART = "co_executor_part"
_UNTIL_THE_END = tuple(kind for kind in WATCHED if kind not in AFTER_THE_END)


@dataclass(frozen=True, slots=True)
class Breach:
    """One term that was not kept."""

    case_id: int
    number: str
    stage: str
    kind: str
    due: datetime
    done_at: datetime | None
    """When it was done, too late; None: it is late still, or the case ended without it."""
    is_over: bool
    """Whether nothing more can be done about it."""
    days: int
    """Local days from the last day of the term to the day on which it was done, the case ended, or it is now."""
    unit_id: int | None
    executor: str


@dataclass(frozen=True, slots=True)
class Period:
    """Local days as moments: from the first one up to, not including, the second; and the zone they are counted in."""

    since: datetime
    until: datetime
    zone: ZoneInfo


def days_of(first: date, last: date, zone: ZoneInfo) -> Period:
    """Return the local days from the first to the last, both included."""
    start = datetime.combine(first, time.min, zone)
    return Period(start, datetime.combine(last + timedelta(days=1), time.min, zone), zone)


@dataclass(frozen=True, slots=True)
class Report:
    """The breaches of a period, the latest term first, and how many there are by unit and kind."""

    breaches: Sequence[Breach]
    units: Mapping[int, str]

    @property
    def kinds(self) -> list[str]:
        """Kinds of the terms that were not kept, the most frequent first."""
        return [kind for kind, _count in Counter(row.kind for row in self.breaches).most_common()]

    def table(self) -> list[tuple[int | None, str, list[int], int]]:
        """Return unit id, its name, the numbers in the order of `kinds`, and their sum; the worst unit first."""
        counted = Counter((row.unit_id, row.kind) for row in self.breaches)
        owners = {row.unit_id for row in self.breaches}
        rows = []
        for owner in owners:
            numbers = [counted[owner, kind] for kind in self.kinds]
            name = self.units.get(owner, "") if owner is not None else ""
            rows.append((owner, name, numbers, sum(numbers)))
        return sorted(rows, key=lambda row: (-row[3], row[1]))


def late(now: datetime) -> Q:
    """Return the condition that a stored deadline was not kept at the moment (UTC).

    Done after its end; or watched, not done, and over: now, at the end of the case, or when it was given up.
    """
    in_force = Q(superseded_at=None, met_at=None, kind__in=WATCHED)
    runs = Q(case__stage__in=OPEN_STAGES) | Q(kind__in=AFTER_THE_END)
    ended = Q(case__stage__in=CLOSED_STAGES, kind__in=_UNTIL_THE_END, due__lt=F("case__closed_at"))
    successor = Deadline.objects.filter(
        case=OuterRef("case"),
        kind=OuterRef("kind"),
        part=OuterRef("part"),
        computed_at=OuterRef("superseded_at"),
    )
    given_up = Q(met_at=None, kind__in=WATCHED, superseded_at__gt=F("due")) & Q(~Exists(successor))
    return (
        Q(superseded_at=None, met_at__gt=F("due"))
        | (in_force & runs & Q(due__lt=now))
        | (in_force & ended)
        | given_up
    )


def deadlines_for(
    employee: Employee, since: datetime, until: datetime, now: datetime
) -> QuerySet[Deadline]:
    """Return the deadlines not kept whose end lies from `since` up to, not including, `until`, of visible cases."""
    return (
        Deadline.objects.filter(late(now), due__gte=since, due__lt=until)
        .filter(case__in=cases.visible_to(employee))
        .exclude(case__stage=Stage.DISMISSED)
        .order_by("-due", "-id")
    )


class _Row(NamedTuple):
    """What is read of one deadline and its case."""

    case_id: int
    number: str
    code: str
    stage: str
    kind: str
    part: str
    due: datetime
    met_at: datetime | None
    given_up_at: datetime | None
    closed_at: datetime | None
    unit_id: int | None
    registrar_unit_id: int | None
    surname: str | None
    given_name: str | None
    patronymic: str | None


_FIELDS = (
    "case_id", "case__number", "case__tracking_code", "case__stage", "kind", "part", "due", "met_at",
    "superseded_at", "case__closed_at", "case__unit_id", "case__registered_by__unit_id",
    "case__executor__surname", "case__executor__given_name", "case__executor__patronymic",
)  # fmt: skip


def report_for(
    employee: Employee, period: Period, now: datetime, unit: int | None = None
) -> Report:
    """Return the report for the employee: a handful of statements, whatever the number of cases.

    `unit` narrows it to one unit.
    """
    read = deadlines_for(employee, period.since, period.until, now).values_list(*_FIELDS)
    rows = [_Row(*values) for values in read]
    parts = _parts(row.part for row in rows if row.kind == CO_PART)
    found = [
        _breach(row, parts.get(row.part) if row.kind == CO_PART else None, now, period.zone)
        for row in rows
    ]
    if unit is not None:
        found = [row for row in found if row.unit_id == unit]
    return Report(found, {row.pk: row.name for row in units_of(employee)})


def _parts(ids: Iterable[str]) -> dict[str, Assignment]:
    numbers = [int(part) for part in ids if part.isdecimal()]
    rows = Assignment.objects.filter(pk__in=numbers).select_related("executor")
    return {str(row.pk): row for row in rows}


def _breach(row: _Row, part: Assignment | None, now: datetime, zone: ZoneInfo) -> Breach:
    ended = row.closed_at if row.kind not in AFTER_THE_END else None
    end = row.met_at or row.given_up_at or ended
    owner, executor = row.unit_id, _name(row)
    if row.kind in OF_THE_REGISTRAR:
        owner, executor = row.registrar_unit_id, ""
    elif part is not None:
        owner, executor = part.unit_id, part.executor.short_name
    last = (end or now).astimezone(zone).date()
    return Breach(
        row.case_id,
        row.number or row.code,
        row.stage,
        row.kind,
        row.due,
        row.met_at,
        is_over=end is not None,
        days=(last - row.due.astimezone(zone).date()).days,
        unit_id=owner,
        executor=executor,
    )


def _name(row: _Row) -> str:
    return Employee(
        surname=row.surname or "",
        given_name=row.given_name or "",
        patronymic=row.patronymic or "",
    ).short_name
