"""The text checks of a letter: plain language and correctness. What the order says of its structure is `replies.checks`.

Pure: a text in, findings out. Each check is a function of a `Reading`; severities and numbers are the profile's.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from otklik.language.checking import (
    clauses,
    facts,
    grammar,
    laws,
    lettering,
    numerals,
    phrases,
    punctuation,
    spelling,
    style,
)
from otklik.language.checking.finding import Finding, Rule
from otklik.language.checking.reading import Reading

__all__ = ["Finding", "Limits", "Reading", "Rule", "check_margin", "check_text"]


@dataclass(frozen=True, slots=True)
class Limits:
    """What the profile and the letter set: numbers, names that count as one word, the letter's day.

    `sentence` is in words, `ease` a reading ease (higher is easier). Each of `names` (a body's full name, in the
    nominative) counts as one word of a sentence, for its writer cannot shorten it. `opening` is the place of the first
    paragraph, whose sentence may be longer. `sent` is the day of the letter, for weekdays of dates without a year.
    """

    sentence: int = 25
    ease: int = 30
    names: tuple[str, ...] = ()
    opening: tuple[int, int] = (0, 0)
    sent: date | None = None


_DEFAULT = Limits()
_CHECKS: tuple[Callable[[Reading], Iterator[Finding]], ...] = (
    spelling.errors,
    spelling.reflexives,
    spelling.written_apart,
    punctuation.check,
    clauses.check,
    grammar.check,
    numerals.check,
    numerals.words,
    laws.check,
    facts.repeated,
    lettering.capitals,
    lettering.abbreviations,
    lettering.symbols,
    lettering.mixed_script,
    lettering.gaps,
    phrases.check,
    style.dense_paragraphs,
    style.verbal_nouns,
    style.genitive_chains,
    style.passives,
    style.negations,
    style.list_chances,
    style.one_term,
)


def check_text(text: str, limits: Limits = _DEFAULT, *, suggest: bool = True) -> list[Finding]:
    """Return all findings of a text, by their place; two that say the same of one place are told once.

    `suggest=False` leaves the search for what was meant by a misspelt word to a second pass.
    """
    reading = Reading(text)
    found = list(spelling.words(reading, suggest=suggest))
    found += facts.dates(reading, limits.sent)
    found += style.long_sentences(reading, limits.sentence, limits.names, limits.opening)
    found += style.readability(reading, limits.ease)
    for check in _CHECKS:
        found += check(reading)
    return sorted(_told_once(found), key=lambda item: (item.start, item.end, item.rule))


def check_margin(text: str) -> list[Finding]:
    """Return what is wrong in the head or the foot of a letter, where nobody writes sentences: gaps and dates."""
    reading = Reading(text)
    return [*lettering.gaps(reading), *facts.dates(reading)]


STRONGER = ("gaps", "mixed-script", "colloquial", "foreign-words", "special-terms")
"""Rules whose finding makes a spelling remark on the same place superfluous."""


def _told_once(found: list[Finding]) -> Iterator[Finding]:
    hidden = [(item.start, item.end) for item in found if item.rule in STRONGER]
    seen: set[tuple[str, int, int]] = set()
    for item in found:
        key = (item.rule, item.start, item.end)
        if key in seen:
            continue
        seen.add(key)
        if item.rule in {"spelling", "abbreviations"} and any(
            start < item.end and item.start < end for start, end in hidden
        ):
            continue
        yield item
