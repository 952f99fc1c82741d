"""The federal calendar: public holidays, transfers, moved working days, shortened days.

Days off and working Saturdays come from the `holidays` package, what it lacks from
data/federal.toml. For years without a decree the transfers that Labour Code art. 112 makes by
itself and the shortened days of art. 95 are computed; the Government's own transfers are unknown.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from importlib import metadata, resources
from typing import Any

from holidays import HolidayBase, country_holidays

from otklik.worktime.days import Day, DayKind, DayTable
from otklik.worktime.errors import CalendarError

FIRST_YEAR = 2010
LAST_YEAR = 2045

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_MOVED = re.compile(r"\(перенесено с (\d\d)\.(\d\d)\.(\d{4})\)")
_MOVED_BY_LAW = " (выходной)"


@functools.cache
def _data() -> dict[str, Any]:
    text = resources.files("otklik.worktime").joinpath("data/federal.toml").read_text("utf-8")
    return tomllib.loads(text)


def package_version() -> str:
    """Version of the `holidays` package whose data the calendar stands on."""
    return metadata.version("holidays")


@functools.lru_cache(maxsize=8)
def federal_days(first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR) -> DayTable:
    """The federal table for the years, both inclusive.

    `decreed_through` is the last decreed year, whether or not the table reaches it.
    Raises CalendarError for years reversed or before 1992, when today's holidays did not exist.
    """
    if not 1992 <= first_year <= last_year <= 2100:
        raise CalendarError(f"years {first_year}-{last_year} are not within 1992-2100")
    # One year more on each side: 1 January shortens the day before it.
    source = country_holidays("RU", years=range(first_year - 1, last_year + 2), language="ru")
    decreed: int = _data()["decreed_through"]
    days: dict[date, Day] = {day: _day_off(day, label, source) for day, label in source.items()}
    days |= {day: entry for day, entry in _moved_by_law(days, decreed) if day not in days}
    taken_by = {
        entry.swapped_with: day for day, entry in days.items() if entry.swapped_with is not None
    }
    for day in source.weekend_workdays:
        instead = taken_by.get(day)
        note = f"Рабочий день вместо {instead:%d.%m.%Y}" if instead else "Рабочий день"
        days[day] = Day(DayKind.WORKING, note, instead)
    days |= dict(_non_working(days))
    days |= dict(_shortened(days, range(first_year, last_year + 1)))
    wanted = {day: entry for day, entry in days.items() if first_year <= day.year <= last_year}
    return DayTable(wanted, decreed_through=decreed, years=(first_year, last_year))


def _day_off(day: date, label: str, source: HolidayBase) -> Day:
    moved = _MOVED.search(label)
    if moved:
        number = [int(part) for part in moved.groups()]
        return Day(DayKind.OFF, label, date(number[2], number[1], number[0]))
    if label.endswith(_MOVED_BY_LAW):
        name = label.removesuffix(_MOVED_BY_LAW)
        before = (day - timedelta(days=back) for back in range(1, 8))
        return Day(DayKind.OFF, label, next((d for d in before if source.get(d) == name), None))
    return Day(DayKind.OFF, label, holiday=True)


def _moved_by_law(days: dict[date, Day], decreed: int) -> Iterator[tuple[date, Day]]:
    """Art. 112: a holiday on a weekend moves to the next working day, except 1-8 January.

    The package has these only for decreed years.
    """
    taken: set[date] = set()
    for day, entry in sorted(days.items()):
        if not entry.holiday or day.year <= decreed or day.month == 1 or day.weekday() < _SATURDAY:
            continue
        target = day + _ONE_DAY
        while target.weekday() >= _SATURDAY or target in days or target in taken:
            target += _ONE_DAY
        taken.add(target)
        yield target, Day(DayKind.OFF, f"{entry.note}{_MOVED_BY_LAW}", day)


def _non_working(days: dict[date, Day]) -> Iterator[tuple[date, Day]]:
    for row in _data()["non_working"]:
        day: date = row["first"]
        while day <= row["last"]:
            known = days.get(day)
            if known is None or not known.holiday:
                yield day, Day(DayKind.OFF, row["note"], row.get("moved_from"))
            day += _ONE_DAY


def _shortened(days: dict[date, Day], years: range) -> Iterator[tuple[date, Day]]:
    listed: dict[str, list[date]] = _data()["shortened"]
    for year in years:
        dates = listed.get(str(year))
        for day in _computed_shortened(days, year) if dates is None else dates:
            known = days.get(day)
            if known is not None and known.kind is DayKind.WORKING:
                yield day, Day(DayKind.SHORTENED, f"{known.note}, сокращённый", known.swapped_with)
            else:
                yield day, Day(DayKind.SHORTENED, "Сокращённый предпраздничный день")


def _computed_shortened(days: dict[date, Day], year: int) -> Iterator[date]:
    """The two rules of the data file, for a year that has no list of its own."""
    day = date(year, 1, 1)
    while day.year == year:
        known = days.get(day)
        moved = known is not None and known.kind is DayKind.WORKING
        if moved or (known is None and day.weekday() < _SATURDAY):
            likened = (known.swapped_with if known and moved else None) or day
            following = days.get(likened + _ONE_DAY)
            if following is not None and following.holiday:
                yield day
        day += _ONE_DAY
