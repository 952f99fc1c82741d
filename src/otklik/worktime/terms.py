"""Legal terms: from a start, an amount and the rules of an order to a due moment, with every step.

The rules themselves (how many days, from what, which rule for a day off) are data of an order and
come in as arguments; here is only how such a rule is counted.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from otklik.worktime.calendar import WorkingCalendar
from otklik.worktime.errors import CalendarError
from otklik.worktime.steps import Step

_ONE_DAY = timedelta(days=1)
#: Longer terms in working hours are told in one step: nobody reads fifty.
_DAYS_TOLD_ONE_BY_ONE = 7


class Unit(enum.StrEnum):
    """What a term is counted in."""

    CALENDAR_DAYS = "calendar-days"
    WORKING_DAYS = "working-days"
    WORKING_HOURS = "working-hours"
    END_OF_DAY = "end-of-day"


class DayZero(enum.StrEnum):
    """Whether the day of the start is day 0 (the term runs from the day after) or day 1."""

    START_IS_DAY_ZERO = "start-is-day-zero"
    START_IS_DAY_ONE = "start-is-day-one"


class OnDayOff(enum.StrEnum):
    """Where a term in calendar days goes that ends on a day off."""

    PREVIOUS = "previous"
    NEXT = "next"
    NONE = "none"


@dataclass(frozen=True, slots=True, eq=False)
class Computation:
    """A due moment in the calendar's zone and how it came about.

    `preliminary`: a day of a year without a decree had a part in it. `calendar_version` names
    the calendar it was counted with. `told` holds the steps, or what finds them when somebody
    asks: a sweep over many deadlines wants the dates only. Two computations are equal when all
    that `as_json` says is equal.
    """

    due: datetime
    preliminary: bool
    told: tuple[Step, ...] | Callable[[], tuple[Step, ...]]
    calendar_version: str = ""

    @property
    def steps(self) -> tuple[Step, ...]:
        """Every step of the counting, the start first."""
        return self.told() if callable(self.told) else self.told

    def __eq__(self, other: object) -> bool:
        """Whether both say the same, steps included."""
        if not isinstance(other, Computation):
            return NotImplemented
        return self._all() == other._all()

    def __hash__(self) -> int:
        """Equal computations hash alike."""
        return hash((self.due, self.preliminary, self.calendar_version))

    def _all(self) -> tuple[object, ...]:
        return self.due, self.preliminary, self.calendar_version, self.steps

    def as_json(self) -> dict[str, object]:
        """Plain values for storage; dates and moments in ISO 8601."""
        return {
            "due": self.due.isoformat(),
            "preliminary": self.preliminary,
            "calendar": self.calendar_version,
            "steps": [step.as_json() for step in self.steps],
        }


@dataclass(frozen=True, slots=True)
class Term:
    """A rule of counting under a name (`kind`), ready to be applied to a start."""

    kind: str
    amount: int
    unit: Unit
    day_zero: DayZero = DayZero.START_IS_DAY_ZERO
    on_day_off: OnDayOff = OnDayOff.PREVIOUS

    def __post_init__(self) -> None:
        _check_amount(self.amount, self.unit)

    def compute(self, start: datetime, calendar: WorkingCalendar) -> Computation:
        """The due moment of the term that begins at `start` (aware)."""
        return compute(self.amount, self.unit, start, calendar, self.day_zero, self.on_day_off)


def compute(
    amount: int,
    unit: Unit,
    start: datetime,
    calendar: WorkingCalendar,
    day_zero: DayZero = DayZero.START_IS_DAY_ZERO,
    on_day_off: OnDayOff = OnDayOff.PREVIOUS,
) -> Computation:
    """When a term of `amount` `unit`s that starts at `start` (aware, any zone) ends.

    Calendar days: the day of the start plus `amount` days (one less when it is day one), moved
    by `on_day_off`, at the end of that day's working time. "previous" never leads to a moment
    that is not after the start: then the term ends with the next working day instead.

    Working days: the end of the `amount`-th working day after the day of the start, on whatever
    day and hour the start was; as day one, the day of the start counts when it is worked.

    Working hours: working time from the start, or from the next opening when it lies outside.

    End of day: the end of the working day of the start, or of the next one when the start is on
    a day off or not before closing; `amount` has no meaning.

    `day_zero` and `on_day_off` have no meaning for working hours and the end of the day, and
    `on_day_off` none for working days. Raises CalendarError for an amount below 1, a start
    without a zone, and dates beyond the calendar.
    """
    _check_amount(amount, unit)
    if start.tzinfo is None:
        raise CalendarError(f"the start {start} of a term has no time zone")
    if unit is Unit.WORKING_HOURS:
        return _working_hours(amount, start, calendar)
    local = start.astimezone(calendar.zone)
    if unit is Unit.CALENDAR_DAYS:
        due, found = _calendar_days(amount, local, calendar, day_zero, on_day_off)
    elif unit is Unit.WORKING_DAYS:
        due, found = _working_days(amount, local, calendar, day_zero)
    else:
        due, found = _end_of_day(local, calendar)
    latest = max([due.date(), *(step.day for step in found)])
    steps = _whole(local, found, due, latest, calendar)
    return Computation(due, calendar.is_preliminary(latest), steps, calendar.version)


def _whole(
    start: datetime, found: list[Step], due: datetime, latest: date, calendar: WorkingCalendar
) -> tuple[Step, ...]:
    """All steps, from the start to the due moment; a year without a decree is told last."""
    steps = [Step("start", start), *found, Step("due", due)]
    if calendar.is_preliminary(latest):
        steps.append(Step("preliminary", latest, {"decreed_through": calendar.decreed_through}))
    return tuple(steps)


def ends_on(
    day: date,
    start: datetime,
    calendar: WorkingCalendar,
    on_day_off: OnDayOff = OnDayOff.PREVIOUS,
    why: Sequence[Step] = (),
) -> Computation:
    """When a term ends whose last day somebody has named, and not counted.

    A day off is moved by `on_day_off`, as for a term in calendar days that begins at `start`.
    `why` are the steps that tell who has named the day; they stand first.
    """
    due, found = _settle(day, start.astimezone(calendar.zone), calendar, on_day_off)
    steps = [*why, *found, Step("due", due)]
    latest = max([due.date(), day, *(step.day for step in found)])
    preliminary = calendar.is_preliminary(latest)
    if preliminary:
        steps.append(Step("preliminary", latest, {"decreed_through": calendar.decreed_through}))
    return Computation(due, preliminary, tuple(steps), calendar.version)


def _check_amount(amount: int, unit: Unit) -> None:
    if unit is not Unit.END_OF_DAY and amount < 1:
        raise CalendarError(f"a term of {amount} {unit} must be at least 1")


def _calendar_days(
    amount: int,
    start: datetime,
    calendar: WorkingCalendar,
    day_zero: DayZero,
    on_day_off: OnDayOff,
) -> tuple[datetime, list[Step]]:
    counted = amount if day_zero is DayZero.START_IS_DAY_ZERO else amount - 1
    raw = start.date() + timedelta(days=counted)
    steps = [Step(day_zero.value, start.date()), Step("add-calendar-days", raw, {"amount": amount})]
    due, found = _settle(raw, start, calendar, on_day_off)
    return due, steps + found


def _settle(
    raw: date, start: datetime, calendar: WorkingCalendar, on_day_off: OnDayOff
) -> tuple[datetime, list[Step]]:
    """The end of the day that was counted or named, moved off a day off by the rule."""
    if calendar.is_working(raw):
        return calendar.end_of_day(raw), list(_worked_day(raw, calendar))
    steps = [Step("day-off", raw, {"note": calendar.note(raw)})]
    if on_day_off is OnDayOff.NONE:
        steps.append(Step("day-off-stays", raw))
        return calendar.end_of_day(raw), steps
    if on_day_off is OnDayOff.PREVIOUS:
        earlier = calendar.previous_working_day(raw)
        if calendar.end_of_day(earlier) > start:
            steps.append(Step("moved-to-previous", earlier))
            steps += _worked_day(earlier, calendar)
            return calendar.end_of_day(earlier), steps
        steps.append(Step("previous-before-start", earlier))
    later = calendar.next_working_day(raw)
    steps.append(Step("moved-to-next", later))
    steps += _worked_day(later, calendar)
    return calendar.end_of_day(later), steps


def _working_days(
    amount: int, start: datetime, calendar: WorkingCalendar, day_zero: DayZero
) -> tuple[datetime, list[Step]]:
    today = start.date()
    counts_today = day_zero is DayZero.START_IS_DAY_ONE and calendar.is_working(today)
    last = calendar.add_working_days(today, amount - 1 if counts_today else amount)
    begun = day_zero if counts_today else DayZero.START_IS_DAY_ZERO
    steps = [Step(begun.value, today)]
    steps += _days_off_between(today, last, calendar)
    steps.append(Step("add-working-days", last, {"amount": amount}))
    steps += _worked_day(last, calendar)
    return calendar.end_of_day(last), steps


def _working_hours(amount: int, start: datetime, calendar: WorkingCalendar) -> Computation:
    """The fast way: one search gives the date; the days between are looked at when asked for."""
    due = calendar.add_working_minutes(start, amount * 60)
    latest = due.date()

    def tell() -> tuple[Step, ...]:
        local = start.astimezone(calendar.zone)
        opening = calendar.opening(local)
        steps = [Step("moved-to-opening", opening)] if opening != local else []
        if calendar.working_days_between(opening.date(), latest) <= _DAYS_TOLD_ONE_BY_ONE:
            steps += _day_by_day(opening, due, calendar)
        steps.append(Step("add-working-hours", due, {"amount": amount}))
        return _whole(local, steps, due, latest, calendar)

    return Computation(due, calendar.is_preliminary(latest), tell, calendar.version)


def _day_by_day(opening: datetime, due: datetime, calendar: WorkingCalendar) -> Iterator[Step]:
    """How much of each working day counts, from an opening to the due moment."""
    day, told = opening.date(), 0
    while True:
        closing = calendar.end_of_day(day)
        # From the opening each time: seconds of the start would else be lost once a day.
        passed = calendar.working_minutes_between(opening, min(due, closing))
        yield from _worked_day(day, calendar)
        yield Step("worked", day, {"minutes": passed - told})
        if due <= closing:
            return
        following = calendar.next_working_day(day)
        yield from _days_off_between(day, following, calendar)
        day, told = following, passed


def _end_of_day(start: datetime, calendar: WorkingCalendar) -> tuple[datetime, list[Step]]:
    opening = calendar.opening(start)
    steps = []
    if opening.date() != start.date():
        steps.append(Step("moved-to-opening", opening))
    steps += _worked_day(opening.date(), calendar)
    return calendar.end_of_day(opening.date()), steps


def _worked_day(day: date, calendar: WorkingCalendar) -> Iterator[Step]:
    """What is unusual about a working day: a working Saturday, a shortened day."""
    if not calendar.schedule_on(day).works_on(day.weekday()):
        yield Step("working-day-off", day, {"note": calendar.note(day)})
    if calendar.is_shortened(day):
        yield Step("shortened", day, {"minutes": calendar.schedule_on(day).shortening})


def _days_off_between(a: date, b: date, calendar: WorkingCalendar) -> Iterator[Step]:
    """One step for all days off strictly between two dates, when there are any."""
    days = (b - a).days - 1
    off = days - calendar.working_days_between(a, b - _ONE_DAY) if days > 0 else 0
    if off > 0:
        yield Step("days-off-skipped", b, {"since": a.isoformat(), "amount": off})
