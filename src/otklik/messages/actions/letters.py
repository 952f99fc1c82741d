"""Taking in letters: the original first, what the parser reads out of it afterwards."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from otklik.journal import actions as journal
from otklik.journal.actors import system
from otklik.messages import mail, storage
from otklik.messages.actions.receiving import (
    Accepted,
    KeyReused,
    NamedFile,
    accept,
    attach,
    put_on_disk,
    storable,
)
from otklik.messages.models import Receipt
from otklik.staff.models import Body


def accept_mail(
    body: Body, raw: bytes, *, mailbox: str, received_at: datetime | None = None
) -> Accepted:
    """Store a letter as it came, whatever it is, and commit; nothing is read out of it yet.

    The same letter again, by whichever way, gives the first receipt. Another letter under a
    Message-ID that is taken (a careless or hostile sender) is kept under a hash of its bytes.
    """
    source = f"mail:{mailbox}"[:80]
    for key in (mail.source_key(raw), mail.content_key(raw)):
        try:
            return accept(
                body,
                source=source,
                source_key=key,
                channel="email",
                payload={},
                received_at=received_at,
                raw=raw,
                fingerprint=mail.fingerprint(raw),
            )
        except KeyReused as error:
            taken = error
    raise taken


def read_mail(receipt: Receipt, *, at: datetime | None = None) -> mail.ParsedMail:
    """Read the original of a receipt into its payload and attachments; again does no harm.

    Raises `ValueError` for a receipt that has no original.
    """
    if receipt.raw is None:
        raise ValueError(f"receipt {receipt.pk} has no original to read")
    letter = mail.parse(storage.read(receipt.raw))
    if receipt.payload.get("problems") is not None:
        return letter
    files = [put_on_disk(NamedFile(file.name, file.data)) for file in letter.attachments]
    at = at or timezone.now()
    with transaction.atomic():
        locked = (
            Receipt.objects.select_for_update(of=("self",))
            .select_related("body")
            .get(pk=receipt.pk)
        )
        if locked.payload.get("problems") is None:
            attach(locked, files, at=at)
            locked.payload = {**locked.payload, **storable(letter.as_payload())}
            locked.save(update_fields=["payload"])
            journal.write(
                "messages.read",
                f"receipt:{locked.pk}",
                actor=system("read-mail"),
                body=locked.body.code,
                at=at,
                attachments=len(files),
                problems=list(letter.problems),
            )
    receipt.payload = locked.payload
    return letter
