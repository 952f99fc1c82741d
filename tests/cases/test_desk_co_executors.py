"""Pages of co-executors: naming them, writing a part, judging it; and where the parts are seen."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from otklik.cases import actions
from otklik.cases.actions import PartEntry
from otklik.cases.assignment_queries import parts_of
from otklik.cases.models import Assignment, Case, Stage
from otklik.staff import actions as staff
from otklik.staff.models import Employee
from tests.factories import Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team(make_body("industry-mordovia"))


@pytest.fixture
def case(team: Team) -> Case:
    from django.utils import timezone  # noqa: PLC0415 - the pages act at the present moment

    return make_case(
        team.head.body,  # type: ignore[arg-type]  # has a body
        Stage.ASSIGNED,
        team=team,
        received_at=timezone.now() - timedelta(hours=3),
    )


@pytest.fixture
def helper(team: Team) -> Employee:
    body = team.head.body
    assert body is not None
    return make_employee(body, "executor", unit=staff.add_unit(body, "law", "Правовой отдел"))


@pytest.fixture
def part(case: Case, team: Team, helper: Employee) -> Assignment:
    return actions.add_co_executor(case, PartEntry(helper, "Справка о мерах"), by=team.head)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def page(case: Case, rest: str = "") -> str:
    return f"/desk/cases/{case.pk}/{rest}"


@pytest.mark.clause("industry-mordovia:6.4.a")
def test_several_units_work_on_one_case_that_has_one_history(
    case: Case, team: Team, helper: Employee, client: Client
) -> None:
    other = make_employee(case.body, "executor")
    client.force_login(team.executor)
    form = client.get(page(case, "co-executors")).content.decode()
    assert "Правовой отдел" in form
    assert f'value="{team.executor.pk}"' not in form
    said = {
        "executor": [helper.pk, other.pk], "instruction": "Справка", "due": "",
        "revision": fresh(case).revision,
    }  # fmt: skip
    assert client.post(page(case, "co-executors"), said).status_code == 302
    assert {row.executor for row in parts_of(case)} == {helper, other}
    for person in (team.head, team.executor, helper, other):
        client.force_login(person)
        text = client.get(page(case)).content.decode()
        assert "Правовой отдел" in text
        assert "Почему эта дата?" in text
        assert "соисполнител" in text.lower()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"executor": []}, "хотя бы одного"),
        ({"instruction": ""}, "что должен подготовить"),
        ({"due": "2031-01-01"}, "раньше срока"),
        ({"due": "32.13.2026"}, "Напишите день"),
    ],
)
def test_a_wrong_form_keeps_what_was_typed(
    case: Case, team: Team, helper: Employee, client: Client, change: dict[str, Any], words: str
) -> None:
    client.force_login(team.head)
    said = {
        "executor": [helper.pk],
        "instruction": "Справка о мерах",
        "due": "",
        "revision": fresh(case).revision,
    }
    answer = client.post(page(case, "co-executors"), said | change)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert words in text
    if "instruction" not in change:
        assert "Справка о мерах" in text
    assert not parts_of(case)


@pytest.mark.clause("industry-mordovia:8.6.h")
def test_a_part_goes_its_way_through_the_pages(
    case: Case, team: Team, helper: Employee, part: Assignment, client: Client
) -> None:
    client.force_login(helper)
    text = client.get(page(case)).content.decode()
    assert "Подготовьте вашу часть" in text
    assert page(case, f"parts/{part.pk}") in text
    listed = client.get("/desk/cases/", {"scope": "mine"}).content.decode()
    assert "ваша часть" in listed
    assert client.post(page(case, f"parts/{part.pk}"), {"report": ""}).status_code == 422
    assert client.post(page(case, f"parts/{part.pk}"), {"report": "Мера одна."}).status_code == 302

    client.force_login(team.executor)
    assert "Мера одна." in client.get(page(case)).content.decode()
    assert "Мера одна." in client.get(page(case, "reply")).content.decode()
    back = {"remarks": "Назовите сумму"}
    assert client.post(page(case, f"parts/{part.pk}/return"), back).status_code == 302

    client.force_login(helper)
    assert "Назовите сумму" in client.get(page(case)).content.decode()
    client.post(page(case, f"parts/{part.pk}"), {"report": "Мера одна, 5 млн."})
    client.force_login(team.head)
    assert client.post(page(case, f"parts/{part.pk}/accept")).status_code == 302
    part.refresh_from_db()
    assert part.accepted_at is not None
    assert "принят" in client.get(page(case)).content.decode()


def test_a_co_executor_is_released_with_a_reason(
    case: Case, team: Team, part: Assignment, client: Client
) -> None:
    client.force_login(team.head)
    assert client.get(page(case, f"parts/{part.pk}/end")).status_code == 200
    assert client.post(page(case, f"parts/{part.pk}/end"), {"reason": ""}).status_code == 422
    said = {"reason": "Не нужно"}
    assert client.post(page(case, f"parts/{part.pk}/end"), said).status_code == 302
    assert not parts_of(case)


def test_a_co_executor_declares_his_interest_on_his_own_page(
    case: Case, helper: Employee, part: Assignment, client: Client
) -> None:
    client.force_login(helper)
    assert client.get(page(case, f"parts/{part.pk}/leave")).status_code == 200
    said = {"reason": "Родственник"}
    assert client.post(page(case, f"parts/{part.pk}/leave"), said).status_code == 302
    assert not parts_of(case)


def test_the_menu_offers_each_what_he_may_do(
    case: Case, team: Team, helper: Employee, part: Assignment, client: Client
) -> None:
    offered = {}
    for person in (team.head, team.executor, helper):
        client.force_login(person)
        text = client.get(page(case)).content.decode()
        offered[person.pk] = (
            f'href="{page(case, "co-executors")}"' in text,
            f'href="{page(case, "interest")}"' in text,
            f'href="{page(case, "control")}"' in text,
        )
    assert offered[team.head.pk] == (True, False, True)
    assert offered[team.executor.pk] == (True, True, False)
    assert offered[helper.pk] == (False, False, False)


def test_text_of_a_part_is_never_markup(
    case: Case, team: Team, helper: Employee, part: Assignment, client: Client
) -> None:
    actions.report_part(part, by=helper, report="<script>alert(1)</script>")
    client.force_login(team.executor)
    for rest in ("", "reply"):
        assert "<script>alert" not in client.get(page(case, rest)).content.decode()


def test_a_part_of_another_case_is_not_found(
    case: Case, team: Team, part: Assignment, client: Client
) -> None:
    other = make_case(case.body, Stage.ASSIGNED, team=team)
    client.force_login(team.head)
    for rest in ("", "/return", "/end", "/accept"):
        answer = client.post(page(other, f"parts/{part.pk}{rest}"), {"reason": "x", "remarks": "x"})
        assert answer.status_code == 404, rest
