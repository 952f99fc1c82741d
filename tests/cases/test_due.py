"""Ranges of days left: they leave nothing out, overlap nowhere, and the list is narrowed by them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from otklik.cases.due import RANGES, Span, span_of
from otklik.cases.models import Case, Stage
from otklik.staff import actions as staff
from otklik.staff import calendars
from tests.factories import make_body, make_case, make_employee, make_team

PLACE = ZoneInfo("Asia/Novosibirsk")
NOW = datetime(2026, 3, 3, 15, 30, tzinfo=PLACE)
LIST = "/desk/cases/"
EARLIEST, LATEST = datetime(2015, 1, 1), datetime(2030, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone


def holds(span: Span | None, moment: datetime) -> bool:
    return (
        span is not None
        and (span.since is None or span.since <= moment)
        and (span.until is None or moment < span.until)
    )


@given(
    st.datetimes(EARLIEST, LATEST, timezones=st.just(UTC)),
    st.timedeltas(timedelta(days=-60), timedelta(days=60)),
    st.sampled_from(["Asia/Novosibirsk", "Europe/Moscow", "Asia/Magadan", "America/New_York"]),
)
def test_each_moment_lies_in_exactly_one_range(now: datetime, away: timedelta, name: str) -> None:
    place = ZoneInfo(name)
    found = [said for said in RANGES if holds(span_of(said, now, place), now + away)]
    assert len(found) == 1


@pytest.mark.parametrize(
    ("days", "hour", "said"),
    [
        (-1, 18, "late"),
        (0, 15, "late"),
        (0, 18, "today"),
        (1, 0, "1-3"),
        (3, 23, "1-3"),
        (4, 0, "4-7"),
        (7, 23, "4-7"),
        (8, 0, "8-14"),
        (14, 23, "8-14"),
        (15, 0, "later"),
    ],
)
def test_days_are_the_local_ones_and_what_ran_out_today_is_late(
    days: int, hour: int, said: str
) -> None:
    moment = NOW.replace(hour=hour, minute=0) + timedelta(days=days)
    assert [one for one in RANGES if holds(span_of(one, NOW, PLACE), moment)] == [said]


def test_a_day_is_a_range_of_its_own_and_anything_else_is_none() -> None:
    day = span_of("2026-03-10", NOW, PLACE)
    assert holds(day, datetime(2026, 3, 10, 0, 0, tzinfo=PLACE))
    assert holds(day, datetime(2026, 3, 10, 23, 59, tzinfo=PLACE))
    assert not holds(day, datetime(2026, 3, 11, 0, 0, tzinfo=PLACE))
    for odd in ("", "soon", "2026-02-30", "9999-12-31", "1-99"):
        assert span_of(odd, NOW, PLACE) is None


def shown(client: Client, **asked: Any) -> set[int]:
    response = client.get(LIST, asked)
    assert response.status_code == 200
    return {case.pk for case in response.context["page"].rows}


@pytest.mark.django_db
def test_the_list_is_narrowed_by_unit_executor_and_term(client: Client) -> None:
    body = make_body()
    here, there = make_team(body), make_team(body)
    other = staff.add_unit(body, "other", "Отдел иных дел")
    first = make_case(body, Stage.ASSIGNED, team=here)
    second = make_case(body, Stage.ASSIGNED, team=there)
    third = make_case(body, Stage.REGISTERED)
    Case.objects.filter(pk=second.pk).update(unit=other)
    now = timezone.now()
    for case, days in ((first, -2), (second, 2), (third, 40)):
        Case.objects.filter(pk=case.pk).update(next_due=now + timedelta(days=days))
    client.force_login(make_employee(body, "registrar"))
    assert shown(client, unit=other.pk) == {second.pk}
    assert shown(client, unit="none") == {third.pk}
    assert shown(client, executor=here.executor.pk) == {first.pk}
    assert shown(client, executor="none") == {third.pk}
    assert shown(client, due="late") == {first.pk}
    assert shown(client, due="1-3") == {second.pk}
    assert shown(client, due="later") == {third.pk}
    day = (now + timedelta(days=2)).astimezone(calendars.zone(body)).date()
    assert shown(client, due=day.isoformat()) == {second.pk}
    assert shown(client, unit=other.pk, due="late") == set()
    page = client.get(f"{LIST}?unit={other.pk}&due=1-3&sort=due").content.decode()
    assert "Отдел иных дел, осталось 1–3 дня" in page
    for odd in ("x", "-1", "9" * 30, "²", "1 OR 1"):
        assert shown(client, unit=odd) == {first.pk, second.pk, third.pk}


@pytest.mark.django_db
def test_a_narrowed_list_shows_no_more_than_the_employee_may_see(client: Client) -> None:
    body = make_body()
    team, other = make_team(body), staff.add_unit(body, "other", "Другой отдел")
    case = make_case(body, Stage.ASSIGNED, team=team)
    foreign = make_case(make_body("economy-magadan"), Stage.ASSIGNED)
    client.force_login(make_employee(body, "head", unit=other))
    assert shown(client, unit=case.unit_id) == set()
    assert shown(client, executor=foreign.executor_id) == set()
    client.force_login(team.head)
    # A head considers cases himself; a narrowed list is nevertheless his unit's, not his own.
    assert shown(client, unit=case.unit_id) == {case.pk}
