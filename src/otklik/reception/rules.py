"""Pure decisions about a visit: what the card may say, when it may be closed, which entry it bears."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from otklik.regulations import Profile


class Clause(StrEnum):
    """The clauses that ask for what is checked here, in the catalogue's own ids."""

    IDENTITY = "industry-mordovia:8.5.c"
    GIST = "industry-mordovia:8.5.e"
    WARNING = "industry-mordovia:8.5.h"
    EVIDENT = "labour-novosibirsk:11.b"
    ANSWER = "industry-mordovia:8.5.k"
    EVERY_VISIT = "labour-novosibirsk:11.a"
    SIGNED = "labour-novosibirsk:11.d"
    BY_HAND = "industry-mordovia:8.5.j"


@dataclass(frozen=True, slots=True)
class VisitEntry:
    """What the clerk writes on the card."""

    visitor: str
    gist: str
    form: str = "oral"
    identity_shown: bool = False
    recorded: bool = False
    warned: bool = False
    answered_orally: bool = False
    facts_evident: bool = False
    consent_to_oral: bool = False
    oral_answer: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """Why the card cannot be kept or closed so: the field, the sentence for the page, the clause."""

    field: str
    message: str
    clause: str = ""


def card_problems(entry: VisitEntry) -> Iterator[Problem]:
    """Yield everything that speaks against keeping the card so."""
    if not entry.visitor.strip():
        yield Problem("visitor", _("Write down who came."))
    if not entry.gist.strip():
        yield Problem("gist", _("Write down what the visitor said or brought."), Clause.GIST.value)
    if entry.recorded and not entry.warned:
        yield Problem(
            "warned",
            _("Tell the visitor about the recording before the reception begins."),
            Clause.WARNING.value,
        )
    if entry.answered_orally:
        yield from _oral_problems(entry)


def _oral_problems(entry: VisitEntry) -> Iterator[Problem]:
    if entry.form != "oral":
        yield Problem(
            "result",
            _("A paper that was brought is registered and gets a written reply."),
            "industry-mordovia:8.5.f",
        )
    if not entry.facts_evident:
        yield Problem(
            "facts_evident",
            _("An answer on the spot is allowed only when the facts are obvious."),
            Clause.EVIDENT.value,
        )
    if not entry.consent_to_oral:
        yield Problem(
            "consent_to_oral",
            _("An answer on the spot needs the visitor's consent."),
            Clause.EVIDENT.value,
        )
    if not entry.oral_answer.strip():
        yield Problem(
            "oral_answer", _("Write down in short what you answered."), Clause.ANSWER.value
        )


@dataclass(frozen=True, slots=True)
class CardState:
    """What closing a card depends on."""

    identity_shown: bool
    answered_orally: bool
    has_receipt: bool
    by_official: bool
    """Whether he who closes it held the reception himself."""
    handwritten: bool


def closing_problems(profile: Profile, state: CardState) -> Iterator[Problem]:
    """Yield everything that speaks against closing the card."""
    reception = profile.reception
    if reception.identity_document and not state.identity_shown:
        yield Problem(
            "",
            _("The visitor shows an identity document. Tick it on the card."),
            Clause.IDENTITY.value,
        )
    if not state.answered_orally and not state.has_receipt:
        yield Problem(
            "",
            _("The visitor has no answer yet: make an appeal out of the visit."),
            Clause.EVERY_VISIT.value,
        )
    if not state.answered_orally:
        return
    if reception.evidence == "official-signature" and not state.by_official:
        yield Problem(
            "",
            _("The official who held the reception confirms the answer himself."),
            Clause.SIGNED.value,
        )
    if reception.evidence == "client-handwriting" and not state.handwritten:
        yield Problem(
            "handwritten",
            _(
                "Print the card: the visitor writes his consent by hand and signs. Then tick it here."
            ),
            Clause.BY_HAND.value,
        )


def oral_entry(profile: Profile, *, answered_orally: bool) -> str:
    """Return the fixed entry of the card when the answer was oral, word for word; else nothing."""
    return profile.reception.oral_answer_entry if answered_orally else ""
