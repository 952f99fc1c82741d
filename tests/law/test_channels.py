"""Scenarios of the channels: what a day's law takes as an appeal, and what as a message."""

from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from pytest_bdd import given, parsers, scenarios, then, when

from otklik.cases import actions as cases
from otklik.cases.models import Case, Stage
from otklik.cases.rules import QuestionEntry
from otklik.intake import actions as intake
from otklik.intake.submission import read
from otklik.messages.actions import accept_mail
from otklik.messages.models import Outgoing, Receipt
from otklik.touchpoints.models import Touchpoint
from tests.factories import topic
from tests.law.conftest import TYPES, World, day

pytestmark = pytest.mark.django_db
scenarios("channels.feature")

MOMENT = r"(?P<on>\d+ [а-я]+ \d{4}) года в (?P<hour>\d+):(?P<minute>\d+)"
KINDS = TYPES | {"сообщение": "message"}
SAID = {
    "text": "Прошу разъяснить, какие документы нужны для получения пособия.",
    "name": "Нина Сергеевна Ковалёва",
    "reply_channel": "email",
    "email": "n.kovaleva@example.ru",
}


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path) -> Any:
    with override_settings(FILES=tmp_path / "files"):
        yield


def moment(world: World, on: str, hour: str, minute: str) -> datetime:
    return world.at(day(on), int(hour), int(minute))


def taken_in(receipt: Receipt) -> Case:
    case = intake.take_in(receipt)
    assert case is not None
    return case


@given(parsers.re("письмо по электронной почте пришло " + MOMENT))
def letter_came(world: World, on: str, hour: str, minute: str) -> None:
    letter = EmailMessage()
    letter["From"] = f"{SAID['name']} <{SAID['email']}>"
    letter["Subject"] = "Пособие"
    letter["Message-ID"] = "<one@example.ru>"
    letter.set_content(SAID["text"])
    at = moment(world, on, hour, minute)
    accepted = accept_mail(world.body, letter.as_bytes(), mailbox="law", received_at=at)
    world.case = taken_in(accepted.receipt)


@given(parsers.re("с сайта без подтверждения личности пришло обращение " + MOMENT))
def site_message_came(world: World, on: str, hour: str, minute: str) -> None:
    accepted = intake.submit(
        world.body,
        read(SAID | {"type": "application"}),
        source="web",
        at=moment(world, on, hour, minute),
    )
    world.case = taken_in(accepted.receipt)


@given(parsers.re("сообщение в Telegram пришло " + MOMENT))
def messenger_message_came(world: World, on: str, hour: str, minute: str) -> None:
    accepted = intake.enter(
        read(SAID | {"type": "message"}),
        by=world.team.registrar,
        channel="telegram",
        at=moment(world, on, hour, minute),
    )
    world.case = taken_in(accepted.receipt)


@when(parsers.re(r"его регистрируют как (?P<kind>[а-я ]+?) без причины"))
def registered_without_reason(world: World, kind: str) -> None:
    _register(world, kind, "")


@when(parsers.parse('его регистрируют как {kind} с причиной "{reason}"'))
def registered_with_reason(world: World, kind: str, reason: str) -> None:
    world.refusal = None
    _register(world, kind, reason)


def _register(world: World, kind: str, reason: str) -> None:
    case = world.present()
    world.attempt(
        lambda: cases.register(
            case,
            by=world.team.registrar,
            type=KINDS[kind],
            form=case.form,
            channel=case.channel,
            questions=[QuestionEntry("Какие документы нужны?", topic())],
            addressee="министерство",
            touchpoint=Touchpoint.objects.filter(version__body=world.body).first(),
            note=reason,
            at=case.received_at,
        )
    )


@then(parsers.re("оно принято как (?P<kind>обращение|сообщение)"))
def taken_as(world: World, kind: str) -> None:
    assert world.present().type == KINDS[kind]
    assert world.present().stage == Stage.RECEIVED


@then("отправителю ничего не разъясняют")
def not_told(world: World) -> None:
    assert not Outgoing.objects.filter(kind="channel-notice").exists()


@then("отправителю по почте разъясняют, где подать обращение")
def told(world: World) -> None:
    notice = Outgoing.objects.get(kind="channel-notice", about=world.present().ref)
    assert (notice.channel, notice.address) == ("email", SAID["email"])
    assert "/appeal" in notice.text
    assert "Госуслуги" in notice.text


@then("регистрация отклонена: нужна причина")
def refused(world: World) -> None:
    assert world.refusal is not None
    assert world.refusal.field == "note"
    assert world.present().stage == Stage.RECEIVED


@then(parsers.parse('в карточке стоит причина "{reason}"'))
def reason_kept(world: World, reason: str) -> None:
    assert world.refusal is None, world.refusal
    assert world.present().registration_note == reason


@then("оно зарегистрировано")
def is_registered(world: World) -> None:
    assert world.refusal is None, world.refusal
    assert world.present().stage == Stage.REGISTERED
