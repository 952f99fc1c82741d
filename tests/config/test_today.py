"""«Сегодня»: each employee sees the numbers of his own duties, each number leads to what it counts."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from otklik.analytics.models import UnitForm
from otklik.cases.models import Case, Stage
from otklik.staff.models import Body, Employee
from tests.factories import Team, make_body, make_case, make_employee
from tests.surveys.factories import AnswerFactory

pytestmark = pytest.mark.django_db
QUERY_BUDGET = 43
EVERY_ROLE = (
    "registrar", "head", "executor", "signer", "control", "office", "operator", "receptionist",
)  # fmt: skip


@pytest.fixture
def body() -> Body:
    return make_body()


def seen_by(employee: Employee) -> dict[str, str]:
    """Title of each number of the page → the number."""
    client = Client()
    client.force_login(employee)
    page = client.get(reverse("desk:today"))
    assert page.status_code == 200
    found = re.findall(r"<b>([^<]*)</b>([^<]*)<", page.content.decode())
    return {title: number for number, title in found}


def team_of(body: Body) -> Team:
    return Team(
        *(make_employee(body, role) for role in ("registrar", "head", "executor", "signer"))
    )


def test_a_registrar_sees_what_waits_for_registration_and_whose_first_reaction_is_due(
    body: Body,
) -> None:
    make_case(body)  # received long ago, so its first reaction is overdue by now
    make_case(body, received_at=timezone.now())
    numbers = seen_by(make_employee(body, "registrar"))
    assert numbers["ждут регистрации"] == "2"
    assert numbers["первая реакция или регистрация: сегодня или просрочена"] in {"1", "2"}
    assert numbers["не распознано, нужно разобрать"] == "0"


def test_an_executor_sees_his_own_cases_and_which_are_late(body: Body) -> None:
    team = team_of(body)
    late = make_case(body, Stage.ASSIGNED, team=team)
    soon = make_case(body, Stage.ASSIGNED, team=team)
    Case.objects.filter(pk=soon.pk).update(next_due=timezone.now() + timedelta(days=30))
    Case.objects.filter(pk=late.pk).update(next_due=timezone.now() - timedelta(days=1))
    make_case(body, Stage.ASSIGNED)
    numbers = seen_by(team.executor)
    assert (numbers["у меня в работе"], numbers["просрочено"]) == ("2", "1")
    assert numbers["возвращено с замечаниями"] == "0"
    assert "ждут исполнителя" not in numbers


def test_a_head_sees_what_waits_for_an_executor(body: Body) -> None:
    make_case(body, Stage.REGISTERED)
    make_case(body, Stage.REGISTERED)
    assert seen_by(make_employee(body, "head"))["ждут исполнителя"] == "2"


def test_control_sees_the_late_cases_of_the_body_by_unit(body: Body) -> None:
    make_case(body, Stage.ASSIGNED)
    make_case(body, Stage.REGISTERED)
    Case.objects.update(next_due=timezone.now() - timedelta(days=1))
    numbers = seen_by(make_employee(body, "control"))
    assert numbers["всего"] == "2"
    assert numbers["Отдел поддержки предпринимательства"] == "1"
    assert numbers["ещё не переданы в отдел"] == "1"


def test_the_office_sees_forms_not_submitted_and_new_low_scores(body: Body) -> None:
    officer = make_employee(body, "office")
    assert officer.unit
    UnitForm.objects.create(
        body=body, unit=officer.unit, period="2026Q1", due=timezone.now() - timedelta(days=1)
    )
    today = timezone.now().date()
    AnswerFactory.create(body=body, answered_on=today, satisfied=False)
    AnswerFactory.create(body=body, answered_on=today, satisfied=True)
    AnswerFactory.create(body=body, answered_on=today - timedelta(days=30), satisfied=False)
    numbers = seen_by(officer)
    assert numbers["форма отдела не сдана"] == "1"
    assert numbers["недовольных ответов за 7 дней"] == "1"


def test_nothing_of_another_body_is_counted(body: Body) -> None:
    make_case(make_body("economy-magadan"))
    assert seen_by(make_employee(body, "registrar"))["ждут регистрации"] == "0"


def test_every_number_leads_to_a_page_that_the_employee_may_open(body: Body) -> None:
    make_case(body)
    client = Client()
    client.force_login(make_employee(body, *EVERY_ROLE))
    page = client.get(reverse("desk:today")).content.decode()
    links = re.findall(r'class="tally[^"]*" href="([^"]+)"', page)
    assert len(links) > 10
    for link in sorted(set(links)):
        assert client.get(link.replace("&amp;", "&")).status_code == 200, link


def test_somebody_without_daily_duties_is_told_so(body: Body) -> None:
    client = Client()
    client.force_login(make_employee(body, "administrator"))
    assert "ничего не ждёт" in client.get(reverse("desk:today")).content.decode()


def test_the_page_keeps_its_query_budget_whatever_there_is(body: Body) -> None:
    """With every power at once; the number of questions does not grow with the number of cases."""
    client = Client()
    client.force_login(make_employee(body, *EVERY_ROLE))
    spent = []
    for _turn in range(2):
        make_case(body, Stage.ASSIGNED)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("desk:today"))
        spent.append(len(queries))
    assert spent[1] <= QUERY_BUDGET, spent
    assert spent[1] <= spent[0]
