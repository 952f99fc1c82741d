"""A letter's file as text: DOCX, Markdown or plain text, with the places that are set in a way the orders avoid."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Literal

from docx import Document
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml.ns import qn
from docx.text.hyperlink import Hyperlink
from docx.text.paragraph import Paragraph

from otklik.documents.cleaning import DocumentError

Style = Literal["italic", "underlined", "capitals", "background"]
LIMIT_BYTES = 20_000_000
UNPACKED_LIMIT_BYTES = 100_000_000
ENCODINGS = ("utf-8-sig", "cp1251")
_MARKDOWN = (
    (re.compile(r"(?<![*\w])\*(?![*\s])([^*\n]+)(?<!\s)\*(?![*\w])"), "italic"),
    (re.compile(r"(?<![_\w])_(?![_\s])([^_\n]+)(?<!\s)_(?![_\w])"), "italic"),
    (re.compile(r"<u>([^<\n]*)</u>", re.IGNORECASE), "underlined"),
    (re.compile(r"<(?:i|em)>([^<\n]*)</(?:i|em)>", re.IGNORECASE), "italic"),
)
_PAGE = re.compile(r"<(?:!doctype html|html|body|o:p|p\s+class=[\"']?Mso)[\s>/]?", re.IGNORECASE)
"""What is pasted from a word processor or saved from a browser."""
_HIDDEN = frozenset({"script", "style", "head", "title"})
_BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "table", "ul", "ol"})
_LEFT_OVER = re.compile(r"^#{1,6} +|\*\*|__(?=\w)|(?<=\w)__", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Styled:
    """A place of the text that is set in italics, underlined, in capitals, or on a background."""

    style: Style
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PlainText:
    """What a file says, and how it is set where that matters."""

    text: str
    styled: tuple[Styled, ...] = ()


def read_letter(data: bytes, name: str) -> PlainText:
    """Read a letter's file by its name's ending: `.docx`, `.md`, anything else as plain text (UTF-8 or cp1251).

    Raises DocumentError, with a sentence for people, for a file that cannot be read.
    """
    if len(data) > LIMIT_BYTES:
        raise DocumentError("Файл слишком большой для письма.")
    lowered = name.lower()
    if lowered.endswith(".docx") or data[:4] == b"PK\x03\x04":
        return _docx(data)
    if lowered.endswith((".doc", ".pdf", ".odt", ".rtf")):
        raise DocumentError("Такой файл не читается. Подойдут DOCX, MD и TXT.")
    text = _decoded(data)
    if _PAGE.search(text[:4000]):
        return PlainText(_words_of_page(text))
    return _markdown(text) if lowered.endswith((".md", ".markdown")) else PlainText(text)


class _PageText(HTMLParser):
    """The words of a page, its paragraphs on lines of their own; scripts and styles left out."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line, or what is not shown."""
        del attrs
        self.hidden += tag in _HIDDEN
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End what is not shown."""
        self.hidden -= tag in _HIDDEN and self.hidden > 0

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        if not self.hidden:
            self.parts.append(" ".join(data.split("\n")))


def _words_of_page(text: str) -> str:
    page = _PageText()
    page.feed(text)
    page.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(page.parts)).strip()


def _decoded(data: bytes) -> str:
    if b"\x00" in data[:4096]:
        raise DocumentError("Это не текст. Подойдут DOCX, MD и TXT.")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    raise DocumentError("Кодировка файла неизвестна. Сохраните его в UTF-8.")


def _markdown(text: str) -> PlainText:
    """Take the signs of the markup away and remember what they set apart."""
    plain = _LEFT_OVER.sub("", text)
    styled: list[Styled] = []
    for pattern, style in _MARKDOWN:
        while found := pattern.search(plain):
            inner = found.group(1)
            cut = len(found.group()) - len(inner)
            start = found.start()
            before = found.start(1) - start
            styled = [_moved(item, start, found.end(), before, cut) for item in styled]
            plain = plain[:start] + inner + plain[found.end() :]
            styled.append(Styled(style, start, start + len(inner)))  # type: ignore[arg-type]  # the table's words
    return PlainText(plain, tuple(sorted(styled, key=lambda item: item.start)))


def _moved(item: Styled, start: int, end: int, before: int, cut: int) -> Styled:
    """Move a place by the signs that were cut out before it, or around it."""
    if item.start >= end:
        return Styled(item.style, item.start - cut, item.end - cut)
    if item.start >= start:
        return Styled(item.style, item.start - before, item.end - before)
    return item


def _docx(data: bytes) -> PlainText:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
        document = Document(io.BytesIO(data)) if unpacked <= UNPACKED_LIMIT_BYTES else None
        parts = list(_paragraphs(document)) if document else []
    except Exception as error:  # a broken file breaks the library in many ways
        raise DocumentError("Файл DOCX повреждён: он не открывается.") from error
    if document is None:
        raise DocumentError("Файл слишком большой для письма.")
    text, styled = "", []
    for paragraph in parts:
        for run in _runs(paragraph):
            start = len(text)
            text += run.text
            if run.text.strip():
                styled += [Styled(style, start, len(text)) for style in _styles(run)]
        text += "\n"
    if document.element.find(qn("w:background")) is not None:
        styled.append(Styled("background", 0, min(len(text), 40)))
    return PlainText(text, tuple(_joined(styled)))


def _paragraphs(document: Any) -> Iterator[Paragraph]:
    """The paragraphs in the order of the page: body with its tables and frames, then the feet of the pages."""
    for element in document.element.body.iter(qn("w:p")):
        yield Paragraph(element, document)
    for section in document.sections:
        for foot in (section.first_page_footer, section.footer):
            if not foot.is_linked_to_previous:
                yield from foot.paragraphs


def _runs(paragraph: Paragraph) -> Iterator[Any]:
    for part in paragraph.iter_inner_content():
        yield from part.runs if isinstance(part, Hyperlink) else [part]


def _styles(run: Any) -> Iterator[Style]:
    if run.italic:
        yield "italic"
    if run.underline and run._element.getparent().tag != qn("w:hyperlink"):  # noqa: SLF001 - the library shows no parent
        yield "underlined"
    if run.font.all_caps:
        yield "capitals"
    highlight = run.font.highlight_color
    if highlight not in {None, WD_COLOR_INDEX.AUTO, WD_COLOR_INDEX.WHITE}:
        yield "background"


def _joined(styled: list[Styled]) -> Iterator[Styled]:
    """Runs of one style that touch are one place."""
    last: Styled | None = None
    for item in sorted(styled, key=lambda place: (place.style, place.start)):
        if last and last.style == item.style and item.start <= last.end + 1:
            last = Styled(last.style, last.start, max(last.end, item.end))
            continue
        if last:
            yield last
        last = item
    if last:
        yield last
