"""The calendar feed: terms for a calendar program behind a secret address, and nothing that names a client."""

import io
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from otklik.cases.models import Case, Deadline, Stage
from otklik.config.logs import WithoutSecrets
from otklik.control.actions.calendar_keys import renew_calendar_key, revoke_calendar_key
from otklik.control.models import CalendarKey
from otklik.journal.models import Entry
from otklik.staff import actions as staff
from otklik.staff import calendars
from otklik.staff.models import Appointment, Body, Employee
from tests.factories import Team, make_body, make_case, make_client, make_employee, make_team

pytestmark = pytest.mark.django_db
QUERY_BUDGET = 9


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def team(body: Body) -> Team:
    return make_team(body)


def feed_of(employee: Employee) -> str:
    """The path of a new feed of the employee."""
    return reverse("portal:calendar-feed", args=[renew_calendar_key(employee)])


def events(path: str) -> dict[str, Any]:
    """UID → entry, as a calendar program reads the feed without any session."""
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert not answer.cookies
    return {str(event["UID"]): event for event in Calendar.from_ical(answer.content).walk("VEVENT")}


def reply_of(case: Case) -> Deadline:
    return Deadline.objects.get(case=case, kind="reply", superseded_at=None)


def test_an_executor_reads_the_terms_of_his_cases_on_their_days(body: Body, team: Team) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    make_case(body, Stage.ASSIGNED)
    found = events(feed_of(team.executor))
    assert set(found) == {f"case-{case.pk}-reply@{body.code}.otklik"}
    event = next(iter(found.values()))
    assert event["DTSTART"].dt == reply_of(case).due.astimezone(calendars.zone(body)).date()
    assert event["DTEND"].dt == event["DTSTART"].dt + timedelta(days=1)
    assert str(event["SUMMARY"]).startswith(f"{case.number}: ")
    assert str(event["URL"]).endswith(f"/desk/cases/{case.pk}/")
    assert event["DTSTAMP"].dt == reply_of(case).computed_at.replace(microsecond=0)


def test_the_feed_names_neither_client_nor_matter_nor_the_code_of_the_client_page(
    body: Body, team: Team
) -> None:
    client = make_client(body, surname="Приметная")
    make_case(body, Stage.ASSIGNED, team=team, client=client, summary="редкостный предмет")
    Case.objects.update(number="")
    text = Client().get(feed_of(team.executor)).content.decode().replace("\r\n ", "")
    for word in ("Приметн", "редкостн", "пекарн", Case.objects.get().tracking_code):
        assert word not in text
    assert "Дело без номера" in text


def test_every_line_ends_with_crlf_and_is_folded_at_75_octets(body: Body, team: Team) -> None:
    make_case(body, Stage.ASSIGNED, team=team)
    raw = Client().get(feed_of(team.executor)).content
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert raw.endswith(b"END:VCALENDAR\r\n")
    lines = raw.split(b"\r\n")
    assert all(b"\n" not in line and b"\r" not in line and len(line) <= 75 for line in lines)
    assert b"VERSION:2.0" in lines
    assert any(line.startswith(b"PRODID:") for line in lines)
    for name in ("UID", "DTSTAMP", "DTSTART"):
        assert raw.count(f"\r\n{name}".encode()) == raw.count(b"BEGIN:VEVENT")


def test_a_term_that_moves_keeps_its_name_in_the_calendar(body: Body, team: Team) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    path = feed_of(team.executor)
    before = events(path)
    old = reply_of(case)
    Deadline.objects.filter(pk=old.pk).update(superseded_at=timezone.now())
    old.pk, old.due = None, old.due + timedelta(days=5)
    old.save()
    after = events(path)
    assert set(before) == set(after)
    moved = [after[uid]["DTSTART"].dt - event["DTSTART"].dt for uid, event in before.items()]
    assert moved == [timedelta(days=5)]


def test_what_is_met_or_over_leaves_the_feed(body: Body, team: Team) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    path = feed_of(team.executor)
    Case.objects.filter(pk=case.pk).update(stage=Stage.ANSWERED)
    assert not events(path)
    Case.objects.filter(pk=case.pk).update(stage=Stage.ASSIGNED)
    Deadline.objects.filter(case=case).update(met_at=timezone.now())
    assert not events(path)


def test_a_head_reads_the_terms_of_his_unit_and_of_no_other(body: Body, team: Team) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    other = staff.add_unit(body, "other", "Другой отдел")
    stranger = make_employee(body, "head", unit=other)
    assert len(events(feed_of(team.head))) == 1
    assert not events(feed_of(stranger))
    Case.objects.filter(pk=case.pk).update(body=make_body("economy-magadan"))
    assert not events(feed_of(team.head))


def test_whoever_stands_in_reads_the_terms_of_the_absent_colleague(body: Body, team: Team) -> None:
    make_case(body, Stage.ASSIGNED, team=team)
    colleague = make_employee(body, "executor")
    path = feed_of(colleague)
    assert not events(path)
    day = calendars.today(body)
    staff.record_absence(
        team.executor, since=day, until=day + timedelta(days=3), substitute=colleague, by=team.head
    )
    assert len(events(path)) == 1


def test_a_wrong_a_renewed_and_a_revoked_address_are_all_not_found(body: Body, team: Team) -> None:
    first = feed_of(team.executor)
    second = feed_of(team.executor)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    assert revoke_calendar_key(team.executor)
    assert not revoke_calendar_key(team.executor)
    assert Client().get(second).status_code == 404
    for wrong in ("x", "%00", "я" * 300):
        assert Client().get(f"/calendar/{wrong}.ics").status_code == 404
    assert Client().post(second).status_code == 405


def test_who_has_left_or_may_no_longer_consider_cases_has_no_feed(body: Body, team: Team) -> None:
    path = feed_of(team.executor)
    Appointment.objects.filter(employee=team.executor).update(
        until=timezone.now().date() - timedelta(days=1)
    )
    assert Client().get(path).status_code == 404
    Appointment.objects.filter(employee=team.executor).update(until=None)
    Employee.objects.filter(pk=team.executor.pk).update(is_active=False)
    assert Client().get(path).status_code == 404


def test_the_secret_stands_neither_in_the_database_nor_in_the_journal_nor_in_a_log(
    team: Team, settings: object
) -> None:
    secret = renew_calendar_key(team.executor)
    kept = CalendarKey.objects.get()
    assert secret not in {kept.digest, str(kept)}
    assert len(kept.digest) == 64
    assert not [entry for entry in Entry.objects.all() if secret in str(entry.details)]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(WithoutSecrets())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        Client().get(f"/calendar/{secret}x.ics")
        logger.warning("Not Found: %s", f"/calendar/{secret}.ics")
    finally:
        logger.removeHandler(handler)
    assert "/calendar/…" in stream.getvalue()
    assert secret not in stream.getvalue()


def test_who_guesses_addresses_is_told_to_wait(
    settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RATE_LIMITS = True  # type: ignore[attr-defined]  # pytest-django's settings take any name
    monkeypatch.setattr("otklik.web.limits.RULES", (("GET", "/calendar/", 2, 600),))
    cache.clear()
    answers = [Client().get(f"/calendar/{guess}.ics").status_code for guess in range(3)]
    assert answers == [404, 404, 429]


def test_the_feed_keeps_its_query_budget_whatever_there_is(
    body: Body, team: Team, django_assert_max_num_queries: object
) -> None:
    path = feed_of(team.head)
    for _ in range(4):
        make_case(body, Stage.ASSIGNED, team=team)
    Client().get(path)
    with django_assert_max_num_queries(QUERY_BUDGET):  # type: ignore[operator]  # a fixture without a type
        assert len(events(path)) == 4


def test_the_page_shows_a_new_address_once_and_switches_it_off(team: Team) -> None:
    client = Client()
    client.force_login(team.executor)
    page = reverse("desk:term-calendar")
    assert "Адреса ещё нет" in client.get(page).content.decode()
    shown = client.post(reverse("desk:term-calendar-renew"))
    address = shown.context["address"]
    assert address in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    path = address.removeprefix("http://testserver").split("//")[-1].partition("/")[2]
    assert Client().get(f"/{path}").status_code == 200
    again = client.get(page).content.decode()
    assert address not in again
    assert "Адрес есть с" in again
    said = client.post(reverse("desk:term-calendar-revoke"), follow=True).content.decode()
    assert "Адрес больше не работает" in said
    assert Client().get(f"/{path}").status_code == 404


def test_somebody_without_terms_of_his_own_has_no_such_page(body: Body) -> None:
    client = Client()
    client.force_login(make_employee(body, "registrar"))
    assert client.get(reverse("desk:term-calendar")).status_code == 403
