"""Legal terms: the examples of law and practice, the edges, and the words that explain them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime

import pytest
from tests.worktime.bodies import all_calendars, at, novosibirsk

from otklik.worktime import (
    CalendarError,
    DayZero,
    OnDayOff,
    Step,
    Term,
    Unit,
    compute,
    describe,
)

DAYS = Unit.CALENDAR_DAYS


@pytest.mark.parametrize(
    ("registered", "due"),
    [("2025-12-02", "2025-12-30"), ("2024-12-03", "2024-12-28"), ("2024-10-03", "2024-11-02")],
)
def test_thirty_days_ending_on_a_day_off_end_on_the_previous_working_day(
    registered: str, due: str
) -> None:
    for calendar in (novosibirsk(), all_calendars()[0]):
        found = compute(30, DAYS, at(f"{registered} 11:20", calendar), calendar)
        assert found.due.date().isoformat() == due
        assert found.due == calendar.end_of_day(found.due.date())
        assert not found.preliminary


@pytest.mark.parametrize(
    ("registered", "due"), [("2025-12-02", "2026-01-12"), ("2024-12-03", "2025-01-09")]
)
def test_the_next_rule_moves_forward(registered: str, due: str) -> None:
    found = compute(30, DAYS, at(f"{registered} 11:20"), novosibirsk(), on_day_off=OnDayOff.NEXT)
    assert found.due == at(f"{due} 18:00")


def test_the_none_rule_leaves_the_term_on_the_day_off_at_the_usual_closing_hour() -> None:
    found = compute(30, DAYS, at("2025-12-02 11:20"), novosibirsk(), on_day_off=OnDayOff.NONE)
    assert found.due == at("2026-01-01 18:00")


def test_the_start_may_be_day_one() -> None:
    found = compute(
        30, DAYS, at("2024-10-04 11:20"), novosibirsk(), day_zero=DayZero.START_IS_DAY_ONE
    )
    assert found.due == at("2024-11-02 17:00")
    first = compute(
        1, Unit.WORKING_DAYS, at("2024-10-04 11:20"), novosibirsk(), DayZero.START_IS_DAY_ONE
    )
    assert first.due == at("2024-10-04 18:00")


def test_a_term_never_ends_before_it_begins() -> None:
    """Received in the New Year holidays: the previous working day is of last year."""
    found = compute(3, DAYS, at("2025-01-04 12:00"), novosibirsk())
    assert found.due == at("2025-01-09 18:00")
    assert "previous-before-start" in {step.kind for step in found.steps}
    after_closing = compute(2, DAYS, at("2025-02-14 19:00"), novosibirsk())
    assert after_closing.due == at("2025-02-17 18:00")
    before_closing = compute(2, DAYS, at("2025-02-14 17:59"), novosibirsk())
    assert before_closing.due == at("2025-02-14 18:00")


def test_eight_working_hours_cross_into_a_shortened_working_saturday() -> None:
    found = compute(8, Unit.WORKING_HOURS, at("2025-10-31 17:00"), novosibirsk())
    assert found.due == at("2025-11-01 17:00")


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2025-10-27 09:00", 4, "2025-10-27 13:00"),
        ("2025-10-27 09:00", 5, "2025-10-27 15:00"),
        ("2025-10-27 13:20", 1, "2025-10-27 15:00"),
        ("2025-10-27 03:00", 8, "2025-10-27 18:00"),
        ("2025-10-27 18:00", 8, "2025-10-28 18:00"),
        ("2025-11-01 17:00", 1, "2025-11-05 10:00"),
        ("2024-12-28 16:30", 8, "2025-01-09 16:30"),
    ],
)
def test_working_hours_skip_lunch_nights_and_days_off(start: str, hours: int, due: str) -> None:
    assert compute(hours, Unit.WORKING_HOURS, at(start), novosibirsk()).due == at(due)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2024-04-26 17:30", "2024-04-27 18:00"),
        ("2024-04-26 00:00", "2024-04-27 18:00"),
        ("2024-04-26 23:59", "2024-04-27 18:00"),
        ("2024-04-28 12:00", "2024-05-02 18:00"),
        ("2025-10-31 08:00", "2025-11-01 17:00"),
        ("2026-01-03 10:00", "2026-01-12 18:00"),
    ],
)
def test_one_working_day_is_the_first_working_day_after_the_day_of_receipt(
    received: str, due: str
) -> None:
    assert compute(1, Unit.WORKING_DAYS, at(received), novosibirsk()).due == at(due)


def test_the_day_of_receipt_is_that_of_the_body_not_of_utc() -> None:
    evening_utc = datetime(2024, 4, 25, 17, 30, tzinfo=UTC)  # 26 April 00:30 in Novosibirsk
    found = compute(1, Unit.WORKING_DAYS, evening_utc, novosibirsk())
    assert found.due == at("2024-04-27 18:00")
    assert found.steps[0].day == date(2024, 4, 26)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2025-10-31 17:30", "2025-10-31 18:00"),
        ("2025-10-31 07:00", "2025-10-31 18:00"),
        ("2025-10-31 18:00", "2025-11-01 17:00"),
        ("2025-11-02 12:00", "2025-11-05 18:00"),
    ],
)
def test_end_of_day_is_that_of_the_working_day_that_is_or_comes(asked: str, due: str) -> None:
    assert compute(1, Unit.END_OF_DAY, at(asked), novosibirsk()).due == at(due)


def test_a_date_that_a_coming_decree_may_move_is_preliminary() -> None:
    found = compute(30, DAYS, at("2027-12-10 10:00"), novosibirsk())
    assert found.due.year == 2027
    assert found.preliminary, "its thirtieth day lies in 2028"
    assert "только по 2027 год" in describe(found.steps[-1])
    assert not compute(5, DAYS, at("2027-12-10 10:00"), novosibirsk()).preliminary


def test_steps_tell_a_person_how_the_date_came_about() -> None:
    found = compute(30, DAYS, at("2024-12-03 10:00"), novosibirsk())
    reason = "(Рабочий день вместо 30.12.2024)"
    assert [describe(step) for step in found.steps] == [
        "Начало: 3 декабря 2024, вторник, 10:00.",
        "День начала, 3 декабря 2024, вторник, не считается: срок идёт со следующего дня.",
        "Срок 30 календарных дней приводит к дате 2 января 2025, четверг.",
        "2 января 2025, четверг: нерабочий день (Новогодние каникулы).",
        "Срок переносится на предыдущий рабочий день: 28 декабря 2024, суббота.",
        f"28 декабря 2024, суббота: рабочий день по производственному календарю {reason}.",
        "Срок заканчивается: 28 декабря 2024, суббота, 18:00.",
    ]
    hours = compute(8, Unit.WORKING_HOURS, at("2025-10-31 17:00"), novosibirsk())
    told = [describe(step) for step in hours.steps]
    assert "31 октября 2025, пятница: в счёт идёт 1 ч рабочего времени." in told
    assert "1 ноября 2025, суббота: в счёт идёт 7 ч рабочего времени." in told
    assert "1 ноября 2025, суббота: сокращённый день, короче на 1 ч." in told
    assert "Срок 8 рабочих часов заканчивается 1 ноября 2025, суббота, 17:00." in told


@pytest.mark.parametrize("unit", Unit)
@pytest.mark.parametrize("on_day_off", OnDayOff)
@pytest.mark.parametrize("start", ["2024-12-27 17:30", "2025-01-04 12:00", "2027-12-03 10:00"])
def test_a_computation_is_stored_and_read_back(
    unit: Unit, on_day_off: OnDayOff, start: str
) -> None:
    found = compute(30, unit, at(start), novosibirsk(), on_day_off=on_day_off)
    stored = json.loads(json.dumps(found.as_json(), ensure_ascii=False))
    assert stored["due"] == found.due.isoformat()
    assert stored["calendar"] == novosibirsk().version
    read = [Step.from_json(step) for step in stored["steps"]]
    assert [describe(step) for step in read] == [step["text"] for step in stored["steps"]]
    assert [step.kind for step in read] == [step.kind for step in found.steps]


def test_minutes_told_day_by_day_add_up_to_the_term() -> None:
    for start in ("2025-10-31 12:10", "2024-12-28 13:30", "2024-04-28 09:00"):
        found = compute(20, Unit.WORKING_HOURS, at(start), novosibirsk())
        told = [int(step.params["minutes"]) for step in found.steps if step.kind == "worked"]
        assert sum(told) == 20 * 60


def test_a_term_is_a_rule_with_a_name() -> None:
    term = Term("answer", 30, DAYS)
    assert term.compute(at("2025-12-02 10:00"), novosibirsk()).due == at("2025-12-30 18:00")


def test_bad_terms_are_refused() -> None:
    with pytest.raises(CalendarError, match="a term of 0 calendar-days must be at least 1"):
        compute(0, DAYS, at("2025-12-02 10:00"), novosibirsk())
    with pytest.raises(CalendarError, match="must be at least 1"):
        Term("answer", -1, Unit.WORKING_HOURS)
    naive = at("2025-12-02 10:00").replace(tzinfo=None)
    with pytest.raises(CalendarError, match="has no time zone"):
        compute(1, DAYS, naive, novosibirsk())
    with pytest.raises(CalendarError, match="has no time zone"):
        novosibirsk().add_working_minutes(naive, 1)
    with pytest.raises(CalendarError, match="lies outside the calendar"):
        compute(1, DAYS, at("2050-12-02 10:00"), novosibirsk())


def test_damaged_steps_are_refused() -> None:
    with pytest.raises(CalendarError, match="cannot be 'guess'"):
        Step("guess", date(2025, 1, 1))
    with pytest.raises(CalendarError, match="damaged"):
        Step.from_json({"kind": "start"})
    with pytest.raises(CalendarError, match="wrong date"):
        Step.from_json({"kind": "start", "at": "yesterday", "params": {}})
