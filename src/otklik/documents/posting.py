"""Paper for the post: a letter that has no page of its own, and the list of the day's mail. Pure."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from otklik.documents.cleaning import DocumentError, cleaned
from otklik.documents.typesetting import breakable, typeset


@dataclass(frozen=True, slots=True)
class PostedLetter:
    """A message that is printed as it stands: who sends it, to whom, what it says."""

    sender: tuple[str, ...]
    recipient: tuple[str, ...]
    subject: str
    text: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class MailItem:
    """One item of the day's mail; `number` is its postal number or empty."""

    recipient: str
    address: str
    number: str
    what: str


@dataclass(frozen=True, slots=True)
class MailList:
    """The list that goes with the mail of one day to the post office, after the model of form 103."""

    title: str
    sender: tuple[str, ...]
    columns: tuple[str, ...]
    """Headings: place, recipient, address, number, what it is, and two that the post office fills in."""
    items: tuple[MailItem, ...]
    total: str
    signatures: tuple[str, ...]
    """What stands before each line to sign on."""


def posted_letter_pdf(letter: PostedLetter, made_at: datetime | None = None) -> bytes:
    """The letter as a tagged PDF (A4), addressee at the window of an envelope; equal input gives equal bytes."""
    ready = cleaned(letter)
    data = {
        "title": ready.subject,
        "author": ready.author,
        "sender": [breakable(line) for line in ready.sender],
        "recipient": [breakable(line) for line in ready.recipient],
        "subject": breakable(ready.subject),
        "paragraphs": [breakable(part.strip()) for part in ready.text.split("\n") if part.strip()],
    }
    return typeset("posted_letter.typ", data, made_at)


def mail_list_pdf(mail: MailList, made_at: datetime | None = None) -> bytes:
    """The list as a tagged PDF (A4 across); equal input gives equal bytes."""
    ready = cleaned(mail)
    data = {
        "title": ready.title,
        "author": " ".join(ready.sender[:1]),
        "sender": [breakable(line) for line in ready.sender],
        "columns": list(ready.columns),
        "rows": [
            [
                str(place),
                breakable(item.recipient),
                breakable(item.address),
                breakable(item.number),
                breakable(item.what),
                "",
                "",
            ]
            for place, item in enumerate(ready.items, 1)
        ],
        "total": ready.total,
        "signatures": list(ready.signatures),
    }
    return typeset("mail_list.typ", data, made_at)


def pdf_pages(data: bytes) -> int:
    """How many pages a PDF has; DocumentError for what is none."""
    try:
        return len(PdfReader(io.BytesIO(data)).pages)
    except (PyPdfError, OSError, ValueError) as error:
        raise DocumentError("Это не PDF.") from error


def joined_pdf(files: Sequence[bytes], *, duplex: bool = False) -> bytes:
    """One PDF of many, in order; with `duplex` each begins on a sheet of its own.

    Raises DocumentError, naming the place of the file, for one that is no PDF.
    """
    writer = PdfWriter()
    for place, data in enumerate(files, 1):
        try:
            pages = PdfReader(io.BytesIO(data)).pages
            for page in pages:
                writer.add_page(page)
            if duplex and len(pages) % 2:
                writer.add_blank_page()
        except (PyPdfError, OSError, ValueError) as error:
            raise DocumentError(f"Файл {place} не печатается: это не PDF.") from error
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
