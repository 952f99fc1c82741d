"""«Уведомления»: an employee sees his own, a look changes nothing, the button marks them read."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from otklik.cases.models import Stage
from otklik.control import jobs
from otklik.control.models import Notice
from otklik.journal.models import Entry
from otklik.staff.models import Body, Employee
from tests.factories import Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db
MORNING = datetime.combine(date(2026, 4, 2), time(9, 30), ZoneInfo("Asia/Novosibirsk"))
QUERY_BUDGET = 12


@pytest.fixture
def body() -> Body:
    return make_body("labour-novosibirsk")


@pytest.fixture
def team(body: Body) -> Team:
    return make_team(body)


def signed_in(employee: Employee) -> Client:
    client = Client()
    client.force_login(employee)
    return client


def page(employee: Employee) -> str:
    response = signed_in(employee).get(reverse("desk:notices"))
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.clause("industry-mordovia:8.6.g")
def test_the_executor_finds_the_notice_of_an_assignment_when_he_signs_in() -> None:
    body = make_body("industry-mordovia")
    team = make_team(body)
    moscow = ZoneInfo("Europe/Moscow")
    case = make_case(
        body, Stage.ASSIGNED, team=team, received_at=datetime(2026, 3, 3, 9, 5, tzinfo=moscow)
    )
    jobs.sweep_bodies(datetime(2026, 3, 3, 11, 30, tzinfo=moscow))
    seen = page(team.executor)
    assert "Новые поручения: 1" in seen
    assert reverse("desk:case", args=[case.pk]) in seen
    assert "новое</span>" in seen


def test_nobody_sees_the_notices_of_another(body: Body, team: Team) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    jobs.sweep_bodies(MORNING.astimezone(UTC))
    assert case.number in page(team.executor)
    assert case.number not in page(make_employee(body, "control"))


def test_looking_changes_nothing_and_the_button_marks_them_read(body: Body, team: Team) -> None:
    make_case(body, Stage.ASSIGNED, team=team)
    jobs.sweep_bodies(MORNING.astimezone(UTC))
    page(team.executor)
    mine = Notice.objects.filter(employee=team.executor)
    assert mine.filter(read_at=None).exists()
    client = signed_in(team.executor)
    assert client.get(reverse("desk:notices-read")).status_code == 405
    assert client.post(reverse("desk:notices-read")).status_code == 302
    assert not mine.filter(read_at=None).exists()
    assert Entry.objects.filter(act="control.read").count() == 1
    client.post(reverse("desk:notices-read"))
    assert Entry.objects.filter(act="control.read").count() == 1, "nothing new, nothing recorded"
    assert "новое</span>" not in page(team.executor)


def test_an_employee_without_notices_reads_what_will_stand_there(body: Body) -> None:
    assert "Уведомлений пока нет" in page(make_employee(body, "operator"))


def test_who_has_no_address_is_told_to_ask_for_one(body: Body) -> None:
    employee = make_employee(body, "executor")
    Employee.objects.filter(pk=employee.pk).update(email="")
    assert "не указана электронная почта" in page(employee)


def test_the_page_costs_the_same_however_many_notices(
    body: Body,
    team: Team,
    django_assert_max_num_queries: pytest.FixtureRequest,
) -> None:
    for number in range(30):
        Notice.objects.create(
            body=body, employee=team.executor, kind="digest", key=str(number), subject="x",
            lines=[{"group": "overdue", "cases": "1 О-1\n2 О-2", "count": 2, "left": -3}] * 75,
            due_at=MORNING, created_at=MORNING,
        )  # fmt: skip
    client = signed_in(team.executor)
    with django_assert_max_num_queries(QUERY_BUDGET):  # type: ignore[operator]  # pytest-django's fixture
        seen = client.get(reverse("desk:notices")).content.decode()
    assert "и ещё 50" in seen
