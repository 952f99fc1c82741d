"""The letter as DOCX: the same words in the same order, for a word processor."""

import io
from datetime import datetime
from pathlib import Path
from typing import Any

import docxtpl
import vl_convert
from docx.image.exceptions import UnrecognizedImageError
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from otklik.documents.cleaning import DocumentError
from otklik.documents.letter import (
    DRAFT_WORD,
    EMBLEM_ALT,
    EXECUTOR_PT,
    QR_ALT,
    UNTITLED,
    Letter,
    SatisfactionMark,
    body,
    contact_lines,
    date_and_number,
    executor_lines,
    printable,
)
from otklik.documents.letter_pdf import letter_size
from otklik.documents.office import describe, saved
from otklik.documents.qr import qr_png
from otklik.documents.typesetting import TEMPLATES

_docxtpl: Any = docxtpl  # ships no types


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
    date, number = date_and_number(letter)
    return {
        "draft": DRAFT_WORD if letter.draft else "",
        "emblem": _picture(document, _raster(head.emblem), height=18) if head.emblem else "",
        "head": head.lines,
        "contacts": contact_lines(head),
        "date": date,
        "number": number,
        "reference": letter.reference_line,
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


def _raster(emblem: bytes) -> bytes:
    """The emblem as a picture that word processors know: SVG becomes PNG."""
    if b"<svg" not in emblem[:2000]:
        return emblem
    try:
        return bytes(vl_convert.svg_to_png(emblem.decode(), scale=6))
    except (ValueError, RuntimeError) as error:
        raise DocumentError("Герб бланка не похож на картинку PNG, JPEG или SVG.") from error


def _finish(document: Any, letter: Letter, size: float) -> None:
    """Set the sizes that depend on this letter and say what the pictures show."""
    docx = document.docx
    small = letter.mark.font_pt if letter.mark else EXECUTOR_PT
    docx.styles["Normal"].font.size = Pt(size)
    docx.styles["Letter mark"].font.size = Pt(small)
    docx.styles["Letter recipient"].font.size = Pt(min(size, 13))
    pictures = list(docx.element.body.iter(qn("wp:docPr")))
    told = [EMBLEM_ALT] if letter.letterhead.emblem else []
    told += [QR_ALT + letter.mark.url] if letter.mark else []
    for picture, words in zip(pictures, told, strict=False):
        picture.set("descr", words)
    # The last paragraph of the body holds on to the signature below it.
    for paragraph in docx.paragraphs[-4:]:
        paragraph.paragraph_format.keep_with_next = True
