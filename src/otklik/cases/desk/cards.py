"""Panels on the case page that tell its events: what was asked, forwarded, extended, promised, watched."""

from collections.abc import Callable

from django.conf import settings
from django.utils.module_loading import import_string

from otklik.cases.desk import (
    asking_cards,
    assignment_cards,
    clock_cards,
    delivery_cards,
    hint_cards,
    leaving_cards,
    topic_cards,
)
from otklik.cases.desk.card import Card
from otklik.cases.models import Case
from otklik.staff.models import Employee

CARDS: tuple[Callable[[Case, Employee], Card | None], ...] = (
    hint_cards.hints,
    delivery_cards.troubles,
    assignment_cards.control,
    assignment_cards.co_executors,
    assignment_cards.measures,
    topic_cards.earlier_on_topic,
    asking_cards.withdrawal,
    leaving_cards.no_reply,
    leaving_cards.forwarded,
    clock_cards.extensions,
    clock_cards.promises,
    asking_cards.additions,
    asking_cards.clarifications,
    asking_cards.interims,
)
"""Each function looks at the case for an employee and returns its panel, or None when there is nothing to tell."""


def cards_of(case: Case, employee: Employee) -> list[Card]:
    """Return the panels that have something to tell."""
    return [card for make in (*_added(), *CARDS) if (card := make(case, employee)) is not None]


def _added() -> list[Callable[[Case, Employee], Card | None]]:
    """Return what makes the panels of rooms above this one: the roof names them, for it knows all rooms."""
    return [import_string(path) for path in settings.CASE_CARDS]
