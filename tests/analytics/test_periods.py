"""Quarters: how they are written, and where they begin in a body's own zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.analytics.periods import Quarter

QUARTERS = st.builds(Quarter, st.integers(2001, 2099), st.integers(1, 4))
ZONES = st.sampled_from(["Asia/Novosibirsk", "Asia/Magadan", "Europe/Moscow", "UTC"])


@given(QUARTERS)
def test_what_is_written_is_read_back(quarter: Quarter) -> None:
    assert Quarter.parse(str(quarter)) == quarter
    assert Quarter.parse(f" {str(quarter).lower()} ") == quarter


@pytest.mark.parametrize(
    "text", ["", "2026", "2026Q5", "2026Q0", "Q3", "26Q3", "2026-Q3", "2026Q3x", "٢٠٢٦Q3", "1999Q4"]
)
def test_what_is_no_quarter_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match="quarter") as refused:
        Quarter.parse(text)
    assert "\n" not in str(refused.value)


@pytest.mark.clause("labour-novosibirsk:22.b", "economy-magadan:4.1.b")
@pytest.mark.parametrize(
    ("moment", "zone", "quarter"),
    [
        # 31 March 23:30 UTC is 1 April in both, 30 June 16:59 and 17:00 UTC divide Novosibirsk
        ("2026-03-31T23:30", "Asia/Novosibirsk", "2026Q2"),
        ("2026-03-31T23:30", "Asia/Magadan", "2026Q2"),
        ("2026-03-31T23:30", "UTC", "2026Q1"),
        ("2026-06-30T16:59", "Asia/Novosibirsk", "2026Q2"),
        ("2026-06-30T17:00", "Asia/Novosibirsk", "2026Q3"),
        ("2026-06-30T12:59", "Asia/Magadan", "2026Q2"),
        ("2026-06-30T13:00", "Asia/Magadan", "2026Q3"),
        ("2026-12-31T20:59", "Europe/Moscow", "2026Q4"),
        ("2026-12-31T21:00", "Europe/Moscow", "2027Q1"),
    ],
)
def test_a_moment_lies_in_the_quarter_of_the_bodys_own_zone(
    moment: str, zone: str, quarter: str
) -> None:
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert str(Quarter.at(at, ZoneInfo(zone))) == quarter


@given(QUARTERS, ZONES)
def test_quarters_follow_each_other_without_gap_or_overlap(quarter: Quarter, name: str) -> None:
    zone = ZoneInfo(name)
    start, end = quarter.bounds(zone)
    assert end == quarter.following.bounds(zone)[0]
    assert quarter.following.previous == quarter
    assert Quarter.at(start, zone) == quarter
    assert Quarter.at(end - timedelta(microseconds=1), zone) == quarter
    assert Quarter.at(end, zone) == quarter.following


@given(QUARTERS)
def test_first_and_last_day_lie_in_the_quarter(quarter: Quarter) -> None:
    assert Quarter.of(quarter.first_day) == Quarter.of(quarter.last_day) == quarter
    assert Quarter.of(quarter.last_day + timedelta(days=1)) == quarter.following


def test_a_walk_through_quarters_takes_in_both_ends() -> None:
    walk = [str(quarter) for quarter in Quarter(2025, 3).through(Quarter(2026, 2))]
    assert walk == ["2025Q3", "2025Q4", "2026Q1", "2026Q2"]
    assert Quarter(2026, 3).last_day == date(2026, 9, 30)
    assert Quarter(2026, 4).roman == "IV"
