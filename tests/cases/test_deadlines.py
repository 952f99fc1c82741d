"""The clock of a case: which terms it has, from what they run, and that nothing odd comes out."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik import regulations
from otklik.cases.deadlines import latest_reply_due, plan
from otklik.staff.calendars import unedited_calendar

CALENDARS = {profile.code: unedited_calendar(profile) for profile in regulations.profiles()}
MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2027, 11, 1), timezones=st.just(UTC))  # noqa: DTZ001 - zones are given beside
APPEAL = {"type": "application", "form": "electronic", "channel": "web"}


@pytest.mark.parametrize(
    ("registered", "due"),
    [("2025-12-02", "2025-12-30"), ("2024-12-03", "2024-12-28"), ("2024-10-03", "2024-11-02")],
)
def test_a_reply_term_that_ends_on_a_day_off_ends_on_the_working_day_before(
    registered: str, due: str
) -> None:
    profile = regulations.profile("economy-novosibirsk")
    zone = ZoneInfo(profile.timezone)
    moment = datetime.fromisoformat(f"{registered}T10:00").replace(tzinfo=zone)
    planned = plan(profile, CALENDARS[profile.code], received=moment, registered=moment, **APPEAL)
    reply = next(item for item in planned if item.kind == "reply")
    assert reply.due.date().isoformat() == due


@pytest.mark.clause("industry-mordovia:10.2")
def test_a_social_network_message_is_answered_in_eight_working_hours() -> None:
    profile = regulations.profile("industry-mordovia")
    detected = datetime(2025, 10, 31, 17, 0, tzinfo=ZoneInfo(profile.timezone))
    planned = plan(
        profile,
        CALENDARS[profile.code],
        type="message",
        form="electronic",
        channel="vk",
        received=detected,
    )
    reply = next(item for item in planned if item.kind == "social_reply")
    assert reply.due == datetime(2025, 11, 1, 17, 0, tzinfo=ZoneInfo(profile.timezone))


@given(body=st.sampled_from(regulations.bodies()), received=MOMENTS, hours=st.integers(0, 72))
def test_no_term_ends_before_it_begins_and_each_explains_itself(
    body: str, received: datetime, hours: int
) -> None:
    profile, calendar = regulations.profile(body), CALENDARS[body]
    registered = received + timedelta(hours=hours)
    for item in plan(profile, calendar, received=received, registered=registered, **APPEAL):
        assert item.due > item.started_at or item.term.direction == "before"
        assert item.computation.steps
        assert item.term.clause or item.term.basis or item.term.set_by == "ministry"
        assert item.due.tzinfo == calendar.zone


@given(body=st.sampled_from(regulations.bodies()), received=MOMENTS, later=st.integers(0, 10_000))
def test_a_later_receipt_never_has_an_earlier_reply_date(
    body: str, received: datetime, later: int
) -> None:
    profile, calendar = regulations.profile(body), CALENDARS[body]
    first = latest_reply_due(profile, calendar, received=received, **APPEAL)
    second = latest_reply_due(
        profile, calendar, received=received + timedelta(minutes=later), **APPEAL
    )
    assert first is not None
    assert second is not None
    assert second.due >= first.due


@given(body=st.sampled_from(regulations.bodies()), received=MOMENTS)
def test_the_latest_reply_date_is_not_earlier_than_that_of_a_registration_in_time(
    body: str, received: datetime
) -> None:
    profile, calendar = regulations.profile(body), CALENDARS[body]
    latest = latest_reply_due(profile, calendar, received=received, **APPEAL)
    at_once = plan(profile, calendar, received=received, registered=received, **APPEAL)
    assert latest is not None
    assert latest.due >= next(item.due for item in at_once if item.kind == "reply")
