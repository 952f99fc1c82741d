"""The letter's pages as pictures, for a look on the screen before it is printed."""

from otklik.documents.letter import Letter, printable
from otklik.documents.letter_pdf import TEMPLATE, _data, _fit, _told
from otklik.documents.typesetting import pictures

SCREEN_PPI = 120.0
"""Dots an inch: readable when a page is as wide as half a screen, and some 100 KB."""


def letter_pictures(letter: Letter, ppi: float = SCREEN_PPI) -> list[bytes]:
    """Each page of the letter as a PNG, exactly as `letter_pdf` would print it.

    Raises DocumentError as `letter_pdf` does.
    """
    data = _data(printable(letter))
    return _told(lambda: pictures(TEMPLATE, {**data, "size": _fit(data)[0]}, ppi))
