"""Every date of 2015-2027 that the product computes agrees with a plain walk over the published calendars."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik import regulations
from otklik.cases.deadlines import plan, plan_from
from otklik.regulations import Profile
from otklik.staff.calendars import unedited_calendar
from otklik.worktime import WorkingCalendar
from tests.cases import published_calendar as oracle

BODIES = regulations.bodies()
HOURS = (time(0), time(8, 59), time(9), time(13, 30), time(17), time(18), time(23, 59))
MOMENTS = st.datetimes(datetime(2015, 1, 2), datetime(2027, 11, 20), timezones=st.just(UTC))  # noqa: DTZ001 - zones are given beside


@cache
def calendar_of(body: str) -> WorkingCalendar:
    return unedited_calendar(regulations.profile(body))


@cache
def ruled(body: str, rule: str) -> Profile:
    profile = regulations.profile(body)
    rules = profile.calendar.model_copy(update={"on_day_off": rule})
    return profile.model_copy(update={"calendar": rules})


def days(first: date = date(2015, 1, 1), last: date = date(2027, 11, 25)) -> Iterator[date]:
    """Every day whose thirty-day term ends within the decreed years."""
    while first <= last:
        yield first
        first += timedelta(days=1)


def moments(body: str, every: int = 1) -> Iterator[datetime]:
    """A moment of every day in the body's own zone, at changing hours."""
    zone = ZoneInfo(regulations.profile(body).timezone)
    for number, day in enumerate(days()):
        if number % every == 0:
            yield datetime.combine(day, HOURS[(number // every) % len(HOURS)], zone)


def due(body: str, kind: str, profile: Profile | None = None, **case: object) -> datetime:
    known = {"type": "application", "form": "electronic", "channel": "web"} | case
    planned = plan(profile or regulations.profile(body), calendar_of(body), **known)  # type: ignore[arg-type]
    return next(item.due for item in planned if item.kind == kind)


@pytest.mark.parametrize("year", list(oracle.WORKING_DAYS_A_YEAR))
def test_the_oracle_counts_the_days_and_hours_that_the_calendars_publish(year: int) -> None:
    worked = [day for day in days(date(year, 1, 1), date(year, 12, 31)) if oracle.is_working(day)]
    assert len(worked) == oracle.WORKING_DAYS_A_YEAR[year]
    hours = sum(8 if oracle.closing(day) == time(18) else 7 for day in worked)
    assert hours == oracle.HOURS_A_YEAR[year]


def test_every_day_of_the_thirteen_years_is_worked_off_or_shortened_as_published() -> None:
    for body in BODIES:
        calendar = calendar_of(body)
        for day in days(date(2015, 1, 1), date(2027, 12, 31)):
            assert calendar.is_working(day) == oracle.is_working(day, body), (body, day)
            if calendar.is_working(day):
                assert calendar.end_of_day(day) == oracle.at_closing(body, day), (body, day)


@pytest.mark.parametrize("body", BODIES)
def test_a_reply_is_due_thirty_days_after_registration_or_on_the_working_day_before(
    body: str,
) -> None:
    for moment in moments(body):
        expected = oracle.calendar_days(body, moment, 30, "previous")
        assert due(body, "reply", received=moment, registered=moment) == expected, moment


@pytest.mark.parametrize("rule", ["next", "none"])
@pytest.mark.parametrize("body", ["labour-novosibirsk", "economy-magadan", "industry-mordovia"])
def test_a_ministry_may_choose_the_next_working_day_or_none(body: str, rule: str) -> None:
    for moment in moments(body, every=2):
        expected = oracle.calendar_days(body, moment, 30, rule)
        found = due(body, "reply", ruled(body, rule), received=moment, registered=moment)
        assert found == expected, moment


@pytest.mark.parametrize("body", BODIES)
def test_registration_forwarding_and_materials_end_as_the_calendar_says(body: str) -> None:
    for moment in moments(body, every=3):
        assert due(body, "registration", received=moment) == oracle.calendar_days(
            body, moment, 3, "previous"
        )
        found = due(body, "forwarding", received=moment, registered=moment)
        assert found == oracle.calendar_days(body, moment, 7, "previous")


@pytest.mark.clause("labour-novosibirsk:5.a", "economy-novosibirsk:5.1.a")
@pytest.mark.parametrize("body", ["economy-novosibirsk", "labour-novosibirsk"])
def test_the_first_reaction_is_due_with_the_first_working_day_after_the_day_of_receipt(
    body: str,
) -> None:
    """The strict reading: on whatever day and at whatever hour it came."""
    for moment in moments(body):
        found = due(body, "acknowledgement", received=moment)
        assert found == oracle.working_days(body, moment, 1), moment


@pytest.mark.clause("industry-mordovia:10.2")
def test_a_social_network_message_gets_eight_working_hours_with_lunch_and_short_days() -> None:
    body = "industry-mordovia"
    for moment in moments(body):
        for minutes in (0, 17):
            start = moment + timedelta(minutes=minutes)
            found = due(body, "social_reply", type="message", channel="vk", received=start)
            assert found == oracle.working_hours(body, start, 8), start


@pytest.mark.clause("industry-mordovia:16.4")
def test_an_employee_s_oral_question_is_answered_by_the_end_of_the_working_day() -> None:
    body = "industry-mordovia"
    for moment in moments(body):
        found = due(
            body,
            "internal_answer",
            type="internal-request",
            form="oral",
            channel="internal",
            received=moment,
        )
        assert found == oracle.end_of_day(body, moment), moment


def test_the_registry_is_published_within_five_working_days_of_the_change() -> None:
    body = "regional-policy-novosibirsk"
    for moment in moments(body, every=2):
        planned = plan_from(
            regulations.profile(body),
            calendar_of(body),
            {"change": moment},
            type="application",
            form="electronic",
            channel="web",
        )
        found = next(item for item in planned if item.kind == "publication")
        assert found.due == oracle.working_days(body, moment, 5), moment
        assert found.term.clause == "regional-policy-novosibirsk:3.1.2"


@given(body=st.sampled_from(BODIES), moment=MOMENTS, hours=st.integers(0, 60))
def test_the_offset_in_which_a_moment_is_written_does_not_matter(
    body: str, moment: datetime, hours: int
) -> None:
    """The day of a moment is that of the body's own clocks, whose offset has changed over the years."""
    registered = moment + timedelta(hours=hours)
    found = due(body, "reply", received=moment, registered=registered)
    assert found == oracle.calendar_days(body, registered, 30, "previous")
    assert found.utcoffset() == oracle.local(body, found).utcoffset()
    if regulations.profile(body).acknowledgement.required:
        assert due(body, "acknowledgement", received=moment) == oracle.working_days(body, moment, 1)
    message = due(body, "social_reply", type="message", channel="vk", received=moment)
    assert message == oracle.working_hours(body, moment, 8)


@pytest.mark.parametrize(
    ("body", "moment", "offset"),
    [
        ("economy-novosibirsk", "2016-07-22T05:00+00:00", 6),
        ("economy-novosibirsk", "2016-07-25T05:00+00:00", 7),
        ("economy-magadan", "2015-12-01T00:00+00:00", 10),
        ("economy-magadan", "2016-04-25T00:00+00:00", 11),
        ("industry-mordovia", "2015-01-12T06:00+00:00", 3),
    ],
)
def test_clocks_stand_as_they_stood_in_that_year(body: str, moment: str, offset: int) -> None:
    received = datetime.fromisoformat(moment)
    found = due(body, "social_reply", type="message", channel="vk", received=received)
    assert found == oracle.working_hours(body, received, 8)
    assert oracle.local(body, received).utcoffset() == timedelta(hours=offset)
    registration = due(body, "registration", type="message", channel="vk", received=received)
    assert registration.utcoffset() == oracle.local(body, registration).utcoffset()


@pytest.mark.parametrize("body", BODIES)
def test_dates_beyond_the_last_decree_are_preliminary_and_no_others(body: str) -> None:
    profile, calendar = regulations.profile(body), calendar_of(body)
    for moment in moments(body, every=30):
        for later in (timedelta(0), timedelta(days=365 * 3)):
            registered = moment + later
            if registered.year > 2043:
                continue
            planned = plan(
                profile,
                calendar,
                type="complaint",
                form="electronic",
                channel="web",
                received=registered,
                registered=registered,
            )
            for item in planned:
                passed = [step.day.year for step in item.computation.steps]
                assert item.computation.preliminary == (max(passed) > 2027), registered
