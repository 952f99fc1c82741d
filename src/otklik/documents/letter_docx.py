"""The letter as DOCX: the same words in the same order, for a word processor."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import docxtpl
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from otklik.documents.cleaning import DocumentError
from otklik.documents.emblem import as_png
from otklik.documents.letter import (
    DRAFT_WORD,
    EXECUTOR_PT,
    QR_ALT,
    UNTITLED,
    Letter,
    SatisfactionMark,
    body,
    emblem_words,
    executor_lines,
    head_parts,
    printable,
)
from otklik.documents.letter_pdf import letter_size
from otklik.documents.office import describe, saved
from otklik.documents.qr import qr_png
from otklik.documents.typesetting import TEMPLATES

_docxtpl: Any = docxtpl  # ships no types
BELOW = ("number", "reference")
"""What a longitudinal letterhead has below its line, beside the addressee."""


def letter_docx(
    letter: Letter, made_at: datetime | None = None, template: Path | None = None
) -> bytes:
    """The letter as an editable file, in the body size that the PDF has; equal input, equal bytes.

    `template` is a ministry's own docxtpl file in place of the shipped one of the typeface.
    Raises DocumentError as `letter_pdf` does.
    """
    ready = printable(letter)
    document = _docxtpl.DocxTemplate(template or TEMPLATES / f"letter-{letter.typeface}.docx")
    document.init_docx()
    try:
        context = _context(document, ready)
        document.render(context, autoescape=True)
    except UnrecognizedImageError as error:
        raise DocumentError("Герб бланка не похож на картинку PNG, JPEG или SVG.") from error
    _finish(document, ready, letter_size(letter))
    title = ready.title or ready.reference_line or UNTITLED
    describe(document.docx, title, ready.author, made_at)
    return saved(document)


def _context(document: Any, letter: Letter) -> dict[str, Any]:
    """What the template's braces are filled with."""
    head, mark = letter.letterhead, letter.mark
    parts = head_parts(letter)
    below = [part for part in parts if part["kind"] in BELOW]
    return {
        "draft": DRAFT_WORD if letter.draft else "",
        "emblem": _emblem(document, letter),
        "longitudinal": head.layout == "longitudinal",
        "corner": parts,
        "across": [part for part in parts if part not in below],
        "below": below,
        "recipient": letter.recipient_lines,
        "salutation": letter.salutation,
        "body": body(letter),
        "post": letter.signatory_post,
        "name": letter.signatory_name,
        "signature": letter.signature_note or (),
        "mark": _mark(document, mark) if mark else "",
        "qr": _picture(document, qr_png(mark.url), height=27) if mark else "",
        "blanks": range(mark.intervals if mark else 0),
        "executor": executor_lines(letter.executor),
    }


def _mark(document: Any, mark: SatisfactionMark) -> Any:
    """The mark's words and its live link, every run in the mark's own size."""
    size = round(mark.font_pt * 2)
    rich = _docxtpl.RichText()
    rich.add(mark.text + "\n", size=size)
    rich.add(
        mark.url,
        size=size,
        color="1D4F91",
        underline=True,
        url_id=document.build_url_id(mark.url),
    )
    return rich


def _picture(document: Any, image: bytes, height: int) -> Any:
    return _docxtpl.InlineImage(document, io.BytesIO(image), height=Mm(height))


def _emblem(document: Any, letter: Letter) -> Any:
    """The emblem where the template of the letterhead has a place for it; else nothing."""
    head = letter.letterhead
    if head.emblem is None or "emblem" not in head.order:
        return ""
    return _picture(document, as_png(head.emblem), height=18)


def _finish(document: Any, letter: Letter, size: float) -> None:
    """Set the sizes that depend on this letter and say what the pictures show."""
    docx = document.docx
    small = letter.mark.font_pt if letter.mark else EXECUTOR_PT
    docx.styles["Normal"].font.size = Pt(size)
    docx.styles["Letter mark"].font.size = Pt(small)
    docx.styles["Letter recipient"].font.size = Pt(min(size, 13))
    pictures = list(docx.element.body.iter(qn("wp:docPr")))
    head = letter.letterhead
    told = [emblem_words(head)] if head.emblem and "emblem" in head.order else []
    told += [QR_ALT + letter.mark.url] if letter.mark else []
    for picture, words in zip(pictures, told, strict=False):
        picture.set("descr", words)
    # The last paragraph of the body holds on to the signature below it.
    for paragraph in docx.paragraphs[-4:]:
        paragraph.paragraph_format.keep_with_next = True
