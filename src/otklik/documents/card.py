"""A card: pairs of a name and a value, tables and lists under headings; as PDF and as DOCX (`card_office`)."""

from dataclasses import dataclass
from datetime import datetime

from otklik.documents.cleaning import DocumentError, cleaned
from otklik.documents.letter import UNTITLED
from otklik.documents.typesetting import breakable, typeset

TEMPLATE = "card.typ"


@dataclass(frozen=True, slots=True)
class CardTable:
    """A table; `widths` are shares of the width, one for each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CardSection:
    """A heading with facts, a text, or a table under it; facts without a value are left out."""

    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    texts: tuple[str, ...] = ()
    table: CardTable | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """The whole card: who keeps it, what it is, its sections; `footnote` says when it was printed."""

    owner: str
    title: str
    subtitle: str
    sections: tuple[CardSection, ...]
    footnote: str = ""
    author: str = ""


def printable_card(card: Card) -> Card:
    """The card with cleaned texts and without empty sections.

    Raises DocumentError where a row and its columns differ in number.
    """
    for section in card.sections:
        table = section.table
        if table and (
            any(len(row) != len(table.columns) for row in table.rows)
            or (table.widths and len(table.widths) != len(table.columns))
        ):
            raise DocumentError(f"Карточка: в таблице «{section.heading}» не сходится число граф.")
    ready = cleaned(card)
    kept = tuple(
        CardSection(
            section.heading,
            tuple((name, value) for name, value in section.facts if value.strip()),
            tuple(text for text in section.texts if text.strip()),
            section.table if section.table and section.table.rows else None,
        )
        for section in ready.sections
    )
    filled = tuple(one for one in kept if one.facts or one.texts or one.table)
    return Card(ready.owner, ready.title, ready.subtitle, filled, ready.footnote, ready.author)


def card_title(card: Card) -> str:
    """The title in the file's metadata."""
    return " ".join(part for part in (card.title, card.subtitle) if part) or UNTITLED


def card_pdf(card: Card, made_at: datetime | None = None) -> bytes:
    """The card as a tagged PDF (A4); equal input gives equal bytes."""
    ready = printable_card(card)
    data = {
        "doc_title": card_title(ready),
        "author": ready.author,
        "owner": breakable(ready.owner),
        "title": breakable(ready.title),
        "subtitle": breakable(ready.subtitle),
        "footnote": breakable(ready.footnote),
        "sections": [_section(section) for section in ready.sections],
    }
    return typeset(TEMPLATE, data, made_at)


def _section(section: CardSection) -> dict[str, object]:
    table = section.table
    return {
        "heading": section.heading,
        "facts": [[breakable(name), breakable(value)] for name, value in section.facts],
        "texts": [breakable(text) for text in section.texts],
        "table": table
        and {
            "columns": [breakable(column) for column in table.columns],
            "widths": list(table.widths or (1,) * len(table.columns)),
            "rows": [[breakable(cell) for cell in row] for row in table.rows],
        },
    }
