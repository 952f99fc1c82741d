"""What was read out of a letter."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

PROBLEMS = {
    "empty": _("The letter has no content at all."),
    "not-mail": _("This is no electronic letter."),
    "too-large": _("The letter is too large to be read by itself."),
    "unreadable": _("The letter is damaged and could not be read whole."),
    "truncated": _("The letter is cut off: its end has not arrived."),
    "damaged-headers": _("The head of the letter is damaged."),
    "damaged-part": _("A part of the letter is damaged; what could be read was kept."),
    "unknown-charset": _("The letter names no charset that exists; the text was guessed."),
    "no-sender": _("The letter does not say who sent it."),
    "no-date": _("The letter has no date, or one that cannot be."),
    "no-text": _("The letter has no text."),
    "too-many-parts": _("The letter has too many parts; the rest stays in the original."),
}
"""What may be wrong with a letter, by code, in words for people."""


@dataclass(frozen=True, slots=True)
class MailFile:
    """A file that came with the letter; `media_type` is what the sender claims it is."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A letter as far as it could be read; `problems` are codes of `PROBLEMS`."""

    message_id: str
    """With its angle brackets; empty when the letter has none."""
    references: tuple[str, ...]
    """Message-IDs that it answers or continues, the nearest last."""
    sender_name: str
    sender_address: str
    reply_to: str
    """Address that the sender wants to be answered at; empty when it is his own."""
    to: tuple[str, ...]
    subject: str
    date: datetime | None
    """When the sender says he wrote it, UTC; never a ground for a term."""
    text: str
    """Plain text, lines parted by a line feed; from HTML when there is no other."""
    attachments: tuple[MailFile, ...]
    is_automatic: bool
    """Whether a machine wrote it (an auto-reply, a bounce, a mailing): never answer such a letter."""
    problems: tuple[str, ...]

    def as_payload(self) -> dict[str, Any]:
        """Return what a receipt keeps of the letter (JSON); the files' bytes stay out."""
        return {
            "message_id": self.message_id,
            "references": list(self.references),
            "sender_name": self.sender_name,
            "sender_address": self.sender_address,
            "reply_to": self.reply_to,
            "to": list(self.to),
            "subject": self.subject,
            "date": self.date.isoformat() if self.date else None,
            "text": self.text,
            "attachments": [file.name for file in self.attachments],
            "is_automatic": self.is_automatic,
            "problems": list(self.problems),
        }
