"""A published table as rows of cells: XLSX or CSV, each row with the number it has in the file."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from otklik.documents.cleaning import DocumentError

LIMIT_BYTES = 10_000_000
UNPACKED_LIMIT_BYTES = 100_000_000
ROWS_LIMIT = 50_000
COLUMNS_LIMIT = 50
ENCODINGS = ("utf-8-sig", "cp1251")
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_COLUMN = re.compile(r"[A-Z]{1,3}")
Row = tuple[int, tuple[str, ...]]


def read_table(data: bytes) -> list[Row]:
    """Return the rows that are not empty as (number in the file, cells without outer spaces).

    XLSX: the first sheet; a formula counts as the value it was saved with. CSV: UTF-8 or Windows-1251, divided by
    semicolons, tabs or commas. Raises DocumentError, with a sentence for people, for a file that is no such table.
    """
    if len(data) > LIMIT_BYTES:
        raise DocumentError("Файл слишком большой для таблицы.")
    rows = _xlsx(data) if data[:4] == b"PK\x03\x04" else _csv(data)
    kept: list[Row] = []
    for number, cells in rows:
        if number > ROWS_LIMIT or len(kept) > ROWS_LIMIT:
            raise DocumentError("В таблице слишком много строк.")
        stripped = tuple(" ".join(cell.split()) for cell in cells[:COLUMNS_LIMIT])
        if any(stripped):
            kept.append((number, stripped))
    return kept


def _csv(data: bytes) -> Iterator[Row]:
    text = _decoded(data)
    lines = [line for line in text.splitlines()[:50] if line.strip()]
    # A title may hold commas, so they divide only where nothing else does.
    divider = next(
        (sign for sign in ";\t" if 2 * sum(sign in line for line in lines) > len(lines)), ","
    )
    reader = csv.reader(io.StringIO(text), delimiter=divider)
    try:
        for cells in reader:
            yield reader.line_num, tuple(cells)
    except csv.Error:
        raise DocumentError(f"Таблица повреждена около строки {reader.line_num}.") from None


def _decoded(data: bytes) -> str:
    if b"\x00" in data[:4096] or data[:4] == b"%PDF" or data[:4] == b"\xd0\xcf\x11\xe0":
        raise DocumentError("Такой файл не читается. Подойдут XLSX и CSV.")
    for encoding in ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DocumentError("Кодировка файла не распознана. Сохраните таблицу как XLSX или CSV UTF-8.")


def _xlsx(data: bytes) -> Iterator[Row]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            if sum(item.file_size for item in pack.infolist()) > UNPACKED_LIMIT_BYTES:
                raise DocumentError("Файл слишком большой для таблицы.")
            sheets = {int(m[1]): m[0] for name in pack.namelist() if (m := _SHEET.fullmatch(name))}
            if not sheets:
                raise DocumentError("В файле нет листа с таблицей. Подойдут XLSX и CSV.")
            words = _shared(pack)
            yield from _sheet(_parsed(pack.read(sheets[min(sheets)])), words)
    except (zipfile.BadZipFile, ET.ParseError, KeyError, ValueError, RuntimeError, OSError):
        raise DocumentError("Файл повреждён: таблицу не прочитать.") from None


def _parsed(data: bytes) -> ET.Element:
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:  # no table needs them; entities can blow up
        raise DocumentError("Файл повреждён: таблицу не прочитать.")
    return ET.fromstring(data)  # noqa: S314 - without entities nothing is expanded or fetched


def _shared(pack: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in pack.namelist():
        return []
    root = _parsed(pack.read("xl/sharedStrings.xml"))
    return [_text(item) for item in root.findall(".//{*}si")]


def _text(element: ET.Element) -> str:
    """The words of a string without its phonetic notes."""
    parts = [element.find("{*}t"), *(run.find("{*}t") for run in element.findall("{*}r"))]
    return "".join(part.text or "" for part in parts if part is not None)


def _sheet(root: ET.Element, words: list[str]) -> Iterator[Row]:
    for place, row in enumerate(root.findall(".//{*}row"), 1):
        cells: dict[int, str] = {}
        for order, cell in enumerate(row.findall("{*}c")):
            column = _place(cell.get("r", ""), order)
            if column < COLUMNS_LIMIT:
                cells[column] = _value(cell, words)
        width = max(cells, default=-1) + 1
        yield int(row.get("r", place)), tuple(cells.get(column, "") for column in range(width))


def _place(reference: str, order: int) -> int:
    """The column of a cell, from zero: «C7» is 2."""
    letters = _COLUMN.match(reference)
    if letters is None:
        return order
    column = 0
    for letter in letters[0]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def _value(cell: ET.Element, words: list[str]) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        inside = cell.find("{*}is")
        return _text(inside) if inside is not None else ""
    value = cell.find("{*}v")
    raw = (value.text or "") if value is not None else ""
    if kind == "s":
        index = int(raw)
        if not 0 <= index < len(words):
            raise DocumentError("Файл повреждён: таблицу не прочитать.")
        return words[index]
    return raw[:-2] if raw.endswith(".0") and kind == "n" else raw
