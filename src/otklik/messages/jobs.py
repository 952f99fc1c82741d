"""Background work of the room; each does no harm when it runs twice at once."""

import logging

from django.conf import settings
from django.utils import timezone
from imap_tools.errors import ImapToolsError

from otklik.messages import mailbox, queries
from otklik.messages.actions import delivery
from otklik.staff.models import Body

log = logging.getLogger(__name__)


def deliver_outbox() -> int:
    """Send what is due (every few seconds); returns how many messages were tried."""
    done = delivery.deliver_due()
    return done.sent + done.retried + done.failed + done.by_hand


def fetch_mail() -> int:
    """Take in what has come to the mailboxes of the settings (every minute); returns how many letters.

    A mailbox that cannot be reached is said in the log and tried again with the next turn; the others go on.
    """
    taken = 0
    for code, address in settings.MAILBOXES.items():
        body = Body.objects.filter(code=code).first()
        if body is None:
            log.warning("mailbox: there is no body %s", code)
            continue
        try:
            account = mailbox.account_of(address, mailbox=body.mailbox or code)
            taken += len(mailbox.fetch(body, account).new)
        except (ValueError, OSError, ImapToolsError) as error:
            log.warning("mailbox of %s cannot be read now: %s", code, type(error).__name__)
    return taken


def watch_stuck() -> queries.Stuck:
    """Say in the log, by row id, what does not move by itself (every few minutes)."""
    found = queries.stuck(timezone.now())
    if found.outgoing:
        log.warning("outbox: %s messages are overdue: %s", len(found.outgoing), found.outgoing[:20])
    if found.failed:
        log.warning("outbox: %s messages need a person: %s", len(found.failed), found.failed[:20])
    if found.receipts:
        log.warning(
            "inbox: %s receipts are not placed: %s", len(found.receipts), found.receipts[:20]
        )
    return found
