"""What is printed around a signed letter that goes by post."""

from otklik import documents
from otklik.messages.models import Outgoing
from otklik.replies.letter import letter_from
from otklik.replies.models import LetterVersion

POST = "post"


def postal_address_of(version: LetterVersion) -> str:
    """Return where the letter goes by post; empty when it goes no such way."""
    sent = (
        Outgoing.objects.filter(dispatch__version=version, channel=POST)
        .order_by("-pk")
        .values_list("address", flat=True)
        .first()
    )
    if sent:
        return sent
    reply, case = version.reply, version.reply.case
    if reply.channel:
        return reply.address if reply.channel == POST else ""
    if case.reply_channel == POST:
        return case.reply_address
    return case.extra_address if case.extra_channel == POST else ""


def mailing_of(version: LetterVersion, *, pages: int | None = None) -> documents.Mailing:
    """Return the letter as the envelope and the cover sheet name it; `pages` where they are counted already."""
    letter = letter_from(version.content)
    reply = version.reply
    signed = version.decisions.filter(kind="signed").order_by("-at").first()
    day = reply.numbered_on or (signed.at.date() if signed else version.created_at.date())
    titles = letter.attachments
    return documents.Mailing(
        sender=tuple(letter.letterhead.lines),
        sender_address=letter.letterhead.address,
        recipient=letter.recipient_lines[0] if letter.recipient_lines else "",
        recipient_address=postal_address_of(version),
        number=reply.number,
        date_text=f"{day:%d.%m.%Y}",
        enclosures=(
            documents.Enclosure(
                f"Письмо № {reply.number}",
                documents.letter_pages(letter) if pages is None else pages,
            ),
            *(documents.Enclosure(title) for title in titles),
        ),
    )
