"""All writes of the reply room: one function is one act, one transaction, one journal entry."""

from otklik.replies.actions.approving import (
    approve,
    recall,
    reject,
    settle,
    withdraw_approval,
)
from otklik.replies.actions.batches import make_batch, order_batch
from otklik.replies.actions.dispatching import (
    choose_way,
    finish_delivered,
    send_otherwise,
    settle_delivery,
)
from otklik.replies.actions.drafting import save, start, submit
from otklik.replies.actions.enclosing import enclose, take_out
from otklik.replies.actions.heads import restore_letterhead, save_letterhead
from otklik.replies.actions.inserting import insert
from otklik.replies.actions.joint import (
    Sent,
    join,
    leave_joint,
    sign_together,
    submit_together,
)
from otklik.replies.actions.looking import open_letter, print_card, print_envelope
from otklik.replies.actions.numbering import enter_number
from otklik.replies.actions.signature_files import attach_signature
from otklik.replies.actions.signing import return_to_author, sign

__all__ = [
    "Sent",
    "approve",
    "attach_signature",
    "choose_way",
    "enclose",
    "enter_number",
    "finish_delivered",
    "insert",
    "join",
    "leave_joint",
    "make_batch",
    "open_letter",
    "order_batch",
    "print_card",
    "print_envelope",
    "recall",
    "reject",
    "restore_letterhead",
    "return_to_author",
    "save",
    "save_letterhead",
    "send_otherwise",
    "settle",
    "settle_delivery",
    "sign",
    "sign_together",
    "start",
    "submit",
    "submit_together",
    "take_out",
    "withdraw_approval",
]
