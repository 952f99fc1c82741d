"""Scenarios of sending a reply: by which way, with which reason, when the case ends."""

from datetime import datetime, timedelta

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from otklik.cases import actions as cases
from otklik.cases.models import Stage
from otklik.journal.models import Entry
from otklik.messages import actions as messages
from otklik.messages.actions import Told
from otklik.messages.models import Outgoing
from otklik.messages.outcomes import outcome_in
from otklik.messages.queries import troubles
from otklik.replies import actions as replies
from otklik.replies import jobs
from tests.factories import make_case
from tests.law.conftest import World, day

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.clause("labour-novosibirsk:10.3.a", "labour-novosibirsk:10.3.b"),
    pytest.mark.clause("labour-novosibirsk:10.3.c", "labour-novosibirsk:10.p2"),
    pytest.mark.clause("economy-novosibirsk:5.2.a", "economy-novosibirsk:5.2.b"),
]
scenarios("sending.feature")


@given(
    parsers.re(
        r'обращение поступило (?P<on>.+ года) по каналу "(?P<channel>\w+)" с адресом "(?P<address>[^"]*)"'
    )
)
def came(
    world: World, on: str, channel: str, address: str, extra: dict[str, str] | None = None
) -> None:
    named = "email" if channel == "web" else channel
    world.case = make_case(
        world.body, Stage.ASSIGNED, team=world.team, channel=channel, reply_channel=named,
        reply_address=address, form="written" if channel == "post" else "electronic",
        received_at=world.at(day(on), 9), **(extra or {}),  # type: ignore[arg-type]  # two text fields of the case
    )  # fmt: skip


@given(parsers.re(
    r'обращение поступило (?P<on>.+ года) по каналу "(?P<channel>\w+)" с адресом "(?P<address>[^"]*)" '
    r'и дополнительным "(?P<other>\w+)": "(?P<place>[^"]*)"'
))  # fmt: skip
def came_with_another(
    world: World, on: str, channel: str, address: str, other: str, place: str
) -> None:
    came(world, on, channel, address, {"extra_channel": other, "extra_address": place})


def choose(world: World, channel: str, address: str, reason: str) -> None:
    case = world.present()
    at: datetime = case.received_at + timedelta(days=1)
    world.attempt(
        lambda: replies.choose_way(
            case, by=world.team.executor, channel=channel, address=address, reason=reason, at=at
        )
    )


@when(
    parsers.re(
        r'исполнитель выбирает отправку по каналу "(?P<channel>\w+)" на адрес "(?P<address>[^"]*)" без причины'
    )
)
def chosen_without_reason(world: World, channel: str, address: str) -> None:
    choose(world, channel, address, "")


@when(parsers.re(
    r'исполнитель выбирает отправку по каналу "(?P<channel>\w+)" на адрес "(?P<address>[^"]*)" '
    r'по причине "(?P<reason>[^"]*)"'
))  # fmt: skip
def chosen_with_reason(world: World, channel: str, address: str, reason: str) -> None:
    choose(world, channel, address, reason)


@when(parsers.parse("ответ подписан {on}"))
def signed(world: World, on: str) -> None:
    case, by, at = world.present(), world.team.executor, world.at(day(on))
    for question in case.questions.all():
        cases.consider(question, by=by, outcome="solved", at=at)
    reply = replies.start(case, by=by, at=at)
    answers = {str(question.pk): "Меры есть: субсидия." for question in case.questions.all()}
    reply = replies.save(
        reply, by=by, draft=reply.draft | {"answers": answers}, revision=reply.revision, at=at
    )
    version = replies.submit(reply, by=by, at=at)
    for step in version.approvals.all():
        replies.approve(version, by=step.approver, sha256=version.sha256, at=at)
    replies.sign(version, by=world.team.signer, sha256=version.sha256, at=at)


def replies_out() -> list[Outgoing]:
    return list(Outgoing.objects.filter(kind__startswith="reply").order_by("id"))


@when(parsers.parse("электронная почта ушла {on}"))
def mail_went(world: World, on: str) -> None:
    messages.deliver_due(world.at(day(on), 12))
    jobs.finish_delivered_replies()


@when(parsers.parse('отправка через "{channel}" записана {on}'))
def recorded(world: World, channel: str, on: str) -> None:
    row = next(row for row in replies_out() if row.channel == channel)
    messages.record_by_hand(row, by=world.team.registrar, at=world.at(day(on), 12))
    jobs.finish_delivered_replies()


@when(parsers.parse('письмо сдано на почту {on} под номером "{number}"'))
def posted(world: World, on: str, number: str) -> None:
    (row,) = replies_out()
    at = world.at(day(on), 12)
    messages.post([row], by=world.team.registrar, at=at, numbers={row.pk: number})
    jobs.finish_delivered_replies()


@when(parsers.parse('почта сообщает {on}: "{words}"'))
def post_says(world: World, on: str, words: str) -> None:
    (row,) = replies_out()
    found = outcome_in(words)
    assert found is not None
    messages.record_outcome(
        Told(row, *found, day(on), words), by=world.team.registrar, at=world.at(day(on), 18)
    )


@then(parsers.parse('ответ уходит по каналу "{channel}" на адрес "{address}"'))
def goes(channel: str, address: str) -> None:
    assert [(row.channel, row.address) for row in replies_out()] == [(channel, address)]


@then(parsers.parse('в исходящих указан пункт "{clause}"'))
def cites(clause: str) -> None:
    assert {row.clause for row in replies_out()} == {clause}


@then(parsers.parse('в исходящих назван акт со словами "{words}"'))
def names_act(words: str) -> None:
    assert all(words in row.act for row in replies_out())
    assert replies_out()


@then(parsers.parse('в журнале записана причина "{reason}"'))
def journalled(reason: str) -> None:
    assert Entry.objects.get(act="replies.choose-way").details["reason"] == reason


@then("дело не закрыто")
def open_still(world: World) -> None:
    assert world.present().stage == Stage.SIGNED


@then(parsers.parse("дело закрыто {on}"))
def closed(world: World, on: str) -> None:
    case = world.present()
    assert case.stage == Stage.ANSWERED
    assert case.answered_at is not None
    assert case.answered_at.astimezone(world.at(day(on)).tzinfo).date() == day(on)


@then("вернувшееся письмо ждёт решения исполнителя")
def waits(world: World) -> None:
    assert troubles(world.present().ref).count() == 1
