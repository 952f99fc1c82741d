"""Words of a text brought to their stems, so that a search finds «заявления» by «заявление».

The stems are stored in a plain text column: the same search serves SQLite and PostgreSQL.
"""

import re
import threading

import snowballstemmer
from razdel.segmenters.tokenize import tokenize


class _Stemmers(threading.local):
    """A stemmer keeps the word it works on inside, so each thread needs its own."""

    def __init__(self) -> None:
        self.russian = snowballstemmer.stemmer("russian")


_stemmers = _Stemmers()
_CYRILLIC = re.compile(r"[а-я]")


def stems(text: str) -> list[str]:
    """The stems of the words and numbers in ``text``: lower case, ё as е, each once, in order.

    Parts of a hyphenated word stand apart; words of other alphabets stay as they are.
    """
    found: dict[str, None] = {}
    for token in tokenize(text.lower().replace("ё", "е")):
        for word in re.findall(r"[^\W_]+", token.text):
            is_russian = _CYRILLIC.search(word) is not None
            found[_stemmers.russian.stemWord(word) if is_russian else word] = None
    return list(found)


def stem_sequence(text: str) -> list[str]:
    """The stems of all words of ``text`` in their order, repetitions too; numbers as they stand."""
    words = re.findall(r"[^\W_]+", text.lower().replace("ё", "е"))
    return [_stemmers.russian.stemWord(word) if _CYRILLIC.search(word) else word for word in words]


def search_text(text: str) -> str:
    """The stems of ``text`` joined by single spaces, for the search column."""
    return " ".join(stems(text))
