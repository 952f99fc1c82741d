"""The slow, plain way to count working time: day after day, piece after piece.

It knows nothing of sums and searches; what the calendar computes fast must agree with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from otklik.worktime import WorkingCalendar

ONE_DAY = timedelta(days=1)


def pieces(calendar: WorkingCalendar, day: date) -> list[tuple[datetime, datetime]]:
    """The stretches of working time of one day."""
    hours = calendar.hours(day)
    if hours is None:
        return []
    inner = hours.lunch or ()
    times = [datetime.combine(day, t, calendar.zone) for t in (hours.start, *inner, hours.end)]
    return list(zip(times[::2], times[1::2], strict=True))


def forward(calendar: WorkingCalendar, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    day = moment.date()
    while True:
        for begin, end in pieces(calendar, day):
            if end > moment:
                yield max(begin, moment), end
        day += ONE_DAY


def backward(calendar: WorkingCalendar, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    day = moment.date()
    while True:
        for begin, end in reversed(pieces(calendar, day)):
            if begin < moment:
                yield begin, min(end, moment)
        day -= ONE_DAY


def add_minutes(calendar: WorkingCalendar, moment: datetime, minutes: int) -> datetime:
    left = timedelta(minutes=abs(minutes))
    local = moment.astimezone(calendar.zone)
    if minutes > 0:
        for begin, end in forward(calendar, local):
            if begin + left <= end:
                return begin + left
            left -= end - begin
    if minutes < 0:
        for begin, end in backward(calendar, local):
            if end - left > begin or end - left == begin:
                return end - left
            left -= end - begin
    return next(forward(calendar, local))[0]


def minutes_between(calendar: WorkingCalendar, a: datetime, b: datetime) -> int:
    a, b = a.astimezone(calendar.zone), b.astimezone(calendar.zone)
    if b < a:
        return -minutes_between(calendar, b, a)
    total, day = timedelta(), a.date()
    while day <= b.date():
        for begin, end in pieces(calendar, day):
            total += max(min(end, b) - max(begin, a), timedelta())
        day += ONE_DAY
    return total // timedelta(minutes=1)


def add_days(calendar: WorkingCalendar, day: date, count: int) -> date:
    step = ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= calendar.is_working(day)
    return day


def days_between(calendar: WorkingCalendar, a: date, b: date) -> int:
    if b < a:
        return -days_between(calendar, b, a)
    count = 0
    while a < b:
        a += ONE_DAY
        count += calendar.is_working(a)
    return count
