"""The federal calendar 2013-2027 against the law, the package and the published year sums."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from holidays import country_holidays
from tests.worktime.bodies import FIVE_DAY_WEEK, SIX_DAY_WEEK, hours, novosibirsk

from otklik.worktime import CalendarError, DayKind, calendar_for, federal_days

# Published sums for a 40-hour week: working days, hours. 2020 and 2021 stand apart below.
PUBLISHED = {
    2013: (247, 1970),
    2014: (247, 1970),
    2015: (247, 1971),
    2016: (247, 1974),
    2017: (247, 1973),
    2018: (247, 1970),
    2019: (247, 1970),
    2022: (247, 1973),
    2023: (247, 1973),
    2024: (248, 1979),
    2025: (247, 1972),
    2026: (247, 1972),
    2027: (247, 1972),
}


def days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def presidential(day: date) -> bool:
    return (
        date(2020, 3, 30) <= day <= date(2020, 4, 30)
        or date(2020, 5, 6) <= day <= date(2020, 5, 8)
        or day in {date(2020, 6, 24), date(2020, 7, 1), date(2014, 3, 10)}
        or date(2021, 5, 4) <= day <= date(2021, 5, 7)
        or date(2021, 10, 30) <= day <= date(2021, 11, 7)
    )


@pytest.mark.parametrize(("year", "days", "working_hours"), [(y, *s) for y, s in PUBLISHED.items()])
def test_year_has_the_published_days_and_hours(year: int, days: int, working_hours: int) -> None:
    calendar = novosibirsk()
    worked = [found for day in days_of(year) if (found := calendar.hours(day))]
    assert len(worked) == days
    assert sum(found.minutes for found in worked) == working_hours * 60


@pytest.mark.parametrize("year", range(2013, 2028))
def test_every_day_is_as_the_package_says_but_for_presidential_days(year: int) -> None:
    package = country_holidays("RU", years=range(year, year + 1))
    calendar = novosibirsk()
    for day in days_of(year):
        expected = package.is_working_day(day) and not presidential(day)
        assert calendar.is_working(day) is expected, day


def test_presidential_days_take_what_would_have_been_worked() -> None:
    calendar = novosibirsk()
    assert sum(calendar.is_working(day) for day in days_of(2020)) == 248 - 29
    assert sum(calendar.is_working(day) for day in days_of(2021)) == 247 - 7
    assert calendar.note(date(2020, 4, 15)) == "Нерабочий день по указу Президента"


@pytest.mark.parametrize(
    "day", ["2021-02-20", "2022-03-05", "2024-11-02", "2025-11-01", "2027-02-20", "2018-12-29"]
)
def test_moved_saturdays_before_a_sunday_and_a_holiday_are_shortened(day: str) -> None:
    found = date.fromisoformat(day)
    assert novosibirsk().is_working(found)
    assert novosibirsk().is_shortened(found)
    assert novosibirsk().hours(found) == hours("09:00", "17:00", "13:00-14:00")


@pytest.mark.parametrize("day", ["2024-04-27", "2024-12-28"])
def test_moved_saturdays_that_replace_an_ordinary_day_are_whole(day: str) -> None:
    assert not novosibirsk().is_shortened(date.fromisoformat(day))
    assert novosibirsk().is_working(date.fromisoformat(day))


@pytest.mark.parametrize("year", range(2013, 2028))
def test_listed_shortened_days_follow_the_two_rules(year: int) -> None:
    """Directly before a public holiday, or in the place of a day that was; nothing else."""
    table, calendar = federal_days(), novosibirsk()
    for day in days_of(year):
        if not calendar.is_working(day):
            continue
        entry = table.get(day)
        likened = entry.swapped_with if entry and entry.swapped_with else day
        following = table.get(likened + timedelta(days=1))
        before_holiday = following is not None and following.holiday
        # 24 February 2014 worked in the place of 3 November, the package does not say so.
        assert calendar.is_shortened(day) is (before_holiday or day == date(2014, 2, 24)), day


def test_years_after_the_last_decree_are_preliminary() -> None:
    calendar = novosibirsk()
    assert not calendar.is_preliminary(date(2027, 12, 31))
    assert calendar.is_preliminary(date(2028, 1, 1))
    assert calendar.decreed_through == 2027


def test_a_holiday_on_a_weekend_moves_by_law_even_without_a_decree() -> None:
    calendar = novosibirsk()
    assert date(2028, 11, 4).weekday() == 5
    assert not calendar.is_working(date(2028, 11, 6))
    assert calendar.is_shortened(date(2028, 11, 3))
    assert calendar.is_working(date(2028, 1, 10)), "January holidays never move by themselves"


def test_a_six_day_week_is_not_touched_by_transfers_of_saturdays() -> None:
    calendar = calendar_for("Asia/Novosibirsk", SIX_DAY_WEEK)
    assert calendar.hours(date(2024, 4, 27)) == hours("08:00", "13:00")
    assert calendar.is_working(date(2024, 4, 29)), "29 April was given for Saturday 27 April"
    assert calendar.is_shortened(date(2024, 4, 30)), "worked, and directly before a holiday"
    assert calendar.is_working(date(2024, 5, 10)), "moved from Saturday 6 January"
    assert not calendar.is_working(date(2024, 12, 31)), "moved from Sunday 7 January"
    assert calendar.is_working(date(2027, 5, 3)), "1 May 2027 is a Saturday"
    assert not calendar.is_working(date(2027, 5, 10)), "9 May 2027 is a Sunday"
    assert calendar.is_shortened(date(2025, 2, 22)), "Saturday directly before 23 February"
    assert not calendar.is_working(date(2021, 11, 6)), "presidential days hold for everybody"


def test_the_table_knows_the_kinds_and_reasons() -> None:
    table = federal_days()
    saturday = table.get(date(2025, 11, 1))
    assert saturday is not None
    assert saturday.kind is DayKind.SHORTENED
    assert saturday.swapped_with == date(2025, 11, 3)
    holiday = table.get(date(2026, 5, 9))
    assert holiday is not None
    assert holiday.holiday
    assert table.get(date(2026, 5, 12)) is None
    assert table.in_year(2027).keys() <= {*days_of(2027)}


def test_years_outside_the_calendar_are_refused() -> None:
    with pytest.raises(CalendarError, match="2046 lies outside the calendar 2010-2045"):
        calendar_for("Europe/Moscow", FIVE_DAY_WEEK).is_working(date(2046, 1, 1))
    with pytest.raises(CalendarError, match="the calendar ends with the year 2045"):
        novosibirsk().add_working_days(date(2045, 12, 1), 100)
    with pytest.raises(CalendarError, match="the calendar begins with the year 2010"):
        novosibirsk().add_working_days(date(2010, 1, 20), -100)
    with pytest.raises(CalendarError, match="not within 1992-2100"):
        federal_days(1980, 1985)
