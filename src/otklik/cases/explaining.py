"""What would move a date: the other half of «Почему эта дата?». Pure.

How a date came about stands in the steps of its computation; here stands what may still change it, in plain
sentences for the desk, the client's page and `otklik terms`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.cases.deadlines import Planned, starting
from otklik.regulations import Profile, Term
from otklik.regulations.basis import ChannelCode, Form, TypeCode
from otklik.regulations.work import TermKind
from otklik.web.templatetags.otklik import term as in_words
from otklik.worktime import CalendarError, Computation, Step, WorkingCalendar


@dataclass(frozen=True, slots=True)
class Sentence:
    """One thing that would move a date: its code for programs, its words for people."""

    code: str
    text: str

    def as_json(self) -> dict[str, str]:
        """Return the sentence as `otklik terms --json` prints it."""
        return {"code": self.code, "text": self.text}


class Stored(Protocol):
    """What of a stored deadline is needed to explain it (`cases.models.Deadline`)."""

    kind: str
    due: datetime
    basis: str
    clause: str
    starts_from: str
    calendar_version: str
    steps: Any
    preliminary: bool


CORRECTED: dict[str, Promise] = {
    "receipt": gettext_lazy(
        "If the moment of receipt is corrected, the term is counted from the new one."
    ),
    "registration": gettext_lazy(
        "If the moment of registration is corrected, the term is counted from the new one."
    ),
    "detection": gettext_lazy(
        "If the moment at which the message was found is corrected, the term is counted from the new one."
    ),
    "assignment": gettext_lazy(
        "If the case is given to somebody else, the term is counted from the new assignment."
    ),
    "forwarding": gettext_lazy(
        "If the case is forwarded on another day, the term is counted from that day."
    ),
    "request": gettext_lazy(
        "If another moment of the enquiry is recorded, the term is counted from it."
    ),
    "promise": gettext_lazy(
        "Whoever promised may name another time; the term holds where none was named."
    ),
    "promised_day": gettext_lazy(
        "The day was named in the reply: only another letter to the client can change it."
    ),
    "decision": gettext_lazy(
        "Whoever may set the internal term can set another one, never later than the legal term."
    ),
    "reply_due": gettext_lazy("It hangs on the term of the reply: if that moves, this moves too."),
}
"""What corrects the event from which a term runs."""


def what_would_move(
    term: Term,
    computation: Computation,
    profile: Profile,
    *,
    for_client: bool = False,
    not_registered: bool = False,
) -> tuple[Sentence, ...]:
    """Return what may still change the date, most likely first.

    `for_client` leaves out what concerns only the office; `not_registered` says that the date is the latest possible one of
    a case that waits for its registration.
    """
    found: list[Iterable[Sentence]] = []
    if not_registered:
        found.append(_registered_earlier())
    found.append(_extension(term, computation))
    found.append(_variants(term, profile))
    if not for_client:
        found.append(_of_chosen_part(computation) or _office(term, profile))
    elif term.event in {"receipt", "registration"} and not not_registered:
        found.append([Sentence("event", str(CORRECTED[term.event]))])
    found.append(_calendar(computation))
    return tuple(sentence for sentences in found for sentence in sentences)


def of_planned(
    item: Planned, profile: Profile, *, for_client: bool = False, not_registered: bool = False
) -> tuple[Sentence, ...]:
    """Return what would move a computed deadline."""
    return what_would_move(
        item.term,
        item.computation,
        profile,
        for_client=for_client,
        not_registered=not_registered,
    )


def of_stored(
    row: Stored,
    profile: Profile,
    case: tuple[str, str, str],
    *,
    for_client: bool = False,
) -> tuple[Sentence, ...]:
    """Return what would move a stored deadline of a case of this type, form and channel.

    Where the profile no longer has such a term, only the calendar can be spoken of.
    """
    computation = Computation(
        row.due, row.preliminary, _steps(row.steps), calendar_version=row.calendar_version
    )
    term = term_of(row, profile, case)
    if term is None:
        return tuple(_calendar(computation))
    return what_would_move(term, computation, profile, for_client=for_client)


def of_event(
    profile: Profile, calendar: WorkingCalendar, kind: TermKind, start: datetime, due: datetime
) -> dict[str, Any] | None:
    """Explain a stored date of something that is no case: a callback, a unit's form; as `{% why %}` shows it.

    `start` is the aware moment of the event. None when the profile's term does not lead to that date: somebody named it.
    """
    term = profile.term(kind)
    if term is None:
        return None
    item = starting(profile, calendar, term, start)
    if item.due != due:
        return None
    return item.as_json() | {"due": due, "moves": of_planned(item, profile)}


def term_of(row: Stored, profile: Profile, case: tuple[str, str, str]) -> Term | None:
    """Return the term of the profile by which a stored deadline was counted, or None."""
    covering = [
        term
        for term in profile.terms
        if term.kind == row.kind
        and term.covers(
            cast("TypeCode", case[0]), cast("Form", case[1]), cast("ChannelCode", case[2])
        )
    ]
    exact = [
        term for term in covering if (term.basis, term.clause or "") == (row.basis, row.clause)
    ]
    return next(iter([*exact, *covering]), None)


def _registered_earlier() -> Iterator[Sentence]:
    yield Sentence(
        "registered-earlier",
        _(
            "It is counted from the last day on which registration is in time. "
            "Once the case is registered, the date becomes exact and may be earlier."
        ),
    )


def _extension(term: Term, computation: Computation) -> Iterator[Sentence]:
    if any(step.kind == "extended" for step in computation.steps):
        yield Sentence(
            "extended", _("The term has been extended; it cannot be extended a second time.")
        )
    elif term.max_extension is not None:
        values = {
            "amount": in_words(term.max_extension, term.unit),
            "basis": term.extension_basis or term.basis,
        }
        yield Sentence(
            "extension",
            _(
                "In exceptional cases it may be extended once, by no more than %(amount)s (%(basis)s); "
                "the client is told before the term ends."
            )
            % values,
        )


def _variants(term: Term, profile: Profile) -> Iterator[Sentence]:
    """Other terms of the same kind that hold for particular cases."""
    if term.variant:
        return
    for other in profile.terms:
        if other.kind != term.kind or not other.variant or not set(other.types) & set(term.types):
            continue
        values = {
            "label": other.label,
            "amount": in_words(other.amount, other.unit),
            "basis": other.basis,
        }
        yield Sentence(
            "variant",
            _("For a particular case the term differs. %(label)s: %(amount)s (%(basis)s).")
            % values,
        )


def _of_chosen_part(computation: Computation) -> list[Sentence]:
    """What would move the part of a co-executor whose day somebody has named; nothing for another deadline."""
    if all(step.kind != "part-chosen" for step in computation.steps):
        return []
    return [
        Sentence(
            "part",
            _(
                "Only a new assignment to the co-executor changes it; the day was named with this one."
            ),
        )
    ]


def _office(term: Term, profile: Profile) -> Iterator[Sentence]:
    said = CORRECTED.get(term.event)
    if said is not None:
        yield Sentence("event", str(said))
    if term.types and term.event != "decision":
        yield Sentence(
            "type",
            _(
                "If the type, form or channel of the case is corrected, the term of the new one holds."
            ),
        )
    if term.kind == "reply" and profile.switch("earlier_consideration"):
        yield Sentence(
            "internal",
            _("The head may set an earlier internal term; the legal one stays as it is."),
        )
    if term.set_by == "ministry" and term.unit != "end-of-day":
        yield Sentence(
            "ministry",
            _(
                "Neither the law nor the order names this term: the ministry set it and may change it."
            ),
        )


def _calendar(computation: Computation) -> Iterator[Sentence]:
    if computation.preliminary:
        years = [step.day.year for step in computation.steps if step.kind == "preliminary"]
        year = max(years, default=computation.due.year)
        yield Sentence(
            "preliminary",
            _(
                "The days off of %(year)s have not been decreed yet: once they are, the date is counted anew."
            )
            % {"year": year},
        )
        return
    yield Sentence(
        "calendar",
        _(
            "If a day off is moved or added, or the working hours of the ministry change, the date is counted anew."
        ),
    )


def _steps(stored: Sequence[Mapping[str, object]]) -> tuple[Step, ...]:
    """Return the steps as stored; those that cannot be read any more are left out."""
    found = []
    for step in stored or ():
        try:
            found.append(Step.from_json(step))
        except CalendarError:
            continue
    return tuple(found)
