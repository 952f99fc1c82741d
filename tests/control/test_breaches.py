"""The report of terms not kept: which ones, whose, and how late."""

import csv
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import time_machine
from django.test import Client

from otklik.cases import actions
from otklik.cases.actions import PartEntry
from otklik.cases.models import Case, Deadline, Stage
from otklik.control.queries import breaches as queries
from otklik.control.queries.breaches import Breach, Report
from otklik.journal.actors import system
from otklik.staff import actions as staff
from otklik.staff.models import Employee, Unit
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Novosibirsk")
NOW = datetime(2026, 6, 1, 12, 0, tzinfo=ZONE)
PAGE = "/desk/control/breaches/"


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def team() -> Team:
    return make_team(make_body("labour-novosibirsk"))


@pytest.fixture
def controller(team: Team) -> Employee:
    return make_employee(team.head.body, "control")  # type: ignore[arg-type]  # has a body


def report(
    who: Employee, since: date = date(2026, 1, 1), until: date = date(2026, 12, 31), **more: Any
) -> Report:
    return queries.report_for(who, queries.days_of(since, until, ZONE), NOW, **more)


def kinds(found: Report) -> dict[str, Breach]:
    return {row.kind: row for row in found.breaches}


def assigned(team: Team, **parts: Any) -> Case:
    case = make_case(team.head.body, Stage.ASSIGNED, team=team, **parts)  # type: ignore[arg-type]  # has a body
    actions.note_acknowledged(case, at=case.received_at + timedelta(hours=1))
    return Case.objects.get(pk=case.pk)


def answered(case: Case, team: Team, at: datetime) -> None:
    for question in case.questions.all():
        actions.consider(question, by=team.executor, outcome="impossible", reason="нет", at=at)
    actions.mark_signed(case, by=team.signer, at=at)
    actions.finish(case, by=system("deliver"), at=at)


@pytest.mark.clause("labour-novosibirsk:31")
def test_late_acknowledgement_registration_reply_and_part_are_listed_by_unit(
    team: Team, controller: Employee
) -> None:
    body = team.head.body
    assert body is not None
    late = make_case(body)
    case = assigned(team)
    law = staff.add_unit(body, "law", "Правовой отдел")
    helper = make_employee(body, "executor", unit=law)
    part = actions.add_co_executor(
        case, PartEntry(helper, "Справка", date(2026, 3, 10)), by=team.head, at=RECEIVED
    )
    actions.report_part(part, by=helper, report="Готово", at=RECEIVED + timedelta(days=9))
    answered(case, team, RECEIVED + timedelta(days=40))
    found = report(controller)
    by_case = {(row.case_id, row.kind): row for row in found.breaches}
    assert {kind for pk, kind in by_case if pk == late.pk} == {"acknowledgement", "registration"}
    assert {kind for pk, kind in by_case if pk == case.pk} == {"reply", "co_executor_part"}
    assert by_case[late.pk, "registration"].done_at is None
    reply = by_case[case.pk, "reply"]
    assert (reply.unit_id, reply.executor) == (team.executor.unit_id, team.executor.short_name)
    assert reply.days == (date(2026, 4, 12) - date(2026, 4, 2)).days
    own = by_case[case.pk, "co_executor_part"]
    assert (own.unit_id, own.executor, own.days) == (law.pk, helper.short_name, 2)
    table = {
        name: dict(zip(found.kinds, numbers, strict=True))
        for _pk, name, numbers, _sum in found.table()
    }
    assert table["Правовой отдел"]["co_executor_part"] == 1
    assert sum(row[3] for row in found.table()) == len(found.breaches) == 4


def test_what_was_done_in_time_is_no_breach(team: Team, controller: Employee) -> None:
    case = assigned(team)
    answered(case, team, RECEIVED + timedelta(days=10))
    assert not report(controller).breaches


def test_the_very_moment_of_the_end_is_still_in_time(team: Team, controller: Employee) -> None:
    case = assigned(team)
    due = case.deadlines.get(kind="reply").due
    answered(case, team, due)
    assert not report(controller).breaches
    Deadline.objects.filter(case=case, kind="reply").update(met_at=due + timedelta(seconds=1))
    assert list(kinds(report(controller))) == ["reply"]


def test_terms_of_acts_that_were_never_needed_count_only_when_done_late(
    team: Team, controller: Employee
) -> None:
    case = assigned(team)
    answered(case, team, RECEIVED + timedelta(days=10))
    forwarding = case.deadlines.get(kind="forwarding")
    assert forwarding.due < NOW
    assert not report(controller).breaches
    Deadline.objects.filter(pk=forwarding.pk).update(met_at=forwarding.due + timedelta(days=1))
    assert list(kinds(report(controller))) == ["forwarding"]


def test_a_term_given_up_after_its_end_is_a_breach_one_replaced_is_none(
    team: Team, controller: Employee
) -> None:
    case = assigned(team)
    reply = case.deadlines.get(kind="reply")
    late = reply.due + timedelta(days=3)
    Deadline.objects.filter(pk=reply.pk).update(superseded_at=late)
    assert kinds(report(controller))["reply"].is_over
    reply.pk, reply.due, reply.computed_at = None, NOW + timedelta(days=9), late
    reply.save()
    assert not report(controller).breaches


def test_what_is_still_open_counts_on_from_day_to_day(team: Team, controller: Employee) -> None:
    assigned(team)
    row = kinds(report(controller))["reply"]
    assert (row.done_at, row.is_over) == (None, False)
    assert row.days == (NOW.date() - date(2026, 4, 2)).days


def test_the_period_is_of_local_days_both_included(team: Team, controller: Employee) -> None:
    assigned(team)
    due = date(2026, 4, 2)
    assert report(controller, due, due).breaches
    assert not report(controller, due + timedelta(days=1), due + timedelta(days=9)).breaches
    assert not report(controller, due - timedelta(days=9), due - timedelta(days=1)).breaches


def test_a_head_sees_his_unit_and_nobody_sees_another_body(
    team: Team, controller: Employee, client: Client
) -> None:
    body = team.head.body
    assert body is not None
    assigned(team)
    elsewhere = staff.add_unit(body, "law", "Правовой отдел")
    assert report(team.head).breaches
    assert not report(make_employee(body, "head", unit=elsewhere)).breaches
    stranger = make_employee(make_body("economy-magadan"), "control")
    assert not report(stranger).breaches
    assert not report(controller, unit=elsewhere.pk).breaches
    assert report(controller, unit=Unit.objects.get(body=body, code="support").pk).breaches
    client.force_login(team.executor)
    assert client.get(PAGE).status_code == 403


@pytest.mark.clause("labour-novosibirsk:31")
def test_the_page_tells_unit_term_case_and_clause(
    team: Team, controller: Employee, client: Client
) -> None:
    case = assigned(team)
    client.force_login(controller)
    text = client.get(PAGE, {"since": "2026-01-01"}).content.decode()
    assert case.number in text
    assert "Ответ на обращение" in text
    assert "не исполнено" in text
    assert "п. 31" in text
    assert case.client.display_name not in text
    assert "все сроки соблюдены" in client.get(PAGE, {"since": "2026-05-01"}).content.decode()


@pytest.mark.parametrize(
    "odd",
    [
        {"since": "завтра"},
        {"since": "0001-01-01", "until": "9999-12-31"},
        {"since": "2026-05-01", "until": "2026-01-01"},
        {"unit": "9" * 40},
        {"unit": "-1"},
    ],
)
def test_an_odd_address_counts_as_not_said(
    controller: Employee, client: Client, odd: dict[str, str]
) -> None:
    client.force_login(controller)
    assert client.get(PAGE, odd).status_code == 200
    assert client.get(f"{PAGE}file.csv", odd).status_code == 200


def test_the_files_hold_every_line_and_no_formula(
    team: Team, controller: Employee, client: Client
) -> None:
    case = assigned(team)
    Unit.objects.filter(body=team.head.body, code="support").update(name='=HYPERLINK("http://x")')
    client.force_login(controller)
    data = client.get(f"{PAGE}file.csv", {"since": "2026-01-01"}).content.decode("utf-8-sig")
    rows = list(csv.reader(StringIO(data), delimiter=";"))
    assert rows[1][0] == '\'=HYPERLINK("http://x")'
    assert rows[1][2] == case.number
    book = openpyxl.load_workbook(
        BytesIO(client.get(f"{PAGE}file.xlsx", {"since": "2026-01-01"}).content)
    )
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert any(cell.value == case.number for cell in cells)
    assert all(cell.data_type != "f" for cell in cells)
    assert client.get(f"{PAGE}file.exe").status_code == 404


def test_many_breaches_ask_the_database_as_often_as_one(
    team: Team, controller: Employee, client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(6):
        assigned(team)
    client.force_login(controller)
    with django_assert_max_num_queries(10):
        page = client.get(PAGE, {"since": "2026-01-01"})
    assert page.context["number"] == 6
