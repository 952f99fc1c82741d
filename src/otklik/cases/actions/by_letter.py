"""What an act that a signed letter carries owes to the letter: which message told the client of it."""

from otklik.cases.models import Clarification, Extension, Forwarding, Interim, NoReply
from otklik.messages.models import Outgoing

Row = Clarification | Extension | Forwarding | Interim | NoReply
_TOLD_BY: dict[type, str] = {
    Clarification: "message",
    Interim: "message",
    Extension: "notice",
    Forwarding: "notice",
    NoReply: "notice",
}


def note_told(row: Row, message: Outgoing) -> None:
    """Keep the message by which the letter of an act goes to the client; part of the act that puts it into the outbox."""
    field = _TOLD_BY[type(row)]
    setattr(row, field, message)
    row.save(update_fields=[field])


def note_carried(row: Forwarding, message: Outgoing) -> None:
    """Keep the message by which the covering letter goes to the other body; part of the act that queues it."""
    row.letter = message
    row.save(update_fields=["letter"])
