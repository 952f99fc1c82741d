"""Scenarios of the weekly control and of the notices to employees."""

from datetime import timedelta

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from otklik.cases.models import Deadline
from otklik.control import jobs
from otklik.control.models import ControlList, Notice
from otklik.staff.models import Absence, Employee
from tests.factories import make_employee
from tests.law.conftest import World, day

pytestmark = pytest.mark.django_db
scenarios("weekly_control.feature")


@given("ответ дан в срок")
def answered_in_time(world: World) -> None:
    rows = Deadline.objects.filter(case=world.present(), superseded_at=None)
    for row in rows:
        row.met_at = row.due - timedelta(hours=1)
        row.save()


@given(
    parsers.parse("руководитель в отпуске с {since} по {until}, его замещает другой сотрудник"),
    target_fixture="substitute",
)
def head_is_away(world: World, since: str, until: str) -> Employee:
    substitute = make_employee(world.body, "executor")
    Absence.objects.create(
        employee=world.team.head, substitute=substitute, since=day(since), until=day(until)
    )
    return substitute


@when(parsers.parse("идёт рабочее утро {on}"))
def a_working_morning(world: World, on: str) -> None:
    jobs.sweep_bodies(world.at(day(on), 9, 30))


@when(parsers.parse("идёт выходной день {on}"))
def a_day_off(world: World, on: str) -> None:
    jobs.sweep_bodies(world.at(day(on), 11))


@when(parsers.parse("идёт ночь {on}"))
def a_night(world: World, on: str) -> None:
    jobs.sweep_bodies(world.at(day(on), 2))


@then(parsers.parse("в списке предупредительного контроля с {first} по {last} дел: {number:d}"))
def on_the_preventive_list(world: World, first: str, last: str, number: int) -> None:
    found = the_preventive_list(world, first, last)
    assert found.total == found.lines.count() == number


@then(parsers.parse("есть список предупредительного контроля с {first} по {last}"))
def the_preventive_list(world: World, first: str, last: str) -> ControlList:
    return ControlList.objects.get(
        body=world.body, kind="preventive", first_day=day(first), last_day=day(last)
    )


@then(parsers.parse("в списке окончательного контроля дел: {number:d}"))
def on_the_final_list(world: World, number: int) -> None:
    found = ControlList.objects.filter(body=world.body, kind="final").latest("week")
    assert found.lines.count() == number


@then(parsers.parse("исполнитель получил напоминаний о предстоящей неделе: {number:d}"))
def reminders(world: World, number: int) -> None:
    week = Notice.objects.filter(kind="preventive", subject__contains="30.03.2026")
    assert week.filter(employee=world.team.executor).count() == number


@then(parsers.parse("исполнитель получил сведений о просроченном: {number:d}"))
def executor_told(world: World, number: int) -> None:
    assert told_of_overdue(world.team.executor) == number


@then(parsers.parse("руководитель подразделения получил сведений о просроченном: {number:d}"))
def head_told(world: World, number: int) -> None:
    assert told_of_overdue(world.team.head) == number


@then(parsers.parse("заместитель получил сведений о просроченном: {number:d}"))
def substitute_told(substitute: Employee, number: int) -> None:
    assert told_of_overdue(substitute) == number


def told_of_overdue(employee: Employee) -> int:
    return Notice.objects.filter(kind="final", employee=employee).count()


@then("никто не получил уведомлений")
def nobody_was_told() -> None:
    assert not Notice.objects.exists()


@then("исполнитель уведомлён о новом поручении")
def told_of_the_assignment(world: World) -> None:
    notices = Notice.objects.filter(employee=world.team.executor)
    lines = [line for notice in notices for line in notice.lines if line["group"] == "assigned"]
    assert [line["cases"] for line in lines] == [f"{world.present().pk} {world.present().number}"]
