"""Tables as files: CSV for spreadsheets, and what all tables share."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from babel.numbers import format_decimal

Cell = str | int | float | None

NOTHING = "—"
# A spreadsheet would read such a text as a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_BLANK = ("\t", "\r", "\n")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def table_csv(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as CSV that Russian spreadsheets open: UTF-8 with a mark, semicolons, comma decimals.

    A text that a spreadsheet would take for a formula gets an apostrophe in front.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_csv_cell(cell) for cell in headers])
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def legible(text: str) -> str:
    """The text without what no file format may carry: control characters, half characters."""
    return _ILLEGAL.sub("", text)


def cell_text(cell: Cell, digits: int = 1) -> str:
    """A cell for print: numbers the Russian way («1 234,5»), a dash for nothing."""
    if cell is None:
        return NOTHING
    if isinstance(cell, str):
        return cell
    return str(format_decimal(cell, format="#,##0." + "#" * digits, locale="ru"))


def _csv_cell(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        text = legible(cell)
        risky = text.startswith(_BLANK) or text.lstrip().startswith(_FORMULA)
        return "'" + text if risky else text
    return str(cell).replace(".", ",") if isinstance(cell, float) else str(cell)
