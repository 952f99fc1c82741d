"""How hard a Russian text is to read: hints for the writer of a letter, never a verdict.

Formulas and bands: domain note, 7.2 (Oborneva 2006; Begtin, infoculture/plainrussian).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from razdel.segmenters.sentenize import sentenize
from razdel.segmenters.tokenize import tokenize

_WORD = re.compile(r"[^\W\d_]")
_MISSED_END = re.compile(
    r"(?:\d-[а-я]{1,3}|\d\s?г|\bруб|\bтыс|\bмлн|\bмлрд|\bэкз|\bшт|\bчел|\d\s?л|кв\.\s?м|\bт\. ?д|\bт\. ?п|\bдр)\."
    r"\s+(?=[А-ЯЁ][а-яё]*\s)"
)
"""Ends of sentences after what looks like an abbreviation: «№ 61-п. Субсидия», «500 тыс. руб. Заявки»."""
ENOUGH_WORDS = 60
"""From so many words on the formulas say something: they were fitted to whole passages, not to a few lines."""
_VOWELS = re.compile(r"[аеёиоуыэюя]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Readability:
    """Counts of a text and two formulas over them.

    ``reading_ease`` is Flesch's by Oborneva (higher is easier, official prose often below zero);
    ``grade`` is Flesch and Kincaid's by Begtin (about the school year that reads it freely).
    Both are None for a text without words.
    """

    sentences: int
    words: int
    syllables: int
    words_per_sentence: float
    syllables_per_word: float
    reading_ease: float | None
    grade: float | None


@dataclass(frozen=True, slots=True)
class LongSentence:
    """A sentence over the limit: ``start`` and ``end`` are character places in the text."""

    start: int
    end: int
    words: int
    text: str


def count_words(text: str) -> int:
    """The number of words; numbers and signs are not words."""
    return len([token for token in tokenize(text) if _WORD.search(token.text)])


def sentences(text: str) -> Iterator[tuple[int, int, str]]:
    """The sentences of ``text`` as (start, end, words); the end of a line ends a sentence too."""
    for line in re.finditer(r"[^\n]+", text):
        for start, end in _of_line(line.group()):
            place = line.start()
            yield place + start, place + end, text[place + start : place + end]


@lru_cache(maxsize=512)
def _of_line(line: str) -> tuple[tuple[int, int], ...]:
    """The places of the sentences of one line; several checks ask for the same lines."""
    return tuple(
        (sentence.start + start, sentence.start + end)
        for sentence in sentenize(line)
        if sentence.text.strip()
        for start, end in _divided(sentence.text)
    )


def _divided(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _MISSED_END.finditer(text):
        yield start, found.end() - len(found.group()) + len(found.group().rstrip())
        start = found.end()
    yield start, len(text)


def measure(text: str) -> Readability:
    """Count sentences, words and syllables of ``text`` and apply the formulas."""
    counted = [count for count in (count_words(part) for _, _, part in sentences(text)) if count]
    words = sum(counted)
    if not words:
        return Readability(0, 0, 0, 0.0, 0.0, None, None)
    syllables = len(_VOWELS.findall(text))
    per_sentence = words / len(counted)
    per_word = syllables / words
    return Readability(
        sentences=len(counted),
        words=words,
        syllables=syllables,
        words_per_sentence=per_sentence,
        syllables_per_word=per_word,
        reading_ease=206.835 - 1.3 * per_sentence - 60.1 * per_word,
        grade=0.318 * per_sentence + 14.2 * per_word - 30.5,
    )


def long_sentences(text: str, limit: int) -> list[LongSentence]:
    """The sentences with more than ``limit`` words, in order.

    The limit comes from the settings of the body: no order names a number
    (industry-mordovia:11.2.10).
    """
    found = []
    for start, end, part in sentences(text):
        words = count_words(part)
        if words > limit:
            found.append(LongSentence(start, end, words, part))
    return found
