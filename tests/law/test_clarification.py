"""Scenarios of clarifications, invitations and interim letters."""

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from otklik.cases import actions
from otklik.cases.asking_rules import Answered, Asked
from otklik.cases.models import Case, Clarification, Interim, NoReply, Proposal, Stage
from otklik.messages.models import Outgoing
from otklik.staff import calendars
from otklik.staff.refusals import Refusal
from tests.law.conftest import World, day, due_of

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.clause(
        "economy-novosibirsk:6.2.a",
        "economy-novosibirsk:6.2.b",
        "labour-novosibirsk:6.1",
        "labour-novosibirsk:6.2",
        "labour-novosibirsk:7.1.b",
        "labour-novosibirsk:30",
    ),
]
scenarios("clarification.feature")
DATE = r"(?P<on>\d{1,2} [а-я]+ \d{4} года)"
TALKED = "Где находится пекарня?"
ANSWER = "В Бердске"


def only(world: World) -> Clarification:
    return Clarification.objects.get(case=world.present())


@given(parsers.re(DATE + r' предложено не давать ответ по основанию "(?P<ground>[a-z-]+)"'))
def proposed_no_reply(world: World, on: str, ground: str) -> None:
    NoReply.objects.create(
        case=world.present(), ground=ground, reason="так", text="", proposed_at=world.at(day(on)),
        proposed_by=world.team.registrar,
    )  # fmt: skip


@given("предложение не давать ответ отклонено")
def rejected(world: World) -> None:
    NoReply.objects.filter(case=world.present()).update(state=Proposal.REJECTED)


@given(parsers.parse("жизненная ситуация клиента: {words}"))
def life_situation(world: World, words: str) -> None:
    Case.objects.filter(pk=world.present().pk).update(life_situation=words)


@when(parsers.re(DATE + r" исполнитель письменно спрашивает клиента: (?P<words>.+)"))
def asks(world: World, on: str, words: str) -> None:
    world.attempt(
        lambda: actions.clarify(
            world.present(), Asked(words, "email"), by=world.team.executor, at=world.at(day(on))
        )
    )


@when(
    parsers.re(
        DATE
        + r" исполнитель записывает разговор по телефону (?:без подтверждения|с подтверждением: (?P<proof>.+))"
    )
)
def talked(world: World, on: str, proof: str | None) -> None:
    asked = Asked(TALKED, "phone", ANSWER, proof or "")
    world.attempt(
        lambda: actions.clarify(
            world.present(), asked, by=world.team.executor, at=world.at(day(on))
        )
    )


@when(parsers.re(DATE + r" записан ответ, из которого ясна жизненная ситуация: (?P<words>.+)"))
def learned(world: World, on: str, words: str) -> None:
    actions.note_clarified(
        only(world),
        Answered("Переехали, родился ребёнок", "email"),
        by=world.team.executor,
        life_situation=words,
        at=world.at(day(on)),
    )


@when(
    parsers.re(DATE + r" исполнитель приглашает клиента на (?P<meets>\d.+? года) в (?P<place>.+)")
)
def invites(world: World, on: str, meets: str, place: str) -> None:
    asked = Asked(
        "Обсудим заявку", "email", is_invitation=True, meets_at=world.at(day(meets), 15), place=place
    )  # fmt: skip
    actions.clarify(world.present(), asked, by=world.team.executor, at=world.at(day(on)))


@when(parsers.re(DATE + r" записано согласие клиента"))
def consented(world: World, on: str) -> None:
    actions.note_clarified(
        only(world),
        Answered("Придёт", "phone"),
        by=world.team.executor,
        agreed=True,
        at=world.at(day(on)),
    )


@when(
    parsers.re(
        DATE + r" исполнитель отправляет (?P<letter>промежуточный ответ|запрос в другой орган)"
    )
)
def writes(world: World, on: str, letter: str) -> None:
    actions.write_interim(
        world.present(),
        by=world.team.executor,
        kind=Interim.Kind.CLIENT if letter == "промежуточный ответ" else Interim.Kind.ENQUIRY,
        text="Ждём сведений.",
        recipient="Минстрой области",
        address="630007, Новосибирск",
        at=world.at(day(on)),
    )


@then(parsers.parse("клиенту отправлен вопрос: {words}"))
def told(world: World, words: str) -> None:
    sent = Outgoing.objects.get(about=world.present().ref, kind="clarification")
    assert words in sent.text
    assert sent.address == world.present().reply_address


@then("дело ждёт ответа клиента")
def waits(world: World) -> None:
    assert only(world).answered_at is None


@then("в деле нет уточнений")
def nothing_asked(world: World) -> None:
    assert not Clarification.objects.filter(case=world.present()).exists()
    assert not Outgoing.objects.filter(kind="clarification").exists()


@then(parsers.parse('в деле записаны день {on}, способ "{channel}", вопрос, ответ и подтверждение'))
def recorded(world: World, on: str, channel: str) -> None:
    row = only(world)
    assert calendars.today(world.body, row.asked_at) == day(on)
    assert (row.channel, row.question, row.answer) == (channel, TALKED, ANSWER)
    assert row.proof == "запись № 17"


@then("дело остаётся у исполнителя")
def stays(world: World) -> None:
    case = world.present()
    assert (case.stage, case.executor) == (Stage.ASSIGNED, world.team.executor)
    assert case.closed_at is None


@then("закрыть дело нельзя")
def cannot_be_closed(world: World) -> None:
    with pytest.raises(Refusal):
        actions.finish(world.present(), by=world.team.executor.actor)
    assert world.present().stage == Stage.ASSIGNED


@then(parsers.parse("жизненная ситуация в деле: {words}"))
def now_known(world: World, words: str) -> None:
    assert world.present().life_situation == words


@then(parsers.parse("прежняя жизненная ситуация в истории: {words}"))
def known_before(world: World, words: str) -> None:
    assert only(world).changes["life_situation"][0] == words


@then(parsers.parse("в деле есть приглашение на {on} и согласие клиента"))
def invited(world: World, on: str) -> None:
    row = only(world)
    assert row.kind == Clarification.Kind.INVITATION
    assert row.meets_at is not None
    assert calendars.today(world.body, row.meets_at) == day(on)
    assert row.agreed is True


@then(parsers.parse("срок ответа на запрос истекает {on}"))
def materials_due(world: World, on: str) -> None:
    assert due_of(world, "materials") == day(on)
