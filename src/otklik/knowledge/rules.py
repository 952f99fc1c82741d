"""Pure decisions: how a template moves, which one is offered first, which quarters a material can be linked to."""

import math
import re
from dataclasses import dataclass
from datetime import date

from otklik.knowledge.models import ReplyTemplate

State = ReplyTemplate.State
QUARTERS_OFFERED = 8
ROMAN = ("I", "II", "III", "IV")
_WRITTEN = re.compile(r"(20\d\d)Q([1-4])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table of template states; an act without a target leaves the state as it is."""

    act: str
    sources: tuple[ReplyTemplate.State, ...]
    target: ReplyTemplate.State | None = None
    clause: str = ""


TRANSITIONS: tuple[Transition, ...] = (
    Transition("save-template", (State.DRAFT, State.PUBLISHED), None, "industry-mordovia:11bis.a"),
    Transition("restore-template", (State.DRAFT, State.PUBLISHED), None),
    Transition("publish-template", (State.DRAFT, State.WITHDRAWN), State.PUBLISHED),
    Transition("withdraw-template", (State.DRAFT, State.PUBLISHED), State.WITHDRAWN),
    Transition("confirm-template", (State.PUBLISHED,), None, "industry-mordovia:11bis.b"),
    Transition("use-template", (State.PUBLISHED,), None, "industry-mordovia:11bis.a"),
    Transition("report-template", (State.PUBLISHED,), None),
)
_BY_ACT = {transition.act: transition for transition in TRANSITIONS}


def transition(act: str) -> Transition:
    """Return the row of the act; raises KeyError for an act that the table does not know."""
    return _BY_ACT[act]


def allows(state: str, act: str) -> bool:
    """Whether a template in this state takes the act."""
    return state in transition(act).sources


def needs_check(state: str, review_by: date | None, day: date) -> bool:
    """Whether a published template has outlived its term of review on a day of the body (industry-mordovia:11bis.b)."""
    return state == State.PUBLISHED and review_by is not None and review_by < day


@dataclass(frozen=True, slots=True)
class Standing:
    """How a text stands beside a question: its topic, its nearness by words (0 to 1), what its users said."""

    topic: str = ""
    nearness: float = 0.0
    helped: int = 0
    failed: int = 0
    uses: int = 0


SAME_TOPIC, SAME_GROUP = 1.0, 0.4
RATING_WEIGHT, USE_WEIGHT = 0.6, 0.05
WORST_OFFERED = 0.35
"""A text of another topic is offered from this sum on."""


def score(found: Standing, topic: str) -> float:
    """Return how well a text suits a question of the topic: the topic weighs most, then words, rating and use.

    The rating is the share of those whom it helped, drawn to one half while few have said anything.
    """
    rating = (found.helped + 1) / (found.helped + found.failed + 2) - 0.5
    return (
        _same(found.topic, topic)
        + found.nearness
        + RATING_WEIGHT * rating
        + USE_WEIGHT * math.log1p(found.uses)
    )


def suits(found: Standing, topic: str) -> bool:
    """Whether the text is worth showing beside a question of the topic at all."""
    return not found.topic or _same(found.topic, topic) > 0 or found.nearness >= WORST_OFFERED


def _same(one: str, other: str) -> float:
    if not one or not other:
        return 0.0
    if one == other:
        return SAME_TOPIC
    return SAME_GROUP if one.rpartition(".")[0] == other.rpartition(".")[0] else 0.0


def quarter_of(day: date) -> str:
    """Return the quarter of a day as it is stored: `2026Q3`."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def is_quarter(text: str) -> bool:
    """Whether the text is a stored quarter."""
    return _WRITTEN.fullmatch(text) is not None


def quarter_name(period: str) -> str:
    """Return how Russian documents write a stored quarter: «III квартал 2026»; another text stays itself."""
    match = _WRITTEN.fullmatch(period)
    return f"{ROMAN[int(match[2]) - 1]} квартал {match[1]}" if match else period


def last_quarters(day: date) -> list[str]:
    """Return the quarter of the day and those before it, newest first."""
    year, number = day.year, (day.month + 2) // 3
    found = []
    for _turn in range(QUARTERS_OFFERED):
        found.append(f"{year}Q{number}")
        year, number = (year - 1, 4) if number == 1 else (year, number - 1)
    return found
