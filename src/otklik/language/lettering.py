"""Upper and lower case of names, and letters of two alphabets in one word."""

import itertools
import re

from otklik.language.patronymics import PARTICLES

# Pairs that look the same in print; people meet them after copying from a PDF or a phone.
_LATIN_TO_CYRILLIC = str.maketrans("ABCEHKMOPTXYaceopxyёi", "АВСЕНКМОРТХУасеорхуёі")
NOBILIARY = frozenset(
    {"де", "ла", "ле", "фон", "ван", "дер", "аль", "эль", "ибн", "бин", "дель", "ди", "да"}
)


def looks_mixed_script(word: str) -> bool:
    """Whether one word holds Cyrillic and Latin letters: a slip of the layout or a trick."""
    return bool(re.search(r"[A-Za-z]", word)) and bool(re.search(r"[Ѐ-ӿ]", word))


def to_cyrillic(word: str) -> str:
    """A mixed word with its Latin look-alikes made Cyrillic; other words unchanged."""
    return word.translate(_LATIN_TO_CYRILLIC) if looks_mixed_script(word) else word


def name_case(word: str) -> str:
    """A word of a name with the capitals names have: «ИВАНОВА-ПЕТРОВА» → «Иванова-Петрова».

    A word that already mixes the two as a person would write it («МакДональд») is left alone.
    """
    if word.lower() in PARTICLES:
        return word.lower()
    if word in NOBILIARY:
        return word
    return "-".join(_piece_case(piece) for piece in word.split("-"))


def _piece_case(piece: str) -> str:
    if piece.lower() in PARTICLES:
        return piece.lower()
    shouted = any(left.isupper() and right.isupper() for left, right in itertools.pairwise(piece))
    if not shouted and piece != piece.lower():
        return piece
    if "'" in piece[1:3]:  # О'Нил
        head, _, tail = piece.partition("'")
        return f"{_capitalised(head)}'{_capitalised(tail)}"
    return _capitalised(piece)


def _capitalised(piece: str) -> str:
    return piece[:1].title() + piece[1:].lower()
