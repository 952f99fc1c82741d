"""Scenarios of what the client does himself while his case is open."""

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from otklik.cases import actions, queries
from otklik.cases.models import Case, Deadline, Stage
from otklik.messages.models import Outgoing
from otklik.staff import calendars
from tests.factories import make_case
from tests.law.conftest import World, day

pytestmark = pytest.mark.django_db
scenarios("client_acts.feature")
DATE = r"(?P<on>\d{1,2} [а-я]+ \d{4} года)"


@given(parsers.parse("обращение поступило и ждёт регистрации {on}"))
def received(world: World, on: str) -> None:
    world.case = make_case(world.body, received_at=world.at(day(on), 9))


@given("ответ подписан")
def signed(world: World) -> None:
    Case.objects.filter(pk=world.present().pk).update(stage=Stage.SIGNED)


@when(parsers.re(DATE + r" клиент дополняет обращение: (?P<words>.+)"))
def adds(world: World, on: str, words: str) -> None:
    world.attempt(
        lambda: actions.add_by_client(world.present(), text=words, key="1", at=world.at(day(on)))
    )


@when(parsers.re(DATE + r" клиент просит прекратить рассмотрение"))
def asks_to_stop(world: World, on: str) -> None:
    actions.ask_withdrawal(world.present(), words="Решилось", key="2", at=world.at(day(on)))


@when(parsers.re(DATE + r" сотрудник прекращает рассмотрение(?P<letter> по письму клиента)?"))
def stops(world: World, on: str, letter: str | None) -> None:
    channel = "post" if letter else ""
    world.attempt(
        lambda: actions.withdraw(
            world.present(), by=world.team.registrar, channel=channel, at=world.at(day(on))
        )
    )


@then(parsers.parse("дополнение от {on} лежит в деле"))
def joined(world: World, on: str) -> None:
    (place,) = queries.additions_of(world.present())
    assert calendars.today(world.body, place.receipt.received_at) == day(on)


@then("дополнений в деле нет")
def nothing_joined(world: World) -> None:
    assert not queries.additions_of(world.present())


@then("дело рассматривается, а просьба ждёт сотрудника")
def waits(world: World) -> None:
    assert world.present().stage == Stage.ASSIGNED
    assert queries.asked_to_stop(world.present()) is not None


@then("дело рассматривается")
def goes_on(world: World) -> None:
    assert world.present().stage == Stage.ASSIGNED


@then(parsers.parse("рассмотрение прекращено {on}"))
def stopped(world: World, on: str) -> None:
    case = world.present()
    assert case.stage == Stage.WITHDRAWN
    assert case.closed_at is not None
    assert calendars.today(world.body, case.closed_at) == day(on)


@then("открытых сроков не осталось")
def nothing_due(world: World) -> None:
    rows = Deadline.objects.filter(case=world.present(), met_at=None, superseded_at=None)
    assert not rows.exists()
    assert world.present().next_due is None


@then("клиенту сообщили, что рассмотрение прекращено")
def told(world: World) -> None:
    sent = Outgoing.objects.get(about=world.present().ref, kind="withdrawn")
    assert "прекращено" in sent.text
