"""The letter as PDF: A4, tagged, Russian, the marks at the foot of the last page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from otklik.documents.cleaning import DocumentError
from otklik.documents.letter import (
    DRAFT_WORD,
    EXECUTOR_PT,
    QR_ALT,
    UNTITLED,
    Letter,
    body,
    emblem_words,
    executor_lines,
    head_parts,
    printable,
)
from otklik.documents.qr import qr_svg
from otklik.documents.typesetting import as_picture, breakable, measured, typeset

TEMPLATE = "letter.typ"
SIZES = {"serif": (14.0, 13.0, 12.0), "sans": (13.0, 12.0, 11.5)}
R = TypeVar("R")
FAMILIES = {"serif": "PT Serif", "sans": "PT Sans"}


def letter_pdf(letter: Letter, made_at: datetime | None = None) -> bytes:
    """The letter as a tagged PDF (PDF/UA-1); equal input gives equal bytes.

    `made_at` (aware) is written into the metadata, and the file is fit for archives as well
    (PDF/A-2a, which demands a date); without it the file carries no date.
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
    # A picture of fixed height takes its room whatever it shows; reading it again each time takes long.
    data = {**data, "emblem": None}
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
    return {
        "typeface": letter.typeface,
        "family": FAMILIES[letter.typeface],
        "title": letter.title or letter.reference_line or UNTITLED,
        "author": letter.author,
        "draft": DRAFT_WORD if letter.draft else "",
        "emblem": as_picture(head.emblem) if head.emblem else None,
        "emblem_alt": emblem_words(head),
        "layout": head.layout,
        "head": [
            {**part, "lines": [breakable(line) for line in part["lines"]]}
            for part in head_parts(letter)
        ],
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
