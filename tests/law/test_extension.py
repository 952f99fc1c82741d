"""Scenarios of extending a term."""

import pytest
from pytest_bdd import parsers, scenarios, then, when

from otklik.cases import actions
from otklik.cases.models import Deadline, Extension, Stage
from otklik.messages.models import Outgoing
from tests.law.conftest import World, day

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.clause("labour-novosibirsk:24.4.a"),
    pytest.mark.clause("labour-novosibirsk:24.4.b"),
]
scenarios("extension.feature")

PROGRESS, REASON = "Запрошены сведения у службы занятости", "Сведения ещё не поступили"


@when(
    parsers.re(
        r"(?P<on>\d.+?) года (?P<who>исполнитель|руководитель) готовит продление "
        r"до (?P<until>\d.+? года)(?P<without> без хода исполнения)?$"
    )
)
def propose(world: World, on: str, who: str, until: str, without: str | None) -> None:
    by = world.team.executor if who == "исполнитель" else world.team.head
    world.attempt(
        lambda: actions.propose_extension(
            world.present(),
            by=by,
            day=day(until),
            progress="" if without else PROGRESS,
            reason=REASON,
            at=world.at(day(on)),
        )
    )


@when(parsers.re(r"(?P<on>\d.+?) года руководитель продлевает срок"))
def approve(world: World, on: str) -> None:
    waiting = Extension.objects.get(case=world.present(), state="proposed")
    world.attempt(
        lambda: actions.approve_extension(waiting, by=world.team.head, at=world.at(day(on)))
    )


@when(parsers.re(r"(?P<on>\d.+?) года руководитель возвращает его с замечанием"))
def reject(world: World, on: str) -> None:
    waiting = Extension.objects.get(case=world.present(), state="proposed")
    world.attempt(
        lambda: actions.reject_extension(
            waiting, by=world.team.head, remarks="Ответьте в срок.", at=world.at(day(on))
        )
    )


@then(parsers.parse("названа статья порядка {clause}"))
def clause_is_named(world: World, clause: str) -> None:
    assert world.refusal is not None
    assert world.refusal.clause == clause


@then(parsers.parse("расчёт срока говорит: {words}"))
def computation_says(world: World, words: str) -> None:
    row = Deadline.objects.get(case=world.present(), kind="reply", superseded_at=None)
    assert any(words in step["text"] for step in row.steps), [s["text"] for s in row.steps]


@then(parsers.parse("клиенту отправлено уведомление о продлении до {until}"))
def client_is_told(world: World, until: str) -> None:
    letter = Outgoing.objects.get(about=world.present().ref, kind="extension")
    assert until in letter.text
    assert f"{PROGRESS}." in letter.text
    assert f"{REASON}." in letter.text
    assert letter.clause == "labour-novosibirsk:24.4.b"


@then("клиенту ничего не отправлено о продлении")
def client_is_not_told(world: World) -> None:
    assert not Outgoing.objects.filter(about=world.present().ref, kind="extension").exists()


@then(parsers.re(r"письмо о продлении считается подготовленным (?P<how>в срок|с опозданием)"))
def letter_was_ready(world: World, how: str) -> None:
    row = Deadline.objects.get(case=world.present(), kind="extension_letter", superseded_at=None)
    assert row.met_at is not None
    assert (row.met_at <= row.due) == (how == "в срок")


@then("дело остаётся на рассмотрении")
def case_stays_open(world: World) -> None:
    assert world.present().stage == Stage.ASSIGNED
