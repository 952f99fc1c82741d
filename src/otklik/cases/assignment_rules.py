"""Pure decisions about who considers a case: who may not, and what a co-executor's part must say."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.cases.rules import Problem

INTEREST_CLAUSE = "labour-novosibirsk:7.2"
COMPLAINED_CLAUSE = "industry-mordovia:6.5.b"
PARTS_CLAUSE = "industry-mordovia:8.6.f"
REPORT_CLAUSE = "industry-mordovia:8.6.h"


@dataclass(frozen=True, slots=True)
class Barred:
    """Who may not consider the case: those who declared an interest, and the one complained about."""

    interested: frozenset[int]
    complained: int | None

    def reason(self, person: int) -> Promise | None:
        """Return why the employee (by id) may not consider the case; None when nothing bars him."""
        if person in self.interested:
            return _("declared a personal interest")
        if person == self.complained:
            return _("the complaint is about this employee")
        return None

    def problem(self, person: int, field: str = "executor") -> Problem | None:
        """Return the refusal for giving the case, or a part of it, to the employee; None when he may have it."""
        if person in self.interested:
            return Problem(
                field,
                _("This employee declared a personal interest in the case. Choose somebody else."),
                INTEREST_CLAUSE,
            )
        if person == self.complained:
            return Problem(
                field,
                _("The complaint is about this employee: somebody else must consider it."),
                COMPLAINED_CLAUSE,
            )
        return None


@dataclass(frozen=True, slots=True)
class PartAsked:
    """What is asked of a co-executor, by ids: who, beside whom, and what he is to contribute."""

    person: int
    responsible: int | None
    others: Collection[int]
    """Those who have a part already."""
    instruction: str


def part_problems(asked: PartAsked, barred: Barred) -> list[Problem]:
    """Return what speaks against giving a part of the case so."""
    found: list[Problem] = []
    if asked.person == asked.responsible:
        found.append(
            Problem(
                "executor",
                _("The responsible executor cannot be a co-executor of his own case."),
                PARTS_CLAUSE,
            )
        )
    elif asked.person in asked.others:
        found.append(
            Problem("executor", _("This employee is a co-executor already."), PARTS_CLAUSE)
        )
    elif problem := barred.problem(asked.person):
        found.append(problem)
    if not asked.instruction.strip():
        found.append(
            Problem("instruction", _("Write what the co-executor is to contribute."), PARTS_CLAUSE)
        )
    return found


@dataclass(frozen=True, slots=True)
class PartTerm:
    """The ends (aware, in one zone) between which a co-executor's own term must lie."""

    now: datetime
    answer: datetime | None
    """When the whole reply is due; None where nothing is owed."""
    ordered: datetime | None
    """When the part is due by the profile's own term, where the order sets it; None where it leaves it open."""
    clause: str = ""
    """The clause of that term."""


def term_problems(day: date, due: datetime, limits: PartTerm) -> list[Problem]:
    """Return what speaks against a co-executor's term that ends on the local day `day`, at the moment `due`.

    Once the reply itself is overdue there is nothing to be earlier than; the term must only lie ahead.
    """
    if due <= limits.now or day < limits.now.date():
        return [Problem("due", _("The co-executor's term is in the past. Check the date."))]
    if limits.ordered is not None and due > limits.ordered:
        return [
            Problem("due", _("The order gives a co-executor less time than that."), limits.clause)
        ]
    owed = limits.answer is not None and limits.answer > limits.now
    if owed and limits.answer is not None and due >= limits.answer:
        return [
            Problem(
                "due",
                _("The co-executor's term must end before the term of the reply itself."),
                PARTS_CLAUSE,
            )
        ]
    return []


def words_problems(field: str, text: str, message: Promise, clause: str = "") -> list[Problem]:
    """Return the problem of a text that must be written and is not."""
    return [] if text.strip() else [Problem(field, message, clause)]
