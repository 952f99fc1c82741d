"""Signed letters are printed many at once, as one file: ordered by a person, made at once or by the worker."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from otklik import documents
from otklik.documents.mailing import FORMATS
from otklik.journal import actions as journal
from otklik.messages import storage
from otklik.replies.actions.moving import now
from otklik.replies.batch_queries import printable_for
from otklik.replies.envelopes import mailing_of
from otklik.replies.models import LetterVersion, PrintBatch
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal

MOST_LETTERS = 500
PIECE = 20
"""Letters that are joined between two notes of the progress."""
AT_ONCE = 25
"""Up to so many letters a batch takes less than a second and is made while its page is opened."""
ABANDONED = timedelta(minutes=5)
"""After so long without progress another worker makes the batch anew."""
_State = PrintBatch.State


@transaction.atomic
def order_batch(
    versions: Sequence[int],
    *,
    by: Employee,
    duplex: bool = True,
    envelope: str = "",
    at: datetime | None = None,
) -> PrintBatch:
    """Order signed letters as one PDF in the given order; each printing stands in the journal of its case.

    Raises `Refusal` for letters that are not signed or not the employee's to see, and for too many.
    """
    moment = now(at)
    if not versions:
        raise Refusal(_("Mark the letters that are to be printed."), field="letter")
    if len(versions) > MOST_LETTERS:
        raise Refusal(
            _("At most %(most)s letters at once. Print the rest as another batch.")
            % {"most": MOST_LETTERS},
            field="letter",
        )
    if envelope and envelope not in FORMATS:
        raise Refusal(_("There is no such envelope."), field="envelope")
    found = {item.pk: item for item in printable_for(by).filter(pk__in=versions)}
    order = [found[pk] for pk in dict.fromkeys(versions) if pk in found]
    if len(order) != len(set(versions)):
        raise Refusal(_("Some of the letters cannot be printed: they are not signed."))
    assert by.body is not None  # noqa: S101 - who sees letters works in a body
    batch = PrintBatch.objects.create(
        body=by.body,
        ordered_by=by,
        ordered_at=moment,
        moved_at=moment,
        versions=[item.pk for item in order],
        options={"duplex": duplex, "envelope": envelope},
    )
    for item in order:
        case = item.reply.case
        journal.write(
            "replies.print-letter",
            case.ref,
            actor=by.actor,
            body=case.body.code,
            at=moment,
            version=item.number,
            batch=batch.pk,
        )
    journal.write(
        "replies.print-batch",
        f"batch:{batch.pk}",
        actor=by.actor,
        body=by.body.code,
        at=moment,
        count=len(order),
    )
    return batch


def make_batch(batch: PrintBatch, *, at: datetime | None = None) -> PrintBatch:
    """Make the file of a batch, unless another worker is at it; a lost file of a letter ends it as failed."""
    moment = now(at)
    waits = Q(state=_State.WAITING)
    left = Q(state=_State.MAKING, moved_at__lt=moment - ABANDONED)
    mine = PrintBatch.objects.filter(waits | left, pk=batch.pk)
    if not mine.update(state=_State.MAKING, done=0, moved_at=moment):
        batch.refresh_from_db()
        return batch
    batch.refresh_from_db()
    try:
        data = _joined(batch, moment)
    except (documents.DocumentError, FileNotFoundError):
        PrintBatch.objects.filter(pk=batch.pk).update(state=_State.FAILED, moved_at=now(at))
    else:
        PrintBatch.objects.filter(pk=batch.pk).update(
            state=_State.DONE,
            done=len(batch.versions),
            file=storage.store(data, at=moment, media_type="application/pdf"),
            pages=documents.pdf_pages(data),
            moved_at=now(at),
        )
    batch.refresh_from_db()
    return batch


def _joined(batch: PrintBatch, at: datetime) -> bytes:
    duplex, envelope = bool(batch.options.get("duplex")), str(batch.options.get("envelope") or "")
    found = {
        item.pk: item
        for item in LetterVersion.objects.filter(pk__in=batch.versions).select_related(
            "pdf", "reply__case__body"
        )
    }
    letters = [found[pk] for pk in batch.versions]
    parts: list[bytes] = []
    for start in range(0, len(letters), PIECE):
        piece = letters[start : start + PIECE]
        files = [storage.read(item.pdf) for item in piece if item.pdf is not None]
        parts.append(documents.joined_pdf(files, duplex=duplex))
        PrintBatch.objects.filter(pk=batch.pk).update(
            done=F("done") + len(piece), moved_at=now(None)
        )
    if envelope:
        posted = [mailing for item in letters if (mailing := mailing_of(item)).recipient_address]
        if posted:
            parts.append(documents.mailings_pdf(posted, envelope, made_at=at))
    return documents.joined_pdf(parts)
