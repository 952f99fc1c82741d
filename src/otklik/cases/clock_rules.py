"""Guards of the acts that move a term: extension, earlier internal term, promise, correction. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Proposal
from otklik.cases.rules import Problem
from otklik.regulations import Profile
from otklik.regulations.basis import Sourced

REASONS: dict[str, str | Promise] = {
    "situation": _("Life situation of the client"),
    "profile": _("Profile of the client"),
    "history": _("History of the client's appeals"),
    "other": _("Another circumstance"),
}
"""Special circumstances for which a case may be considered earlier (labour-novosibirsk:4.2)."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What the terms of a case say at a moment: all moments aware, days in the body's zone."""

    now: datetime
    today: date
    reply_due: datetime | None
    """End of the reply term in force."""
    reply_day: date | None
    limit: date | None
    """The last day to which the law lets the term be extended; None when it knows no extension."""
    letter_due: datetime | None
    """By when the letter on progress and extension is to be ready."""
    notice_due: datetime | None
    """By when the client is to be told of the extension, where the law names a term for it."""


@dataclass(frozen=True, slots=True)
class Extending:
    """What is asked for: the day, the progress, the reason."""

    day: date | None
    progress: str
    reason: str


def extension_problems(
    profile: Profile, clock: Clock, asked: Extending, standing: str
) -> list[Problem]:
    """Return all that speaks against preparing such an extension; `standing` is the state of one that is there."""
    return obstacles(profile, clock, standing) or _content_problems(profile, clock, asked)


def obstacles(profile: Profile, clock: Clock, standing: str) -> list[Problem]:
    """Return what speaks against preparing any extension now, whatever it says."""
    return (
        _standing_problems(standing)
        or may_extend_problems(clock)
        or _letter_problems(profile, clock)
    )


def may_extend_problems(clock: Clock) -> list[Problem]:
    """Return what speaks against any extension at this moment, whether prepared or decided on."""
    if clock.reply_due is None or clock.limit is None:
        return [
            Problem("", _("The term of such a case cannot be extended: the law does not allow it."))
        ]
    if clock.now > clock.reply_due:
        return [Problem("", _("The term is over already. It can be extended only while it runs."))]
    if clock.notice_due is not None and clock.now > clock.notice_due:
        return [
            Problem(
                "",
                _(
                    "The client had to be told of the extension within the term that the law sets for this notice, "
                    "and that term is over."
                ),
            )
        ]
    return []


def _standing_problems(standing: str) -> list[Problem]:
    if standing == Proposal.PROPOSED:
        return [Problem("", _("An extension is prepared already and waits for a decision."))]
    if standing == Proposal.APPROVED:
        return [
            Problem("", _("The term has been extended already. The law allows one extension only."))
        ]
    return []


def is_late(clock: Clock) -> bool:
    """Whether the letter on progress and extension should have been ready before this moment."""
    return clock.letter_due is not None and clock.now > clock.letter_due


def _letter_problems(profile: Profile, clock: Clock) -> list[Problem]:
    if not is_late(clock) or not profile.switch("extension_letter_binding"):
        return []
    term = profile.term("extension_letter")
    said = _(
        "An extension must be prepared at least so many days before the term ends: %(days)s. "
        "It is too late for it now: answer within the term."
    )
    return [Problem("", said % {"days": term.amount if term else 0}, _clause_of(term))]


def _content_problems(profile: Profile, clock: Clock, asked: Extending) -> list[Problem]:
    clause = _clause_of(profile.text("extension"))
    problems = []
    if not asked.progress.strip():
        problems.append(Problem("progress", _("Write what has been done so far."), clause))
    if not asked.reason.strip():
        problems.append(Problem("reason", _("Write why more time is needed."), clause))
    if asked.day is None:
        problems.append(Problem("day", _("Choose the new date.")))
    elif clock.reply_day is not None and asked.day <= clock.reply_day:
        problems.append(Problem("day", _("The new date must be later than the present term.")))
    elif clock.limit is not None and asked.day > clock.limit:
        problems.append(
            Problem(
                "day",
                _("The law lets the term be extended to %(day)s at most.")
                % {"day": f"{clock.limit:%d.%m.%Y}"},
            )
        )
    return problems


def _clause_of(sourced: Sourced | None) -> str:
    return (sourced.clause if sourced else None) or ""


def decision_problems(clock: Clock, *, proposed_by: int, decided_by: int) -> list[Problem]:
    """Return what speaks against approving the prepared extension now (ids of the two people)."""
    return second_person_problems(proposed_by, decided_by) or may_extend_problems(clock)


def second_person_problems(proposed_by: int, decided_by: int) -> list[Problem]:
    """Return the problem when somebody decides on what he has prepared himself."""
    if proposed_by != decided_by:
        return []
    return [Problem("", _("You have prepared this yourself: a second person decides on it."))]


def internal_problems(
    profile: Profile,
    clock: Clock,
    *,
    day: date | None,
    due: datetime | None,
    reason: str,
    words: str,
) -> list[Problem]:
    """Return what speaks against the earlier internal term; `due` is the moment at which it would end."""
    term = profile.term("reply_internal")
    clause = _clause_of(term)
    if term is None or not profile.switch("earlier_consideration"):
        return [Problem("", _("The ministry does not set earlier internal terms."))]
    if clock.reply_due is None:
        return [Problem("", _("The case has no open reply term."))]
    problems = []
    if day is None:
        problems.append(Problem("day", _("Choose the date."), clause))
    elif day < clock.today or (due is not None and due <= clock.now):
        problems.append(Problem("day", _("This date is in the past."), clause))
    elif (clock.reply_day is not None and day > clock.reply_day) or (
        due is not None and due > clock.reply_due
    ):
        problems.append(
            Problem("day", _("An internal term cannot be later than the legal one."), clause)
        )
    if reason not in REASONS:
        problems.append(Problem("reason", _("Choose the client's circumstances."), clause))
    elif reason == "other" and not words.strip():
        problems.append(Problem("words", _("Write which circumstance it is."), clause))
    return problems


def correction_problems(
    *, received: datetime, registered: datetime | None, now: datetime, reason: str
) -> list[Problem]:
    """Return what speaks against the corrected moment of receipt, and against correcting without a reason."""
    problems = []
    if received > now:
        problems.append(Problem("received", _("The receipt cannot be in the future.")))
    elif registered is not None and received > registered:
        problems.append(
            Problem("received", _("The registration cannot be earlier than the receipt."))
        )
    if not reason.strip():
        problems.append(Problem("reason", _("Write why the registration is corrected.")))
    return problems


def promise_problems(*, done: str, is_kept: bool) -> list[Problem]:
    """Return what speaks against the closing letter of a promise."""
    if is_kept:
        return [Problem("", _("This promise is closed already."))]
    if not done.strip():
        return [Problem("done", _("Write what was done: the client will read it."))]
    return []
