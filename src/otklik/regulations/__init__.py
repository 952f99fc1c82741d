"""The orders in force as data, and the one typed loader that refuses a bad file and says where.

Doors: ``profile``, ``profiles``, ``bodies``, ``load_profile``; ``clause``, ``clauses``;
``classifier``; ``honours``, ``shown_by``, ``clause_report``. Everything is frozen and cached.
Errors are RegulationError, whose text is one line: file, key path, reason.
"""

from otklik.regulations.basis import APPEALS, ChannelCode, Form, SetBy, Severity, TypeCode
from otklik.regulations.bodies import Segment
from otklik.regulations.classifier import Classifier, Topic, classifier, load_classifier
from otklik.regulations.clauses import Clause, OrderHead, clause, clauses
from otklik.regulations.deliveries import DeliveryRule
from otklik.regulations.errors import RegulationError
from otklik.regulations.honours import Honour, Status, clause_report, honours, shown_by
from otklik.regulations.loader import bodies, load_profile, profile, profiles
from otklik.regulations.profile import Profile
from otklik.regulations.questionnaires import Question, Questionnaire
from otklik.regulations.work import Channel, Ground, Outcome, Register, Term, TermKind, WorkType

__all__ = [
    "APPEALS",
    "Channel",
    "ChannelCode",
    "Classifier",
    "Clause",
    "DeliveryRule",
    "Form",
    "Ground",
    "Honour",
    "OrderHead",
    "Outcome",
    "Profile",
    "Question",
    "Questionnaire",
    "Register",
    "RegulationError",
    "Segment",
    "SetBy",
    "Severity",
    "Status",
    "Term",
    "TermKind",
    "Topic",
    "TypeCode",
    "WorkType",
    "bodies",
    "classifier",
    "clause",
    "clause_report",
    "clauses",
    "honours",
    "load_classifier",
    "load_profile",
    "profile",
    "profiles",
    "shown_by",
]
