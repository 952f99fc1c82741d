"""The order by which the body works, in words for its employees: read from the profile, nothing is stored."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik import regulations
from otklik.language import date_short, excerpt
from otklik.regulations import Profile
from otklik.regulations.bodies import Act

WORDS_OF_A_DUTY = 400
"""Characters of the order's own words beside a duty: some clauses are a page long."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the order: its heading, and pairs of a name and what the order says of it."""

    title: str | Promise
    rows: tuple[tuple[str, str], ...]


def state_of(profile: Profile) -> str:
    """Return the number and date of the order, or what it still lacks: «проект: номер и дата не указаны…»."""
    order = profile.order
    if order.status == "approved" and order.date is not None:
        return _("No. %(number)s of %(day)s") % {
            "number": order.number,
            "day": date_short(order.date),
        }
    return _("draft: %(why)s") % {"why": order.status_why}


def sections_of(profile: Profile) -> list[Section]:
    """Return what the order says, part by part; a part of which it says nothing is left out."""
    acts = _rows((_numbered(act), act.title, act.clause) for act in profile.acts)
    duties = ((_capital(role.label), _said(role.clause)) for role in profile.roles)
    sections = (
        Section(
            gettext_lazy("Principles"),
            _rows((p.title, p.text, p.clause) for p in profile.principles),
        ),
        Section(gettext_lazy("Acts on which the order relies"), acts),
        Section(gettext_lazy("Who is responsible"), tuple(duties)),
        Section(
            gettext_lazy("Notions"), _rows((d.term, d.text, d.clause) for d in profile.definitions)
        ),
    )
    return [section for section in sections if section.rows]


def _rows(said: Iterable[tuple[str, str, str | None]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (_capital(name), f"{text} {_where(clause)}".strip()) for name, text, clause in said
    )


def _numbered(act: Act) -> str:
    """Return how the act is cited: «От 25.11.2019 № 122»; a dash for one without either."""
    parts = []
    if act.date is not None:
        parts.append(_("of %(day)s") % {"day": date_short(act.date)})
    if act.number:
        parts.append(_("No. %(number)s") % {"number": act.number})
    return _capital(" ".join(parts)) or "–"


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _where(clause: str | None) -> str:
    return f"({regulations.clause(clause).ref})" if clause else ""


def _said(clause: str | None) -> str:
    if not clause:
        return ""
    return f"«{excerpt(regulations.clause(clause).ru, WORDS_OF_A_DUTY)}» {_where(clause)}"
