"""Panels on the case page that tell its events: what was asked, forwarded, extended, promised, watched."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from otklik.cases.models import Case
from otklik.staff.models import Employee


@dataclass(frozen=True, slots=True)
class Card:
    """One panel: its template and what the template needs (`case` and `body` are there already)."""

    template: str
    parts: Mapping[str, object]


CARDS: tuple[Callable[[Case, Employee], Card | None], ...] = ()
"""Each function looks at the case for an employee and returns its panel, or None when there is nothing to tell."""


def cards_of(case: Case, employee: Employee) -> list[Card]:
    """Return the panels that have something to tell."""
    return [card for make in CARDS if (card := make(case, employee)) is not None]
