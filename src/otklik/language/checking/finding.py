"""What a check says of a place in a text."""

from dataclasses import dataclass
from typing import Literal

Rule = Literal[
    "abbreviations",
    "agreement",
    "capitals",
    "colloquial",
    "dates",
    "dense-paragraph",
    "foreign-words",
    "gaps",
    "genitive-chain",
    "government",
    "law-reference",
    "list-chance",
    "long-sentence",
    "metaphors",
    "mixed-script",
    "negative-form",
    "officialese",
    "one-term",
    "passive",
    "punctuation",
    "readability",
    "repeated-word",
    "special-symbols",
    "special-terms",
    "spelling",
    "verbal-nouns",
]


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark: the rule, the place (characters of the text, `end` excluded), why, and what could stand there.

    `message` is a plain Russian sentence for the writer. `suggestion` is a text that may replace the place as it is;
    None where only a person can find one.
    """

    rule: Rule
    start: int
    end: int
    message: str
    suggestion: str | None = None
