"""Schedules and calendars the tests share."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo

from otklik.worktime import (
    SIX_DAYS,
    DatedSchedule,
    DayHours,
    Schedule,
    WorkingCalendar,
    calendar_for,
)

ZONES = (
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Asia/Novosibirsk",
    "Asia/Yekaterinburg",
    "Asia/Magadan",
)


def hours(start: str, end: str, lunch: str | None = None) -> DayHours:
    """`hours("09:00", "18:00", "13:00-14:00")`."""
    if lunch is None:
        return DayHours(time.fromisoformat(start), time.fromisoformat(end))
    begin, finish = lunch.split("-")
    return DayHours(
        time.fromisoformat(start),
        time.fromisoformat(end),
        (time.fromisoformat(begin), time.fromisoformat(finish)),
    )


FULL = hours("09:00", "18:00", "13:00-14:00")
FIVE_DAY_WEEK = Schedule.weekly(FULL)
SHORT_FRIDAY = Schedule.weekly(
    hours("08:30", "17:30", "12:30-13:18"), friday=hours("08:30", "16:15", "12:30-13:15")
)
SIX_DAY_WEEK = Schedule.weekly(
    hours("08:00", "16:00", "12:00-13:00"), weekdays=SIX_DAYS, saturday=hours("08:00", "13:00")
)
CHANGED = (
    DatedSchedule(FIVE_DAY_WEEK, until=date(2019, 8, 31)),
    DatedSchedule(SHORT_FRIDAY, since=date(2019, 9, 1)),
)


@cache
def novosibirsk() -> WorkingCalendar:
    """The usual body: Monday to Friday 9-18, lunch 13-14."""
    return calendar_for("Asia/Novosibirsk", FIVE_DAY_WEEK)


@cache
def all_calendars() -> tuple[WorkingCalendar, ...]:
    """Five zones, four kinds of week."""
    weeks: tuple[Schedule | tuple[DatedSchedule, ...], ...] = (
        FIVE_DAY_WEEK,
        SHORT_FRIDAY,
        SIX_DAY_WEEK,
        CHANGED,
        FIVE_DAY_WEEK,
    )
    return tuple(calendar_for(zone, week) for zone, week in zip(ZONES, weeks, strict=True))


def at(text: str, calendar: WorkingCalendar | None = None) -> datetime:
    """`at("2025-10-31 17:00")` in the zone of the calendar, Novosibirsk by default."""
    zone = calendar.zone if calendar else ZoneInfo("Asia/Novosibirsk")
    return datetime.fromisoformat(text).replace(tzinfo=zone)
