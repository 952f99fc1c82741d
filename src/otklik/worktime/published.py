"""Reading a published production calendar of one year, to be laid over the federal table.

Two public forms are read. XML: `<calendar year="2028"><days><day d="02.22" t="2" f="01.03"/>`,
where t is 1 day off, 2 shortened working day, 3 working day, f the day it was moved from, h the
number of a holiday. CSV: one row a year, columns «Год/Месяц», «Январь» … «Декабрь»; each cell
lists the days that are off, with `*` those that are worked but shortened and with `+` the days
off that were moved; a Saturday or Sunday that is not listed is worked.
"""

from __future__ import annotations

import calendar as months_of
import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from xml.etree import ElementTree as ET

from otklik.worktime.days import Day, DayKind, DayTable, layer
from otklik.worktime.errors import CalendarError

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
#: A year's file is a few kilobytes.
_LONGEST = 1_000_000


def read_published_year(text: str, year: int) -> DayTable:
    """The published calendar of `year`, as a layer that describes the year completely.

    `text` is the whole XML or CSV file. The layer decrees the year: `decreed_through` is `year`.
    Raises CalendarError with one line for: another year, a day named twice, a date that does not
    exist, a public holiday missing (a gap), a file of another form.
    """
    if len(text) > _LONGEST:
        raise CalendarError("the file is too long for a calendar of one year")
    body = text.lstrip("\ufeff \r\n\t")
    if not body:
        raise CalendarError("the calendar file is empty")
    rows = _from_xml(body, year) if body.startswith("<") else _from_csv(body, year)
    table = layer(_paired(list(rows)), year=year, decreed_through=year)
    for month, number in sorted(_HOLIDAYS):
        entry = table.get(date(year, month, number))
        if entry is None or entry.kind is not DayKind.OFF:
            raise CalendarError(
                f"a gap: the public holiday {date(year, month, number)} is not a day off"
            )
    return table


def _paired(rows: list[tuple[date, Day]]) -> Iterator[tuple[date, Day]]:
    """The rows, each worked day off told whose place it takes: files say it on one side only."""
    instead = {entry.swapped_with: day for day, entry in rows if entry.kind is DayKind.OFF}
    for day, entry in rows:
        if entry.kind is not DayKind.OFF and entry.swapped_with is None:
            yield day, replace(entry, swapped_with=instead.get(day))
        else:
            yield day, entry


def _from_xml(text: str, year: int) -> Iterator[tuple[date, Day]]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise CalendarError("the calendar file declares a document type, which is not accepted")
    try:
        root = ET.fromstring(text)  # noqa: S314 - no entities: declarations are refused above
    except ET.ParseError as error:
        raise CalendarError(f"the calendar file is not well-formed XML: {error}") from error
    if root.tag != "calendar":
        raise CalendarError(f"the XML file begins with <{root.tag}>, not with <calendar>")
    if root.get("year") != str(year):
        raise CalendarError(f"the file is for the year {root.get('year')}, not {year}")
    titles = {row.get("id", ""): row.get("title", "") for row in root.iter("holiday")}
    named: set[date] = set()
    for row in root.iter("day"):
        day = _month_and_day(row.get("d", ""), year)
        named.add(day)
        yield day, _xml_day(day, row.attrib, titles)
    for day in _weekends(year):
        if day not in named and (day.month, day.day) in _HOLIDAYS:
            yield day, Day(DayKind.OFF, "Праздничный день", holiday=True)


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
    raise CalendarError(f"{day} has the type {kind!r}; known are 1, 2 and 3")


def _month_and_day(text: str, year: int) -> date:
    found = _MONTH_AND_DAY.fullmatch(text)
    month, day = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (1 <= month <= 12 and 1 <= day <= months_of.monthrange(year, month)[1]):
        raise CalendarError(f"{text!r} is not a day of {year} in the form MM.DD")
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
    first_line = text.splitlines()[0]
    delimiter = ";" if first_line.count(";") > first_line.count(",") else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    header = [cell.strip().casefold() for cell in rows[0]]
    missing = [name for name in _MONTHS if name not in header]
    if missing:
        raise CalendarError(f"the CSV file has no column «{missing[0].capitalize()}»")
    ours = [row for row in rows[1:] if row and row[0].strip() == str(year)]
    if len(ours) != 1:
        found = "no row" if not ours else f"{len(ours)} rows"
        raise CalendarError(f"the CSV file has {found} for the year {year}")
    padded = ours[0] + [""] * len(header)
    cells = [padded[header.index(name)] for name in _MONTHS]
    for name, cell in zip(_MONTHS, cells, strict=True):
        if not cell.strip():
            raise CalendarError(f"a gap: «{name.capitalize()}» of {year} is empty")
    return cells


def _cell(cell: str, year: int, month: int) -> Iterator[tuple[date, str]]:
    last = months_of.monthrange(year, month)[1]
    seen: set[int] = set()
    for part in cell.split(","):
        found = _CELL_DAY.fullmatch(part.strip())
        if found is None or not 1 <= int(found[1]) <= last:
            raise CalendarError(f"{part.strip()!r} is not a day of month {month} of {year}")
        number = int(found[1])
        if number in seen:
            raise CalendarError(f"{date(year, month, number)} is named twice")
        seen.add(number)
        yield date(year, month, number), found[2]


def _weekends(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        if day.weekday() >= _SATURDAY:
            yield day
        day += timedelta(days=1)
