"""What became of a message that was sent: it arrived, it came back, somebody decided what follows.

The sending itself is never taken back: a term is kept by the sending (59-ФЗ), a return is work for a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.journal import actions as journal
from otklik.journal.actors import Actor, system
from otklik.messages import mail, storage
from otklik.messages.actions.noting import note
from otklik.messages.models import Outgoing, Receipt
from otklik.messages.outcomes import POST_REASONS, reason_of_status
from otklik.staff import calendars
from otklik.staff.models import Body, Employee
from otklik.staff.refusals import Refusal

Outcome = Outgoing.Outcome
MAIL_SERVER = system("mail-server")
FOUND_BY_ADDRESS = timedelta(days=5)
"""A bounce that names no letter of ours may be about the only one that went to its address in so many days."""


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a list of outcomes: of which message, what, why, on which day of the body."""

    message: Outgoing
    outcome: str
    reason: str
    day: date
    note: str = ""


@transaction.atomic
def record_outcome(told: Told, *, by: Employee, at: datetime | None = None) -> bool:
    """Record what the post office says of a letter; False when that was recorded already.

    Raises `Refusal` for a letter that was not sent, a day before its sending or after today, a return without a reason.
    """
    at = at or timezone.now()
    fresh = _locked(told.message)
    if fresh.state != Outgoing.State.SENT:
        raise Refusal(_("The letter is not sent yet: record its sending first."))
    if told.day > calendars.today(fresh.body, at):
        raise Refusal(_("That day has not come yet. Check the date."), field="day")
    if fresh.sent_at and told.day < calendars.today(fresh.body, fresh.sent_at):
        raise Refusal(_("The letter was sent later than that day. Check the date."), field="day")
    if told.outcome == Outcome.CAME_BACK and told.reason not in POST_REASONS:
        raise Refusal(_("Choose why it came back."), field="reason")
    return _record(fresh, told, by.actor, at)


def record_outcomes(rows: Sequence[Told], *, by: Employee, at: datetime | None = None) -> int:
    """Record many at once, all or none; returns how many were new. Raises `Refusal` as `record_outcome` does."""
    with transaction.atomic():
        return sum(record_outcome(row, by=by, at=at) for row in rows)


@transaction.atomic
def settle(message: Outgoing, *, by: Employee, at: datetime | None = None) -> Outgoing:
    """Record that nothing more follows from a return: the client was told otherwise, or has refused the letter."""
    at = at or timezone.now()
    fresh = _locked(message)
    if fresh.outcome != Outcome.CAME_BACK or fresh.settled_at is not None:
        raise Refusal(_("Somebody has already decided about this letter."))
    fresh.settled_at = at
    fresh.save(update_fields=["settled_at"])
    note("messages.settled", fresh, by.actor, at)
    return fresh


def hear(receipt: Receipt, *, at: datetime) -> bool:
    """Take in what a machine says about a letter of ours; False when the letter says no such thing.

    A bounce makes the message come back, a report of arrival lets it arrive; a server that goes on trying and a reader who
    is away change nothing. The receipt is then settled: it is no appeal, and nobody needs to look at it. Call it in the
    transaction that holds the receipt's row.
    """
    if receipt.raw is None:
        return False
    word = mail.machine_word(storage.read(receipt.raw))
    message = None if word is None else _meant(receipt.body, word, receipt.received_at)
    if word is None or message is None:
        return False
    fresh = _locked(message)
    if fresh.state in {Outgoing.State.SENT, Outgoing.State.SENDING}:
        _apply(fresh, word, receipt, at)
    receipt.state = Receipt.State.SETTLED
    receipt.save(update_fields=["state"])
    journal.write(
        "messages.heard",
        f"receipt:{receipt.pk}",
        actor=MAIL_SERVER,
        body=receipt.body.code,
        at=at,
        message=message.pk,
        verdict=word.verdict,
    )
    return True


def _apply(message: Outgoing, word: mail.MachineWord, receipt: Receipt, at: datetime) -> None:
    day = calendars.today(message.body, receipt.received_at)
    if word.verdict == "failed":
        reason = reason_of_status(word.status, word.words)
        told = Told(message, Outcome.CAME_BACK, reason, day, _server_said(word))
        _record(message, told, MAIL_SERVER, at)
    elif word.verdict == "arrived" and not message.outcome:
        _record(message, Told(message, Outcome.ARRIVED, "", day), MAIL_SERVER, at)


def _server_said(word: mail.MachineWord) -> str:
    return " ".join(filter(None, (word.status, word.words))).replace("\x00", "")[:500]


def _meant(body: Body, word: mail.MachineWord, received: datetime) -> Outgoing | None:
    """Return the message that the machine speaks of: by its Message-ID, or the only one to that address of late."""
    known = {
        row.mail_id: row
        for row in Outgoing.objects.filter(body=body, mail_id__in=word.about).exclude(mail_id="")
    }
    named = next((known[name] for name in word.about if name in known), None)
    if named is not None or word.about or word.verdict != "failed" or not word.recipient:
        return named
    sent = Outgoing.objects.filter(
        body=body,
        channel="email",
        state=Outgoing.State.SENT,
        address__iexact=word.recipient,
        sent_at__range=(received - FOUND_BY_ADDRESS, received),
    )
    found = list(sent.order_by("-id")[:2])
    return found[0] if len(found) == 1 else None


def _record(message: Outgoing, told: Told, by: Actor, at: datetime) -> bool:
    if message.outcome == told.outcome:
        return False
    message.outcome, message.outcome_on = told.outcome, told.day
    message.outcome_reason, message.outcome_note = told.reason, told.note[:500]
    message.save(update_fields=["outcome", "outcome_on", "outcome_reason", "outcome_note"])
    act = "messages.arrived" if told.outcome == Outcome.ARRIVED else "messages.came-back"
    note(act, message, by, at, reason=told.reason)
    return True


def _locked(message: Outgoing) -> Outgoing:
    rows = Outgoing.objects.select_for_update(of=("self",)).select_related("body")
    return rows.get(pk=message.pk)
