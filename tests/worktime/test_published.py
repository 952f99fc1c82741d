"""Reading the published calendar of a year in its two public forms."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from tests.worktime.bodies import FIVE_DAY_WEEK, SIX_DAY_WEEK, novosibirsk

from otklik.worktime import (
    CalendarError,
    DayKind,
    calendar_for,
    federal_days,
    read_published_year,
)

MONTHS = "Январь,Февраль,Март,Апрель,Май,Июнь,Июль,Август,Сентябрь,Октябрь,Ноябрь,Декабрь"
KINDS = {DayKind.OFF: "1", DayKind.SHORTENED: "2", DayKind.WORKING: "3"}


def as_xml(year: int) -> str:
    """The federal table of a year in the XML form."""
    rows = []
    for day, entry in federal_days().in_year(year).items():
        moved = entry.swapped_with if entry.kind is DayKind.OFF else None
        origin = f' f="{moved:%m.%d}"' if moved else ""
        rows.append(f'<day d="{day:%m.%d}" t="{KINDS[entry.kind]}"{origin}/>')
    return f'<?xml version="1.0"?><calendar year="{year}"><days>{"".join(rows)}</days></calendar>'


def as_csv(year: int) -> str:
    """The usual body's year in the CSV form: everything off, shortened days with an asterisk."""
    cells: dict[int, list[str]] = {month: [] for month in range(1, 13)}
    day = date(year, 1, 1)
    while day.year == year:
        if not novosibirsk().is_working(day):
            cells[day.month].append(str(day.day))
        elif novosibirsk().is_shortened(day):
            cells[day.month].append(f"{day.day}*")
        day += timedelta(days=1)
    row = ",".join(f'"{",".join(days)}"' for days in cells.values())
    return f"Год/Месяц,{MONTHS},Всего рабочих дней\n{year},{row},247\n"


@pytest.mark.parametrize("year", range(2013, 2028))
@pytest.mark.parametrize("form", [as_xml, as_csv], ids=["xml", "csv"])
def test_a_file_of_a_known_year_gives_the_year_back(year: int, form: object) -> None:
    text = as_xml(year) if form is as_xml else as_csv(year)
    read = calendar_for("Asia/Novosibirsk", FIVE_DAY_WEEK, extra=read_published_year(text, year))
    day = date(year, 1, 1)
    while day.year == year:
        assert read.hours(day) == novosibirsk().hours(day), day
        day += timedelta(days=1)


def test_an_xml_file_tells_a_six_day_week_apart() -> None:
    usual = calendar_for("Asia/Novosibirsk", SIX_DAY_WEEK)
    table = read_published_year(as_xml(2024), 2024)
    read = calendar_for("Asia/Novosibirsk", SIX_DAY_WEEK, extra=table)
    for month, day in ((4, 27), (4, 29), (4, 30), (5, 10), (11, 2), (12, 28), (12, 30), (12, 31)):
        assert read.hours(date(2024, month, day)) == usual.hours(date(2024, month, day))


def test_a_new_decree_makes_the_year_certain() -> None:
    text = as_xml(2028).replace('year="2028"', 'year="2028" lang="ru"')
    calendar = calendar_for("Europe/Moscow", FIVE_DAY_WEEK, extra=read_published_year(text, 2028))
    assert calendar.decreed_through == 2028


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "the calendar file is empty"),
        ("<calendar", "not well-formed XML"),
        ("<rss/>", "begins with <rss>"),
        (as_xml(2026), "for the year 2026, not 2027"),
        (as_xml(2027).replace('d="03.08"', 'd="02.30"'), "«02.30» is not a day of 2027"),
        (as_xml(2027).replace('d="03.08"', 'd="02.23"'), "2027-02-23 is named twice"),
        (as_xml(2027).replace('<day d="03.08" t="1"/>', ""), "a gap: .* 2027-03-08"),
        (as_xml(2027).replace('t="2"', 't="9"'), "has the type «9»"),
        ('<!DOCTYPE x [<!ENTITY a "b">]><calendar year="2027"/>', "declares a document type"),
        ("слово", "no column «Январь»"),
        (as_csv(2026), "no row for the year 2027"),
        (as_csv(2027).replace('"1,2,3', '"1,2,2'), "2027-01-02 is named twice"),
        (as_csv(2027).replace('"1,2,3', '"1,2,33'), "«33» is not a day of month 1 of 2027"),
        (as_csv(2027).replace('"1,2,3', '"2,3'), "a gap: the public holiday 2027-01-01"),
        (f"Год/Месяц,{MONTHS}\n2027,1\n", "a gap: «Февраль» of 2027 is empty"),
        (f"Год/Месяц,{MONTHS}\n2027\n2027\n", "2 rows for the year 2027"),
        ("<" + "x" * 1_000_001, "too long"),
    ],
)
def test_wrong_files_are_refused_with_one_line(text: str, message: str) -> None:
    with pytest.raises(CalendarError, match=message) as refused:
        read_published_year(text, 2027)
    assert "\n" not in str(refused.value)
