"""The polite notice that a letter by plain e-mail is no appeal, and where one is filed."""

import hashlib
from datetime import datetime

from django.conf import settings

from otklik.cases.models import Case
from otklik.language import date_long
from otklik.messages import actions as messages
from otklik.messages.mail import ParsedMail
from otklik.messages.models import Outgoing
from otklik.staff.calendars import today
from otklik.staff.profiles import profile_of

KIND = "channel-notice"
TEXT = "email-not-channel"


def say_mail_is_no_channel(case: Case, letter: ParsedMail, at: datetime) -> Outgoing | None:
    """Put the notice into the outbox: at most one for a sender and day, none to a machine or to us.

    Call it in the transaction that opens the case.
    """
    address = (letter.reply_to or letter.sender_address).strip()
    ours = case.body.mailbox.casefold()
    if letter.is_automatic or not address or (ours and address.casefold() == ours):
        return None
    text = profile_of(case.body).text(TEXT)
    day = today(case.body, case.received_at)
    values = {
        "received": date_long(day),
        "filing_url": f"{settings.PUBLIC_URL}/appeal",
        "body": case.body.name,
        "tracking_code": case.tracking_code,
    }
    sender = hashlib.sha256(address.casefold().encode()).hexdigest()[:32]
    return messages.enqueue(
        case.body,
        kind=KIND,
        about=case.ref,
        channel="email",
        address=address,
        subject=text.subject.format(**values),
        text=text.body.format(**values),
        clause=text.clause or "",
        key=f"{KIND}:{case.body.code}:{sender}:{day.isoformat()}",
        at=at,
    )
