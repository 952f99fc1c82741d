"""Scenarios of substitution during absence."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from otklik.cases import actions
from otklik.staff import actions as staff
from otklik.staff.models import Absence, Employee
from tests.factories import make_employee
from tests.law.conftest import World, day

pytestmark = pytest.mark.django_db
scenarios("substitution.feature")


@dataclass
class People:
    """Who acts in these scenarios, by the words of the scenarios."""

    by_name: dict[str, Employee]


@given("в отделе есть коллега исполнителя", target_fixture="people")
def a_colleague(world: World) -> People:
    other = staff.add_unit(world.body, "other", "Другой отдел")
    return People(
        {
            "исполнитель": world.team.executor,
            "коллега": make_employee(world.body, "executor"),
            "начальник отдела": world.team.head,
            "начальник другого отдела": make_employee(world.body, "head", unit=other),
        }
    )


@when(
    parsers.re(
        r"(?P<who>начальник[а-я ]+) записывает: с (?P<since>\d.+) по (?P<until>\d.+ года)"
        r" исполнителя замещает (?P<substitute>[а-я]+)"
    )
)
def record(world: World, people: People, who: str, since: str, until: str, substitute: str) -> None:
    world.attempt(
        lambda: staff.record_absence(
            world.team.executor,
            since=day(since),
            until=day(until),
            substitute=people.by_name[substitute],
            by=people.by_name[who],
            at=world.at(day(since) - timedelta(days=1)),
        )
    )


@when(parsers.parse("коллега отсутствует с {since} по {until}"))
def colleague_away(world: World, people: People, since: str, until: str) -> None:
    colleague = people.by_name["коллега"]
    at = world.at(day(since) - timedelta(days=5))
    staff.record_absence(colleague, since=day(since), until=day(until), by=colleague, at=at)


@when(parsers.parse("исполнитель выходит на работу {on}"))
def back(world: World, on: str) -> None:
    staff.end_absence(
        Absence.objects.get(employee=world.team.executor),
        last_day=day(on) - timedelta(days=1),
        by=world.team.executor,
        at=world.at(day(on)),
    )


@when(parsers.parse("{on} коллега рассматривает вопрос с исходом «решён»"))
def consider(world: World, people: People, on: str) -> None:
    world.refusal = None
    question = world.present().questions.get()
    colleague = Employee.objects.get(pk=people.by_name["коллега"].pk)
    world.attempt(
        lambda: actions.consider(question, by=colleague, outcome="solved", at=world.at(day(on)))
    )


@then("вопрос рассмотрел коллега")
def considered_by(world: World, people: People) -> None:
    assert world.present().questions.get().considered_by == people.by_name["коллега"]
