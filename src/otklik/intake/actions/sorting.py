"""What a registrar does with a receipt that waits for a person."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.cases import actions as cases
from otklik.cases.models import Case
from otklik.intake.actions.opening import open_for
from otklik.intake.submission import Submission
from otklik.journal import actions as journal
from otklik.messages.models import Receipt, StoredFile
from otklik.staff.models import Employee, Power
from otklik.staff.queries import may
from otklik.staff.refusals import Refusal

REASON_MAX = 1000


@transaction.atomic
def attach(receipt: Receipt, case: Case, *, by: Employee, at: datetime | None = None) -> None:
    """Let a held receipt join a case. Raises `Refusal` for another body's or one that has its place."""
    _held(receipt, by)
    cases.attach_receipt(case, receipt, by=by, at=at)


@transaction.atomic
def place_by_hand(
    receipt: Receipt, submission: Submission, *, by: Employee, at: datetime | None = None
) -> Case:
    """Open the case of a held receipt from what the employee read out of it."""
    return open_for(_held(receipt, by), submission, by=by.actor, at=at or timezone.now())


@transaction.atomic
def dismiss(receipt: Receipt, *, by: Employee, reason: str, at: datetime | None = None) -> None:
    """Set a held receipt aside for good; it stays, with the reason, and can be read."""
    if not reason.strip():
        raise Refusal(_("Write the reason."), field="reason")
    fresh = _held(receipt, by)
    fresh.state = Receipt.State.DISMISSED
    fresh.held_note = reason.strip()[:REASON_MAX]
    fresh.save(update_fields=["state", "held_note"])
    _note("intake.dismiss", fresh, by, at)


@transaction.atomic
def release(receipt: Receipt, *, by: Employee, at: datetime | None = None) -> None:
    """Send a held receipt through once more, as if it had just come: the cause is mended."""
    fresh = _held(receipt, by)
    fresh.state = Receipt.State.ACCEPTED
    fresh.attempts = 0
    fresh.held_reason = fresh.held_note = ""
    fresh.save(update_fields=["state", "attempts", "held_reason", "held_note"])
    _note("intake.release", fresh, by, at)


def _held(receipt: Receipt, by: Employee) -> Receipt:
    """Lock the receipt; refuse who may not sort it and one that does not wait for a person."""
    rows = Receipt.objects.select_for_update(of=("self",)).select_related("body")
    fresh = rows.get(pk=receipt.pk)
    if fresh.body_id != by.body_id or not may(by, Power.RECEIPTS, Power.REGISTER):
        raise Refusal(_("Your role does not include sorting what arrives."))
    if fresh.state != Receipt.State.HELD:
        raise Refusal(_("Somebody has already dealt with this receipt."))
    return fresh


def _note(act: str, receipt: Receipt, by: Employee, at: datetime | None) -> None:
    journal.write(act, f"receipt:{receipt.pk}", actor=by.actor, body=receipt.body.code, at=at)


@transaction.atomic
def open_file(
    receipt: Receipt, stored: StoredFile, *, by: Employee, at: datetime | None = None
) -> None:
    """Journal that the employee opened a file of the receipt."""
    journal.write(
        "intake.open-file",
        f"receipt:{receipt.pk}",
        actor=by.actor,
        body=receipt.body.code,
        at=at,
        file=stored.pk,
    )
