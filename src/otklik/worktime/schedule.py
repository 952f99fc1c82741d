"""Working hours of a body: one day, one week, and the weeks that hold from dates on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from types import MappingProxyType

from otklik.worktime.errors import CalendarError

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
FIVE_DAYS = (0, 1, 2, 3, 4)
SIX_DAYS = (0, 1, 2, 3, 4, 5)
#: Labour Code art. 95: a working day directly before a public holiday is an hour shorter.
LEGAL_SHORTENING = 60


def _minute_of_day(value: time) -> int:
    return value.hour * 60 + value.minute


def _time_of(minute: int) -> time:
    return time(minute // 60, minute % 60)


@dataclass(frozen=True, slots=True)
class DayHours:
    """Working hours of one day in the body's own wall-clock time, whole minutes.

    `lunch` is (begin, end), strictly inside the hours, or None. A day never passes midnight.
    Raises CalendarError when the times are not in order.
    """

    start: time
    end: time
    lunch: tuple[time, time] | None = None

    def __post_init__(self) -> None:
        times = (self.start, self.end, *(self.lunch or ()))
        if any(value.tzinfo or value.second or value.microsecond for value in times):
            raise CalendarError(f"working hours {self} must be plain hours and minutes")
        if self.start >= self.end:
            raise CalendarError(f"working hours {self} must begin before they end")
        if self.lunch is None:
            return
        begin, end = self.lunch
        if begin >= end:
            raise CalendarError(f"lunch of working hours {self} must begin before it ends")
        if not (self.start < begin and end < self.end):
            raise CalendarError(f"lunch of working hours {self} lies outside the hours")

    def __str__(self) -> str:
        text = f"{self.start:%H:%M}-{self.end:%H:%M}"
        return f"{text}, lunch {self.lunch[0]:%H:%M}-{self.lunch[1]:%H:%M}" if self.lunch else text

    @property
    def minutes(self) -> int:
        """Working minutes of the day, lunch not counted."""
        whole = _minute_of_day(self.end) - _minute_of_day(self.start)
        if self.lunch is None:
            return whole
        return whole - (_minute_of_day(self.lunch[1]) - _minute_of_day(self.lunch[0]))

    def shortened(self, by: int) -> DayHours:
        """The same day ending `by` working minutes earlier.

        A day cut back to its lunch or past it ends before lunch and has none.
        Raises CalendarError when nothing of the day is left.
        """
        if not 0 <= by < self.minutes:
            raise CalendarError(f"working hours {self} cannot be shortened by {by} minutes")
        if by == 0:
            return self
        end = _minute_of_day(self.end) - by
        if self.lunch is None or end > _minute_of_day(self.lunch[1]):
            return DayHours(self.start, _time_of(end), self.lunch)
        lunch_minutes = _minute_of_day(self.lunch[1]) - _minute_of_day(self.lunch[0])
        return DayHours(self.start, _time_of(end - lunch_minutes), None)


@dataclass(frozen=True)
class Schedule:
    """The ordinary week of a body: hours by weekday (0 = Monday), days not named are off.

    `shortening` is the number of minutes a shortened day loses at its end.
    Raises CalendarError for an empty week, a wrong weekday, or a shortening longer than a day.
    """

    hours: Mapping[int, DayHours]
    shortening: int = LEGAL_SHORTENING
    _shortened: Mapping[int, DayHours] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if not self.hours:
            raise CalendarError("a schedule needs at least one working weekday")
        for weekday in self.hours:
            if not 0 <= weekday <= 6:
                raise CalendarError(f"weekday {weekday} of a schedule is not between 0 and 6")
        ordered = {weekday: self.hours[weekday] for weekday in sorted(self.hours)}
        shortened = {day: hours.shortened(self.shortening) for day, hours in ordered.items()}
        object.__setattr__(self, "hours", MappingProxyType(ordered))
        object.__setattr__(self, "_shortened", MappingProxyType(shortened))

    @classmethod
    def weekly(
        cls,
        hours: DayHours,
        *,
        weekdays: Iterable[int] = FIVE_DAYS,
        friday: DayHours | None = None,
        saturday: DayHours | None = None,
        shortening: int = LEGAL_SHORTENING,
    ) -> Schedule:
        """The same `hours` on all `weekdays`, with another Friday or Saturday where given."""
        week = dict.fromkeys(weekdays, hours)
        if friday is not None:
            week[4] = friday
        if saturday is not None:
            week[5] = saturday
        return cls(week, shortening)

    def works_on(self, weekday: int) -> bool:
        """Whether this weekday is an ordinary working day of the week."""
        return weekday in self.hours

    def ordinary(self, weekday: int, *, shortened: bool) -> DayHours:
        """Hours of the weekday, shortened or not.

        A weekday that is off in the ordinary week borrows those of the first working weekday,
        Monday as a rule.
        """
        table = self._shortened if shortened else self.hours
        found = table.get(weekday)
        return found if found is not None else next(iter(table.values()))

    def usual_end(self, weekday: int) -> time:
        """When the body closes on this weekday; for a weekday off, its latest closing hour."""
        found = self.hours.get(weekday)
        return found.end if found is not None else max(day.end for day in self.hours.values())

    def canonical(self) -> str:
        """One line that says all there is in the schedule, the same in every process."""
        week = "; ".join(f"{WEEKDAYS[day]} {hours}" for day, hours in self.hours.items())
        return f"{week}; shortened by {self.shortening}"


#: The 40-hour week by which published calendars give the hours of a year.
NORM_WEEK = Schedule.weekly(DayHours(time(9), time(18), (time(13), time(14))))


@dataclass(frozen=True)
class DatedSchedule:
    """A week that holds from `since` to `until`, both inclusive; None is an open end."""

    schedule: Schedule
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.since > self.until:
            raise CalendarError(f"a schedule cannot hold from {self.since} until {self.until}")

    def holds_on(self, day: date) -> bool:
        """Whether the week holds on the day."""
        return (self.since or date.min) <= day <= (self.until or date.max)


def in_order(rows: Iterable[DatedSchedule]) -> tuple[DatedSchedule, ...]:
    """The schedules of a body by date, open ends closed by the next row.

    A row without `until` holds until the day before the next row begins.
    Raises CalendarError when there is none, when two hold on one day, or when a day between
    them has none.
    """
    ordered = sorted(rows, key=lambda row: row.since or date.min)
    if not ordered:
        raise CalendarError("a body needs at least one schedule")
    closed: list[DatedSchedule] = []
    for row, following in zip(ordered, [*ordered[1:], None], strict=True):
        if following is None:
            closed.append(row)
            continue
        if following.since is None or following.since == row.since:
            raise CalendarError(
                f"two schedules overlap: both begin on {following.since or 'day one'}"
            )
        last = following.since - timedelta(days=1)
        if row.until is not None and row.until > last:
            raise CalendarError(
                f"two schedules overlap: one holds until {row.until}, "
                f"the next from {following.since}"
            )
        if row.until is not None and row.until < last:
            raise CalendarError(
                f"a gap between schedules: none holds after {row.until} until {last}"
            )
        closed.append(DatedSchedule(row.schedule, row.since, last))
    return tuple(closed)
