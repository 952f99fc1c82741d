"""The fast path against the day-by-day walk, and the laws that counting must obey."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worktime import walk
from tests.worktime.bodies import FIVE_DAY_WEEK, all_calendars, novosibirsk

from otklik.worktime import (
    DayZero,
    OnDayOff,
    Unit,
    WorkingCalendar,
    calendar_for,
    compute,
)

calendars = st.sampled_from(all_calendars())
dates = st.dates(date(2013, 1, 1), date(2027, 12, 31))
_seconds = st.integers(
    int(datetime(2013, 1, 10, tzinfo=UTC).timestamp()),
    int(datetime(2027, 12, 20, tzinfo=UTC).timestamp()),
)
# The borders of days and lunches are where mistakes live: half of the moments are whole hours.
moments = st.one_of(_seconds, _seconds.map(lambda s: s - s % 3600)).map(
    lambda s: datetime.fromtimestamp(s, UTC)
)
few_minutes = st.integers(-6000, 6000)
many = settings(max_examples=400, deadline=None)


@many
@given(calendars, moments, few_minutes)
def test_adding_working_minutes_agrees_with_the_walk(
    calendar: WorkingCalendar, moment: datetime, minutes: int
) -> None:
    fast = calendar.add_working_minutes(moment, minutes)
    slow = walk.add_minutes(calendar, moment, minutes)
    # Going back to the very border of a rest the walk may stop at either side: no work between.
    assert calendar.working_minutes_between(fast, slow) == 0
    assert fast == (slow if minutes > 0 else calendar.opening(slow))
    assert fast.tzinfo is calendar.zone


@settings(max_examples=40, deadline=None)
@given(calendars, moments, moments)
def test_working_minutes_between_agrees_with_the_walk(
    calendar: WorkingCalendar, a: datetime, b: datetime
) -> None:
    assert calendar.working_minutes_between(a, b) == walk.minutes_between(calendar, a, b)


@pytest.mark.parametrize("calendar", all_calendars(), ids=lambda c: c.zone.key)
def test_fifteen_years_in_one_stretch_agree_with_the_walk(calendar: WorkingCalendar) -> None:
    start = datetime(2013, 1, 1, tzinfo=calendar.zone)
    end = datetime(2027, 12, 31, 23, tzinfo=calendar.zone)
    minutes = walk.minutes_between(calendar, start, end)
    assert calendar.working_minutes_between(start, end) == minutes
    assert calendar.add_working_minutes(start, minutes) == walk.add_minutes(
        calendar, start, minutes
    )
    days = walk.days_between(calendar, start.date(), end.date())
    assert calendar.working_days_between(start.date(), end.date()) == days
    assert calendar.add_working_days(start.date(), days) == walk.add_days(
        calendar, start.date(), days
    )


@many
@given(calendars, dates, st.integers(-300, 300))
def test_adding_working_days_agrees_with_the_walk(
    calendar: WorkingCalendar, day: date, count: int
) -> None:
    assert calendar.add_working_days(day, count) == walk.add_days(calendar, day, count)


@settings(max_examples=60, deadline=None)
@given(calendars, dates, dates)
def test_working_days_between_agrees_with_the_walk(
    calendar: WorkingCalendar, a: date, b: date
) -> None:
    assert calendar.working_days_between(a, b) == walk.days_between(calendar, a, b)


@many
@given(calendars, moments, few_minutes)
def test_adding_then_subtracting_minutes_returns(
    calendar: WorkingCalendar, moment: datetime, minutes: int
) -> None:
    opening = calendar.opening(moment)
    there = calendar.add_working_minutes(moment, minutes)
    assert calendar.opening(calendar.add_working_minutes(there, -minutes)) == opening


@many
@given(calendars, dates, st.integers(0, 400))
def test_adding_then_subtracting_days_returns(
    calendar: WorkingCalendar, day: date, count: int
) -> None:
    worked = calendar.working_day_on_or_after(day)
    later = calendar.add_working_days(worked, count)
    assert calendar.add_working_days(later, -count) == worked
    assert calendar.working_days_between(worked, later) == count


@many
@given(
    calendars,
    moments,
    st.integers(0, 60 * 24 * 40),
    st.integers(1, 60),
    st.sampled_from(Unit),
    st.sampled_from(DayZero),
    st.sampled_from(OnDayOff),
)
def test_a_later_start_never_gives_an_earlier_end(
    calendar: WorkingCalendar,
    start: datetime,
    later_by: int,
    amount: int,
    unit: Unit,
    day_zero: DayZero,
    on_day_off: OnDayOff,
) -> None:
    later = datetime.fromtimestamp(start.timestamp() + later_by * 60, UTC)
    first = compute(amount, unit, start, calendar, day_zero, on_day_off)
    second = compute(amount, unit, later, calendar, day_zero, on_day_off)
    assert first.due <= second.due
    assert first.due.date() >= start.astimezone(calendar.zone).date()


@many
@given(calendars, moments, st.integers(1, 60), st.sampled_from(Unit))
def test_computing_twice_changes_nothing(
    calendar: WorkingCalendar, start: datetime, amount: int, unit: Unit
) -> None:
    once = compute(amount, unit, start, calendar)
    assert compute(amount, unit, start, calendar) == once


def test_a_fresh_calendar_answers_the_same_from_many_threads() -> None:
    known = novosibirsk()
    fresh = calendar_for("Asia/Novosibirsk", FIVE_DAY_WEEK)
    starts = [datetime(2012 + n % 20, 1 + n % 12, 5, 3, tzinfo=UTC) for n in range(200)]
    answers: dict[datetime, datetime] = {}
    barrier = threading.Barrier(8)

    def work(order: int) -> None:
        barrier.wait()
        for start in starts[order::8]:
            answers[start] = fresh.add_working_minutes(start, 9600)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {start: known.add_working_minutes(start, 9600) for start in starts}
