"""What can be understood and what waits for a person: pure decisions about what arrived."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.intake.submission import (
    NAME_PART_MAX,
    NAMED_BY_ORGANISATION,
    TEXT_MAX,
    Submission,
)
from otklik.language import clean_text, excerpt, looks_unreadable, parse_name
from otklik.regulations import Profile

ATTEMPTS = 5
"""So many unexpected failures, and a receipt waits for a person instead of blocking the queue."""
SUMMARY_LENGTH = 150
MAIL_TYPE = "application"
"""As what a letter by e-mail enters while e-mail takes appeals; the registrar says what it is."""

HARMLESS = frozenset({"no-date"})
"""Problems of a letter that keep nobody from understanding it."""
REASONS: dict[str, Promise] = {
    "no-text": _("There is no text"),
    "unreadable": _("The text cannot be read"),
    "too-long": _("The text is too long"),
    "automatic": _("An automatic reply or a mailing"),
    "no-sender": _("It is not known who wrote"),
    "damaged": _("The letter is damaged"),
    "incomplete": _("Something is missing or contradicts itself"),
    "error": _("It could not be processed because of an error"),
}
"""Why a receipt is held, by the code that stands in `Receipt.held_reason`."""


class NotUnderstood(Exception):  # noqa: N818 - it is not an error of ours
    """A receipt that a person must look at: `reason` is a key of `REASONS`, `note` says more."""

    def __init__(self, reason: str, note: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.note = note


def accept_text(text: str) -> str:
    """Return the clean text; raises `NotUnderstood` when there is none or nobody could read it."""
    clean = clean_text(text)
    if not clean:
        raise NotUnderstood("no-text")
    if len(clean) > TEXT_MAX:
        raise NotUnderstood("too-long", str(len(clean)))
    if looks_unreadable(clean):
        raise NotUnderstood("unreadable")
    return clean


def summary_of(submission: Submission) -> str:
    """Return the subject that the client gave, or the beginning of what he wrote."""
    return submission.summary or excerpt(submission.text, SUMMARY_LENGTH)


def type_of_mail(profile: Profile, day: date) -> str:
    """Return as what a letter by plain e-mail enters on the body's local day.

    An appeal until 2025-03-29; since then a message, until a registrar says otherwise (547-ФЗ).
    """
    taken = profile.channel("email").takes(profile.work_type(MAIL_TYPE), day)
    return MAIL_TYPE if taken else "message"


def type_of_form(profile: Profile, submission: Submission, channel: str, day: date) -> str:
    """Return as what something sent through the site enters on the body's local day.

    An appeal needs a confirmed identity since 2025-03-30 (547-ФЗ); without one it is a message, until a registrar says
    otherwise.
    """
    work_type, found = profile.work_type(submission.type), profile.channel(channel)
    confirmed = bool(submission.identification)
    if found.takes(work_type, day) and not found.takes(work_type, day, identified=confirmed):
        return "message"
    return submission.type


def needs_notice(profile: Profile, came_as: str, channel: str, day: date) -> bool:
    """Whether the sender of a message must be told that his channel takes no appeals on that day.

    `came_as` is what he meant it to be: who chose to send a message through an open channel needs no notice.
    """
    found = profile.channel(channel)
    if not found.notice or (came_as == "message" and found.open_on(day)):
        return False
    appeal = profile.work_type(MAIL_TYPE)
    return not found.open_on(day) or not found.takes(appeal, day, identified=False)


def form_of(submission: Submission, profile: Profile, channel: str) -> str:
    """Return the form that was said, or the channel's own."""
    return submission.form or profile.channel(channel).form


def hold_for_problems(is_automatic: bool, problems: Sequence[str]) -> None:
    """Raise `NotUnderstood` for a letter of a machine, or one that could not be read whole."""
    if is_automatic:
        raise NotUnderstood("automatic")
    grave = [code for code in problems if code not in HARMLESS]
    if grave:
        raise NotUnderstood(grave[0] if grave[0] in REASONS else "damaged", ",".join(grave))


@dataclass(frozen=True, slots=True)
class Name:
    """A client's name as it is kept."""

    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    organisation: str = ""


def name_of(submission: Submission) -> Name:
    """Return the name in parts, read out of the single line where only that was given."""
    if submission.kind in NAMED_BY_ORGANISATION and not submission.organisation:
        return Name(organisation=submission.name)
    said = Name(
        submission.surname, submission.given_name, submission.patronymic, submission.organisation
    )
    if said.surname or not submission.name:
        return said
    full = parse_name(submission.name)
    if not (full.surname or full.given):
        return replace(said, surname=submission.name[:NAME_PART_MAX])
    return replace(
        said,
        surname=full.surname[:NAME_PART_MAX],
        given_name=full.given[:NAME_PART_MAX],
        patronymic=full.patronymic[:NAME_PART_MAX],
    )
