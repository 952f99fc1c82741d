"""A year of a calendar day by day, as people look at it, with its sums."""

from __future__ import annotations

import enum
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from otklik.worktime.calendar import WorkingCalendar
from otklik.worktime.days import Day, DayKind
from otklik.worktime.schedule import NORM_WEEK, DayHours


class Mark(enum.StrEnum):
    """What a day is, told by one sign on a page."""

    WORKED = "worked"
    SHORTENED = "shortened"
    MOVED_WORKED = "moved-worked"
    """Worked although its weekday is off; may be shortened as well."""
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MOVED_OFF = "moved-off"
    """Off because the day off of another day was moved here, or by a decree of its own."""


@dataclass(frozen=True, slots=True)
class YearDay:
    """One day: its mark, its hours (None: off), why it differs from the ordinary week (Russian)."""

    day: date
    mark: Mark
    hours: DayHours | None
    shortened: bool
    note: str
    swapped_with: date | None


@dataclass(frozen=True, slots=True)
class Sum:
    """How much is worked: days, minutes by the body's own week, minutes by the 40-hour week."""

    days: int
    minutes: int
    norm_minutes: int

    def __add__(self, other: Sum) -> Sum:
        """Both together."""
        return Sum(
            self.days + other.days,
            self.minutes + other.minutes,
            self.norm_minutes + other.norm_minutes,
        )


@dataclass(frozen=True, slots=True)
class YearMonth:
    """One month: its days in order and what is worked in it."""

    number: int
    days: tuple[YearDay, ...]
    total: Sum


def year_of(calendar: WorkingCalendar, year: int) -> tuple[YearMonth, ...]:
    """The twelve months of a year of the calendar's zone. Raises CalendarError for a year beyond it."""
    norm = WorkingCalendar(
        f"{calendar.version} norm",
        calendar.zone,
        NORM_WEEK,
        calendar.days,
        calendar.decreed_through,
    )
    months = []
    for number in range(1, 13):
        days = tuple(_day(calendar, day) for day in _days_of(year, number))
        worked = [found.hours.minutes for found in days if found.hours]
        by_norm = [hours.minutes for found in days if (hours := norm.hours(found.day))]
        months.append(YearMonth(number, days, Sum(len(worked), sum(worked), sum(by_norm))))
    return tuple(months)


def total(months: tuple[YearMonth, ...]) -> Sum:
    """What is worked in all these months."""
    found = Sum(0, 0, 0)
    for month in months:
        found += month.total
    return found


def _days_of(year: int, month: int) -> Iterator[date]:
    day = date(year, month, 1)
    while day.month == month:
        yield day
        day += timedelta(days=1)


def _day(calendar: WorkingCalendar, day: date) -> YearDay:
    hours, entry = calendar.hours(day), calendar.entry(day)
    mark = _mark(calendar, day, hours, entry)
    return YearDay(
        day,
        mark,
        hours,
        calendar.is_shortened(day),
        entry.note if entry else "",
        entry.swapped_with if entry else None,
    )


def _mark(calendar: WorkingCalendar, day: date, hours: DayHours | None, entry: Day | None) -> Mark:
    in_week = calendar.schedule_on(day).works_on(day.weekday())
    if hours is not None:
        if not in_week:
            return Mark.MOVED_WORKED
        return Mark.SHORTENED if calendar.is_shortened(day) else Mark.WORKED
    if entry is not None and entry.kind is DayKind.OFF and entry.holiday:
        return Mark.HOLIDAY
    return Mark.MOVED_OFF if in_week else Mark.WEEKEND
