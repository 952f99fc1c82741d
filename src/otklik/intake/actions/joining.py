"""A letter that answers one of ours belongs to the case that ours was about."""

from datetime import datetime

from otklik.cases import actions as cases
from otklik.cases.models import Case
from otklik.messages.mail import ParsedMail
from otklik.messages.models import Receipt
from otklik.messages.queries import answered_by


def join(receipt: Receipt, letter: ParsedMail, at: datetime) -> Case | None:
    """Let the letter join the open case whose message it answers; None when there is none.

    It must come from the address that our message went to: a Message-ID alone proves nothing.
    """
    message = answered_by(receipt.body, letter.references, letter.sender_address)
    if message is None:
        return None
    kind, _colon, number = message.about.partition(":")
    case = Case.objects.filter(pk=number, body=receipt.body).first() if kind == "case" else None
    return cases.join_by_letter(case, receipt, text=letter.text, at=at) if case else None
