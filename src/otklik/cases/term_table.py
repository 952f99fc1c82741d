"""The whole table of terms of a body, for people: grouped by kind of work and by event. Pure, from the profile."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik import regulations
from otklik.language import dates
from otklik.regulations import Profile, Term, WorkType
from otklik.regulations.work import Event, TermKind

GROUPS = ("appeal", "request", "enquiry", "message", "internal")
UNITS = {
    "calendar-days": ("календарный день", "календарных дня", "календарных дней"),
    "working-days": ("рабочий день", "рабочих дня", "рабочих дней"),
    "working-hours": ("рабочий час", "рабочих часа", "рабочих часов"),
}
"""Names of the units in the three forms that go with a number."""
EVENTS: dict[str, Promise] = {
    "receipt": gettext_lazy("from the receipt"),
    "registration": gettext_lazy("from the registration"),
    "detection": gettext_lazy("from the moment the message is found"),
    "assignment": gettext_lazy("from the assignment to the executor"),
    "request": gettext_lazy("from the enquiry"),
    "forwarding": gettext_lazy("from the decision to forward"),
    "promise": gettext_lazy("from the promise"),
    "promised_day": gettext_lazy("by the day that was promised"),
    "decision": gettext_lazy("by the day that was set"),
    "change": gettext_lazy("from the change"),
    "quarter_end": gettext_lazy("from the end of the quarter"),
    "week_end": gettext_lazy("at the end of the week"),
    "review": gettext_lazy("from the last review"),
    "reply_due": gettext_lazy("before the term of the reply"),
}
FORMS: dict[str, Promise] = {
    "electronic": gettext_lazy("electronic"),
    "written": gettext_lazy("written"),
    "oral": gettext_lazy("oral"),
}
_ORDER = {event: number for number, event in enumerate(get_args(Event))}
_KINDS = {kind: number for number, kind in enumerate(get_args(TermKind))}


@dataclass(frozen=True, slots=True)
class Row:
    """One term in words."""

    what: str
    amount: str
    event: str
    who: str
    source: str
    """The clause of the order, the law, or that the ministry sets it."""
    set_by: str
    only: str
    """For which types, forms or channels alone, when it is not for all of the section."""
    note: str


@dataclass(frozen=True, slots=True)
class Section:
    """The terms of one kind of work, or those that belong to no case."""

    title: str
    types: str
    rows: Sequence[Row]


def types_of(profile: Profile) -> list[WorkType]:
    """Return the types of work that come in: those that a registrar may choose, and messages, which come unasked."""
    return [item for item in profile.work_types if item.offered or item.code == "message"]


def sections(profile: Profile) -> list[Section]:
    """Return the table of terms of a body: a section for each kind of work that it takes in, then the rest."""
    found = []
    for group in GROUPS:
        types = [item for item in types_of(profile) if item.group == group]
        codes = {item.code for item in types}
        terms = [term for term in profile.terms if codes & set(term.types)]
        if types and terms:
            found.append(
                Section(
                    types[0].group_label,
                    ", ".join(item.label.lower() for item in types),
                    [_row(profile, term, types) for term in sorted(terms, key=_place)],
                )
            )
    general = [term for term in profile.terms if not term.types]
    rows = [_row(profile, term, []) for term in sorted(general, key=_place)]
    return [*found, Section(_("For every kind of work"), "", rows)]


def _place(term: Term) -> tuple[int, int, str]:
    return _ORDER[term.event], _KINDS[term.kind], term.variant


def length(term: Term) -> str:
    """Return how long the term is: «30 календарных дней», «до конца рабочего дня»."""
    if term.unit == "end-of-day":
        return (
            _("the same day") if term.direction == "before" else _("by the end of the working day")
        )
    return dates.plural(term.amount, *UNITS[term.unit])


def _row(profile: Profile, term: Term, types: Sequence[WorkType]) -> Row:
    return Row(
        term.label,
        length(term),
        str(EVENTS[term.event]),
        term.who,
        source_of(term),
        term.set_by,
        _only(profile, term, types),
        " ".join(part for part in (_extension(term), term.note) if part),
    )


def source_of(term: Term) -> str:
    """Return by what the term is set: the clause of the body's own order, the law, or the ministry itself."""
    clause = regulations.clause(term.clause).ref if term.clause else ""
    if term.set_by == "order":
        return _("the order, %(clause)s") % {"clause": clause}
    said = [_("set by the ministry")] if term.set_by == "ministry" else []
    if term.basis:
        said.append(term.basis)
    if clause:
        said.append(_("the order, %(clause)s") % {"clause": clause})
    return "; ".join(said)


def _extension(term: Term) -> str:
    if term.max_extension is None:
        return ""
    amount = dates.plural(term.max_extension, *UNITS[term.unit])
    return _("May be extended once, by no more than %(amount)s (%(basis)s).") % {
        "amount": amount,
        "basis": term.extension_basis or term.basis,
    }


def _only(profile: Profile, term: Term, types: Sequence[WorkType]) -> str:
    """Say for what alone the term holds, when it is not for the whole section."""
    said = []
    mine = [item for item in types if item.code in term.types]
    if len(mine) < len(types):
        said.append(", ".join(item.label.lower() for item in mine))
    if term.forms:
        said.append(_("form: %(forms)s") % {"forms": ", ".join(str(FORMS[f]) for f in term.forms)})
    if term.channels:
        labels = [
            profile.channel(code).label for code in term.channels if profile.channel(code).offered
        ]
        if labels:
            said.append(", ".join(labels))
    if term.variant:
        said.append(_("in this particular case only"))
    return "; ".join(said)
