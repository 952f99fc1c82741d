"""All writes of the case room: one function is one act, one transaction, one journal entry."""

from otklik.cases.actions.assigning import assign, consider
from otklik.cases.actions.by_client import add_by_client, answer_by_client, ask_withdrawal
from otklik.cases.actions.clarifying import clarify, note_clarified
from otklik.cases.actions.finishing import finish, mark_signed, note_acknowledged
from otklik.cases.actions.interim import note_materials, write_interim
from otklik.cases.actions.looking import look, open_file
from otklik.cases.actions.opening import attach_receipt, dismiss, open_case
from otklik.cases.actions.recounting import recount
from otklik.cases.actions.registering import acknowledge_late, register
from otklik.cases.actions.withdrawing import withdraw

__all__ = [
    "acknowledge_late",
    "add_by_client",
    "answer_by_client",
    "ask_withdrawal",
    "assign",
    "attach_receipt",
    "clarify",
    "consider",
    "dismiss",
    "finish",
    "look",
    "mark_signed",
    "note_acknowledged",
    "note_clarified",
    "note_materials",
    "open_case",
    "open_file",
    "recount",
    "register",
    "withdraw",
    "write_interim",
]
