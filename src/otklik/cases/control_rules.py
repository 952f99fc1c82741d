"""Pure decisions about a case on control: what still speaks against taking it off (labour-novosibirsk:27-30)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Stage
from otklik.cases.rules import Problem

DECISION = "labour-novosibirsk:28.a"
RECORD = "labour-novosibirsk:28.b"
EXECUTED = "labour-novosibirsk:27"
NOT_EXECUTED = "labour-novosibirsk:29"
INTERIM = "labour-novosibirsk:30"

MEASURED = ("solved", "promised")
"""Outcomes that say that something was or will be done: what it was must be written down."""


@dataclass(frozen=True, slots=True)
class QuestionFacts:
    """One question of the case as control sees it."""

    position: int
    outcome: str = ""
    forwarded: bool = False
    measure: str = ""
    promised_on: date | None = None
    promise_kept: bool = True
    """Whether nothing promised in it is still owed, the closing letter delivered."""

    @property
    def is_open(self) -> bool:
        """Whether it is neither considered nor given to another body."""
        return not self.outcome and not self.forwarded


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """One letter that must reach somebody before the case counts as executed."""

    what: str | Promise
    sent: bool


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What a decision about the execution of a case rests on."""

    stage: str
    questions: Sequence[QuestionFacts]
    letters: Sequence[LetterFacts] = ()
    """Replies, notices and letters of forwarding that the case owes."""
    interims: int = 0
    """Interim letters and enquiries; they never count."""


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that is missing: the sentence for people and the clause that asks for it."""

    message: str | Promise
    clause: str


CLOSED_WITHOUT_REPLY = (Stage.FORWARDED, Stage.NO_REPLY, Stage.WITHDRAWN, Stage.DISMISSED)
"""A case that ended so owes no answer to its questions: the letters of its ending are enough."""


def open_questions(questions: Sequence[QuestionFacts]) -> list[int]:
    """Return the numbers of the questions that are neither considered nor forwarded."""
    return [question.position for question in questions if question.is_open]


def lacking(facts: CaseFacts) -> list[Lack]:
    """Return everything that is missing for the case to count as executed; empty when nothing is.

    It counts only when every question is considered, the measures are taken and the reply on the merits is sent
    (labour-novosibirsk:27); an interim letter or an enquiry is no ground (30).
    """
    found: list[Lack] = []
    if facts.stage not in CLOSED_WITHOUT_REPLY:
        for question in facts.questions:
            found += _of_question(question)
        if facts.stage not in {Stage.SIGNED, Stage.ANSWERED}:
            found += _no_reply(facts)
    found += [
        Lack(_("Not sent yet: %(what)s.") % {"what": letter.what}, EXECUTED)
        for letter in facts.letters
        if not letter.sent
    ]
    return found


def _of_question(question: QuestionFacts) -> list[Lack]:
    number = {"number": question.position}
    if question.is_open:
        return [Lack(_("Question %(number)s is not considered.") % number, EXECUTED)]
    if question.outcome not in MEASURED:
        return []
    found = []
    if not question.measure.strip():
        text = _("What was done on question %(number)s is not written down.")
        found.append(Lack(text % number, EXECUTED))
    if question.outcome == "promised" and not question.promise_kept:
        text = _("What was promised on question %(number)s is not done yet.")
        found.append(Lack(text % number, EXECUTED))
    return found


def _no_reply(facts: CaseFacts) -> list[Lack]:
    found = [Lack(_("The reply on the merits is not signed and not sent."), EXECUTED)]
    if facts.interims:
        text = _("Interim letters and enquiries do not count as a reply.")
        found.append(Lack(text, INTERIM))
    return found


def removal_problems(
    lacks: Sequence[Lack], *, is_entitled: bool, who: str, record_missing: bool
) -> list[Problem]:
    """Return why the case may not be taken off control: by this person, with this much missing.

    `who` is the name of whoever put it on; `record_missing`: number or date of the entry in the record system that the
    order wants is not given.
    """
    if not is_entitled:
        text = _("Only %(who)s, who put the case on control, or a formal substitute takes it off.")
        return [Problem("", text % {"who": who}, DECISION)]
    problems = [Problem("", lack.message, lack.clause) for lack in lacks]
    if record_missing:
        problems.append(
            Problem(
                "record_number",
                _("Write number and date of the entry about the decision in the record system."),
                RECORD,
            )
        )
    return problems


def measure_problems(outcome: str, measure: str) -> list[Problem]:
    """Return what speaks against recording the measure on a question."""
    if not outcome:
        return [Problem("measure", _("Consider the question first."), EXECUTED)]
    if not measure.strip():
        return [Problem("measure", _("Write what was done."), EXECUTED)]
    return []
