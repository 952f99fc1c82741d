"""The pages of a letter as they would be printed, each letter set once: the same content gives the same pages.

Kept in the memory of the process only, a few letters at a time, and never on disk.
"""

from functools import lru_cache

from otklik import documents
from otklik.replies.letter import content_of, fingerprint


@lru_cache(maxsize=128)
def pages_of(letter: documents.Letter) -> int:
    """How many pages the letter takes on the real layout (labour-novosibirsk:8.5)."""
    return documents.letter_pages(letter)


@lru_cache(maxsize=24)
def pictures_of(letter: documents.Letter) -> tuple[bytes, ...]:
    """The letter's pages as PNG pictures."""
    return tuple(documents.letter_pictures(letter))


def mark_of(letter: documents.Letter) -> str:
    """A short mark of the content, for the address of its pictures: it changes when the page does."""
    return fingerprint(content_of(letter))[:16]
