"""The letter as PDF: A4, tagged, Russian, the marks at the foot of the last page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from otklik.documents.cleaning import DocumentError
from otklik.documents.letter import (
    DRAFT_WORD,
    EMBLEM_ALT,
    EXECUTOR_PT,
    QR_ALT,
    UNTITLED,
    Letter,
    body,
    contact_lines,
    date_and_number,
    executor_lines,
    printable,
)
from otklik.documents.qr import qr_svg
from otklik.documents.typesetting import breakable, measured, typeset

TEMPLATE = "letter.typ"
SIZES = {"serif": (14.0, 13.0, 12.0), "sans": (13.0, 12.0, 11.5)}
R = TypeVar("R")
FAMILIES = {"serif": "PT Serif", "sans": "PT Sans"}


def letter_pdf(letter: Letter, made_at: datetime | None = None) -> bytes:
    """The letter as a tagged PDF (PDF/UA-1); equal input gives equal bytes.

    `made_at` (aware) is written into the metadata; without it the file carries no date.
    Raises DocumentError for an emblem that is no picture or an address that is no link.
    """
    ready = printable(letter)
    data = _data(ready)
    return _told(lambda: typeset(TEMPLATE, {**data, "size": _fit(data)[0]}, made_at))


def letter_pages(letter: Letter) -> int:
    """How many pages the letter takes (labour-novosibirsk:8.5), without making the file."""
    return _told(lambda: _fit(_data(printable(letter)))[1])


def letter_size(letter: Letter) -> float:
    """The size of the body text in points, that `letter_pdf` would choose."""
    return _told(lambda: _fit(_data(printable(letter)))[0])


def _fit(data: dict[str, Any]) -> tuple[float, int]:
    """The largest size among those that give the fewest pages, and that number of pages.

    A letter of a page and three lines becomes one page; one of a page and a half stays large.
    """
    sizes = SIZES[data["typeface"]]
    pages = int(measured(TEMPLATE, {**data, "size": sizes[0]}, "pages"))
    if pages == 1:
        return sizes[0], pages
    tried = [(size, int(measured(TEMPLATE, {**data, "size": size}, "pages"))) for size in sizes]
    fewest = min(count for _, count in tried)
    return next(found for found in tried if found[1] == fewest)


def _data(letter: Letter) -> dict[str, Any]:
    """What the page template reads: strings and numbers only."""
    head, mark = letter.letterhead, letter.mark
    date, number = date_and_number(letter)
    return {
        "typeface": letter.typeface,
        "family": FAMILIES[letter.typeface],
        "title": letter.title or letter.reference_line or UNTITLED,
        "author": letter.author,
        "draft": DRAFT_WORD if letter.draft else "",
        "emblem": list(head.emblem) if head.emblem else None,
        "emblem_alt": EMBLEM_ALT,
        "head": [breakable(line) for line in head.lines],
        "contacts": [breakable(line) for line in contact_lines(head)],
        "date": breakable(date),
        "number": breakable(number),
        "reference": breakable(letter.reference_line),
        "recipient": [breakable(line) for line in letter.recipient_lines],
        "salutation": breakable(letter.salutation),
        "body": [{**part, "text": breakable(part["text"])} for part in body(letter)],
        "post": breakable(letter.signatory_post),
        "name": breakable(letter.signatory_name),
        "signature": [breakable(line) for line in letter.signature_note or ()],
        "executor": [breakable(line) for line in executor_lines(letter.executor)],
        "mark": mark
        and {
            "text": breakable(mark.text),
            "url": mark.url,
            "pt": mark.font_pt,
            "intervals": mark.intervals,
            "qr": qr_svg(mark.url),
            "alt": QR_ALT + mark.url,
        },
        "small_pt": mark.font_pt if mark else EXECUTOR_PT,
    }


def _told(work: Callable[[], R]) -> R:
    """Run the typesetter; its refusal (an emblem that is no picture) becomes ours."""
    try:
        return work()
    except RuntimeError as error:  # typst's own error is one, too
        raise DocumentError(f"Письмо не сверстать: {error}") from error
