"""Whether a text can be read, whether it asks or tells anything, and of how many bodies it asks."""

import re
from collections.abc import Iterator

from otklik.language.hints.found import LONGEST, Found, folded, pattern, words_of
from otklik.language.morphology import analyzer
from otklik.language.questions import suggest_questions
from otklik.language.readability import count_words
from otklik.language.text import clean_text, looks_unreadable

FEW_WORDS, KNOWN_SHARE = 4, 0.4
"""From so many words on, a text with a smaller share of words that the dictionary knows is called unreadable."""
SAMPLE = 120
_CYRILLIC = re.compile(r"[а-яё]{3,}", re.IGNORECASE)


def find_illegible(text: str) -> Iterator[Found]:
    """Give the beginning of a text damaged by its encoding, typed at random, or with too few real words."""
    cleaned = clean_text(text[:LONGEST])
    if not cleaned:
        return
    if looks_unreadable(cleaned) or _has_few_words(cleaned):
        end = min(len(text), 80)
        yield Found("illegible", 0, end, text[:end])


def _has_few_words(text: str) -> bool:
    """Whether the dictionary knows too few of the Russian words; names and other languages are for a person to judge."""
    words = _CYRILLIC.findall(text)[:SAMPLE]
    letters = sum(char.isalpha() for char in text[:4000])
    if len(words) < FEW_WORDS or sum(map(len, words)) < 0.5 * min(
        letters, sum(map(len, words)) * 2
    ):
        return False
    known = sum(analyzer().word_is_known(word.lower()) for word in words)
    return bool(known / len(words) < KNOWN_SHARE)


def find_unclear(text: str) -> Iterator[Found]:
    """Give the text when it asks nothing, tells no trouble, proposes nothing, thanks for nothing, and states nothing.

    Only scraps of a few words and heaps of words without a verb are meant: whoever tells of his life has a reason, which a
    person will find.
    """
    cleaned = clean_text(text[:LONGEST])
    low = folded(cleaned)
    if not cleaned or suggest_questions(cleaned):
        return
    if count_words(cleaned) > FEW_WORDS and _says_something(cleaned):
        return
    if any(pattern("gist", key).search(low) for key in ("trouble", "proposal", "thanks")):
        return
    end = min(len(text), 200)
    yield Found("unclear", 0, end, text[:end])


def _says_something(text: str) -> bool:
    """Whether a sentence has a verb: something happens in it."""
    words = _CYRILLIC.findall(text)[:SAMPLE]
    if not words:
        return True  # another language: for a person to read
    for word in words:
        parse = analyzer().parse(word.lower())[0]
        if {"VERB", "INFN", "PRTS", "PRED", "ADJS"} & set(parse.tag.grammemes):
            return True
    return False


def find_several_bodies(text: str) -> Iterator[Found]:
    """Give the first words of each field when the questions of a text belong to several bodies."""
    low = folded(text[:LONGEST])
    places: dict[str, tuple[int, int]] = {}
    for question in suggest_questions(text[:LONGEST]):
        said = folded(question)
        at = low.find(said)
        found = _first_area(said)
        if found is not None and found[0] not in places and at >= 0:
            area, start, end = found
            places[area] = (at + start, at + end)
    if len(places) < 2:
        return
    titles = "; ".join(words_of("areas")["areas"][area]["title"] for area in places)
    for start, end in sorted(places.values()):
        yield Found("several-bodies", start, end, text[start:end], titles)


def _is_place(said: str, match: re.Match[str]) -> bool:
    """Whether the words only say where: «не могут пройти в школу», «до поликлиники», «возле двора»."""
    if not re.match(r"школ|поликлиник|больниц|двор|фап|детск", match[0]):
        return False
    before = said[: match.start()]
    nearby = re.search(r"(?:до|из|около|возле|у|к|мимо|рядом с|недалеко от|от)\s+$", before)
    return bool(nearby) or bool(re.search(r"\bв\s+$", before) and re.search(r"[уйю]$", match[0]))


def _first_area(said: str) -> tuple[str, int, int] | None:
    """The field that a question names first, with its place: one question belongs to one body."""
    found = [
        (match.start(), match.end(), area)
        for area, rows in words_of("areas")["areas"].items()
        for match in re.finditer(rows["words"], said)
        if not _is_place(said, match)
    ]
    if not found:
        return None
    start, end, area = min(found)
    return area, start, end
