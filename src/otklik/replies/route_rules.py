"""Pure decisions about the way of a letter to the signer: which steps it takes, and who is asked at each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from otklik.regulations.routes import RouteStep

UNIT_HEAD, DEPUTY = "unit-head", "deputy"
"""Words of `RouteStep.who` that are not codes of roles."""
REPLY = "reply"


class Left(StrEnum):
    """Why a step is left out."""

    OWN = "own"
    """The only one who could approve wrote the letter, or executes the case."""
    ASKED = "asked"
    """He approves an earlier step already: one decision counts for both."""
    AWAY = "away"
    """He is away, and nobody stands in for him."""
    NOBODY = "nobody"
    """Nobody holds the role."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could approve (by id), and whether he or a substitute is there to do it."""

    person: int
    there: bool = True


@dataclass(frozen=True, slots=True)
class Chosen:
    """One step of the way of one letter: who is asked, or why nobody is."""

    step: RouteStep
    person: int | None
    left: Left | None = None

    @property
    def waits(self) -> bool:
        """Whether somebody has to decide."""
        return self.left is None


def steps_for(
    steps: Iterable[RouteStep], switched: Mapping[str, bool], kind: str, outcomes: Collection[str]
) -> list[RouteStep]:
    """Return the steps of a letter of the kind, in their order; `switched` is what the body set on or off by code.

    A step that names outcomes concerns a reply in which a question ends so, and other kinds of letters always.
    """
    found = [
        step
        for step in steps
        if switched.get(step.code, step.on)
        and (not step.kinds or kind in step.kinds)
        and (not step.outcomes or kind != REPLY or not set(outcomes).isdisjoint(step.outcomes))
    ]
    return sorted(found, key=lambda step: (step.order, step.code))


def way(
    steps: Sequence[RouteStep],
    candidates: Mapping[str, Sequence[Candidate]],
    *,
    hands: Collection[int],
    barred: Collection[int] = (),
) -> list[Chosen]:
    """Return who is asked at each step: never anybody through whose hands the letter went (`hands`: author, executor).

    `candidates` has the people by code of the step, whom one would ask first in front; `barred` may not consider the
    case. Whoever is there goes before whoever is away. Nobody is asked twice.
    """
    found: list[Chosen] = []
    asked: set[int] = set()
    for step in steps:
        chosen = _choose(step, candidates.get(step.code, ()), hands, barred, asked)
        if chosen.person is not None and chosen.waits:
            asked.add(chosen.person)
        found.append(chosen)
    return found


def _choose(
    step: RouteStep,
    people: Sequence[Candidate],
    hands: Collection[int],
    barred: Collection[int],
    asked: Collection[int],
) -> Chosen:
    able = [one for one in people if one.person not in barred]
    free = [one for one in able if one.person not in hands]
    if not free:
        own = next((one.person for one in able), None)
        return Chosen(step, own, Left.NOBODY if own is None else Left.OWN)
    known = next((one.person for one in free if one.person in asked), None)
    if known is not None:
        return Chosen(step, known, Left.ASKED)
    there = next((one for one in free if one.there), None)
    if there is not None:
        return Chosen(step, there.person)
    if step.severity == "block":
        return Chosen(step, free[0].person)
    return Chosen(step, free[0].person, Left.AWAY)


def lacking(chosen: Iterable[Chosen]) -> list[RouteStep]:
    """Return the steps without which the letter may not go and for which there is nobody."""
    return [one.step for one in chosen if one.left == Left.NOBODY and one.step.severity == "block"]


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a letter that a remark is about: characters of a part, `end` excluded; both 0: the whole part."""

    part: str
    start: int
    end: int
    text: str

    def is_in(self, parts: Mapping[str, str]) -> bool:
        """Whether the letter has such a place; the empty part is the whole letter."""
        if not self.part:
            return self.start == self.end == 0
        if self.part not in parts:
            return False
        return 0 <= self.start <= self.end <= len(parts[self.part])


def found_again(text: str, quote: str, start: int) -> int | None:
    """Return where the quoted words stand in the text now, nearest to where they stood; None when they are gone."""
    if not quote:
        return None
    places = []
    at = text.find(quote)
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    return min(places, key=lambda place: abs(place - start)) if places else None
