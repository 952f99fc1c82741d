"""The text checks of a letter: plain language and correctness. What the order says of its structure is `replies.checks`.

Pure: a text in, findings out. Each check is a function of a `Reading`; severities and numbers are the profile's.
"""

from collections.abc import Iterator, Sequence

from otklik.language.checking import facts, lettering, phrases, punctuation, spelling, style
from otklik.language.checking.finding import Finding, Rule
from otklik.language.checking.reading import Reading

__all__ = ["Finding", "Reading", "Rule", "check_text"]


def check_text(
    text: str,
    *,
    sentence_limit: int = 25,
    ease_limit: int = 30,
    names: Sequence[str] = (),
    suggest: bool = True,
) -> list[Finding]:
    """Return all findings of a text, by their place; two that say the same of one place are told once.

    `sentence_limit` is in words, `ease_limit` a reading ease (higher is easier); each of `names` (a body's full name, in
    the nominative) counts as one word of a sentence, for its writer cannot shorten it. `suggest=False` leaves the search for
    what was meant by a misspelt word to a second pass.
    """
    found = list(_all(Reading(text), sentence_limit, ease_limit, names, suggest=suggest))
    return sorted(_told_once(found), key=lambda item: (item.start, item.end, item.rule))


def _all(
    reading: Reading, sentence_limit: int, ease_limit: int, names: Sequence[str], *, suggest: bool
) -> Iterator[Finding]:
    yield from spelling.words(reading, suggest=suggest)
    yield from spelling.errors(reading)
    yield from spelling.reflexives(reading)
    yield from punctuation.check(reading)
    yield from facts.dates(reading)
    yield from facts.laws(reading)
    yield from facts.repeated(reading)
    yield from facts.government(reading)
    yield from lettering.capitals(reading)
    yield from lettering.abbreviations(reading)
    yield from lettering.symbols(reading)
    yield from lettering.mixed_script(reading)
    yield from lettering.gaps(reading)
    yield from phrases.check(reading)
    yield from style.long_sentences(reading, sentence_limit, names)
    yield from style.dense_paragraphs(reading)
    yield from style.verbal_nouns(reading)
    yield from style.genitive_chains(reading)
    yield from style.passives(reading)
    yield from style.negations(reading)
    yield from style.readability(reading, ease_limit)
    yield from style.list_chances(reading)
    yield from style.one_term(reading)


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
