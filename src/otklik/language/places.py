"""Where the questions of an appeal stand in its text, however they were shortened or edited since. Pure."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from otklik.language.readability import sentences
from otklik.language.search import stems

Span = tuple[int, int]
WHOLE = 0.72
"""Share of a question's stems that a place must hold; what was edited more is not marked: a wrong mark misleads."""
MOSTLY = 0.5
"""Share of the place's stems that the question must hold, or the place says much more than it asks."""
SENTENCES = 3
"""So many sentences running may be one question."""
LONGEST = 60_000
"""Characters in which edited questions are looked for; word for word they are found in the whole text."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text with the numbers (from 0) of the questions that stand in it; none for the text between."""

    text: str
    numbers: tuple[int, ...] = ()


def find_places(text: str, questions: Sequence[str]) -> list[Span | None]:
    """Return for each question where it stands in the text, or None where it does not, or not surely.

    Word for word first (whatever the case, the spaces and «ё»), then by the stems of one to three sentences.
    """
    plain, at = _plain(text)
    found = [_exactly(plain, at, question) for question in questions]
    if all(
        span is not None or not question.strip()
        for span, question in zip(found, questions, strict=True)
    ):
        return found
    windows = _windows(text[:LONGEST])
    return [
        span if span is not None else _nearly(windows, question)
        for span, question in zip(found, questions, strict=True)
    ]


def _plain(text: str) -> tuple[str, list[int]]:
    """The text in small letters with single spaces, and for each of its characters the place in the text."""
    signs, at = list[str](), list[int]()
    for place, char in enumerate(text):
        small = char.lower()
        if len(small) != 1:
            small = char
        if small.isspace():
            if signs and signs[-1] == " ":
                continue
            small = " "
        signs.append("е" if small == "ё" else small)
        at.append(place)
    return "".join(signs), at


def _exactly(plain: str, at: list[int], question: str) -> Span | None:
    wanted = _plain(question)[0].strip(" .;,…")
    if " " not in wanted:  # one word stands in many places
        return None
    start = plain.find(wanted)
    while start >= 0:
        end = start + len(wanted)
        if _is_border(plain, start - 1) and _is_border(plain, end):
            last = end
            while last < len(plain) and plain[last] in ".?!…" and last - end < 3:
                last += 1
            return at[start], at[last - 1] + 1
        start = plain.find(wanted, start + 1)
    return None


def _is_border(plain: str, place: int) -> bool:
    return not 0 <= place < len(plain) or not plain[place].isalnum()


def _windows(text: str) -> list[tuple[Span, frozenset[str]]]:
    """Each run of one to three sentences with its stems."""
    single = [(start, end, frozenset(stems(said))) for start, end, said in sentences(text)]
    found = []
    for first in range(len(single)):
        words: frozenset[str] = frozenset()
        for last in range(first, min(first + SENTENCES, len(single))):
            words = words | single[last][2]
            found.append(((single[first][0], single[last][1]), words))
    return found


def _nearly(windows: Sequence[tuple[Span, frozenset[str]]], question: str) -> Span | None:
    wanted = frozenset(stems(question))
    if len(wanted) < 2:
        return None
    best: tuple[float, Span] | None = None
    for span, words in windows:
        common = len(wanted & words)
        if common < 2 or common < WHOLE * len(wanted) or common < MOSTLY * len(words):
            continue
        score = common / len(wanted | words)
        if best is None or score > best[0]:
            best = score, span
    return best[1] if best else None


def cut(text: str, places: Sequence[Span | None]) -> list[Piece]:
    """Cut the text at the borders of the places; joined again, the pieces are the text."""
    spans = [(span, number) for number, span in enumerate(places) if span is not None]
    borders = sorted({0, len(text), *(edge for span, _number in spans for edge in span)})
    pieces = []
    for start, end in itertools.pairwise(borders):
        inside = tuple(number for span, number in spans if span[0] <= start and end <= span[1])
        pieces.append(Piece(text[start:end], inside))
    return pieces
