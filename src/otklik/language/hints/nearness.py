"""Whether two texts say nearly the same: by their runs of three stems, whatever the endings and the signs."""

from collections.abc import Sequence
from dataclasses import dataclass

from otklik.language.search import stem_sequence

LONGEST = 20_000
"""Characters of a text that are compared."""
RUN = 3
"""Stems in a run."""
SAME, CONTAINED = 0.5, 0.8
"""Share of common runs from which two texts are nearly the same, and from which one stands in the other."""
STEMS_ALIKE = 0.6
"""Share of common stems from which short texts, or texts said in another order, are nearly the same."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two texts are: common runs of all their runs, of the shorter one's runs, common stems of all stems."""

    runs: float
    contained: float
    stems: float

    @property
    def is_near(self) -> bool:
        """Whether they say nearly the same."""
        return self.runs >= SAME or self.contained >= CONTAINED or self.stems >= STEMS_ALIKE


def likeness(one: str, other: str) -> Likeness:
    """Return how alike two texts are; nothing is like an empty text."""
    first, second = _ordered(one), _ordered(other)
    if not first or not second:
        return Likeness(0.0, 0.0, 0.0)
    runs, others = _runs(first), _runs(second)
    common = len(runs & others)
    words, other_words = set(first), set(second)
    return Likeness(
        common / len(runs | others),
        common / min(len(runs), len(others)) if min(len(runs), len(others)) > RUN else 0.0,
        len(words & other_words) / len(words | other_words),
    )


def nearly_the_same(one: str, other: str) -> bool:
    """Whether two texts say nearly the same."""
    return likeness(one, other).is_near


def _ordered(text: str) -> list[str]:
    """The stems of all words in their order, repetitions too."""
    return stem_sequence(text[:LONGEST])


def _runs(words: Sequence[str]) -> set[tuple[str, ...]]:
    if len(words) <= RUN:
        return {tuple(words)}
    return {tuple(words[place : place + RUN]) for place in range(len(words) - RUN + 1)}
