"""The outbox as its rooms and people use it: put in, send by hand, try again, cancel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.journal.actors import system
from otklik.messages import tracking, transports
from otklik.messages.actions.noting import note
from otklik.messages.models import Outgoing, OutgoingFile, StoredFile
from otklik.messages.transports.email import mail_id
from otklik.staff import calendars
from otklik.staff.models import Body, Employee
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.refusals import Refusal

POST = "post"
ACCOUNT = "epgu"
ACCOUNT_CLAUSE = "labour-novosibirsk:10.3.b"
_OPEN_TO_HANDS = (Outgoing.State.BY_HAND, Outgoing.State.FAILED, Outgoing.State.QUEUED)
_OPEN_TO_CANCEL = (Outgoing.State.BY_HAND, Outgoing.State.FAILED, Outgoing.State.QUEUED)


def enqueue(  # noqa: PLR0913 - a message has these parts, and they are all named
    body: Body,
    *,
    kind: str,
    about: str,
    channel: str,
    address: str,
    subject: str,
    text: str,
    key: str,
    clause: str = "",
    act: str = "",
    recipient: str = "",
    files: Sequence[tuple[str, StoredFile]] = (),
    instead_of: Outgoing | None = None,
    at: datetime | None = None,
) -> Outgoing:
    """Put a message into the outbox; call it in the transaction of its cause.

    `key` makes it idempotent: a second call with the same key returns the first message and writes
    nothing. `files` are (name, stored file), `act` the act by which the cause is considered,
    `recipient` the addressee's name. Channel
    `web` is the client's own status page: it is delivered at once. A channel without an electronic
    transport waits for a person (`by-hand`); an address that cannot work is `failed` at once, so that
    a person sees it. Nothing is sent here, and nothing ever goes through a channel that the law had
    closed by `at`: a person sends it another way.
    """
    at = at or timezone.now()
    state, error = _first_state(channel, address)
    if closed := _closed_by_law(body, channel, at):
        state, error = Outgoing.State.BY_HAND, closed
    delivered = state == Outgoing.State.SENT
    with transaction.atomic():
        message, new = Outgoing.objects.get_or_create(
            idempotency_key=key,
            defaults={
                "body": body,
                "kind": kind,
                "about": about,
                "channel": channel,
                "address": address.strip(),
                "subject": _one_line(subject),
                "text": text,
                "clause": clause,
                "act": act[:300],
                "recipient": " ".join(recipient.split())[:300],
                "mail_id": mail_id(key) if channel == "email" else "",
                "instead_of": instead_of,
                "state": state,
                "last_error": error,
                "due_at": at,
                "created_at": at,
                "sent_at": at if delivered else None,
                "sent_by": _STATUS_PAGE.key if delivered else "",
            },
        )
        if not new:
            return message
        OutgoingFile.objects.bulk_create(
            OutgoingFile(message=message, file=stored, name=name) for name, stored in files
        )
        if delivered:
            note("messages.sent", message, _STATUS_PAGE, at)
    return message


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail of many that are put into the outbox together."""

    kind: str
    about: str
    address: str
    subject: str
    text: str
    key: str
    clause: str = ""


def enqueue_many(
    body: Body, letters: Sequence[Letter], *, at: datetime, due_at: datetime
) -> list[Outgoing]:
    """Put e-mails into the outbox by one statement, in the order given; none is sent before `due_at` (UTC).

    Call it in the transaction of their cause, with keys that the caller knows to be new: a key that is taken raises
    IntegrityError, and nothing is written.
    """
    rows = []
    for letter in letters:
        state, error = _first_state("email", letter.address)
        rows.append(
            Outgoing(
                body=body,
                kind=letter.kind,
                about=letter.about,
                channel="email",
                address=letter.address.strip(),
                subject=_one_line(letter.subject),
                text=letter.text,
                clause=letter.clause,
                mail_id=mail_id(letter.key),
                idempotency_key=letter.key,
                state=state,
                last_error=error,
                due_at=due_at,
                created_at=at,
            )
        )
    return Outgoing.objects.bulk_create(rows)


def record_by_hand(
    message: Outgoing,
    *,
    by: Employee,
    at: datetime | None = None,
    number: str = "",
    address: str = "",
) -> Outgoing:
    """Record that a person sent the message himself (post, messenger, platform).

    `at` is when he sent it, `number` under which number it went there (a postal or platform one), `address` where it
    went, if nobody had written that down.
    Raises `Refusal` when it has been sent, is being sent this moment, or was cancelled, for a moment before the message
    was written or after the present one, for a postal number with a slip, and for a letter to an account on Gosuslugi
    without its identifier where the order wants it (labour-novosibirsk:10.3.b).
    """
    now = timezone.now()
    at = at or now
    if at > now:
        raise Refusal(_("The day of sending has not come yet. Check the date."), field="day")
    with transaction.atomic():
        message = _locked(message)
        if at < message.created_at:
            raise Refusal(
                _("The message was written later than that day. Check the date."), field="day"
            )
        if message.state not in _OPEN_TO_HANDS:
            raise Refusal(_("The message is already sent, being sent or cancelled."))
        message.tracking = _number_of(message, number)
        message.address = message.address or " ".join(address.split())[:500]
        _refuse_without_account(message)
        message.state = Outgoing.State.SENT
        message.sent_at = at
        message.sent_by = by.actor.key
        message.last_error = ""
        message.save(
            update_fields=["state", "sent_at", "sent_by", "last_error", "tracking", "address"]
        )
        note("messages.sent", message, by.actor, at, by_hand=True, number=message.tracking)
    return message


def _number_of(message: Outgoing, number: str) -> str:
    """Return the number as it is kept; of a postal item its check digit must fit."""
    if message.channel != POST:
        return " ".join(number.split())[:60]
    found = tracking.cleaned(number)
    if found and not tracking.is_number(found):
        raise Refusal(
            _("“%(number)s” is no number of a postal item: a digit is wrong or missing.")
            % {"number": number.strip()[:60]},
            field="number",
        )
    return found


def _refuse_without_account(message: Outgoing) -> None:
    clause = own_clause(message.body, ACCOUNT_CLAUSE)
    if message.channel == ACCOUNT and not message.address and clause:
        raise Refusal(
            _("Write the identifier of the account to which the letter went."),
            field="address",
            clause=clause,
        )


def retry(message: Outgoing, *, by: Employee, at: datetime | None = None) -> Outgoing:
    """Put a message that failed, or waits for its next attempt, first in the queue again.

    Raises `Refusal` when there is nothing to try again, or the channel has no electronic transport.
    """
    at = at or timezone.now()
    with transaction.atomic():
        message = _locked(message)
        if message.state not in {Outgoing.State.FAILED, Outgoing.State.QUEUED}:
            raise Refusal(_("Only a message that could not be delivered can be sent again."))
        state, error = _first_state(message.channel, message.address)
        if state != Outgoing.State.QUEUED:
            raise Refusal(error or _("This channel has no electronic way; send it by hand."))
        message.state = state
        message.due_at = at
        message.save(update_fields=["state", "due_at"])
        note("messages.retried", message, by.actor, at)
    return message


def cancel(message: Outgoing, *, by: Employee, at: datetime | None = None) -> Outgoing:
    """Take a message out of the outbox for good; it stays visible as cancelled.

    Raises `Refusal` when it has been sent, is being sent this moment, or was cancelled before.
    """
    at = at or timezone.now()
    with transaction.atomic():
        message = _locked(message)
        if message.state not in _OPEN_TO_CANCEL:
            raise Refusal(_("The message is already sent, being sent or cancelled."))
        message.state = Outgoing.State.CANCELLED
        message.save(update_fields=["state"])
        note("messages.cancelled", message, by.actor, at)
    return message


@transaction.atomic
def send_otherwise(
    message: Outgoing,
    *,
    channel: str,
    address: str,
    by: Employee,
    subject: str = "",
    text: str = "",
    files: Sequence[tuple[str, StoredFile]] | None = None,
    at: datetime | None = None,
) -> Outgoing:
    """Send what came back, or could not be sent, by another way; the first message stays as it is, settled.

    Without `subject`, `text` and `files` the new message carries those of the first. Once: a second call returns the
    message that goes already. Raises `Refusal` for a message that is on its way or has arrived.
    """
    at = at or timezone.now()
    first = _locked(message)
    going = Outgoing.objects.filter(instead_of=first).first()
    if going is not None:
        return going
    undelivered = first.state in {Outgoing.State.FAILED, Outgoing.State.BY_HAND}
    if not undelivered and first.outcome != Outgoing.Outcome.CAME_BACK:
        raise Refusal(_("Only what came back or could not be delivered goes another way."))
    if undelivered:
        first.state = Outgoing.State.CANCELLED
    first.settled_at = at
    first.save(update_fields=["state", "settled_at"])
    if files is None:
        files = [(item.name, item.file) for item in first.files.select_related("file")]
    note("messages.sent-otherwise", first, by.actor, at, to=channel)
    return enqueue(
        first.body,
        kind=first.kind,
        about=first.about,
        channel=channel,
        address=address,
        subject=subject or first.subject,
        text=text or first.text,
        key=f"otherwise:{first.pk}",
        clause=first.clause,
        act=first.act,
        recipient=first.recipient,
        files=files,
        instead_of=first,
        at=at,
    )


_STATUS_PAGE = system("status-page")


def _first_state(channel: str, address: str) -> tuple[Outgoing.State, str]:
    """Return the state in which a message begins, and what hinders it (for people, or empty)."""
    if channel == transports.STATUS_PAGE:
        return Outgoing.State.SENT, ""
    if not transports.is_electronic(channel):
        return Outgoing.State.BY_HAND, ""
    if channel == "email":
        try:
            validate_email(address.strip())
        except ValidationError:
            return Outgoing.State.FAILED, _("The e-mail address is missing or has a mistake.")
    return Outgoing.State.QUEUED, ""


def _closed_by_law(body: Body, channel: str, at: datetime) -> str:
    """Return why nothing may be sent through the channel on the body's day any more, or nothing (41-ФЗ)."""
    try:
        known = profile_of(body).channel(channel)
    except KeyError:
        return ""
    if known.valid_until is None or calendars.today(body, at) <= known.valid_until:
        return ""
    return _("The law has closed this channel for the ministry. Send it another way.")


def _locked(message: Outgoing) -> Outgoing:
    """Read the message again and hold it until the end of the transaction."""
    rows = Outgoing.objects.select_for_update(of=("self",)).select_related("body")
    return rows.get(pk=message.pk)


def _one_line(text: str) -> str:
    """Make a subject of one line: a line break in it would forge a header."""
    return " ".join(text.split())[:300]
