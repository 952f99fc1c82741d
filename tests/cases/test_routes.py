"""Saved routes: a typical case goes to its executor and co-executors in one act."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from otklik.cases import actions
from otklik.cases.actions import RouteEntry
from otklik.cases.assignment_queries import parts_of, routes_of
from otklik.cases.models import Case, Interest, Route, Stage
from otklik.journal.models import Entry
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db
AT = RECEIVED + timedelta(days=1)


@pytest.fixture
def team() -> Team:
    return make_team(make_body("industry-mordovia"))


@pytest.fixture
def helper(team: Team) -> Employee:
    return make_employee(team.head.body, "executor")  # type: ignore[arg-type]  # has a body


@pytest.fixture
def case(team: Team) -> Case:
    return make_case(team.head.body, Stage.REGISTERED, team=team)  # type: ignore[arg-type]  # has a body


@pytest.fixture
def route(team: Team, helper: Employee) -> Route:
    return actions.keep_route(entry(team, co_executors=[helper]), by=team.head)


def entry(team: Team, **parts: Any) -> RouteEntry:
    values: dict[str, Any] = {
        "title": "Субсидии",
        "unit": team.executor.unit,
        "executor": team.executor,
        "instruction": "Сверьте с перечнем мер",
        "part_instruction": "Справка о заявке",
    }
    return RouteEntry(**(values | parts))


def typed(case: Case, **parts: Any) -> dict[str, Any]:
    topics = {f"topic-{row.pk}": row.topic_code for row in case.questions.all()}
    return {"revision": case.revision, "instruction": "", **topics, **parts}


@pytest.mark.clause("industry-mordovia:8.6.g")
def test_a_case_follows_a_route_to_its_executor_and_co_executors(
    case: Case, team: Team, helper: Employee, route: Route, client: Client
) -> None:
    client.force_login(team.head)
    page = client.get(f"/desk/cases/{case.pk}/assign", {"route": route.pk})
    assert page.context["form"]["executor"].value() == str(team.executor.pk)
    assert "Сверьте с перечнем мер" in page.content.decode()
    said = typed(case, executor=team.executor.pk, route=route.pk, instruction="Сверьте")
    assert client.post(f"/desk/cases/{case.pk}/assign", said).status_code == 302
    case.refresh_from_db()
    assert (case.stage, case.executor) == (Stage.ASSIGNED, team.executor)
    part = parts_of(case).get()
    assert (part.executor, part.instruction) == (helper, "Справка о заявке")
    assert case.deadlines.filter(kind="co_executor_part", part=str(part.pk)).exists()


def test_a_route_leaves_out_who_may_not_consider_the_case(
    case: Case, team: Team, helper: Employee, route: Route
) -> None:
    Interest.objects.create(case=case, employee=helper, declared_at=AT, reason="Родство")
    topics = {row.pk: row.topic_code for row in case.questions.all()}
    actions.assign_by_route(
        case, route, by=team.head, at=AT, unit=route.unit, executor=route.executor, topics=topics
    )
    assert not parts_of(case)


def test_a_route_of_the_same_title_replaces_the_former(
    team: Team, helper: Employee, route: Route
) -> None:
    again = actions.keep_route(entry(team, executor=helper), by=team.head)
    assert again.pk == route.pk
    assert (again.executor, again.co_executors.count()) == (helper, 0)
    clause = Entry.objects.filter(act="cases.keep-route").values_list("clause", flat=True)
    assert set(clause) == {"industry-mordovia:8.6.g"}


def test_a_route_that_cannot_be_is_refused_at_its_field(team: Team, helper: Employee) -> None:
    stranger = make_employee(make_body("economy-magadan"), "executor")
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"title": " "}, "title"),
        ({"executor": stranger}, "executor"),
        ({"executor": team.registrar}, "executor"),
        ({"unit": stranger.unit}, "unit"),
        ({"co_executors": [team.executor]}, "co_executors"),
        ({"co_executors": [stranger]}, "co_executors"),
        ({"co_executors": [helper], "part_instruction": ""}, "part_instruction"),
    ]
    for parts, field in wrong:
        with pytest.raises(Refusal) as refused:
            actions.keep_route(entry(team, **parts), by=team.head)
        assert refused.value.field == field
    with pytest.raises(Refusal, match="нет такого действия"):
        actions.keep_route(entry(team), by=team.executor)
    assert not Route.objects.exists()


def test_routes_are_the_body_s_own_and_for_those_who_give_assignments(
    team: Team, route: Route, client: Client
) -> None:
    other = make_team(make_body("economy-magadan"))
    assert list(routes_of(team.head)) == [route]
    assert not routes_of(other.head)
    assert not routes_of(team.executor)
    client.force_login(other.head)
    assert client.post(f"/desk/assignment-routes/{route.pk}/drop").status_code == 404
    client.force_login(team.executor)
    assert client.get("/desk/assignment-routes/").status_code == 403
    client.force_login(team.head)
    assert "Субсидии" in client.get("/desk/assignment-routes/").content.decode()
    assert client.post(f"/desk/assignment-routes/{route.pk}/drop").status_code == 302
    assert not Route.objects.exists()


def test_the_page_keeps_a_route_and_what_was_typed_wrong(
    team: Team, helper: Employee, client: Client
) -> None:
    client.force_login(team.head)
    said = {"title": "Займы", "unit": "", "executor": team.executor.pk}
    wrong = client.post("/desk/assignment-routes/", said)
    assert wrong.status_code == 422
    assert "Займы" in wrong.content.decode()
    assert team.head.unit is not None
    right = said | {
        "unit": team.head.unit.pk,
        "co_executors": [helper.pk],
        "part_instruction": "Да",
    }
    assert client.post("/desk/assignment-routes/", right).status_code == 302
    assert list(Route.objects.get().co_executors.all()) == [helper]
