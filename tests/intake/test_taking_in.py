"""A receipt becomes a case once, or waits for a person; nothing that dies in between loses it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from tests.intake.conftest import NOW, letter

from otklik.cases.models import Case
from otklik.clients.actions import find_or_create
from otklik.clients.models import Client
from otklik.intake import actions, jobs
from otklik.intake.actions import taking_in
from otklik.intake.rules import ATTEMPTS, REASONS
from otklik.journal.models import Entry
from otklik.messages.actions import accept, accept_mail
from otklik.messages.models import Outgoing, Receipt
from otklik.staff.models import Body

pytestmark = pytest.mark.django_db
Make = Callable[..., Receipt]


def reason_of(receipt: Receipt) -> str:
    receipt.refresh_from_db()
    assert receipt.state == Receipt.State.HELD
    assert receipt.held_reason in REASONS
    assert Entry.objects.filter(act="intake.hold", subject=f"receipt:{receipt.pk}").count() == 1
    assert Case.objects.count() == 0
    return receipt.held_reason


def test_what_was_filed_becomes_a_case_with_its_client_and_deadlines(filed: Make) -> None:
    receipt = filed(patronymic="Сергеевна", extra_channel="post", postal_address="Новосибирск, 5")
    case = actions.take_in(receipt)
    assert case is not None
    assert (case.stage, case.type, case.form, case.channel) == (
        "received",
        "application",
        "electronic",
        "web",
    )
    assert case.tracking_code == receipt.tracking_code
    assert case.received_at == NOW
    assert case.client.display_name == "Ковалёва Нина Сергеевна"
    assert (case.reply_channel, case.reply_address) == ("email", "n.kovaleva@example.ru")
    assert (case.extra_channel, case.extra_address) == ("post", "Новосибирск, 5")
    assert case.summary == case.text
    assert set(case.deadlines.values_list("kind", flat=True)) >= {"acknowledgement", "registration"}
    receipt.refresh_from_db()
    assert receipt.state == Receipt.State.PLACED


def test_taking_in_twice_gives_the_same_case(filed: Make) -> None:
    receipt = filed()
    first, second = actions.take_in(receipt), actions.take_in(Receipt.objects.get(pk=receipt.pk))
    assert first == second
    assert Case.objects.count() == 1


def test_two_appeals_of_one_person_have_one_client(filed: Make) -> None:
    actions.take_in(filed())
    actions.take_in(filed(text="Прошу сообщить, когда откроется приём заявок."))
    assert Case.objects.count() == 2
    assert Client.objects.count() == 1


def test_a_name_in_one_line_is_read_into_its_parts(filed: Make) -> None:
    case = actions.take_in(filed(surname="", given_name="", name="Нина Сергеевна Ковалёва"))
    assert case is not None
    assert (case.client.surname, case.client.given_name) == ("Ковалёва", "Нина")


def test_a_crash_before_the_commit_leaves_nothing_and_the_next_turn_makes_the_case(
    filed: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = filed()

    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("otklik.cases.actions.open_case", die)
        with pytest.raises(KeyboardInterrupt):
            actions.take_in(receipt)
    assert Case.objects.count() == 0
    assert Client.objects.count() == 0
    assert jobs.take_in_receipts() == 1
    assert Case.objects.get().tracking_code == receipt.tracking_code
    assert jobs.take_in_receipts() == 0


def test_a_receipt_that_fails_is_held_in_the_end_and_never_blocks_the_queue(
    filed: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, sound = filed(surname="Сломов"), filed()
    real = find_or_create

    def fail_for_one(*args: Any, **kwargs: Any) -> Client:
        if kwargs["surname"] == "Сломов":
            raise ZeroDivisionError
        return real(*args, **kwargs)

    monkeypatch.setattr("otklik.intake.actions.opening.find_or_create", fail_for_one)
    jobs.take_in_receipts()
    assert Case.objects.get().tracking_code == sound.tracking_code
    for _ in range(ATTEMPTS):
        jobs.take_in_receipts()
    broken.refresh_from_db()
    assert (broken.state, broken.held_reason, broken.held_note) == (
        "held",
        "error",
        "ZeroDivisionError",
    )


def test_a_receipt_that_kills_its_worker_each_time_is_held(
    filed: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = filed()

    def die(*_: Any, **__: Any) -> None:
        raise SystemExit(137)

    monkeypatch.setattr(taking_in, "_place", die)
    for _ in range(ATTEMPTS):
        with pytest.raises(SystemExit):
            actions.take_in(receipt)
    assert actions.take_in(receipt) is None
    assert reason_of(receipt) == "error"


def test_a_database_that_is_away_is_no_fault_of_the_receipt(
    filed: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    receipt = filed()

    def away(*_: Any, **__: Any) -> None:
        raise OperationalError

    with monkeypatch.context() as patched:
        patched.setattr(taking_in, "_place", away)
        for _ in range(ATTEMPTS + 1):
            with pytest.raises(OperationalError):
                actions.take_in(receipt)
    assert actions.take_in(receipt) is not None


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ({}, "no-text"),
        ({"type": "application", "text": "\u200b "}, "no-text"),
        ({"type": "application", "text": "рпавыпр щшгнек ывапролд жэхзъ цукенг"}, "unreadable"),
        ({"type": "novel", "text": "Прошу помочь с дорогой."}, "incomplete"),
        ({"text": "Прошу помочь с дорогой."}, "incomplete"),
        ({"type": "application", "text": "Прошу помочь. " * 3000}, "too-long"),
    ],
)
def test_what_cannot_be_understood_is_held_with_its_reason(
    body: Body, payload: dict[str, str], reason: str
) -> None:
    accepted = accept(body, source="web", source_key="1", channel="web", payload=payload)
    assert actions.take_in(accepted.receipt) is None
    assert reason_of(accepted.receipt) == reason


class TestMail:
    """A letter by e-mail: an appeal before 2025-03-30, since then a message with a polite notice."""

    def test_a_letter_is_a_message_with_its_sender_text_and_file(self, body: Body) -> None:
        case = actions.take_in(accept_mail(body, letter(), mailbox="t", received_at=NOW).receipt)
        assert case is not None
        assert (case.type, case.channel, case.form) == ("message", "email", "electronic")
        assert case.summary == "Субсидия"
        assert case.text.startswith("Прошу разъяснить")
        assert case.client.display_name == "Ковалёва Нина Сергеевна"
        assert case.reply_address == "n.kovaleva@example.ru"

    def test_until_its_last_day_e_mail_took_appeals_and_no_notice_went(self, written: Make) -> None:
        last_day = datetime(2025, 3, 29, 16, 59, tzinfo=UTC)  # 23:59 in Novosibirsk
        case = actions.take_in(written(at=last_day))
        assert case is not None
        assert case.type == "application"
        assert not Outgoing.objects.filter(kind="channel-notice").exists()

    def test_from_the_next_day_of_the_ministry_a_polite_notice_goes_out(
        self, written: Make
    ) -> None:
        midnight = datetime(2025, 3, 29, 17, 0, tzinfo=UTC)
        case = actions.take_in(written(at=midnight))
        assert case is not None
        assert case.type == "message"
        notice = Outgoing.objects.get(kind="channel-notice")
        assert notice.address == "n.kovaleva@example.ru"
        assert notice.about == case.ref
        assert "547" not in notice.subject
        assert "/appeal" in notice.text
        assert "{" not in notice.text

    def test_a_sender_gets_one_notice_a_day(self, written: Make) -> None:
        for number in range(3):
            actions.take_in(
                written(f"Письмо {number}: прошу ответить.", Message_ID=f"<{number}@x>")
            )
        actions.take_in(
            written("Ещё письмо: прошу ответить.", NOW + timedelta(days=1), Message_ID="<d@x>")
        )
        actions.take_in(
            written("Прошу ответить мне.", Message_ID="<e@x>", From="Пётр Сомов <somov@example.ru>")
        )
        assert Case.objects.count() == 5
        assert Outgoing.objects.filter(kind="channel-notice").count() == 3

    def test_the_reply_goes_where_the_sender_asks(self, written: Make) -> None:
        case = actions.take_in(written(Reply_To="nina@example.org"))
        assert case is not None
        assert case.reply_address == "nina@example.org"

    @pytest.mark.parametrize(
        ("headers", "reason"),
        [
            ({"text": " "}, "no-text"),
            ({"Auto_Submitted": "auto-replied"}, "automatic"),
            ({"From": ""}, "no-sender"),
        ],
    )
    def test_a_letter_that_cannot_be_understood_is_held_and_gets_no_notice(
        self, written: Make, headers: dict[str, str], reason: str
    ) -> None:
        receipt = written(**headers)
        assert actions.take_in(receipt) is None
        assert reason_of(receipt) == reason
        assert Outgoing.objects.count() == 0

    @pytest.mark.parametrize("raw", [b"", b"\x00\xff\x01" * 50, b"no header at all"])
    def test_bytes_that_are_no_letter_are_held(self, body: Body, raw: bytes) -> None:
        receipt = accept_mail(body, raw, mailbox="t", received_at=NOW).receipt
        assert actions.take_in(receipt) is None
        assert reason_of(receipt) in {"damaged", "no-sender", "no-text"}

    def test_a_letter_in_an_unknown_charset_waits_for_a_person(self, body: Body) -> None:
        raw = letter().replace(b'charset="utf-8"', b'charset="x-martian"')
        receipt = accept_mail(body, raw, mailbox="t", received_at=NOW).receipt
        assert actions.take_in(receipt) is None
        assert reason_of(receipt) == "damaged"
        assert receipt.held_note == "unknown-charset"
