"""What one version of a text changed against another, word by word. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\s+|[^\s]+")
LONGEST = 4_000
"""Words that are compared one by one; a longer text is shown as replaced whole."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed, came or went."""

    kind: Literal["same", "added", "gone"]
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """Return the pieces by which `new` arises from `old`, in order; without the gone ones they make up `new`."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if old != new and max(len(before), len(after)) > LONGEST:
        return [Piece("gone", old), Piece("added", new)]
    return list(_pieces(before, after))


def _pieces(before: list[str], after: list[str]) -> Iterator[Piece]:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, start_new, end_new in matcher.get_opcodes():
        gone, came = "".join(before[start:end]), "".join(after[start_new:end_new])
        if kind == "equal":
            yield Piece("same", came)
            continue
        if gone:
            yield Piece("gone", gone)
        if came:
            yield Piece("added", came)
