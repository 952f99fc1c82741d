"""Any week and any edited days: openings, ends of days and sums still agree with looking at one day after the other."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.worktime import walk
from tests.worktime.bodies import FIVE_DAY_WEEK, SIX_DAY_WEEK, all_calendars

from otklik.worktime import (
    DatedSchedule,
    Day,
    DayHours,
    DayKind,
    Mark,
    OnDayOff,
    Schedule,
    Unit,
    WorkingCalendar,
    calendar_for,
    compute,
    layer,
    total,
    year_of,
)

FIRST, LAST = date(2019, 1, 1), date(2022, 12, 31)
many = settings(max_examples=40, deadline=None)


@st.composite
def hours_of_a_day(draw: st.DrawFn) -> DayHours:
    """Some hours, in steps of a quarter, with a lunch or without."""
    marks = sorted(draw(st.sets(st.integers(28, 90), min_size=4, max_size=4)))
    start, lunch, back, end = (time(mark // 4, mark % 4 * 15) for mark in marks)
    return DayHours(start, end, (lunch, back) if draw(st.booleans()) else None)


@st.composite
def weeks(draw: st.DrawFn) -> Schedule:
    """A week of one to seven working days, each with hours of its own."""
    days = draw(st.dictionaries(st.integers(0, 6), hours_of_a_day(), min_size=1, max_size=7))
    shortest = min(hours.minutes for hours in days.values())
    return Schedule(days, draw(st.integers(0, min(60, shortest - 1))))


@st.composite
def edited(draw: st.DrawFn) -> WorkingCalendar:
    """Two weeks, one after the other, and days off, worked or shortened at random over the federal ones."""
    change = draw(st.dates(FIRST, LAST))
    rows = (
        DatedSchedule(draw(weeks()), until=change - timedelta(days=1)),
        DatedSchedule(draw(weeks()), since=change),
    )
    days = draw(st.dictionaries(st.dates(FIRST, LAST), st.sampled_from(DayKind), max_size=40))
    extra = layer([(day, Day(kind, "решение")) for day, kind in days.items()])
    zone = draw(st.sampled_from(["Europe/Moscow", "Asia/Magadan"]))
    return calendar_for(zone, rows, extra=extra)


_BEGIN, _END = (datetime(*day, tzinfo=UTC).timestamp() for day in ((2019, 3, 1), (2022, 9, 1)))
moments = st.integers(int(_BEGIN), int(_END)).map(lambda s: datetime.fromtimestamp(s, UTC))


@many
@given(edited(), moments, st.integers(-3000, 3000))
def test_minutes_agree_with_the_walk_in_any_calendar(
    calendar: WorkingCalendar, moment: datetime, minutes: int
) -> None:
    fast = calendar.add_working_minutes(moment, minutes)
    slow = walk.add_minutes(calendar, moment, minutes)
    assert calendar.working_minutes_between(fast, slow) == 0
    assert fast == (slow if minutes > 0 else calendar.opening(slow))
    back = calendar.add_working_minutes(fast, -minutes)
    assert calendar.opening(back) == calendar.opening(moment)


@many
@given(edited(), st.dates(date(2019, 6, 1), date(2022, 6, 1)), st.integers(-60, 60))
def test_days_agree_with_the_walk_in_any_calendar(
    calendar: WorkingCalendar, day: date, count: int
) -> None:
    assert calendar.add_working_days(day, count) == walk.add_days(calendar, day, count)


@many
@given(edited(), moments)
def test_openings_and_ends_are_those_of_the_days_around(
    calendar: WorkingCalendar, moment: datetime
) -> None:
    day = moment.astimezone(calendar.zone).date()
    # A week of one working day, and the days without work of spring 2020: the next opening may be months away.
    near = [day + timedelta(days=back) for back in range(-150, 151)]
    openings = [found for one in near if (found := calendar.opening_of(one)) is not None]
    assert calendar.next_opening(moment) == min(found for found in openings if found > moment)
    assert calendar.previous_opening(moment) == max(found for found in openings if found <= moment)
    if (hours := calendar.hours(day)) is not None:
        assert calendar.end_of_day(day) == datetime.combine(day, hours.end, calendar.zone)
    assert calendar.is_open(moment) is any(
        begin <= moment < end for begin, end in walk.pieces(calendar, day)
    )


@many
@given(edited(), moments, st.integers(0, 60 * 24 * 20), st.integers(1, 40), st.sampled_from(Unit))
def test_a_later_start_never_gives_an_earlier_end_in_any_calendar(
    calendar: WorkingCalendar, start: datetime, later_by: int, amount: int, unit: Unit
) -> None:
    later = start + timedelta(minutes=later_by)
    for rule in OnDayOff:
        first = compute(amount, unit, start, calendar, on_day_off=rule)
        second = compute(amount, unit, later, calendar, on_day_off=rule)
        if unit in (Unit.WORKING_DAYS, Unit.WORKING_HOURS):
            assert first.due <= second.due
        else:
            # Where neighbouring days close at different hours the day still never goes back.
            assert first.due.date() <= second.due.date()
        assert compute(amount, unit, start, calendar, on_day_off=rule) == first


@many
@given(edited(), moments, st.integers(1, 60))
def test_the_steps_of_working_hours_add_up_to_the_term(
    calendar: WorkingCalendar, start: datetime, hours: int
) -> None:
    found = compute(hours, Unit.WORKING_HOURS, start, calendar)
    worked = [step.params["minutes"] for step in found.steps if step.kind == "worked"]
    assert not worked or sum(map(int, worked)) == hours * 60
    assert found.steps[0].kind == "start"
    assert found.steps == found.steps, "asking twice tells the same"


@pytest.mark.parametrize("calendar", all_calendars(), ids=lambda c: c.zone.key)
def test_the_view_of_a_year_adds_up_to_the_calendar(calendar: WorkingCalendar) -> None:
    for year in (2020, 2021, 2024, 2027):
        months = year_of(calendar, year)
        days = [day for month in months for day in month.days]
        assert len(days) == (date(year + 1, 1, 1) - date(year, 1, 1)).days
        begin, end = (datetime(one, 1, 1, tzinfo=calendar.zone) for one in (year, year + 1))
        assert total(months).minutes == walk.minutes_between(calendar, begin, end)
        assert total(months).days == sum(calendar.is_working(day.day) for day in days)
        for day in days:
            is_off = day.mark in (Mark.WEEKEND, Mark.HOLIDAY, Mark.MOVED_OFF)
            assert is_off is (day.hours is None), day


def test_a_swap_of_a_saturday_concerns_the_five_day_week_only() -> None:
    """A six-day body works on that Saturday anyway, and on the Friday as well."""
    friday, saturday = date(2026, 10, 9), date(2026, 10, 10)
    swap = layer(
        [
            (friday, Day(DayKind.OFF, "перенос", saturday)),
            (saturday, Day(DayKind.WORKING, "перенос", friday)),
        ]
    )
    five = calendar_for("Europe/Moscow", FIVE_DAY_WEEK, extra=swap)
    six = calendar_for("Europe/Moscow", SIX_DAY_WEEK, extra=swap)
    assert (five.is_working(friday), five.is_working(saturday)) == (False, True)
    assert (six.is_working(friday), six.is_working(saturday)) == (True, True)
    assert six.hours(saturday) == SIX_DAY_WEEK.hours[5]
    assert five.zone == ZoneInfo("Europe/Moscow")
