"""A letter as data: what stands on the paper, in the order in which it is read."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal, TypedDict, get_args
from urllib.parse import urlsplit

from otklik.documents.balance import balanced
from otklik.documents.cleaning import DocumentError, cleaned

Typeface = Literal["serif", "sans"]
Layout = Literal["angular", "longitudinal"]
Requisite = Literal["emblem", "name", "contacts", "references", "number", "reference"]
REQUISITES: tuple[Requisite, ...] = get_args(Requisite)
"""What stands in a letterhead, in the usual order; `number` is the letter's date and number,
`reference` the line that names the letter it answers."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The official head of the paper: name line by line, contacts (labour-novosibirsk:17.1).

    `emblem` is a PNG, JPEG or SVG picture, `emblem_alt` says what it shows. `references` are lines
    such as «ОГРН …, ИНН …». `order` names the requisites that are printed, one under another
    (economy-novosibirsk:8.3.b); an angular head stands in the left corner beside the addressee,
    a longitudinal one over the whole width.
    """

    lines: tuple[str, ...]
    address: str = ""
    phone: str = ""
    email: str = ""
    site: str = ""
    emblem: bytes | None = None
    emblem_alt: str = ""
    references: tuple[str, ...] = ()
    layout: Layout = "angular"
    order: tuple[Requisite, ...] = REQUISITES


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question; the sentence that says its outcome (economy-novosibirsk:7).

    A line break in `text` begins a new paragraph. The question is printed as a heading where a
    letter answers several.
    """

    question: str
    text: str
    outcome_sentence: str = ""


@dataclass(frozen=True, slots=True)
class ExecutorMark:
    """Who prepared the letter: surname and initials, work phone (labour-novosibirsk:17.2.a)."""

    name: str
    phone: str
    email: str | None = None


@dataclass(frozen=True, slots=True)
class SatisfactionMark:
    """The request to rate the work (economy-novosibirsk:10.1): wording, address, size, distance.

    `text` may end with the address or not: the address is printed once. `intervals` is the
    number of blank lines, of the mark's own size, between it and the executor mark.
    """

    text: str
    url: str
    font_pt: float
    intervals: int


@dataclass(frozen=True, slots=True)
class Letter:
    """All that is printed of one letter. Empty strings are left out or leave a line to fill in.

    `reference_line` is «На № ... от ...»; `signature_note` the lines of the electronic
    signature's frame; `title` and `author` go into the file's metadata.
    """

    letterhead: Letterhead
    number: str
    date_text: str
    reference_line: str
    recipient_lines: tuple[str, ...]
    salutation: str
    opening: str
    answers: tuple[Answer, ...]
    closing: tuple[str, ...]
    signatory_post: str
    signatory_name: str
    executor: ExecutorMark
    signature_note: tuple[str, ...] | None = None
    mark: SatisfactionMark | None = None
    attachments: tuple[str, ...] = ()
    typeface: Typeface = "serif"
    title: str = ""
    author: str = ""
    draft: bool = False


class HeadPart(TypedDict):
    """One requisite of the letterhead with its lines; the emblem has none."""

    kind: Requisite
    lines: list[str]


class Paragraph(TypedDict):
    """One paragraph of the body and what it is."""

    kind: Literal["question", "text", "attachments", "attachment"]
    text: str


DRAFT_WORD = "ПРОЕКТ"
UNTITLED = "Письмо"  # a tagged PDF must have some title
CORNER, ACROSS = 78.0, 165.0  # millimetres that a letterhead has in the corner, and over the width
NAME_PT, CONTACTS_PT = 10.5, 9.0
EXECUTOR_PT = 10.0  # where no mark lends its own size
QR_ALT = "QR-код со ссылкой на опрос: "
EMBLEM_ALT = "Герб"


def printable(letter: Letter) -> Letter:
    """The letter as it will be printed: cleaned texts, the mark's address checked.

    Raises DocumentError when the mark's address cannot be a link or its size no size.
    """
    url = letter.mark.url if letter.mark else ""
    letter = cleaned(letter)
    if letter.mark is None:
        return letter
    check_address(url)
    if not 1 <= letter.mark.font_pt <= 72 or not 0 <= letter.mark.intervals <= 20:
        raise DocumentError("Отметка об оценке: размер шрифта или число интервалов невозможны.")
    text = letter.mark.text.replace(url, "").strip()
    return replace(letter, mark=replace(letter.mark, text=text, url=url))


def check_address(url: str) -> None:
    """Refuse (DocumentError) what cannot be printed as a link: not http(s), spaces, control."""
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise DocumentError(f"Адрес опроса записан неверно: {url!r}.") from error
    plain = url.isascii() and url.isprintable() and not set(url) & set(' "<>\\^`{|}')
    if parts.scheme not in {"http", "https"} or not parts.netloc or not plain or len(url) > 1000:
        raise DocumentError(f"Адрес опроса записан неверно: {url!r}.")


def body(letter: Letter) -> list[Paragraph]:
    """The paragraphs between the salutation and the signature, in order, none empty."""
    found = _texts(letter.opening)
    several = len(letter.answers) > 1
    for number, answer in enumerate(letter.answers, start=1):
        if several and answer.question.strip():
            question = " ".join(answer.question.split())
            found.append({"kind": "question", "text": f"{number}. {question}"})
        found += _texts(answer.text, answer.outcome_sentence)
    found += _texts(*letter.closing)
    attachments = [" ".join(item.split()) for item in letter.attachments if item.strip()]
    if len(attachments) == 1:
        found.append({"kind": "attachments", "text": f"Приложение: {attachments[0]}"})
    elif attachments:
        found.append({"kind": "attachments", "text": "Приложения:"})
    for number, item in enumerate(attachments if len(attachments) > 1 else [], start=1):
        found.append({"kind": "attachment", "text": f"{number}. {item}"})
    return found


def _texts(*texts: str) -> list[Paragraph]:
    every = chain.from_iterable(map(lines, texts))
    return [{"kind": "text", "text": line} for line in every]


def lines(text: str) -> list[str]:
    """The non-empty lines of a text."""
    return [line.strip() for line in text.split("\n") if line.strip()]


def head_parts(letter: Letter) -> list[HeadPart]:
    """The requisites of the letterhead that have something to print, in the order of its template.

    Raises DocumentError for a requisite that nobody knows, or one named twice.
    """
    head = letter.letterhead
    if set(head.order) - set(REQUISITES) or len(set(head.order)) != len(head.order):
        raise DocumentError("Бланк: порядок реквизитов записан неверно.")
    date, number = date_and_number(letter)
    room = CORNER if head.layout == "angular" else ACROSS
    found: dict[Requisite, list[str]] = {
        "emblem": [],
        "name": _broken(head.lines, room, NAME_PT, bold=True),
        "contacts": _broken(contact_lines(head), room, CONTACTS_PT),
        "references": _broken(head.references, room, CONTACTS_PT),
        "number": [f"{date} № {number}"],
        "reference": [letter.reference_line] if letter.reference_line else [],
    }
    return [
        {"kind": kind, "lines": found[kind]}
        for kind in head.order
        if found[kind] or (kind == "emblem" and head.emblem)
    ]


def _broken(texts: Iterable[str], room: float, pt: float, *, bold: bool = False) -> list[str]:
    return [line for text in texts for line in balanced(text, room, pt, bold=bold) if line.strip()]


def contact_lines(head: Letterhead) -> list[str]:
    """The letterhead's contacts as they are printed, one string a line."""
    phone = f"Тел. {head.phone}" if head.phone else ""
    net = [part for part in (head.email, head.site) if part]
    if head.layout == "longitudinal":
        return [line for line in (head.address, ", ".join(filter(None, [phone, *net]))) if line]
    joined = ", ".join(net)
    tail = net if len(joined) > 44 else [joined]
    return [line for line in (head.address, phone, *tail) if line]


def emblem_words(head: Letterhead) -> str:
    """What is told of the emblem to who cannot see it."""
    return head.emblem_alt.strip() or EMBLEM_ALT


def executor_lines(executor: ExecutorMark) -> list[str]:
    """The executor mark, one string a line."""
    return [line for line in (executor.name, executor.phone, executor.email or "") if line]


def date_and_number(letter: Letter) -> tuple[str, str]:
    """Date and number; rules to fill in by hand where they are not known yet."""
    return letter.date_text or "_" * 14, letter.number or "_" * 12
