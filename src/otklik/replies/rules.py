"""Pure decisions about a reply: its transition table and what a letter still lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik import language
from otklik.regulations import Profile
from otklik.replies.models import Reply
from otklik.staff.models import Power

Stage = Reply.Stage


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table of reply stages."""

    act: str
    sources: tuple[Reply.Stage, ...]
    target: Reply.Stage
    powers: tuple[Power, ...]
    clause: str = ""


_WRITERS = (Power.EXECUTE, Power.REGISTER, Power.ASSIGN)
"""Who writes letters: the reply only the executor, a letter that carries an act whoever may do the act."""

TRANSITIONS: tuple[Transition, ...] = (
    Transition("save", (Stage.DRAFT, Stage.RETURNED), Stage.DRAFT, _WRITERS),
    Transition(
        "submit",
        (Stage.DRAFT, Stage.RETURNED),
        Stage.FOR_SIGNATURE,
        _WRITERS,
        "economy-novosibirsk:4.1",
    ),
    Transition(
        "submit-for-approval",
        (Stage.DRAFT, Stage.RETURNED),
        Stage.FOR_APPROVAL,
        _WRITERS,
        "industry-mordovia:8.6.b",
    ),
    Transition(
        "approve",
        (Stage.FOR_APPROVAL,),
        Stage.FOR_APPROVAL,
        (Power.APPROVE,),
        "industry-mordovia:8.6.b",
    ),
    Transition(
        "approve-last",
        (Stage.FOR_APPROVAL,),
        Stage.FOR_SIGNATURE,
        (Power.APPROVE,),
        "industry-mordovia:8.6.b",
    ),
    Transition("reject", (Stage.FOR_APPROVAL,), Stage.RETURNED, (Power.APPROVE,)),
    Transition(
        "withdraw-approval",
        (Stage.FOR_APPROVAL, Stage.FOR_SIGNATURE),
        Stage.FOR_APPROVAL,
        (Power.APPROVE,),
    ),
    Transition("recall", (Stage.FOR_APPROVAL, Stage.FOR_SIGNATURE), Stage.DRAFT, _WRITERS),
    Transition("return", (Stage.FOR_SIGNATURE,), Stage.RETURNED, (Power.SIGN,)),
    Transition(
        "sign", (Stage.FOR_SIGNATURE,), Stage.SIGNED, (Power.SIGN,), "labour-novosibirsk:10.1"
    ),
    Transition(
        "number",
        (Stage.SIGNED,),
        Stage.SIGNED,
        (Power.REGISTER, Power.SIGN),
        "labour-novosibirsk:10.2",
    ),
    Transition("dispatch", (Stage.SIGNED,), Stage.DISPATCHED, (), "economy-novosibirsk:5.2.b"),
)
_BY_ACT = {transition.act: transition for transition in TRANSITIONS}


def transition(act: str) -> Transition:
    """Return the row of the act; raises KeyError for an act that the table does not know."""
    return _BY_ACT[act]


@dataclass(frozen=True, slots=True)
class QuestionState:
    """What the check needs to know of one question: its place, outcome, and the text that answers it."""

    position: int
    text: str
    outcome: str
    answer: str


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that a letter still lacks: its code, the sentence for the list, whether it blocks, its clause."""

    code: str
    message: str | Promise
    blocks: bool
    clause: str = ""


def missing(
    profile: Profile,
    *,
    questions: Sequence[QuestionState],
    draft: Mapping[str, object],
    addressee: str,
    signatory_known: bool,
    executor_phone: str,
    needs_note: str = "",
) -> list[Missing]:
    """Return what a letter still lacks before it may go for signature; blocking things first."""
    found: list[Missing] = []
    if not str(draft.get("salutation", "")).strip():
        found.append(
            Missing(
                "salutation", _("The salutation is missing."), True, "economy-novosibirsk:8.1.a"
            )
        )
    found += _opening(profile, str(draft.get("opening", "")), addressee)
    for question in questions:
        found += _question(question)
    if not signatory_known:
        found.append(
            Missing(
                "signatory",
                _("Nobody in this body may sign letters."),
                True,
                "labour-novosibirsk:10.1",
            )
        )
    found += _executor_mark(profile, executor_phone)
    if needs_note.strip():
        asked = _("The client asked to bear in mind: %(note)s") % {"note": needs_note.strip()}
        found.append(Missing("needs", asked, False, "economy-novosibirsk:4.2"))
    return sorted(found, key=lambda item: not item.blocks)


def _opening(profile: Profile, opening: str, addressee: str) -> list[Missing]:
    rule = profile.letter.first_paragraph
    blocks = rule.severity == "block"
    clause = rule.clause or "economy-novosibirsk:8.2"
    if not opening.strip():
        return [
            Missing(
                "opening",
                _("The first paragraph is empty: name the question and the addressee."),
                True,
                clause,
            )
        ]
    if not addressee.strip():
        return [
            Missing("addressee", _("It is not known to whom the client wrote."), blocks, clause)
        ]
    if not _names(opening, addressee):
        return [
            Missing(
                "addressee-in-opening",
                _("The first paragraph does not name to whom the client wrote."),
                blocks,
                clause,
            )
        ]
    return []


def _names(opening: str, addressee: str) -> bool:
    """Whether the paragraph names the addressee, in whatever case the words stand."""
    wanted = set(language.stems(addressee))
    if not wanted:
        return addressee.strip().casefold() in opening.casefold()
    return len(wanted & set(language.stems(opening))) * 2 >= len(wanted)


def _executor_mark(profile: Profile, phone: str) -> list[Missing]:
    """Return that the executor's mark would have no telephone, where the order wants one in it."""
    check = profile.letter.check("executor-mark")
    if check is None or phone.strip() or "phone" not in profile.letter.executor_mark.fields:
        return []
    return [
        Missing(
            "executor-phone",
            _("The executor has no work telephone: the administrator enters it."),
            check.severity == "block",
            check.clause or "",
        )
    ]


def _question(question: QuestionState) -> list[Missing]:
    values = {"number": question.position}
    found = []
    if not question.outcome:
        found.append(
            Missing(
                f"outcome-{question.position}",
                _("Question %(number)s has no outcome.") % values,
                True,
                "economy-novosibirsk:7",
            )
        )
    if not question.answer.strip():
        found.append(
            Missing(
                f"answer-{question.position}",
                _("Question %(number)s is not answered.") % values,
                True,
                "economy-novosibirsk:4.1",
            )
        )
    return found
