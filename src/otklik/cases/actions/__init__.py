"""All writes of the case room: one function is one act, one transaction, one journal entry."""

from otklik.cases.actions.assigning import assign, consider
from otklik.cases.actions.by_client import (
    add_by_client,
    answer_by_client,
    ask_withdrawal,
    join_by_letter,
)
from otklik.cases.actions.by_letter import note_carried, note_told
from otklik.cases.actions.clarifying import clarify, note_clarified
from otklik.cases.actions.co_executing import (
    PartEntry,
    accept_part,
    add_co_executor,
    add_several,
    end_part,
    report_part,
    return_part,
)
from otklik.cases.actions.control_marks import Removal, put_on_control, take_off_control
from otklik.cases.actions.correcting import correct
from otklik.cases.actions.dividing import divide_questions
from otklik.cases.actions.extending import approve_extension, propose_extension, reject_extension
from otklik.cases.actions.finishing import finish, mark_signed, note_acknowledged
from otklik.cases.actions.forwarding import forward
from otklik.cases.actions.interest import declare_interest, leave_part
from otklik.cases.actions.interim import note_materials, write_interim
from otklik.cases.actions.internal_term import set_internal_due
from otklik.cases.actions.looking import look, open_file
from otklik.cases.actions.measures import record_measure
from otklik.cases.actions.no_reply import (
    Proposed,
    approve_no_reply,
    propose_no_reply,
    reject_no_reply,
)
from otklik.cases.actions.opening import attach_receipt, dismiss, open_case
from otklik.cases.actions.promising import keep_promise
from otklik.cases.actions.recomputing import recompute_next
from otklik.cases.actions.recounting import recount
from otklik.cases.actions.registering import acknowledge_late, register
from otklik.cases.actions.routes import RouteEntry, assign_by_route, drop_route, keep_route
from otklik.cases.actions.training import train_topics
from otklik.cases.actions.withdrawing import withdraw

__all__ = [
    "PartEntry",
    "Proposed",
    "Removal",
    "RouteEntry",
    "accept_part",
    "acknowledge_late",
    "add_by_client",
    "add_co_executor",
    "add_several",
    "answer_by_client",
    "approve_extension",
    "approve_no_reply",
    "ask_withdrawal",
    "assign",
    "assign_by_route",
    "attach_receipt",
    "clarify",
    "consider",
    "correct",
    "declare_interest",
    "dismiss",
    "divide_questions",
    "drop_route",
    "end_part",
    "finish",
    "forward",
    "join_by_letter",
    "keep_promise",
    "keep_route",
    "leave_part",
    "look",
    "mark_signed",
    "note_acknowledged",
    "note_carried",
    "note_clarified",
    "note_materials",
    "note_told",
    "open_case",
    "open_file",
    "propose_extension",
    "propose_no_reply",
    "put_on_control",
    "recompute_next",
    "record_measure",
    "recount",
    "register",
    "reject_extension",
    "reject_no_reply",
    "report_part",
    "return_part",
    "set_internal_due",
    "take_off_control",
    "train_topics",
    "withdraw",
    "write_interim",
]
