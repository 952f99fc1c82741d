"""Pure decisions about a call: the greeting of the hour, what speaks against noting it so."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.regulations import Profile, Term
from otklik.worktime import Unit, WorkingCalendar, compute

MORNING, DAY, EVENING, NIGHT = 5, 12, 18, 23
"""Hours of the body's clock at which the parts of the day begin."""
GREETINGS: dict[int, Promise] = {
    MORNING: gettext_lazy("Good morning"),
    DAY: gettext_lazy("Good day"),
    EVENING: gettext_lazy("Good evening"),
    NIGHT: gettext_lazy("Good night-time"),
}
FURTHEST = timedelta(days=366)
"""A promise for a later day is a slip of the pen."""
SWITCHES = "industry-mordovia:13.1.a"
CALL_BACK = "industry-mordovia:13.5.5.4"
OPEN_QUESTIONS = "industry-mordovia:13.6.3.3"


@dataclass(frozen=True, slots=True)
class Noted:
    """What the operator notes of a call; `callback_by` is aware, None when no other time was promised."""

    note: str
    is_outgoing: bool = False
    caller: str = ""
    phone: str = ""
    switches: int = 0
    need_met: bool | None = None
    promised: bool = False
    callback_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a call cannot be noted so: the field, the sentence for the page, the clause."""

    field: str
    message: str
    clause: str = ""


def greeting(local: datetime) -> str:
    """Return the greeting for a moment on the body's own clock (industry-mordovia:13.5.1)."""
    begun = [hour for hour in GREETINGS if hour <= local.hour]
    return str(GREETINGS[max(begun, default=NIGHT)])


def opening_words(local: datetime, *, body: str, name: str, is_outgoing: bool) -> str:
    """Return the first sentence to read out: the greeting, who speaks, for which body, the offer of help.

    `local` is the moment on the body's clock, `name` the employee's name in full.
    """
    words = {"greeting": greeting(local), "body": body, "name": name}
    if is_outgoing:
        return _("%(greeting)s! My name is %(name)s, %(body)s.") % words
    words["body"] = body[:1].upper() + body[1:]
    return _("%(greeting)s! %(body)s, %(name)s. How can I help?") % words


def call_back_due(term: Term | None, calendar: WorkingCalendar, promised_at: datetime) -> datetime:
    """Return the moment by which to call back when no other was promised.

    By the profile's term `callback` from the moment of the promise; without one, the end of the working day.
    """
    amount, unit = (max(term.amount, 1), Unit(term.unit)) if term else (1, Unit.END_OF_DAY)
    return compute(amount, unit, promised_at, calendar).due


def problems(profile: Profile, noted: Noted, at: datetime) -> Iterator[Problem]:
    """Yield everything that speaks against noting the call so; `at` is the moment of the call (aware)."""
    if not noted.note.strip():
        yield Problem("note", _("Write down in a few words what the call was about."))
    most = profile.parameter("max_transfers")
    if noted.switches > most:
        yield Problem(
            "switches",
            _(
                "A call is switched at most %(most)s times. Do not switch it again: promise to call back."
            )
            % {"most": most},
            SWITCHES,
        )
    if noted.promised and not noted.phone.strip():
        yield Problem("phone", _("Write down the number to call back."), CALL_BACK)
    if noted.promised and noted.callback_by is not None and noted.callback_by <= at:
        yield Problem(
            "callback_by", _("The promised time is in the past. Check the date."), CALL_BACK
        )
    if noted.callback_by is not None and noted.callback_by > at + FURTHEST:
        yield Problem("callback_by", _("The promised time is too far away. Check the date."))
    if noted.is_outgoing and noted.need_met is False and not noted.promised:
        yield Problem(
            "promised",
            _("Questions are left open. Promise when to call back with the answers."),
            OPEN_QUESTIONS,
        )
