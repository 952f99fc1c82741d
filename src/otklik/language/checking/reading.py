"""A text as the checks read it: sentences, words with their places, and how the dictionary reads each word."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Self

from razdel.segmenters.tokenize import tokenize

from otklik.language.morphology import analyzer
from otklik.language.readability import sentences

_QUOTED = re.compile(r"«[^«»\n]*(?:«[^«»\n]*»[^«»\n]*)*»|\"[^\"\n]{3,200}\"")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Parse:
    """One way in which the dictionary reads a word."""

    lemma: str
    pos: str
    grammemes: frozenset[str]
    known: bool


@lru_cache(maxsize=65_536)
def parses_of(word: str) -> tuple[Parse, ...]:
    """Return how the dictionary reads a word in lower case, the likeliest reading first."""
    if not all(unicodedata.name(letter, "") for letter in word):
        # The dictionary asks for the name of each letter and fails on one that has none (Tangut, for one).
        return (Parse(word, "", frozenset(), known=False),)
    return tuple(
        Parse(p.normal_form, str(p.tag.POS or ""), frozenset(p.tag.grammemes), bool(p.is_known))
        for p in analyzer().parse(word)
    )


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign with its place in the whole text; what all checks ask of it is found out once."""

    start: int
    end: int
    text: str
    lower: str
    """The token in lower case, with `ё` as typed."""
    is_word: bool
    """Whether it is made of letters (a hyphen may stand inside)."""
    parses: tuple[Parse, ...]
    """How the dictionary reads it; empty for numbers and signs."""

    @classmethod
    def of(cls, start: int, end: int, text: str) -> Self:
        """Read the token."""
        lower = text.lower()
        is_word = WORD.fullmatch(text) is not None
        return cls(start, end, text, lower, is_word, parses_of(lower) if is_word else ())

    @property
    def lemmas(self) -> frozenset[str]:
        """Every dictionary form that the word may have."""
        return frozenset(parse.lemma for parse in self.parses)

    def is_a(self, pos: str) -> bool:
        """Whether the likeliest reading is of this part of speech."""
        return bool(self.parses) and self.parses[0].pos == pos


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its tokens."""

    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]

    @property
    def words(self) -> tuple[Token, ...]:
        """The tokens that are words."""
        return tuple(token for token in self.tokens if token.is_word)


@dataclass(frozen=True)
class Reading:
    """A text read once for all checks."""

    text: str

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences in order; the end of a line ends a sentence too."""
        found = []
        for start, end, part in sentences(self.text):
            tokens = tuple(
                Token.of(start + token.start, start + token.stop, token.text)
                for token in tokenize(part)
            )
            found.append(Sentence(start, end, part, tokens))
        return tuple(found)

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """All tokens of the text."""
        return tuple(token for sentence in self.sentences for token in sentence.tokens)

    @cached_property
    def word_count(self) -> int:
        """How many words the text has."""
        return sum(1 for token in self.tokens if token.is_word)

    @cached_property
    def names(self) -> tuple[tuple[int, int], ...]:
        """Where names of laws, programmes and organisations stand in quotation marks: words that nobody may change."""
        return tuple(
            (found.start(), found.end())
            for found in _QUOTED.finditer(self.text)
            if found.group()[1:2].isupper()
        )

    def is_name(self, start: int) -> bool:
        """Whether the character belongs to a name in quotation marks."""
        return any(since <= start < until for since, until in self.names)

    def paragraphs(self) -> Iterator[tuple[int, int, str]]:
        """The lines that say something, as (start, end, text)."""
        for line in re.finditer(r"[^\n]+", self.text):
            if line.group().strip():
                yield line.start(), line.end(), line.group()
