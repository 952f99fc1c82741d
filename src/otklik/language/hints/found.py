"""What a hint is made of: its kind and its place in the text."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from otklik.language.readability import sentences

Kind = Literal[
    "obscenity", "insult", "threat", "crime", "court", "illegible", "unclear", "several-bodies"
]
LONGEST = 60_000
"""Characters of an appeal that are looked at: some thirty pages."""


@dataclass(frozen=True, slots=True)
class Found:
    """Something in an appeal's text at which a person should look: its kind, its place, the words there.

    `detail` names what the words alone do not say, such as the fields of several bodies.
    """

    kind: Kind
    start: int
    end: int
    text: str
    detail: str = ""


@cache
def words_of(name: str) -> dict[str, Any]:
    """Return the word list of a module."""
    path = Path(__file__).parent / "data" / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8"))


@cache
def pattern(name: str, key: str) -> re.Pattern[str]:
    """Return a row of a word list, or all rows of one key as one, as a regular expression."""
    given = words_of(name)[key]
    return re.compile(given if isinstance(given, str) else "|".join(given))


def folded(text: str) -> str:
    """Return the text in small letters with «е» for «ё»: of the same length, so that places stay."""
    low = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return low.replace("ё", "е")


def each_sentence(text: str) -> Iterator[tuple[int, int, str]]:
    """Give the sentences of a folded text with their places."""
    yield from sentences(text)
