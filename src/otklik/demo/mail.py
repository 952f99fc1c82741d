"""What became of the last letters: postal numbers, letters handed over, one that came back, one bounce by e-mail."""

from datetime import datetime, timedelta
from random import Random

from otklik.demo.staffing import Crew
from otklik.intake.actions import take_in
from otklik.messages import actions as messages
from otklik.messages import tracking
from otklik.messages.actions import Told
from otklik.messages.codes import tracking_code
from otklik.messages.models import Outgoing, Receipt
from otklik.staff.calendars import today
from otklik.staff.models import Body

INDEX = "630099"
NUMBERED = 8
WAITS_FOR_POST = timedelta(days=4)
"""Letters by post signed so shortly before the present day still lie in the queue for the printer."""
REPLIES = ("reply", "reply-duplicate")


def tell(body: Body, crew: Crew, rng: Random, now: datetime) -> None:
    """Give the last letters their postal numbers and say what became of them, by the real acts."""
    _posted(body, crew, rng, now)
    _bounced(body, rng, now)


def _posted(body: Body, crew: Crew, rng: Random, now: datetime) -> None:
    sent = Outgoing.objects.filter(
        body=body, channel="post", state=Outgoing.State.SENT, kind__in=REPLIES
    ).order_by("-sent_at", "-id")[:NUMBERED]
    letters = list(sent)
    messages.number({letter.pk: _number(rng) for letter in letters}, by=crew.registrar, at=now)
    day = today(body, now - timedelta(minutes=1))
    outcomes = [("came-back", "storage-expired"), ("arrived", ""), ("arrived", "")]
    for letter, (outcome, reason) in zip(letters[::-1], outcomes, strict=False):
        messages.record_outcome(
            Told(letter, outcome, reason, day), by=crew.registrar, at=now - timedelta(minutes=1)
        )


def _number(rng: Random) -> str:
    start = f"{INDEX}{rng.randrange(10**7):07d}"
    return f"{start}{tracking.inland_check(start)}"


def _bounced(body: Body, rng: Random, now: datetime) -> None:
    """Let the mail server of one client say that there is no such mailbox."""
    letter = (
        Outgoing.objects.filter(
            body=body, channel="email", state=Outgoing.State.SENT, kind__in=REPLIES
        )
        .exclude(mail_id="")
        .order_by("-sent_at", "-id")
        .first()
    )
    if letter is None or letter.sent_at is None:
        return
    # The usual mark is made of the row's key, which is another one in each installation.
    letter.mail_id = f"{rng.getrandbits(128):032x}"
    letter.save(update_fields=["mail_id"])
    at = min(letter.sent_at + timedelta(minutes=3), now - timedelta(minutes=1))
    receipt = messages.accept_mail(
        body, _report(letter), mailbox=body.mailbox or body.code, received_at=at
    ).receipt
    Receipt.objects.filter(pk=receipt.pk).update(tracking_code=tracking_code(rng))
    receipt.refresh_from_db()
    take_in(receipt, at=at)


def _report(letter: Outgoing) -> bytes:
    said = f"550 5.1.1 <{letter.address}>: user unknown"
    return f"""From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
To: {letter.body.mailbox or "otklik@example.org"}
Subject: Undelivered Mail Returned to Sender
Message-ID: <report-{letter.mail_id[:12]}@mx.example.org>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

The letter could not be delivered: {said}

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; {letter.address}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; {said}

--cut
Content-Type: text/rfc822-headers

Message-ID: <{letter.mail_id}@mx.example.org>

--cut--
""".replace("\n", "\r\n").encode()
