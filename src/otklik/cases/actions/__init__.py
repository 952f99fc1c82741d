"""All writes of the case room: one function is one act, one transaction, one journal entry."""

from otklik.cases.actions.assigning import assign, consider
from otklik.cases.actions.finishing import finish, mark_signed, note_acknowledged
from otklik.cases.actions.looking import look, open_file
from otklik.cases.actions.opening import attach_receipt, dismiss, open_case
from otklik.cases.actions.registering import acknowledge_late, register

__all__ = [
    "acknowledge_late",
    "assign",
    "attach_receipt",
    "consider",
    "dismiss",
    "finish",
    "look",
    "mark_signed",
    "note_acknowledged",
    "open_case",
    "open_file",
    "register",
]
