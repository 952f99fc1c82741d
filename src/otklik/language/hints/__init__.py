"""Hints at an appeal's text: what a person should look at before he decides. Pure; nothing here decides anything.

Obscene and insulting words, threats, crimes told of, court decisions appealed against, unreadable text, text without a
gist, questions of several bodies; and whether two texts say nearly the same.
"""

from collections.abc import Iterator

from otklik.language.hints.danger import find_court, find_crimes, find_threats
from otklik.language.hints.found import LONGEST, Found, Kind
from otklik.language.hints.nearness import Likeness, likeness, nearly_the_same
from otklik.language.hints.obscenity import find_obscenity, is_obscene
from otklik.language.hints.sense import find_illegible, find_several_bodies, find_unclear

__all__ = [
    "Found",
    "Kind",
    "Likeness",
    "find_hints",
    "is_obscene",
    "likeness",
    "looks_nameless",
    "nearly_the_same",
]

NAMELESS = frozenset(
    "аноним анонимно анонимный анонимная неизвестный неизвестная житель жители жильцы гражданин гражданка "
    "доброжелатель неравнодушный неравнодушная инкогнито".split()
)


def find_hints(text: str) -> list[Found]:
    """Return all hints at a text, by their places; of an unreadable one nothing else is said."""
    illegible = list(find_illegible(text))
    return illegible or sorted(_all(text[:LONGEST]), key=lambda item: (item.start, item.end))


def _all(text: str) -> Iterator[Found]:
    yield from find_obscenity(text)
    told = [*find_threats(text), *find_crimes(text), *find_court(text)]
    yield from told
    if not told:  # what threatens or tells of a crime means something
        yield from find_unclear(text)
    yield from find_several_bodies(text)


def looks_nameless(surname: str) -> bool:
    """Whether a surname is none: empty, a sign, or a word such as «Аноним» (59-FZ, art. 11, part 1)."""
    words = surname.lower().replace("ё", "е").split()
    return not any(char.isalpha() for char in surname) or bool(NAMELESS.intersection(words))
