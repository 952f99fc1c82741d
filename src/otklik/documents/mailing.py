"""What goes around a letter by post: the envelope, and the cover sheet with the list of enclosures."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from otklik.documents.cleaning import DocumentError, cleaned
from otklik.documents.letter import lines
from otklik.documents.typesetting import breakable, typeset

TEMPLATE = "mailing.typ"
_INDEX = re.compile(r"(?<!\d)\d{6}(?!\d)")
_SHEET = 210.0


@dataclass(frozen=True, slots=True)
class Format:
    """An envelope: its title, width and height; the height of the folded sheet in it; its window.

    All in millimetres; the window is (from the left, from the top, width, height).
    """

    title: str
    width: float
    height: float
    folded: float
    window: tuple[float, float, float, float] | None = None


FORMATS: dict[str, Format] = {
    "dl": Format("DL (110 × 220 мм)", 220, 110, 99),
    "dl-window": Format("DL с окном справа внизу", 220, 110, 99, (110, 55, 90, 35)),
    "c6": Format("C6 (114 × 162 мм)", 162, 114, 105),
    "c5": Format("C5 (162 × 229 мм)", 229, 162, 148.5),
    "c5-window": Format("C5 с окном справа внизу", 229, 162, 148.5, (119, 97, 90, 45)),
    "c4": Format("C4 (229 × 324 мм)", 324, 229, 210),
}
"""ISO 269; windows where envelopes sold in Russia have them."""

# Strokes of a digit of the postal code as machines read it: a frame of two squares, corners by column and row.
_STROKES = {
    "top": (0, 0, 1, 0), "middle": (0, 1, 1, 1), "bottom": (0, 2, 1, 2),
    "left-up": (0, 0, 0, 1), "left-down": (0, 1, 0, 2),
    "right-up": (1, 0, 1, 1), "right-down": (1, 1, 1, 2),
    "slant-up": (0, 1, 1, 0), "slant-down": (0, 2, 1, 1),
}  # fmt: skip
_DIGITS = {
    "0": "top bottom left-up left-down right-up right-down",
    "1": "slant-up right-up right-down",
    "2": "top right-up slant-down bottom",
    "3": "top slant-up middle slant-down",
    "4": "left-up middle right-up right-down",
    "5": "top left-up middle right-down bottom",
    "6": "slant-up middle left-down right-down bottom",
    "7": "top slant-up left-down",
    "8": "top middle bottom left-up left-down right-up right-down",
    "9": "top left-up right-up middle slant-down",
}


@dataclass(frozen=True, slots=True)
class Enclosure:
    """One thing in the envelope and how many pages it has, where that is known."""

    title: str
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Mailing:
    """One letter by post: who sends what to whom.

    Addresses are written in one line or several; a six-digit postal code in them is found and set
    apart. `sender` is the name line by line.
    """

    sender: tuple[str, ...]
    sender_address: str
    recipient: str
    recipient_address: str
    number: str
    date_text: str
    enclosures: tuple[Enclosure, ...] = ()


def postal_code(address: str) -> str:
    """The six digits of the postal code in an address; empty when there is none."""
    found = _INDEX.search(address)
    return found.group() if found else ""


def without_code(address: str) -> str:
    """The address without its postal code and the commas around it."""
    rest = _INDEX.sub("", address, count=1)
    rest = re.sub(r"\s*,(\s*,)+", ",", rest)
    return re.sub(r"[ \t]+", " ", rest).strip(" ,\n")


def mailings_pdf(
    mailings: Sequence[Mailing],
    envelope: str,
    *,
    cover: bool = True,
    title: str = "",
    made_at: datetime | None = None,
) -> bytes:
    """Envelopes of one format, each with its cover sheet behind it; a tagged PDF.

    Raises DocumentError for a format that nobody knows.
    """
    if envelope not in FORMATS:
        raise DocumentError("Такого формата конверта нет.")
    form = FORMATS[envelope]
    data = {
        "title": title or "Конверты и сопроводительные листы",
        "format": _format_data(form),
        "cover": cover or form.window is not None,  # through a window the cover sheet is read
        "mailings": [_data(cleaned(mailing)) for mailing in mailings],
    }
    return typeset(TEMPLATE, data, made_at)


def _format_data(form: Format) -> dict[str, Any]:
    place = None
    if form.window is not None:
        left, top, width, height = form.window
        # The same place on the sheet that lies folded in the middle of the envelope.
        place = {
            "left": left - (form.width - _SHEET) / 2,
            "top": top - (form.height - form.folded) / 2,
            "width": width,
            "height": height,
        }
    return {"width": form.width, "height": form.height, "place": place}


def _data(mailing: Mailing) -> dict[str, Any]:
    code = postal_code(mailing.recipient_address)
    return {
        "sender": [breakable(line) for line in mailing.sender],
        "sender_address": breakable(without_code(mailing.sender_address)),
        "sender_code": postal_code(mailing.sender_address),
        "recipient": breakable(mailing.recipient),
        "address": [breakable(line) for line in lines(without_code(mailing.recipient_address))],
        "code": code,
        "digits": [[_STROKES[name] for name in _DIGITS[digit].split()] for digit in code],
        "number": breakable(mailing.number),
        "date": mailing.date_text,
        "enclosures": [
            {"title": breakable(item.title), "pages": "" if item.pages is None else str(item.pages)}
            for item in mailing.enclosures
        ],
    }
