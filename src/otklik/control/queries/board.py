"""The control board: open cases by unit or by person and by days left, and what falls due in the next three weeks.

What is counted is the nearest open term of a case (`Case.next_due`): once a case is given out, that is the term of its
reply, or the earlier one that the ministry set for itself. Nothing on it tells of a client.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from otklik.cases.models import Case, Stage
from otklik.cases.rules import OPEN_STAGES
from otklik.control.queries.counting import HORIZON, LATE_DAY, Counts, counted, summed
from otklik.staff.calendars import calendar_of, zone
from otklik.staff.models import Absence, Body, Employee, Power, Unit
from otklik.staff.queries import away_on, body_of, powers_of, with_power

UNIT, PERSON = "unit", "person"
PEOPLE_SHOWN = 30
"""People of a whole body on one page, the most loaded with what is late; a unit is shown whole."""
_NOT_GIVEN = (Stage.RECEIVED, Stage.REGISTERED)
"""Stages at which a case may have neither unit nor executor yet."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose cases the employee watches: the whole body's, or one unit's, or nobody's."""

    body: Body
    units: tuple[Unit, ...]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Row:
    """The open cases of a unit or of a person; with neither, those that are nobody's yet."""

    counts: Counts
    unit: Unit | None = None
    person: Employee | None = None
    absence: Absence | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """What the page shows."""

    scope: Scope
    by: str
    unit: Unit | None
    """The unit to which it is narrowed."""
    rows: tuple[Row, ...]
    total: Counts
    """Of all rows, also of those not shown."""
    hidden: int
    """People left out of the list of a whole body."""
    average: float
    """Open cases of one person on average, over everybody who has or may have some."""
    today: date
    days: tuple[date, ...]
    """Working days of the next three weeks, and days off on which a term ends all the same."""


def scope_of(employee: Employee) -> Scope:
    """Return whose cases the employee may watch; never more than `cases.queries.visible_to` shows him."""
    body, powers = body_of(employee), powers_of(employee)
    if Power.VIEW_BODY in powers:
        return Scope(body, tuple(Unit.objects.filter(body=body)), is_whole=True)
    if Power.VIEW_UNIT in powers and employee.unit is not None:
        return Scope(body, (employee.unit,), is_whole=False)
    return Scope(body, (), is_whole=False)


def board(employee: Employee, by: str, unit_pk: int | None, at: datetime) -> Board:
    """Return the board as the employee may see it, by unit or by person, narrowed to a unit when one is named."""
    scope = scope_of(employee)
    unit = next((one for one in scope.units if one.pk == unit_pk), None)
    if not scope.is_whole and scope.units:
        unit = scope.units[0]
    rows = _people(scope, unit, at) if by == PERSON else _units(scope, unit, at)
    persons = [row.counts.total for row in rows if row.person is not None]
    limit = PEOPLE_SHOWN if by == PERSON and unit is None else len(rows)
    total = summed(row.counts for row in rows)
    today = at.astimezone(zone(scope.body)).date()
    return Board(
        scope,
        by,
        unit,
        tuple(rows[:limit]),
        total,
        hidden=max(0, len(rows) - limit),
        average=sum(persons) / len(persons) if persons else 0.0,
        today=today,
        days=forecast_days(scope.body, today, total),
    )


def forecast_days(body: Body, today: date, total: Mapping[int, int]) -> tuple[date, ...]:
    """Return the days of the forecast: working days, and days off on which something falls due all the same."""
    calendar = calendar_of(body)
    ahead = [today + timedelta(days=days) for days in range(HORIZON)]
    return tuple(day for day in ahead if calendar.is_working(day) or total.get((day - today).days))


def _open(scope: Scope, unit: Unit | None) -> dict[str, object]:
    """Return how the open cases of the scope are found by an index."""
    return {"stage__in": OPEN_STAGES, "unit__in": [unit] if unit else scope.units}


def _units(scope: Scope, unit: Unit | None, at: datetime) -> list[Row]:
    place = zone(scope.body)
    found = counted(Case.objects.filter(**_open(scope, unit)), "unit", at, place)
    rows = [
        Row(found.get(one.pk, Counts()), unit=one)
        for one in scope.units
        if unit is None or one.pk == unit.pk
    ]
    nobody = _nobodys(scope, "unit", unit, at)
    return sorted(rows, key=_most_pressing) + ([Row(nobody)] if nobody else [])


def _people(scope: Scope, unit: Unit | None, at: datetime) -> list[Row]:
    """Return a row for everybody who has open cases or may be given some; of a unit: for its cases and its people."""
    place = zone(scope.body)
    staff = {one.pk: one for one in Employee.objects.filter(body=scope.body).select_related("unit")}
    cases = Case.objects.filter(stage__in=OPEN_STAGES)
    if unit is not None:
        cases = cases.filter(unit=unit, executor__isnull=False)
    else:
        cases = cases.filter(executor__in=Employee.objects.filter(body=scope.body).values("pk"))
    found = counted(cases, "executor", at, place) if scope.units else {}
    may_have = {
        one.pk
        for one in with_power(scope.body, Power.EXECUTE)
        if (scope.is_whole and unit is None) or (unit is not None and one.unit_id == unit.pk)
    }
    away = away_on(scope.body, at.astimezone(place).date())
    rows = [
        Row(found.get(pk, Counts()), person=staff[pk], unit=staff[pk].unit, absence=away.get(pk))
        for pk in staff
        if pk in may_have or pk in found
    ]
    nobody = _nobodys(scope, "executor", unit, at)
    rows.sort(key=_most_pressing)
    return [*([Row(nobody)] if nobody else []), *rows]


def _nobodys(scope: Scope, key: str, unit: Unit | None, at: datetime) -> Counts | None:
    """Return the cases that have no unit, or no executor, yet; None when there are none."""
    cases = Case.objects.filter(body=scope.body, stage__in=_NOT_GIVEN, **{key: None})
    if key == "unit" and not scope.is_whole:
        return None
    if unit is not None:
        if key == "unit":
            return None
        cases = cases.filter(unit=unit)
    return counted(cases, key, at, zone(scope.body)).get(None)


def _most_pressing(row: Row) -> tuple[int, int, str]:
    """Order rows: most late first, then most open, then by name."""
    name = row.person.surname if row.person else str(row.unit or "")
    return -row.counts.get(LATE_DAY, 0), -row.counts.total, name
