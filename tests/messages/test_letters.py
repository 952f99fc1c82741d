"""Letters become receipts: the original first, then what is read out of it."""

from pathlib import Path

import pytest
from tests.messages.factories import NOW, a_receipt

from otklik.journal.models import Entry
from otklik.messages import storage
from otklik.messages.actions import accept_mail, read_mail
from otklik.messages.models import Attachment, Receipt
from otklik.staff.models import Body

SAMPLES = Path(__file__).parent.parent / "mail"
REAL = (SAMPLES / "real.eml").read_bytes()


def test_a_letter_is_kept_byte_for_byte_before_it_is_read(body: Body) -> None:
    accepted = accept_mail(body, REAL, mailbox="mineconom@nso.ru", received_at=NOW)
    receipt = Receipt.objects.get()
    assert accepted.new
    assert receipt.raw is not None
    assert storage.read(receipt.raw) == REAL
    assert receipt.raw.media_type == "message/rfc822"
    assert (receipt.source, receipt.channel) == ("mail:mineconom@nso.ru", "email")
    assert receipt.source_key == "id:<5f2c1a77-9b0e-4c58-8f5d-1f3b7d6a2e90@mail.example>"
    assert receipt.payload == {}


def test_a_second_delivery_by_another_way_is_the_same_receipt(body: Body) -> None:
    first = accept_mail(body, REAL, mailbox="m")
    again = accept_mail(body, b"Received: by another way\r\n" + REAL, mailbox="m")
    assert (again.receipt, again.new) == (first.receipt, False)


def test_another_letter_under_a_taken_message_id_is_not_lost(body: Body) -> None:
    first = accept_mail(body, REAL, mailbox="m")
    other = REAL.replace(b"0JfQtNGA", b"0JfQtNGB")
    second = accept_mail(body, other, mailbox="m")
    assert second.new
    assert second.receipt != first.receipt
    assert accept_mail(body, other, mailbox="m").receipt == second.receipt


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.eml")), ids=lambda path: str(path.stem))
def test_every_sample_is_accepted_and_read(body: Body, path: Path) -> None:
    receipt = accept_mail(body, path.read_bytes(), mailbox="m").receipt
    letter = read_mail(receipt)
    receipt.refresh_from_db()
    assert receipt.payload["problems"] == list(letter.problems)
    assert receipt.attachments.count() == len(letter.attachments)


def test_what_is_read_stands_in_the_receipt(body: Body) -> None:
    receipt = accept_mail(body, REAL, mailbox="m").receipt
    read_mail(receipt, at=NOW)
    receipt.refresh_from_db()
    assert receipt.payload["sender_address"] == "t.samoylova@mail.example"
    assert receipt.payload["date"] == "2026-03-04T04:42:15+00:00"
    attachment = receipt.attachments.get()
    assert attachment.name == "Коммерческое предложение № 118.pdf"
    assert (attachment.file.media_type, attachment.refused) == ("application/pdf", "")
    entry = Entry.objects.get()
    assert (entry.act, entry.subject) == ("messages.read", f"receipt:{receipt.pk}")
    assert "samoylova" not in str(entry.details)


def test_reading_again_changes_nothing(body: Body) -> None:
    receipt = accept_mail(body, REAL, mailbox="m").receipt
    first = read_mail(receipt)
    assert read_mail(Receipt.objects.select_related("raw").get()) == first
    assert (Attachment.objects.count(), Entry.objects.count()) == (1, 1)


def test_a_receipt_without_an_original_cannot_be_read(body: Body) -> None:
    with pytest.raises(ValueError, match="no original"):
        read_mail(a_receipt(body=body))
