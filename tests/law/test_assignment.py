"""Scenarios of assignments: co-executors with terms of their own, personal interest."""

from datetime import date, timedelta

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from otklik.cases import actions, queries
from otklik.cases.actions import PartEntry
from otklik.cases.assignment_queries import parts_of
from otklik.cases.models import Assignment, Case, Deadline, Stage
from otklik.staff import actions as staff
from otklik.staff import calendars
from otklik.staff.models import Employee
from tests.factories import make_case, make_employee
from tests.law.conftest import World, day

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.clause("industry-mordovia:6.4.a"),
    pytest.mark.clause("industry-mordovia:8.6.f"),
    pytest.mark.clause("industry-mordovia:8.6.h"),
    pytest.mark.clause("industry-mordovia:10.3"),
    pytest.mark.clause("labour-novosibirsk:7.2"),
]
scenarios("assignment.feature")


@pytest.fixture
def lawyer(world: World) -> Employee:
    """The employee of another unit who is asked for a part."""
    return make_employee(
        world.body, "executor", unit=staff.add_unit(world.body, "law", "Правовой отдел")
    )


@given(parsers.parse("сообщение из социальной сети поручено исполнителю {on}"))
def message_assigned(world: World, on: str) -> None:
    world.case = make_case(
        world.body, Stage.ASSIGNED, team=world.team, type="message", channel="vk",
        received_at=world.at(day(on), 9),
    )  # fmt: skip


@given("жалоба подана на сотрудника правового отдела")
def complained_about(world: World, lawyer: Employee) -> None:
    Case.objects.filter(pk=world.present().pk).update(complained_employee=lawyer)


def ask(world: World, person: Employee, on: str, due: date | None = None) -> None:
    entry = PartEntry(person, "Справка о действующих мерах", due)
    at = world.at(day(on), 11, 30)
    world.attempt(
        lambda: actions.add_co_executor(world.present(), entry, by=world.team.head, at=at)
    )


ASKED = r"(?P<on>\d+ [а-я]+ \d{4} года) руководитель поручает часть правовому отделу(?: до (?P<due>\d.+))?"


@given(parsers.re(ASKED))
@when(parsers.re(ASKED))
def asked(world: World, lawyer: Employee, on: str, due: str | None) -> None:
    ask(world, lawyer, on, day(due) if due else None)


@when(parsers.parse("{on} руководитель поручает часть самому исполнителю"))
def asked_himself(world: World, on: str) -> None:
    ask(world, world.team.executor, on)


def part(world: World) -> Assignment:
    return world.present().assignments.get(role=Assignment.Role.CO)


@when(parsers.re(r"(?P<on>\d+ [а-я]+ \d{4} года) соисполнитель сдаёт часть: (?P<words>.+)"))
def reports(world: World, lawyer: Employee, on: str, words: str) -> None:
    actions.report_part(part(world), by=lawyer, report=words, at=world.at(day(on)))


@when(
    parsers.re(
        r"(?P<on>\d+ [а-я]+ \d{4} года) ответственный исполнитель возвращает часть: (?P<words>.+)"
    )
)
def returns(world: World, on: str, words: str) -> None:
    actions.return_part(part(world), by=world.team.executor, remarks=words, at=world.at(day(on)))


@when(parsers.parse("{on} ответственный исполнитель принимает часть"))
def accepts(world: World, on: str) -> None:
    actions.accept_part(part(world), by=world.team.executor, at=world.at(day(on)))


@when(
    parsers.re(
        r"(?P<on>\d+ [а-я]+ \d{4} года) исполнитель заявляет о личной заинтересованности"
        r"(?:: (?P<reason>.+)| без причины)"
    )
)
def declares(world: World, on: str, reason: str | None) -> None:
    world.attempt(
        lambda: actions.declare_interest(
            world.present(), by=world.team.executor, reason=reason or "", at=world.at(day(on))
        )
    )


@when(parsers.parse("{on} руководитель снова поручает дело тому же исполнителю"))
def assigned_again(world: World, on: str) -> None:
    world.attempt(lambda: assign(world, world.team.executor, on))


@when(parsers.parse("{on} руководитель поручает дело другому исполнителю"))
def assigned_to_another(world: World, lawyer: Employee, on: str) -> None:
    assign(world, lawyer, on)


def assign(world: World, person: Employee, on: str) -> None:
    case = world.present()
    topics = {row.pk: row.topic_code for row in case.questions.all()}
    unit = world.team.head.unit
    assert unit is not None
    actions.assign(
        case, by=world.team.head, unit=unit, executor=person, topics=topics, at=world.at(day(on))
    )


def deadline(world: World) -> Deadline:
    return Deadline.objects.get(
        case=world.present(), kind="co_executor_part", superseded_at=None, part=str(part(world).pk)
    )


@then(parsers.parse("срок соисполнителя истекает {on}"))
def part_is_due(world: World, on: str) -> None:
    due = deadline(world).due.astimezone(calendars.zone(world.body))
    assert due.date() == day(on)


@then("на часть соисполнителя отведено 4 рабочих часа")
def four_hours(world: World) -> None:
    row = deadline(world)
    calendar = calendars.calendar_of(world.body)
    assert calendar.working_minutes_between(part(world).given_at, row.due) == 4 * 60
    assert row.clause == "industry-mordovia:10.3"
    assert timedelta(hours=4) <= row.due - part(world).given_at


@then("часть соисполнителя исполнена в срок")
def part_in_time(world: World) -> None:
    row = deadline(world)
    assert row.met_at is not None
    assert row.met_at <= row.due


@then("дело стоит у соисполнителя в его делах")
def in_his_list(world: World, lawyer: Employee) -> None:
    assert list(queries.mine(lawyer)) == [world.present()]


@then("дела у соисполнителя больше нет")
def not_in_his_list(world: World, lawyer: Employee) -> None:
    assert not queries.mine(lawyer)


@then("соисполнителей нет")
def no_parts(world: World) -> None:
    assert not parts_of(world.present())


@then("ответственный исполнитель прежний")
def same_executor(world: World) -> None:
    assert world.present().executor == world.team.executor


@then("дело ждёт нового исполнителя")
def waits(world: World) -> None:
    assert world.refusal is None
    assert (world.present().stage, world.present().executor) == (Stage.REGISTERED, None)
    assert list(queries.to_assign(world.team.head)) == [world.present()]


@then("дело у другого исполнителя")
def has_another(world: World, lawyer: Employee) -> None:
    assert (world.present().stage, world.present().executor) == (Stage.ASSIGNED, lawyer)
