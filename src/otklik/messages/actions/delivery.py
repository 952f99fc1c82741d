"""Sending the outbox: claim one message, send it outside any transaction, record how it went.

A message is claimed by moving it to `sending` with the end of a lease in `due_at`; the number of the
attempt tells whose lease it is. A worker that dies between sending and recording leaves the row
to the next one when the lease ends, and the message goes twice: at least once, never not at all.
The Message-ID is the same both times, so that the receiver's server can drop the repetition. SMTP
itself offers nothing better: when the answer to the last dot is lost, nobody can know.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.journal.actors import system
from otklik.messages import transports
from otklik.messages.actions.noting import note
from otklik.messages.models import Outgoing

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=10)
"""How long a claimed message belongs to its worker; far longer than any transport blocks."""
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(days=1),
)
"""Wait after the first, second, … failed attempt; the last one repeats until a person decides."""

_WORKER = system("deliver-outbox")
_State = Outgoing.State


@dataclass(slots=True)
class Delivery:
    """How many messages went, wait for another attempt, failed for good, or wait for a hand."""

    sent: int = 0
    retried: int = 0
    failed: int = 0
    by_hand: int = 0


def deliver_due(now: datetime | None = None, limit: int = 100) -> Delivery:
    """Send what is due, oldest first, at most `limit` messages; any number of workers may do it.

    `now` (UTC) stands for the present moment throughout; without it the clock is read each time.
    """
    counts = Delivery()
    for _turn in range(limit):
        message = claim(now or timezone.now())
        if message is None:
            break
        result = _send(message)
        _record(message, result, now or timezone.now(), counts)
    return counts


def claim(now: datetime) -> Outgoing | None:
    """Take the message that is due longest and lease it to the caller; None when nothing is due."""
    due = Outgoing.objects.filter(
        state__in=[_State.QUEUED, _State.SENDING], due_at__lte=now
    ).order_by("due_at", "id")
    if connection.features.has_select_for_update_skip_locked:
        due = due.select_for_update(skip_locked=True)
    with transaction.atomic():
        message = due.first()
        if message is None:
            return None
        # The condition repeats what was read, for a database that locks no single row.
        seen = Outgoing.objects.filter(
            pk=message.pk, state=message.state, attempts=message.attempts
        )
        taken = seen.update(state=_State.SENDING, due_at=now + LEASE, attempts=F("attempts") + 1)
    if not taken:
        return claim(now)
    return Outgoing.objects.select_related("body").get(pk=message.pk)


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failed attempts (one or more)."""
    return PAUSES[min(attempts, len(PAUSES)) - 1]


def _send(message: Outgoing) -> transports.Result | None:
    """Ask the transport; None when the channel has none. No exception escapes."""
    transport = transports.of(message.channel)
    if transport is None:
        return None
    try:
        return transport.send(message)
    except Exception as error:  # one message that cannot be sent must not hold up the others
        log.exception("message %s: the transport failed", message.pk)
        return transports.Retry(
            _("The message could not be sent (%(error)s).") % {"error": type(error).__name__}
        )


def _record(
    message: Outgoing, result: transports.Result | None, at: datetime, counts: Delivery
) -> None:
    """Write how it went, unless the lease ended and the message now belongs to another worker."""
    match result:
        case transports.Sent():
            changes = {
                "state": _State.SENT,
                "sent_at": at,
                "sent_by": _WORKER.key,
                "last_error": "",
            }
            act = "messages.sent"
            counts.sent += 1
        case transports.Retry(reason):
            changes = {"state": _State.QUEUED, "due_at": at + pause_after(message.attempts)}
            changes["last_error"] = _short(reason)
            act = ""
            counts.retried += 1
        case transports.NeedsPerson(reason):
            changes = {"state": _State.FAILED, "last_error": _short(reason)}
            act = "messages.failed"
            counts.failed += 1
        case None:
            changes = {"state": _State.BY_HAND}
            act = "messages.left-to-person"
            counts.by_hand += 1
    with transaction.atomic():
        ours = Outgoing.objects.filter(
            pk=message.pk, state=_State.SENDING, attempts=message.attempts
        )
        if not ours.update(**changes):
            log.warning("message %s: the lease ended before the result was recorded", message.pk)
        elif act:
            note(act, message, _WORKER, at, attempt=message.attempts)


def _short(reason: str) -> str:
    return reason.replace("\x00", "")[:500]
