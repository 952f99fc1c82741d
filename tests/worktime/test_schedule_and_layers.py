"""Schedules, their dates, the editable layer over the federal table, and what is refused."""

from __future__ import annotations

from datetime import date, time

import pytest
from tests.worktime.bodies import (
    CHANGED,
    FIVE_DAY_WEEK,
    FULL,
    SHORT_FRIDAY,
    at,
    hours,
    novosibirsk,
)

from otklik.worktime import (
    CalendarError,
    DatedSchedule,
    Day,
    DayHours,
    DayKind,
    DayTable,
    Schedule,
    calendar_for,
    federal_days,
    layer,
    merge,
)

OFF, WORKING, SHORTENED = DayKind.OFF, DayKind.WORKING, DayKind.SHORTENED


def test_minutes_of_a_day_leave_out_lunch() -> None:
    assert FULL.minutes == 480
    assert hours("09:00", "12:30").minutes == 210


def test_a_shortened_day_ends_earlier_and_may_lose_its_lunch() -> None:
    assert FULL.shortened(60) == hours("09:00", "17:00", "13:00-14:00")
    assert FULL.shortened(240) == hours("09:00", "13:00")
    assert FULL.shortened(300) == hours("09:00", "12:00")
    assert FULL.shortened(239).minutes == 241


def test_a_short_friday_has_its_own_end_and_its_own_shortening() -> None:
    calendar = calendar_for("Europe/Moscow", SHORT_FRIDAY)
    assert calendar.hours(date(2026, 2, 6)) == hours("08:30", "16:15", "12:30-13:15")
    assert calendar.hours(date(2026, 5, 8)) == hours("08:30", "15:15", "12:30-13:15")


def test_a_working_saturday_has_the_hours_of_the_weekday_whose_place_it_takes() -> None:
    calendar = calendar_for("Europe/Moscow", SHORT_FRIDAY)
    assert calendar.hours(date(2024, 4, 27)) == SHORT_FRIDAY.hours[0], "for Monday 29 April"
    swap = layer(
        [
            (date(2026, 6, 20), Day(WORKING, "за пятницу", date(2026, 6, 19))),
            (date(2026, 6, 19), Day(OFF, "перенос", date(2026, 6, 20))),
            (date(2026, 7, 18), Day(WORKING, "субботник")),
        ]
    )
    moved = calendar_for("Europe/Moscow", SHORT_FRIDAY, extra=swap)
    assert moved.hours(date(2026, 6, 20)) == SHORT_FRIDAY.hours[4], "for a short Friday"
    assert moved.hours(date(2026, 7, 18)) == SHORT_FRIDAY.hours[0], "nobody said for which day"
    assert not moved.is_working(date(2026, 6, 19))


def test_schedules_change_on_their_dates() -> None:
    calendar = calendar_for("Europe/Moscow", CHANGED)
    assert calendar.hours(date(2019, 8, 30)) == FIVE_DAY_WEEK.hours[4]
    assert calendar.hours(date(2019, 9, 6)) == SHORT_FRIDAY.hours[4]
    assert calendar.add_working_minutes(at("2019-08-30 17:00", calendar), 120) == at(
        "2019-09-02 09:30", calendar
    )


def test_an_open_schedule_holds_until_the_next_begins() -> None:
    rows = [DatedSchedule(SHORT_FRIDAY, since=date(2025, 1, 1)), DatedSchedule(FIVE_DAY_WEEK)]
    calendar = calendar_for("Europe/Moscow", rows)
    assert calendar.schedule_on(date(2024, 12, 31)) == FIVE_DAY_WEEK
    assert calendar.schedule_on(date(2025, 1, 1)) == SHORT_FRIDAY


def test_days_before_the_first_schedule_have_no_answer() -> None:
    calendar = calendar_for("Europe/Moscow", [DatedSchedule(FIVE_DAY_WEEK, date(2025, 3, 3))])
    assert calendar.is_working(date(2025, 3, 3))
    with pytest.raises(CalendarError, match="no working schedule is known for 2025-03-02"):
        calendar.is_working(date(2025, 3, 2))
    with pytest.raises(CalendarError, match="the calendar begins"):
        calendar.add_working_days(date(2025, 3, 5), -3)


def test_openings_and_closings() -> None:
    calendar = novosibirsk()
    assert calendar.opening(at("2025-10-27 10:30")) == at("2025-10-27 10:30")
    assert calendar.opening(at("2025-10-27 13:00")) == at("2025-10-27 14:00")
    assert calendar.opening(at("2025-11-01 17:00")) == at("2025-11-05 09:00")
    assert calendar.next_opening(at("2025-10-27 08:59")) == at("2025-10-27 09:00")
    assert calendar.next_opening(at("2025-10-27 09:00")) == at("2025-10-28 09:00")
    assert calendar.previous_opening(at("2025-10-27 09:00")) == at("2025-10-27 09:00")
    assert calendar.previous_opening(at("2025-10-27 08:59")) == at("2025-10-24 09:00")
    assert calendar.end_of_day(date(2025, 11, 1)) == at("2025-11-01 17:00")
    assert calendar.is_open(at("2025-10-27 12:59"))
    assert not calendar.is_open(at("2025-10-27 13:00"))
    assert not calendar.is_open(at("2025-10-27 18:00"))


def test_a_day_off_ends_when_the_body_would_close() -> None:
    calendar = calendar_for("Asia/Novosibirsk", SHORT_FRIDAY)
    assert calendar.end_of_day(date(2026, 1, 2)) == at("2026-01-02 16:15"), "a Friday"
    assert calendar.end_of_day(date(2026, 2, 7)) == at("2026-02-07 17:30"), "a Saturday"


def test_neighbouring_working_days_with_and_without_the_day_itself() -> None:
    calendar = novosibirsk()
    saturday, monday = date(2024, 4, 27), date(2024, 4, 29)
    assert calendar.next_working_day(saturday) == date(2024, 5, 2)
    assert calendar.previous_working_day(saturday) == date(2024, 4, 26)
    assert calendar.working_day_on_or_after(saturday) == saturday
    assert calendar.working_day_on_or_before(monday) == saturday
    assert calendar.working_day_on_or_after(monday) == date(2024, 5, 2)
    assert calendar.add_working_days(monday, 0) == monday


def test_regional_days_lie_over_the_federal_table() -> None:
    regional = layer(
        [
            (date(2020, 12, 31), Day(OFF, "Указ главы республики", date(2020, 12, 26))),
            (date(2020, 12, 26), Day(SHORTENED, "за 31.12.2020", date(2020, 12, 31))),
        ]
    )
    calendar = calendar_for("Europe/Moscow", FIVE_DAY_WEEK, extra=regional)
    assert not calendar.is_working(date(2020, 12, 31))
    assert calendar.is_shortened(date(2020, 12, 26))
    assert calendar.note(date(2020, 12, 31)) == "Указ главы республики"
    assert calendar.is_working(date(2020, 12, 25))
    assert calendar.decreed_through == 2027


def test_a_later_decree_makes_its_year_certain() -> None:
    base = federal_days()
    own = {day: entry for day, entry in base.in_year(2028).items() if entry.holiday}
    decree = DayTable(own, decreed_through=2028, whole_years=frozenset({2028}))
    calendar = calendar_for("Europe/Moscow", FIVE_DAY_WEEK, extra=decree)
    assert not calendar.is_preliminary(date(2028, 6, 1))
    assert calendar.is_working(date(2028, 11, 6)), "the computed transfer no longer shows through"
    assert calendar.is_preliminary(date(2029, 1, 1))


def test_the_version_changes_with_what_dates_depend_on_and_only_then() -> None:
    def version(zone: str = "Europe/Moscow", week: Schedule = FIVE_DAY_WEEK) -> str:
        return calendar_for(zone, week).version

    assert version() == version()
    assert version().startswith("2027-")
    day = layer([(date(2026, 6, 24), Day(OFF, "День города"))])
    others = {
        version("Asia/Magadan"),
        version(week=SHORT_FRIDAY),
        version(week=Schedule.weekly(FULL, shortening=30)),
        calendar_for("Europe/Moscow", FIVE_DAY_WEEK, extra=day).version,
    }
    assert len(others | {version()}) == 5
    assert calendar_for("Europe/Moscow", FIVE_DAY_WEEK, version="v7").version == "v7"


@pytest.mark.parametrize(
    ("start", "end", "lunch", "message"),
    [
        ("18:00", "09:00", None, "must begin before they end"),
        ("09:00", "09:00", None, "must begin before they end"),
        ("09:00", "18:00", "08:00-09:30", "lies outside the hours"),
        ("09:00", "18:00", "17:30-18:30", "lies outside the hours"),
        ("09:00", "18:00", "14:00-13:00", "lunch .* must begin before it ends"),
        ("09:00:30", "18:00", None, "plain hours and minutes"),
    ],
)
def test_wrong_hours_are_refused(start: str, end: str, lunch: str | None, message: str) -> None:
    with pytest.raises(CalendarError, match=message):
        hours(start, end, lunch)


def test_wrong_weeks_are_refused() -> None:
    with pytest.raises(CalendarError, match="at least one working weekday"):
        Schedule({})
    with pytest.raises(CalendarError, match="weekday 7"):
        Schedule({7: FULL})
    with pytest.raises(CalendarError, match="cannot be shortened by 60 minutes"):
        Schedule({0: DayHours(time(9), time(10))})


def test_schedules_with_a_gap_or_an_overlap_are_refused() -> None:
    with pytest.raises(CalendarError, match="at least one schedule"):
        calendar_for("Europe/Moscow", [])
    with pytest.raises(CalendarError, match="a gap between schedules: none holds after 2020-01-31"):
        calendar_for(
            "Europe/Moscow",
            [
                DatedSchedule(FIVE_DAY_WEEK, until=date(2020, 1, 31)),
                DatedSchedule(SHORT_FRIDAY, since=date(2020, 2, 2)),
            ],
        )
    with pytest.raises(CalendarError, match="overlap: one holds until 2020-02-02"):
        calendar_for(
            "Europe/Moscow",
            [
                DatedSchedule(FIVE_DAY_WEEK, until=date(2020, 2, 2)),
                DatedSchedule(SHORT_FRIDAY, since=date(2020, 2, 2)),
            ],
        )
    with pytest.raises(CalendarError, match="overlap: both begin"):
        calendar_for("Europe/Moscow", [DatedSchedule(FIVE_DAY_WEEK), DatedSchedule(SHORT_FRIDAY)])
    with pytest.raises(CalendarError, match="cannot hold from"):
        DatedSchedule(FIVE_DAY_WEEK, since=date(2020, 2, 2), until=date(2020, 1, 1))


def test_wrong_layers_are_refused() -> None:
    twice = [(date(2026, 6, 24), Day(OFF)), (date(2026, 6, 24), Day(WORKING))]
    with pytest.raises(CalendarError, match="2026-06-24 is named twice"):
        layer(twice)
    with pytest.raises(CalendarError, match="does not belong to the year 2027"):
        layer(twice[:1], year=2027)
    with pytest.raises(CalendarError, match="a gap: 2029 is decreed but 2028 before it is not"):
        merge(federal_days(), layer([], year=2029, decreed_through=2029))
    with pytest.raises(CalendarError, match="outside the calendar 2010-2045"):
        merge(federal_days(), layer([(date(2050, 1, 1), Day(OFF))]))
    with pytest.raises(CalendarError, match="cannot be swapped with itself"):
        layer([(date(2026, 6, 24), Day(OFF, "", date(2026, 6, 24)))])
    with pytest.raises(CalendarError, match="the time zone 'Asia/Novosib' is unknown"):
        calendar_for("Asia/Novosib", FIVE_DAY_WEEK)
