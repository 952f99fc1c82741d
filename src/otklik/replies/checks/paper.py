"""A letter's text as a file brings it: lines broken at the edge of a page, three hundred pages pasted by mistake. Pure.

Places of findings are places of the text as it was given, so a broken line is joined by a blank instead of its end, and
the middle that is left out of a very long text is counted in afterwards.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

from otklik.replies.checks.anatomy import Anatomy

HEAD, TAIL = 40_000, 4_000
"""Characters of the beginning and of the end that are looked through where a text is no letter any more."""
PER_PAGE = 2_200
"""Characters of a printed page, for texts too long to be set."""
_WIDEST = 110
"""The longest line of a text whose lines are broken at a width."""
_SHORTEST = 45
_POINT = re.compile(r"\s*(?:[-–—•·]|\d{1,2}[.)]|[а-я]\))\s")
_BLANKS = re.compile(r" {3,}|\t")


def is_too_long(text: str) -> bool:
    """Whether only the beginning and the end of a text are looked through."""
    return len(text) > HEAD + TAIL


@dataclass(frozen=True, slots=True)
class Paper:
    """The text that is checked, and how its places are found in the text that was given."""

    text: str
    cut: int = 0
    """Characters left out after the first `HEAD` ones."""

    @classmethod
    def of(cls, given: str) -> "Paper":
        """Join broken lines; of a text that is no letter any more take the beginning and the end."""
        if not is_too_long(given):
            return cls(_joined(given))
        kept = f"{given[: HEAD - 1]}\n{given[-TAIL:]}"
        return cls(_joined(kept), len(given) - len(kept))

    def place(self, at: int) -> int:
        """Where a place of the checked text stands in the text that was given."""
        return at + self.cut if at >= HEAD else at


def _joined(text: str) -> str:
    """Put blanks for the line ends inside the paragraphs of a letter whose lines are broken at a width."""
    letter = Anatomy(text)
    start = letter.salutation.end if letter.salutation else 0
    end = letter.signature.start if letter.signature else len(text)
    signs = list(text)
    for block in re.finditer(r"(?:[^\n]+\n)+[^\n]*", text[start:end]):
        lines = list(re.finditer(r"[^\n]+", block.group()))
        widest = max(len(line.group().rstrip()) for line in lines)
        if widest > _WIDEST:
            continue
        for line, following in pairwise(lines):
            if _runs_on(line.group(), following.group(), widest):
                signs[start + block.start() + line.end()] = " "
    return "".join(signs)


def _runs_on(line: str, following: str, widest: int) -> bool:
    said, next_said = line.rstrip(), following.strip()
    if (
        len(said) < _SHORTEST
        or not next_said
        or _POINT.match(following)
        or _BLANKS.search(said.strip())
    ):
        return False
    if said.endswith((";", ":")):
        return False
    word = next_said.split(maxsplit=1)[0]
    if len(said) + 1 + len(word) <= widest:
        return False  # the word would have stood in the line above: its end was meant
    return not said.endswith((".", "!", "?")) or next_said[0].islower()
