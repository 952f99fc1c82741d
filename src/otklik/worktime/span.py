"""The precomputed heart of a calendar: working days and working time summed up day by day.

A `Span` never changes once built, so threads share it without a lock. Times are microseconds,
because a moment of receipt has them and adding must give back what subtracting took.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple
from zoneinfo import ZoneInfo

from otklik.worktime.schedule import DayHours

MICROSECONDS_A_MINUTE = 60_000_000


class Profile(NamedTuple):
    """Hours of a day in microseconds from midnight; without lunch both its ends are the end."""

    start: int
    lunch: int
    after_lunch: int
    end: int
    total: int

    @classmethod
    def of(cls, hours: DayHours) -> Profile:
        """The profile of the hours."""
        begin, finish = hours.lunch or (hours.end, hours.end)
        return cls(
            _microseconds(hours.start),
            _microseconds(begin),
            _microseconds(finish),
            _microseconds(hours.end),
            hours.minutes * MICROSECONDS_A_MINUTE,
        )


def _microseconds(value: time) -> int:
    return (value.hour * 60 + value.minute) * MICROSECONDS_A_MINUTE


def worked(profile: Profile, clock: int) -> int:
    """Working microseconds of the day that have passed at `clock`, microseconds from midnight."""
    start, lunch, after_lunch, end, total = profile
    if clock <= start:
        return 0
    if clock <= lunch:
        return clock - start
    if clock >= end:
        return total
    if clock <= after_lunch:
        return lunch - start
    return clock - start - (after_lunch - lunch)


def clock_at_last(profile: Profile, passed: int) -> int:
    """The earliest clock at which `passed` working microseconds are over: before a lunch."""
    clock = profile.start + passed
    return clock if clock <= profile.lunch else clock + profile.after_lunch - profile.lunch


def clock_at_first(profile: Profile, passed: int) -> int:
    """The clock at which work goes on after `passed` working microseconds: behind a lunch."""
    clock = profile.start + passed
    return clock if clock < profile.lunch else clock + profile.after_lunch - profile.lunch


@dataclass(frozen=True, slots=True)
class Span:
    """Years of a calendar, day by day, as far as it has schedules.

    Index 0 is the day with the ordinal `first`. `midnights` are aware
    datetimes in the calendar's zone; `days_before[i]` and `time_before[i]` count working days
    and working microseconds before day i and have one entry more than there are days.
    """

    first_year: int
    last_year: int
    first: int
    size: int
    hours: list[DayHours | None]
    profiles: list[Profile | None]
    midnights: list[datetime]
    days_before: list[int]
    time_before: list[int]


#: Nothing computed yet: every look-up falls outside and asks for more.
EMPTY = Span(0, -1, 1, 0, [], [], [], [0], [0])


def build(
    first_year: int,
    last_year: int,
    bounds: tuple[date, date],
    zone: ZoneInfo,
    resolve: Callable[[date], DayHours | None],
) -> Span:
    """The span of the years within the bounds, all inclusive; `resolve` gives a day's hours."""
    first = bounds[0].toordinal()
    days = [date.fromordinal(n) for n in range(first, bounds[1].toordinal() + 1)]
    hours = [resolve(day) for day in days]
    known: dict[DayHours, Profile] = {}
    profiles: list[Profile | None] = []
    days_before, time_before = [0], [0]
    for today in hours:
        if today is None:
            profiles.append(None)
            days_before.append(days_before[-1])
            time_before.append(time_before[-1])
            continue
        profile = known.get(today)
        if profile is None:
            profile = known[today] = Profile.of(today)
        profiles.append(profile)
        days_before.append(days_before[-1] + 1)
        time_before.append(time_before[-1] + profile.total)
    midnights = [datetime(day.year, day.month, day.day, tzinfo=zone) for day in days]
    return Span(
        first_year,
        last_year,
        first,
        len(days),
        hours,
        profiles,
        midnights,
        days_before,
        time_before,
    )
