"""What the room keeps: the case with its facts, and the events that happen to it."""

from otklik.cases.models.case import (
    Assignment,
    Case,
    CaseReceipt,
    CaseType,
    Classification,
    Deadline,
    Form,
    Question,
    RegisterCounter,
    Route,
    Stage,
)
from otklik.cases.models.events import (
    Clarification,
    ControlMark,
    Extension,
    Forwarding,
    Interest,
    Interim,
    NoReply,
    Promise,
    Proposal,
    Withdrawal,
)
from otklik.cases.models.recomputing import ClockState

__all__ = [
    "Assignment",
    "Case",
    "CaseReceipt",
    "CaseType",
    "Clarification",
    "Classification",
    "ClockState",
    "ControlMark",
    "Deadline",
    "Extension",
    "Form",
    "Forwarding",
    "Interest",
    "Interim",
    "NoReply",
    "Promise",
    "Proposal",
    "Question",
    "RegisterCounter",
    "Route",
    "Stage",
    "Withdrawal",
]
