"""Scenarios of no reply on the merits: the ground, the second person, the notice."""

from datetime import timedelta
from typing import Any

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from otklik.cases import actions
from otklik.cases import leaving_queries as leaving
from otklik.cases.actions import Proposed
from otklik.cases.actions.no_reply import drafted
from otklik.cases.models import Case, NoReply, Stage
from otklik.clients.models import Client
from otklik.journal.actors import system
from otklik.journal.models import Entry
from otklik.messages.models import Outgoing
from otklik.staff import calendars
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of
from tests.factories import make_case, make_client, make_employee
from tests.law.conftest import World, day

pytestmark = pytest.mark.django_db
scenarios("no_reply.feature")

REASON = "Так следует из текста обращения"


@given(
    parsers.parse("клиенту на тот же вопрос уже отвечали раз: {times:d}"), target_fixture="person"
)
def answered_before(world: World, times: int) -> Client:
    person = make_client(world.body)
    for number in range(times):
        at = world.at(day("12 января 2026")) + timedelta(days=20 * number)
        case = make_case(world.body, Stage.ASSIGNED, team=world.team, client=person, received_at=at)
        for question in case.questions.all():
            actions.consider(question, by=world.team.executor, outcome="solved", at=at)
        actions.mark_signed(case, by=world.team.signer, at=at)
        actions.finish(case, by=system("deliver"), at=at + timedelta(days=5))
    return person


@given(parsers.parse("его новое обращение зарегистрировано {on}"))
def comes_again(world: World, person: Client, on: str) -> None:
    world.case = make_case(
        world.body,
        Stage.REGISTERED,
        team=world.team,
        client=person,
        received_at=world.at(day(on), 9),
    )


@given(parsers.parse("анонимное обращение зарегистрировано {on}"))
def anonymous(world: World, on: str) -> None:
    world.case = make_case(
        world.body,
        Stage.REGISTERED,
        team=world.team,
        client=make_client(world.body, surname="", given_name=""),
        form="written",
        channel="post",
        reply_channel="post",
        reply_address="",
        received_at=world.at(day(on), 9),
    )


def propose(world: World, on: str, code: str, *, reason: str = REASON, crime: bool = False) -> Any:
    """Propose with the fixed text of the ground and everything that there is to rest on."""
    case, at = world.present(), world.at(day(on))
    known = {ground.code: ground for ground in profile_of(case.body).grounds}
    what = Proposed(
        code,
        reason,
        text=drafted(case, known[code], {"reason": f"{reason}."}, at),
        crime=crime,
        earlier=[row.pk for row in leaving.answered_before(case)],
    )
    by = world.team.registrar
    return world.attempt(lambda: actions.propose_no_reply(case, by=by, what=what, at=at))


@when(parsers.parse('{on} предлагают основание "{code}"'))
def proposed(world: World, on: str, code: str) -> None:
    propose(world, on, code)


@when(parsers.parse('{on} предлагают основание "{code}" без причины'))
def proposed_without_reason(world: World, on: str, code: str) -> None:
    propose(world, on, code, reason=" ")


@when(parsers.parse("{on} предлагают не отвечать, хотя в нём говорится о преступлении"))
def proposed_in_spite_of_a_crime(world: World, on: str) -> None:
    propose(world, on, "anonymous", crime=True)


@when(parsers.parse("{on} второй человек согласует"))
def approved(world: World, on: str) -> None:
    decide(world, on, world.team.signer)


@when(parsers.parse("{on} согласует начальник отдела"))
def approved_by_head(world: World, on: str) -> None:
    decide(world, on, world.team.head)


@when(parsers.parse("{on} согласует тот же человек"))
def approved_by_proposer(world: World, on: str) -> None:
    signer = make_employee(world.body, "registrar", "signer")
    NoReply.objects.filter(case=world.present()).update(proposed_by=signer)
    decide(world, on, signer)


def decide(world: World, on: str, by: Employee) -> None:
    row = NoReply.objects.get(case=world.present())
    world.attempt(lambda: actions.approve_no_reply(row, by=by, at=world.at(day(on), 12)))


@then(parsers.parse("сообщить клиенту нужно не позднее {on}"))
def to_be_told_by(world: World, on: str) -> None:
    row = NoReply.objects.get(case=world.present())
    ground = leaving.ground_of(row)
    assert ground
    due = leaving.due_of(world.present(), ground.notice_term)
    assert due
    assert due.astimezone(calendars.zone(world.body)).date() == day(on)


def notice_of(case: Case) -> Outgoing:
    return Outgoing.objects.get(about=case.ref, kind="no-reply-notice")


@then(parsers.parse('клиенту отправлено уведомление со словами "{words}"'))
def told_with(world: World, words: str) -> None:
    assert words in notice_of(world.present()).text


@then("в уведомлении есть причина")
def told_why(world: World) -> None:
    assert REASON in notice_of(world.present()).text


@then("клиенту не отправлено уведомление")
def nobody_told(world: World) -> None:
    sent = Outgoing.objects.filter(about=world.present().ref, kind="no-reply-notice")
    assert not sent.exists()


@then("уведомление не опоздало")
def in_time(world: World) -> None:
    assert _approval(world).details["late"] is False


@then("уведомление опоздало")
def late(world: World) -> None:
    assert _approval(world).details["late"] is True


def _approval(world: World) -> Entry:
    return Entry.objects.get(subject=world.present().ref, act="cases.approve-no-reply")


@then(parsers.parse("прежние ответы лежат при решении: {number:d}"))
def earlier_kept(world: World, number: int) -> None:
    assert NoReply.objects.get(case=world.present()).earlier.count() == number
