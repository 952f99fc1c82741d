"""Scenarios of the first reaction: when it is due, what it says, to whom it is not owed."""

from datetime import datetime

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from otklik.cases import actions
from otklik.cases.models import Deadline
from otklik.journal.actors import system
from otklik.language import date_long
from otklik.messages.models import Outgoing
from tests.factories import make_case, register_case
from tests.law.conftest import World, day

pytestmark = pytest.mark.django_db
scenarios("acknowledgement.feature")

MOMENT = r"(?P<on>\d+ [а-я]+ \d{4}) года в (?P<hour>\d+):(?P<minute>\d+)"


def moment(world: World, on: str, hour: str, minute: str) -> datetime:
    return world.at(day(on), int(hour), int(minute))


@given(parsers.re("(?P<form>электронное|бумажное) обращение пришло " + MOMENT))
def came(world: World, form: str, on: str, hour: str, minute: str) -> None:
    electronic = form == "электронное"
    world.case = make_case(
        world.body,
        form="electronic" if electronic else "written",
        channel="web" if electronic else "post",
        received_at=moment(world, on, hour, minute),
    )


@when(parsers.re("обращение регистрируют " + MOMENT))
def registered(world: World, on: str, hour: str, minute: str) -> None:
    world.case = register_case(
        world.present(), world.team.registrar, ("Вопрос?",), at=moment(world, on, hour, minute)
    )


@when(parsers.re("срок уведомления подходит " + MOMENT))
def about_to_end(world: World, on: str, hour: str, minute: str) -> None:
    actions.acknowledge_late(
        world.present(), by=system("acknowledge"), at=moment(world, on, hour, minute)
    )


@then(parsers.re(r"уведомить клиента нужно до (?P<on>\d+ [а-я]+ \d{4}) года, (?P<clock>[\d:]+)"))
def due(world: World, on: str, clock: str) -> None:
    row = Deadline.objects.get(case=world.present(), kind="acknowledgement")
    hour, minute = clock.split(":")
    assert row.due == moment(world, on, hour, minute)
    assert row.clause in {"economy-novosibirsk:5.1.a", "labour-novosibirsk:5.a"}


@then(parsers.parse('клиенту уходит уведомление со словами "{words}"'))
def told(world: World, words: str) -> None:
    message = Outgoing.objects.get(kind="acknowledgement", about=world.present().ref)
    assert words in message.text
    assert message.address == world.present().reply_address


@then("в уведомлении назван номер обращения")
def with_number(world: World) -> None:
    text = Outgoing.objects.get(kind="acknowledgement").text
    assert world.present().number in text


@then(parsers.parse("в уведомлении назван последний возможный день ответа {on}"))
def with_last_day(world: World, on: str) -> None:
    assert date_long(day(on)) in Outgoing.objects.get(kind="acknowledgement").text


@then("уведомлять клиента порядок не требует")
def not_owed(world: World) -> None:
    assert not Deadline.objects.filter(case=world.present(), kind="acknowledgement").exists()
    assert not Outgoing.objects.filter(kind="acknowledgement").exists()
