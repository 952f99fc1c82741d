"""From a receipt to a case, by itself: once, in one transaction, whatever dies in between."""

import logging
from contextlib import suppress
from datetime import datetime

from django.db import DatabaseError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from otklik.cases.models import Case
from otklik.intake.actions.joining import join
from otklik.intake.actions.notices import say_where_to_appeal
from otklik.intake.actions.opening import open_for
from otklik.intake.reading import is_mail, read_form, read_letter
from otklik.intake.rules import ATTEMPTS, NotUnderstood
from otklik.journal import actions as journal
from otklik.journal.actors import CLIENT, system
from otklik.messages import actions as messages
from otklik.messages.mail import ParsedMail
from otklik.messages.models import Receipt
from otklik.staff.refusals import Refusal

log = logging.getLogger(__name__)
ACTOR = system("take-in")


def take_in(receipt: Receipt, *, at: datetime | None = None) -> Case | None:
    """Make the case of a receipt, or hold it for a person; returns the case, or None when held.

    Idempotent: a receipt that has its case gives that case again. An unexpected error leaves the
    receipt for the next turn, and holds it with the reason `error` after `rules.ATTEMPTS` of them;
    an attempt is counted before it is made, so one that kills the process counts too. Raises
    `OperationalError` when the database is away: that is no fault of the receipt.
    """
    moment = at or timezone.now()
    if not _begin(receipt, moment):
        return _case_of(receipt)
    try:
        letter = messages.read_mail(receipt, at=moment) if is_mail(receipt) else None
        return _place(receipt, letter, moment)
    except NotUnderstood as reason:
        _hold(receipt, reason, moment)
    except Refusal as refusal:
        _hold(receipt, NotUnderstood("incomplete", refusal.message), moment)
    except OperationalError:
        with suppress(DatabaseError):
            Receipt.objects.filter(pk=receipt.pk).update(attempts=F("attempts") - 1)
        raise
    except Exception as error:
        log.exception("receipt %s could not be taken in", receipt.pk)
        if receipt.attempts >= ATTEMPTS:
            _hold(receipt, NotUnderstood("error", type(error).__name__), moment)
    return None


def _begin(receipt: Receipt, at: datetime) -> bool:
    """Count the attempt; False when the receipt is not to be taken in (any more)."""
    with transaction.atomic():
        fresh = _locked(receipt)
        receipt.state, receipt.attempts = fresh.state, fresh.attempts
        if fresh.state != Receipt.State.ACCEPTED:
            return False
        if fresh.attempts >= ATTEMPTS:
            _hold(receipt, NotUnderstood("error"), at)
            return False
        receipt.attempts = fresh.attempts = fresh.attempts + 1
        fresh.save(update_fields=["attempts"])
    return True


@transaction.atomic
def _place(receipt: Receipt, letter: ParsedMail | None, at: datetime) -> Case | None:
    fresh = _locked(receipt)
    if fresh.state != Receipt.State.ACCEPTED:
        return _case_of(receipt)  # another worker was quicker
    if letter is not None and letter.is_automatic and messages.hear(fresh, at=at):
        receipt.state = fresh.state  # a bounce of our own letter, or its reader is away: no appeal
        return None
    submission = read_letter(fresh, letter) if letter else read_form(fresh)
    joined = join(fresh, letter, at) if letter else None
    if joined is not None:
        receipt.state = fresh.state
        return joined
    case = open_for(fresh, submission, by=CLIENT, at=at)
    came_as = "" if letter else str(fresh.payload.get("type", ""))
    say_where_to_appeal(case, submission, at, came_as=came_as, letter=letter)
    receipt.state = fresh.state
    return case


@transaction.atomic
def _hold(receipt: Receipt, why: NotUnderstood, at: datetime) -> None:
    fresh = _locked(receipt)
    if fresh.state != Receipt.State.ACCEPTED:
        return
    fresh.state = receipt.state = Receipt.State.HELD
    fresh.held_reason = receipt.held_reason = why.reason
    fresh.held_note = receipt.held_note = why.note[:1000]
    fresh.save(update_fields=["state", "held_reason", "held_note"])
    journal.write(
        "intake.hold",
        f"receipt:{fresh.pk}",
        actor=ACTOR,
        body=fresh.body.code,
        at=at,
        reason=why.reason,
    )


def _locked(receipt: Receipt) -> Receipt:
    """Read the receipt again and keep it from others until the transaction ends."""
    rows = Receipt.objects.select_for_update(of=("self",)).select_related("body")
    return rows.get(pk=receipt.pk)


def _case_of(receipt: Receipt) -> Case | None:
    return Case.objects.filter(receipts__receipt=receipt).first()
