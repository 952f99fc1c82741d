"""Any table as a spreadsheet."""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime

import xlsxwriter

from otklik.documents.office import file_moment
from otklik.documents.table import Cell, cell_text, legible

FAMILY = "PT Sans"
WIDTH = 22
_LONGEST = 32_767
"""So many characters a spreadsheet's cell holds."""


def table_xlsx(
    title: str,
    headers: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    notes: Sequence[str] = (),
    made_at: datetime | None = None,
) -> bytes:
    """Return a table with its title and notes above it: figures are numbers, texts are texts and never formulas.

    The head row is repeated on each printed page. Equal input gives equal bytes.
    """
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": legible(title)[:255], "created": file_moment(made_at)})
    font = {"font_name": FAMILY, "font_size": 10, "valign": "top"}
    strong, plain = book.add_format({**font, "bold": True}), book.add_format(font)
    head = book.add_format(
        {**font, "bold": True, "text_wrap": True, "bottom": 2, "bg_color": "#eef1f5"}
    )
    cell = book.add_format({**font, "text_wrap": True, "bottom": 4})
    sheet = book.add_worksheet()
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, max(len(headers) - 1, 0), WIDTH)
    line = 0
    for text in (title, *notes):
        sheet.write_string(line, 0, _short(text), plain if line else strong)
        line += 1
    sheet.repeat_rows(line)
    sheet.freeze_panes(line + 1, 0)
    for column, text in enumerate(headers):
        sheet.write_string(line, column, _short(text), head)
    for row in rows:
        line += 1
        for column, value in enumerate(row):
            if value is None or isinstance(value, str):
                sheet.write_string(line, column, _short(cell_text(value)), cell)
            else:
                sheet.write_number(line, column, value, cell)
    book.close()
    return out.getvalue()


def _short(text: str) -> str:
    return legible(text)[:_LONGEST]
