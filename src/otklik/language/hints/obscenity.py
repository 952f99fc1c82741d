"""Possible obscene and insulting words, disguised ones too: by roots over whole words, never by parts of them."""

import re
from collections.abc import Iterator
from functools import cache

from otklik.language.hints.found import Found, each_sentence, folded, pattern, words_of

_WORD = re.compile(r"[a-zа-я0-9@]+")
_SPACED = re.compile(r"(?<![a-zа-я])(?:[а-яa-z](?:[ \-_.]{1,2})){2,12}[а-яa-z](?![a-zа-я])")
_STRETCHED = re.compile(r"([а-я])\1{2,}")
_DOUBLE = re.compile(r"([а-я])\1")
_CYRILLIC = re.compile(r"[а-я]")
_LATIN = re.compile(r"[a-z]+")
_LOOKALIKE = str.maketrans("abcehkmoptxyzdiu06391@", "авсенкмортхуздииобзяиа")
"""Letters and digits that stand for Cyrillic ones by their look or sound."""


def find_obscenity(text: str) -> Iterator[Found]:
    """Give the obscene words of a text, then the insulting ones that are said to somebody. A hint: a person judges."""
    low = folded(text)
    seen: list[tuple[int, int]] = []
    for start, end in (*_plain(low), *_masked(low), *_spaced(low)):
        if not any(first < end and start < last for first, last in seen):
            seen.append((start, end))
            yield Found("obscenity", start, end, text[start:end])
    yield from _insults(text, low)


def _plain(low: str) -> Iterator[tuple[int, int]]:
    for match in _WORD.finditer(low):
        if is_obscene(match[0]):
            yield match.span()


def is_obscene(word: str) -> bool:
    """Whether one word (small letters, «е» for «ё») is obscene as it stands or with its disguise undone."""
    if _LATIN.fullmatch(word):
        return _whole("latin").fullmatch(word) is not None
    if not _CYRILLIC.search(word):
        return False
    plain = word.translate(_LOOKALIKE) if _mixed(word) else word
    roots = _whole("obscene")
    if roots.fullmatch(plain):
        return True
    short = _STRETCHED.sub(r"\1", plain)
    return short != plain and roots.fullmatch(_DOUBLE.sub(r"\1", short)) is not None


def _mixed(word: str) -> bool:
    return re.search(r"[a-z0-9@]", word) is not None


@cache
def _whole(key: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{row})" for row in words_of("obscenity")[key]))


def _masked(low: str) -> Iterator[tuple[int, int]]:
    yield from (match.span() for match in pattern("obscenity", "masked").finditer(low))


def _spaced(low: str) -> Iterator[tuple[int, int]]:
    """«х у й», «б-л-я-т-ь»: single letters with signs between them."""
    for match in _SPACED.finditer(low):
        if is_obscene(re.sub(r"[^а-яa-z]", "", match[0])):
            yield match.span()


def _insults(text: str, low: str) -> Iterator[Found]:
    told, addressed = pattern("obscenity", "told"), pattern("obscenity", "addressed")
    insults = _whole("insults")
    for start, _end, sentence in each_sentence(low):
        words = [
            match
            for match in _WORD.finditer(sentence)
            if insults.fullmatch(_STRETCHED.sub(r"\1", match[0]))
        ]
        if not words or told.search(sentence) or not addressed.search(sentence):
            continue
        for match in words:
            begin, stop = start + match.start(), start + match.end()
            yield Found("insult", begin, stop, text[begin:stop])
