"""The form of information by a unit (economy-novosibirsk, appendix 2): PDF, DOCX, XLSX.

Wording, columns and notes come as data from the regulations; here is only the page.
"""

from dataclasses import dataclass
from datetime import date, datetime

from otklik.documents.cleaning import DocumentError, cleaned
from otklik.documents.table import Cell, cell_text
from otklik.documents.typesetting import breakable, typeset

TEMPLATE = "unit_form.typ"
SIGNATURE_LINE = "_" * 28


@dataclass(frozen=True, slots=True)
class UnitFormRow:
    """One row; a number is set flush right, None is a dash; `total` sets the row in bold."""

    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class UnitForm:
    """The form as printed. The first line of `title` is the heading, the rest its continuation.

    `unit_caption` stands under the unit's name, `name_caption` under the place for the name;
    `internal_mark` in the upper right corner; without `signatory_name` there is a line to sign on.
    """

    title: str
    unit: str
    period_from: date
    period_to: date
    columns: tuple[str, ...]
    rows: tuple[UnitFormRow, ...]
    notes: tuple[str, ...] = ()
    signatory_post: str = ""
    signatory_name: str | None = None
    internal_mark: str | None = None
    unit_caption: str = ""
    name_caption: str = ""
    author: str = ""


def printable_form(form: UnitForm) -> UnitForm:
    """The form with cleaned texts; DocumentError where a row and the columns differ in number."""
    wrong = [n for n, row in enumerate(form.rows, 1) if len(row.cells) != len(form.columns)]
    if wrong or not form.columns:
        raise DocumentError(f"Таблица: число граф и ячеек не совпадает (строки {wrong}).")
    return cleaned(form)


def period_text(form: UnitForm) -> str:
    """«за период 01.01.2024 – 31.03.2024»."""
    return f"за период {form.period_from:%d.%m.%Y} – {form.period_to:%d.%m.%Y}"


def heading_lines(form: UnitForm) -> tuple[str, str]:
    """The heading and the words that go on from it to the unit's name."""
    first, _, rest = form.title.strip().partition("\n")
    return first.strip(), " ".join(rest.split())


def document_title(form: UnitForm) -> str:
    """The title in the file's metadata."""
    return " ".join([*heading_lines(form), form.unit, period_text(form)])


def unit_form_pdf(form: UnitForm, made_at: datetime | None = None) -> bytes:
    """The form as a tagged PDF (A4 across); equal input gives equal bytes."""
    ready = printable_form(form)
    heading, rest = heading_lines(ready)
    data = {
        "title": document_title(ready),
        "author": ready.author,
        "internal": ready.internal_mark or "",
        "heading": heading,
        "rest": rest,
        "unit": breakable(ready.unit),
        "unit_caption": ready.unit_caption,
        "period": period_text(ready),
        "columns": [breakable(column) for column in ready.columns],
        "rows": [
            {
                "total": row.total,
                "cells": [
                    {"text": breakable(cell_text(cell)), "figure": not isinstance(cell, str)}
                    for cell in row.cells
                ],
            }
            for row in ready.rows
        ],
        "notes": [breakable(note) for note in ready.notes],
        "post": breakable(ready.signatory_post),
        "name": breakable(ready.signatory_name or SIGNATURE_LINE),
        "name_caption": ready.name_caption,
    }
    return typeset(TEMPLATE, data, made_at)
