"""All writes of the room: taking in (`receiving`, `letters`), the outbox (`outbox`), sending (`delivery`)."""

from otklik.messages.actions.delivery import Delivery, deliver_due
from otklik.messages.actions.letters import accept_mail, read_mail
from otklik.messages.actions.outbox import (
    Letter,
    cancel,
    enqueue,
    enqueue_many,
    record_by_hand,
    retry,
    send_otherwise,
)
from otklik.messages.actions.outcomes import Told, hear, record_outcome, record_outcomes, settle
from otklik.messages.actions.posting import note_printed, number, post
from otklik.messages.actions.receiving import (
    Accepted,
    KeyReused,
    NamedFile,
    accept,
    content_fingerprint,
)

__all__ = [
    "Accepted",
    "Delivery",
    "KeyReused",
    "Letter",
    "NamedFile",
    "Told",
    "accept",
    "accept_mail",
    "cancel",
    "content_fingerprint",
    "deliver_due",
    "enqueue",
    "enqueue_many",
    "hear",
    "note_printed",
    "number",
    "post",
    "read_mail",
    "record_by_hand",
    "record_outcome",
    "record_outcomes",
    "retry",
    "send_otherwise",
    "settle",
]
