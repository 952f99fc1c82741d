"""Pure guards of what passes between ministry and client while a case is open: asking, interim letters, withdrawal."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from otklik.cases.rules import Problem
from otklik.regulations import Profile

SPOKEN = ("phone", "in-person")
"""Ways that leave no trace by themselves: what was said must be confirmed somehow (economy-novosibirsk:6.2.a)."""
QUICK = "email"
"""The written way that takes no days."""
STATUS_PAGE = "web"
"""The client's own page: everybody who wrote has it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What an official writes down when he asks the client, or has asked him by word of mouth."""

    question: str
    channel: str
    answer: str = ""
    proof: str = ""
    is_invitation: bool = False
    meets_at: datetime | None = None
    """When the invited client is expected (aware)."""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """The client's answer as an official writes it down."""

    answer: str
    channel: str
    proof: str = ""


def way_of_writing(reply_channel: str) -> str:
    """Return the channel by which the client is written to: where his reply goes, else his status page."""
    return STATUS_PAGE if reply_channel in SPOKEN else reply_channel


def ways_of_asking(reply_channel: str, contacts: Collection[str] = ()) -> tuple[str, ...]:
    """Return the channels by which this client may be asked, the written ones first.

    `contacts` are the channels of his addresses: who gets his reply by post may be asked by e-mail all the same.
    """
    first = way_of_writing(reply_channel)
    quick = (QUICK,) if QUICK in contacts and first != QUICK else ()
    return (first, *quick, *SPOKEN)


def asking_problems(
    profile: Profile, asked: Asked, *, ways: Collection[str], ground: str, at: datetime
) -> list[Problem]:
    """Return what speaks against asking so, at a moment (aware).

    `ways` are the channels by which this client may be asked; `ground` is the label of the ground for no answer on which
    the case stands, or empty: with one, asking is refused (economy-novosibirsk:6.2.b).
    """
    problems = []
    if ground:
        said = _("The client is not asked: the case has a ground for no answer: “%(ground)s”.")
        problems.append(Problem("", said % {"ground": ground}, "economy-novosibirsk:6.2.b"))
    if not asked.question.strip():
        problems.append(Problem("question", _("Write what you ask the client.")))
    if asked.channel not in ways:
        problems.append(Problem("channel", _("Choose how the client is asked.")))
    if asked.is_invitation:
        problems += _meeting_problems(asked, at)
    if asked.channel in SPOKEN and not asked.is_invitation:
        problems += _spoken_problems(profile, asked.answer, asked.proof)
    return problems


def _meeting_problems(asked: Asked, at: datetime) -> list[Problem]:
    clause = "labour-novosibirsk:7.1.b"
    problems = []
    if asked.meets_at is None:
        problems.append(Problem("meets_at", _("Write when the client is expected."), clause))
    elif asked.meets_at < at:
        problems.append(Problem("meets_at", _("This moment has passed. Check the date."), clause))
    if not asked.place.strip():
        problems.append(Problem("place", _("Write where the client is expected."), clause))
    return problems


def _spoken_problems(profile: Profile, answer: str, proof: str) -> list[Problem]:
    if not profile.switch("verifiable_clarification"):
        return []
    clause = "economy-novosibirsk:6.2.a"
    problems = []
    if not answer.strip():
        problems.append(Problem("answer", _("Write down what the client answered."), clause))
    if not proof.strip():
        said = _("Write how the answer can be confirmed: a recording, an e-mail, a note he signed.")
        problems.append(Problem("proof", said, clause))
    return problems


def answer_problems(profile: Profile, answered: Answered, known: frozenset[str]) -> list[Problem]:
    """Return what is missing for the client's answer to be written down; `known` are the codes of the channels."""
    problems = []
    if not answered.answer.strip():
        problems.append(Problem("answer", _("Write down what the client answered.")))
    if answered.channel not in known:
        problems.append(Problem("channel", _("Choose how the answer came.")))
    if answered.channel in SPOKEN:
        problems += _spoken_problems(profile, answered.answer, answered.proof)
    return problems


def need_problems(profile: Profile, need: str | None) -> list[Problem]:
    """Return what is wrong with the code of the client's need; None and empty are right."""
    if not need or any(str(item.number) == need for item in profile.needs):
        return []
    return [Problem("need", _("There is no such need. Choose one from the list."))]


def interim_problems(*, is_enquiry: bool, text: str, recipient: str, address: str) -> list[Problem]:
    """Return what is missing in an interim letter; an enquiry needs to whom and where it goes."""
    problems = []
    if not text.strip():
        problems.append(Problem("text", _("Write the text of the letter.")))
    if is_enquiry and not recipient.strip():
        problems.append(Problem("recipient", _("Write to which body the enquiry goes.")))
    if is_enquiry and not address.strip():
        problems.append(Problem("address", _("Write the address of that body.")))
    return problems


def withdrawal_problems(*, has_asked: bool, channel: str, known: frozenset[str]) -> list[Problem]:
    """Return what is missing to end a case at the client's request.

    `has_asked` says that his own request lies there; otherwise the official writes down how it came.
    """
    if has_asked or channel in known:
        return []
    return [Problem("channel", _("Choose how the client asked to stop."), "")]
