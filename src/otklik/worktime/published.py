"""Reading a published production calendar of one year, to be laid over the federal table.

Two public forms are read. XML: `<calendar year="2028"><days><day d="02.22" t="2" f="01.03"/>`,
where t is 1 day off, 2 shortened working day, 3 working day, f the day it was moved from, h the
number of a holiday. CSV: one row a year, columns «Год/Месяц», «Январь» … «Декабрь»; each cell
lists the days that are off, with `*` those that are worked but shortened and with `+` the days
off that were moved; a Saturday or Sunday that is not listed is worked.
"""

from __future__ import annotations

import calendar as months_of
import contextlib
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree as ET

from otklik.worktime.days import Day, DayKind, DayTable, layer
from otklik.worktime.errors import PublishedError

_MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
_SATURDAY = 5
_CELL_DAY = re.compile(r"(\d{1,2})([*+]?)")
_MONTH_AND_DAY = re.compile(r"(\d\d)\.(\d\d)")
_OFF, _SHORTENED, _WORKING = "1", "2", "3"
#: Labour Code art. 112: the public holidays, the same every year.
_HOLIDAYS = {(1, day) for day in range(1, 9)} | {
    (2, 23),
    (3, 8),
    (5, 1),
    (5, 9),
    (6, 12),
    (11, 4),
}
#: Art. 112: of the January holidays on a weekend the Government moves two.
_MOVED_FROM_JANUARY = 2
_FOUR_DIGITS = re.compile(r"(?:19|20)\d\d")
#: A year's file is a few kilobytes.
_LONGEST = 1_000_000


def decode_published(data: bytes) -> str:
    """The text of a published file: UTF-8, with or without its mark, otherwise Windows-1251.

    Raises PublishedError for what is no text, nothing, or longer than a year can be.
    """
    if len(data) > _LONGEST:
        raise PublishedError("the file is too long for a calendar of one year")
    if not data.strip():
        raise PublishedError("the calendar file is empty")
    if b"\x00" in data:
        raise PublishedError("the file is not text: neither CSV nor XML")
    for encoding in ("utf-8-sig", "cp1251"):
        with contextlib.suppress(UnicodeDecodeError):
            return data.decode(encoding)
    raise PublishedError("the file is not text: neither CSV nor XML")


def published_years(text: str) -> list[int]:
    """The years that a published file describes: one for XML, one for each row of a CSV file.

    Raises PublishedError for a file of another form.
    """
    body = _body(text)
    if body.startswith("<"):
        return [_year_of(_root(body))]
    found = [row[0].strip() for row in _csv_rows(body)[1:] if row]
    return sorted({int(year) for year in found if _FOUR_DIGITS.fullmatch(year)})


def read_published_year(text: str, year: int) -> DayTable:
    """The published calendar of `year`, as a layer that describes the year completely.

    `text` is the whole XML or CSV file. The layer decrees the year: `decreed_through` is `year`.
    Raises PublishedError with one line for: another year, a day named twice, a date that does not
    exist, a public holiday missing (a gap), a file of another form.
    """
    body = _body(text)
    rows = list(_from_xml(body, year) if body.startswith("<") else _from_csv(body, year))
    named: set[date] = set()
    for day, _entry in rows:
        if day in named:
            raise PublishedError("%(day)s is named twice", day=day)
        named.add(day)
    table = layer(_paired(rows), year=year, decreed_through=year)
    for month, number in sorted(_HOLIDAYS):
        entry = table.get(date(year, month, number))
        if entry is None or entry.kind is not DayKind.OFF:
            raise PublishedError(
                "a gap: the public holiday %(day)s is not a day off", day=date(year, month, number)
            )
    return table


def lawful_working_days(year: int) -> int:
    """Working days of a five-day week as Labour Code art. 112 gives them, wherever the transfers go.

    Every holiday on a weekend moves, of those in January two. A published year may have fewer
    days (non-working days by a decree of the President), hardly more.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    weekends = len(list(_weekends(year)))
    on_weekends = [
        day for day in (date(year, *holiday) for holiday in _HOLIDAYS) if day.weekday() >= _SATURDAY
    ]
    january = sum(day.month == 1 for day in on_weekends)
    moved = len(on_weekends) - january + min(january, _MOVED_FROM_JANUARY)
    days = (last - first).days + 1
    return days - weekends - (len(_HOLIDAYS) - len(on_weekends)) - moved


def _body(text: str) -> str:
    if len(text) > _LONGEST:
        raise PublishedError("the file is too long for a calendar of one year")
    body = text.lstrip("\ufeff \r\n\t")
    if not body:
        raise PublishedError("the calendar file is empty")
    return body


def _paired(rows: list[tuple[date, Day]]) -> Iterator[tuple[date, Day]]:
    """The rows, each worked day off told whose place it takes: files say it on one side only."""
    instead = {entry.swapped_with: day for day, entry in rows if entry.kind is DayKind.OFF}
    for day, entry in rows:
        if entry.kind is not DayKind.OFF and entry.swapped_with is None:
            yield day, replace(entry, swapped_with=instead.get(day))
        else:
            yield day, entry


def _from_xml(text: str, year: int) -> Iterator[tuple[date, Day]]:
    root = _root(text)
    if (given := _year_of(root)) != year:
        raise PublishedError(
            "the file is for the year %(given)s, not %(year)s", given=given, year=year
        )
    titles = {row.get("id", ""): row.get("title", "") for row in root.iter("holiday")}
    named: set[date] = set()
    for row in root.iter("day"):
        day = _month_and_day(row.get("d", ""), year)
        named.add(day)
        yield day, _xml_day(day, row.attrib, titles)
    for day in _weekends(year):
        if day not in named and (day.month, day.day) in _HOLIDAYS:
            yield day, Day(DayKind.OFF, "Праздничный день", holiday=True)


def _root(text: str) -> ET.Element:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise PublishedError("the calendar file declares a document type, which is not accepted")
    try:
        root = ET.fromstring(text)  # noqa: S314 - no entities: declarations are refused above
    except (ET.ParseError, ValueError) as error:
        raise PublishedError(
            "the calendar file is not well-formed XML: %(error)s", error=error
        ) from error
    if root.tag != "calendar":
        raise PublishedError(
            "the XML file begins with <%(tag)s>, not with <calendar>", tag=root.tag[:40]
        )
    return root


def _year_of(root: ET.Element) -> int:
    given = root.get("year", "")
    if not _FOUR_DIGITS.fullmatch(given):
        raise PublishedError("the file does not say its year: «%(given)s»", given=given[:40])
    return int(given)


def _xml_day(day: date, row: Mapping[str, str], titles: Mapping[str, str]) -> Day:
    kind, moved = row.get("t", ""), row.get("f")
    other = _month_and_day(moved, day.year) if moved else None
    title = titles.get(row.get("h", ""), "")
    if kind == _OFF:
        if (day.month, day.day) in _HOLIDAYS:
            return Day(DayKind.OFF, title or "Праздничный день", holiday=True)
        note = f"Выходной (перенесено с {other:%d.%m.%Y})" if other else title or "Выходной"
        return Day(DayKind.OFF, note, other)
    if kind == _SHORTENED:
        return Day(DayKind.SHORTENED, "Сокращённый день", other)
    if kind == _WORKING:
        return Day(DayKind.WORKING, "Рабочий день", other)
    raise PublishedError(
        "%(day)s has the type «%(kind)s»; known are 1, 2 and 3", day=day, kind=kind[:40]
    )


def _month_and_day(text: str, year: int) -> date:
    found = _MONTH_AND_DAY.fullmatch(text)
    month, day = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (1 <= month <= 12 and 1 <= day <= months_of.monthrange(year, month)[1]):
        raise PublishedError(
            "«%(text)s» is not a day of %(year)s in the form MM.DD", text=text[:40], year=year
        )
    return date(year, month, day)


def _from_csv(text: str, year: int) -> Iterator[tuple[date, Day]]:
    listed: set[date] = set()
    for month, cell in enumerate(_csv_months(text, year), start=1):
        for day, mark in _cell(cell, year, month):
            listed.add(day)
            if mark == "*":
                yield day, Day(DayKind.SHORTENED, "Сокращённый день")
            elif (month, day.day) in _HOLIDAYS:
                yield day, Day(DayKind.OFF, "Праздничный день", holiday=True)
            elif mark == "+" or day.weekday() < _SATURDAY:
                yield day, Day(DayKind.OFF, "Выходной (перенос)")
    for day in _weekends(year):
        if day not in listed:
            yield day, Day(DayKind.WORKING, "Рабочий день (перенос)")


def _csv_months(text: str, year: int) -> list[str]:
    """The twelve cells of the year's row."""
    rows = _csv_rows(text)
    header = [cell.strip().casefold() for cell in rows[0]]
    ours = [row for row in rows[1:] if row and row[0].strip() == str(year)]
    if not ours:
        raise PublishedError("the CSV file has no row for the year %(year)s", year=year)
    if len(ours) > 1:
        raise PublishedError(
            "the CSV file has %(count)s rows for the year %(year)s", count=len(ours), year=year
        )
    padded = ours[0] + [""] * len(header)
    cells = [padded[header.index(name)] for name in _MONTHS]
    for name, cell in zip(_MONTHS, cells, strict=True):
        if not cell.strip():
            raise PublishedError(
                "a gap: «%(month)s» of %(year)s is empty", month=name.capitalize(), year=year
            )
    return cells


def _csv_rows(text: str) -> list[list[str]]:
    """The rows of the CSV file, its heading with the twelve months first."""
    first_line = text.splitlines()[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise PublishedError("the CSV file is damaged: %(error)s", error=error) from error
    header = [cell.strip().casefold() for cell in rows[0]] if rows else []
    missing = [name for name in _MONTHS if name not in header]
    if missing:
        raise PublishedError(
            "the CSV file has no column «%(month)s»", month=missing[0].capitalize()
        )
    return rows


def _cell(cell: str, year: int, month: int) -> Iterator[tuple[date, str]]:
    last = months_of.monthrange(year, month)[1]
    seen: set[int] = set()
    for part in cell.split(","):
        found = _CELL_DAY.fullmatch(part.strip())
        if found is None or not 1 <= int(found[1]) <= last:
            raise PublishedError(
                "«%(text)s» is not a day of month %(month)s of %(year)s",
                text=part.strip()[:40],
                month=month,
                year=year,
            )
        number = int(found[1])
        if number in seen:
            raise PublishedError("%(day)s is named twice", day=date(year, month, number))
        seen.add(number)
        yield date(year, month, number), found[2]


def _weekends(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        if day.weekday() >= _SATURDAY:
            yield day
        day += timedelta(days=1)
