"""The polite notice that what was sent is no appeal, and where one is filed."""

import hashlib
from datetime import datetime

from django.conf import settings

from otklik.cases.models import Case
from otklik.intake.rules import needs_notice
from otklik.intake.submission import Submission
from otklik.language import date_long
from otklik.messages import actions as messages
from otklik.messages.mail import ParsedMail
from otklik.messages.models import Outgoing
from otklik.staff.calendars import today
from otklik.staff.profiles import profile_of

KIND = "channel-notice"
MAIL = "email"


def say_where_to_appeal(
    case: Case,
    submission: Submission,
    at: datetime,
    *,
    came_as: str = "",
    letter: ParsedMail | None = None,
) -> Outgoing | None:
    """Put the notice into the outbox where the channel took no appeals on the day of the receipt.

    It goes by e-mail, at most once for a sender and day, to nobody whose address is not known, to no machine and not to
    ourselves. Nothing is ever sent through a messenger that the law has closed. Call it in the transaction that opens
    the case. `came_as` is the type that the sender chose, empty where he chose none.
    """
    day = today(case.body, case.received_at)
    profile = profile_of(case.body)
    address = _address(case, submission, letter)
    if case.type != "message" or not address:
        return None
    if not needs_notice(profile, came_as, case.channel, day):
        return None
    text = profile.text(profile.channel(case.channel).notice)
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
        channel=MAIL,
        address=address,
        subject=text.subject.format(**values),
        text=text.body.format(**values),
        clause=text.clause or "",
        key=f"{KIND}:{case.body.code}:{sender}:{day.isoformat()}",
        at=at,
    )


def _address(case: Case, submission: Submission, letter: ParsedMail | None) -> str:
    """Return the sender's e-mail address; nothing for a machine, for ourselves, or where none is known."""
    if letter is not None:
        address = "" if letter.is_automatic else (letter.reply_to or letter.sender_address)
    else:
        address = submission.contacts().get(MAIL, "")
    ours = case.body.mailbox.casefold()
    return "" if ours and address.strip().casefold() == ours else address.strip()
