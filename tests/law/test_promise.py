"""Scenarios of a promise that a reply makes."""

from datetime import datetime, timedelta

import pytest
from pytest_bdd import parsers, scenarios, then, when

from otklik.cases import actions, listing, queries
from otklik.cases.models import Deadline, Promise, Stage
from otklik.journal.actors import system
from otklik.messages.models import Outgoing
from tests.law.conftest import World, day, due_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.clause("economy-novosibirsk:7.2"),
    pytest.mark.clause("labour-novosibirsk:8.1.2"),
]
scenarios("promise.feature")


def consider(world: World, outcome: str, **parts: object) -> None:
    case = world.present()
    question = case.questions.get()
    at = case.received_at + timedelta(days=3)
    actions.consider(question, by=world.team.executor, outcome=outcome, at=at, **parts)  # type: ignore[arg-type]  # promised_on


@when(parsers.parse("в ответе обещано решить вопрос до {until}"))
def promised(world: World, until: str) -> None:
    consider(world, "promised", promised_on=day(until))


@when("в ответе сказано, что вопрос решён")
def solved(world: World) -> None:
    consider(world, "solved")


@when(parsers.parse("ответ вручён клиенту {on}"))
def delivered(world: World, on: str) -> None:
    at = world.at(day(on))
    case = actions.mark_signed(world.present(), by=world.team.signer, at=at)
    actions.note_acknowledged(case, at=case.received_at + timedelta(hours=3))
    actions.finish(case, by=system("deliver"), at=at)


def keep(world: World, on: str, words: str) -> None:
    promise = Promise.objects.get(question__case=world.present())
    at: datetime = world.at(day(on))
    world.attempt(lambda: actions.keep_promise(promise, by=world.team.executor, done=words, at=at))


@when(parsers.parse("{on} года исполнитель сообщает: {words}"))
def kept(world: World, on: str, words: str) -> None:
    keep(world, on, words)


@when(parsers.parse("{on} года исполнитель закрывает обещание без слов"))
def kept_without_words(world: World, on: str) -> None:
    keep(world, on, "")


@then("обращение отвечено")
def answered(world: World) -> None:
    assert world.present().stage == Stage.ANSWERED


@then(parsers.parse("обещанный срок истекает {on}"))
def promise_is_due(world: World, on: str) -> None:
    assert due_of(world, "promise") == day(on)
    assert Promise.objects.get(question__case=world.present()).kept_at is None


@then("обещанного срока нет")
def no_promise(world: World) -> None:
    assert not Deadline.objects.filter(case=world.present(), kind="promise").exists()
    assert not Promise.objects.filter(question__case=world.present()).exists()


@then("дело стоит у исполнителя в обещаниях")
def among_promises(world: World) -> None:
    case, executor = world.present(), world.team.executor
    assert list(queries.promised(executor)) == [case]
    wanted = listing.asked(executor, {"scope": "mine"})
    assert case in listing.matching(executor, wanted, case.received_at)


@then(parsers.parse("клиенту отправлено письмо: {words}"))
def client_is_told(world: World, words: str) -> None:
    letter = Outgoing.objects.get(about=world.present().ref, kind="promise-kept")
    assert f"Что сделано: {words}." in letter.text
    assert "14 мая 2026" in letter.text


@then("обещание выполнено в срок")
def kept_in_time(world: World) -> None:
    row = Deadline.objects.get(case=world.present(), kind="promise")
    assert row.met_at is not None
    assert row.met_at <= row.due


@then("за делом больше нет сроков")
def nothing_is_due(world: World) -> None:
    assert world.present().next_due is None


@then(parsers.parse("{on} года дело числится просроченным"))
def is_late(world: World, on: str) -> None:
    wanted = listing.asked(world.team.executor, {"scope": "mine", "stage": "late"})
    found = listing.matching(world.team.executor, wanted, world.at(day(on)))
    assert list(found) == [world.present()]
