"""Scenarios of forwarding: by when, to whom not, with which notice."""

from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from otklik.cases import actions
from otklik.cases import leaving_queries as leaving
from otklik.cases.actions import Proposed
from otklik.cases.models import Deadline, Stage
from otklik.journal.models import Entry
from otklik.messages.models import Outgoing
from tests.factories import make_case
from tests.law.conftest import World, complaint, day, due_of

pytestmark = pytest.mark.django_db
scenarios("forwarding.feature")

FIRST, SECOND = "Почему не выплачено пособие?", "Почему не убран снег во дворе?"
OURS = ("forwarding-letter", "forwarding-notice", "no-reply-notice")


@given(parsers.parse("обращение из двух вопросов зарегистрировано {on}"))
def two_questions(world: World, on: str) -> None:
    world.case = make_case(
        world.body,
        Stage.REGISTERED,
        team=world.team,
        questions=(FIRST, SECOND),
        received_at=world.at(day(on), 9),
    )


@given(parsers.parse("жалоба на исполнителя зарегистрирована {on}"))
def complaint_about_executor(world: World, on: str) -> None:
    complaint(world, on, complained_employee=world.team.executor)


@given(parsers.parse('{on} предложено основание "{ground}"'))
def ground_proposed(world: World, on: str, ground: str) -> None:
    actions.propose_no_reply(
        world.present(),
        by=world.team.registrar,
        what=Proposed(ground, "Набор слов, вопроса нет", text="Суть обращения не ясна."),
        at=world.at(day(on)),
    )


def forward(world: World, on: str, recipient: str, **changes: Any) -> None:
    case = world.present()
    said: dict[str, Any] = {
        "questions": list(case.questions.values_list("pk", flat=True)),
        "channel": "post",
        "reason": "Этот вопрос решает другой орган",
    }
    world.attempt(
        lambda: actions.forward(
            case,
            by=world.team.registrar,
            recipient=recipient,
            at=world.at(day(on)),
            **(said | changes),
        )
    )


@when(parsers.parse('{on} его пересылают: "{recipient}"'))
@when(parsers.parse('{on} её пересылают: "{recipient}"'))
def forwarded(world: World, on: str, recipient: str) -> None:
    forward(world, on, recipient)


@when(parsers.parse('{on} его пересылают как миграционное: "{recipient}"'))
def forwarded_as_migration(world: World, on: str, recipient: str) -> None:
    forward(world, on, recipient, migration=True)


@when(parsers.parse('{on} второй вопрос пересылают: "{recipient}"'))
def part_forwarded(world: World, on: str, recipient: str) -> None:
    second = world.present().questions.get(position=2)
    forward(world, on, recipient, questions=[second.pk])


@when(parsers.parse("{on} его пересылают без причины"))
def forwarded_without_reason(world: World, on: str) -> None:
    forward(world, on, "Прокуратура Новосибирской области", reason=" ")


@when("начальник поручает её этому исполнителю")
def assigned_to_him(world: World) -> None:
    case, person = world.present(), world.team.executor
    assert person.unit
    assert case.registered_at
    topics = {question.pk: question.topic_code for question in case.questions.all()}
    world.attempt(
        lambda: actions.assign(
            case,
            by=world.team.head,
            unit=person.unit,  # type: ignore[arg-type]  # asserted above
            executor=person,
            topics=topics,
            at=case.registered_at,
        )
    )


@then("письмо в этот орган стоит в исходящих")
def letter_waits(world: World) -> None:
    letter = Outgoing.objects.get(about=world.present().ref, kind="forwarding-letter")
    assert letter.state == Outgoing.State.BY_HAND
    assert world.present().text in letter.text


@then(parsers.parse('клиенту в тот же день отправлено уведомление со словами "{words}"'))
def client_told(world: World, words: str) -> None:
    case = world.present()
    notice = Outgoing.objects.get(about=case.ref, kind="forwarding-notice")
    assert words in notice.text
    assert notice.address == case.reply_address
    assert notice.created_at == case.closed_at


@then("клиенту ничего не отправлено")
def client_not_told(world: World) -> None:
    assert not Outgoing.objects.filter(about=world.present().ref, kind__in=OURS).exists()


@then("переадресация не опоздала")
def in_time(world: World) -> None:
    assert _last_forwarding(world).details["late"] is False


@then("переадресация опоздала")
def late(world: World) -> None:
    assert _last_forwarding(world).details["late"] is True


def _last_forwarding(world: World) -> Entry:
    return Entry.objects.get(subject=world.present().ref, act="cases.forward")


@then("за министерством ничего не числится")
def nothing_owed(world: World) -> None:
    case = world.present()
    assert case.next_due is None
    assert not Deadline.objects.filter(case=case, superseded_at=None, met_at=None).exists()


@then(parsers.parse("переслать его нужно не позднее {on}"))
def to_be_forwarded_by(world: World, on: str) -> None:
    assert due_of(world, "forwarding") == day(on)


@then("министерство отвечает только на первый вопрос")
def first_is_ours(world: World) -> None:
    assert [question.text for question in leaving.left_to_us(world.present())] == [FIRST]
