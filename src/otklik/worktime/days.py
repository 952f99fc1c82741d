"""Days that differ from the ordinary week: days off, moved working days, shortened days."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from otklik.worktime.errors import CalendarError


class DayKind(enum.StrEnum):
    """What a day of the table is, whatever its weekday."""

    OFF = "off"
    WORKING = "working"
    SHORTENED = "shortened"


@dataclass(frozen=True, slots=True)
class Day:
    """One day that differs from the ordinary week.

    `swapped_with` names the other day of a transfer: for a day off, the day it was moved from;
    for a working day off, the day whose place it takes. `holiday` marks a public holiday itself
    (Labour Code art. 112): the working day directly before one is shortened. `note` is Russian.
    """

    kind: DayKind
    note: str = ""
    swapped_with: date | None = None
    holiday: bool = False


@dataclass(frozen=True)
class DayTable:
    """Days by date, and how far they can be relied on.

    `decreed_through`: the last year whose transfers are decreed; later years are computed and
    only preliminary. `whole_years`: years this table describes completely, so that nothing of a
    lower layer shows through in them. `years`: first and last year the table can answer for,
    None for a layer that only adds to another.
    """

    days: Mapping[date, Day] = field(default_factory=dict)
    decreed_through: int | None = None
    whole_years: frozenset[int] = frozenset()
    years: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if self.years is not None and self.years[0] > self.years[1]:
            raise CalendarError(f"years {self.years[0]}-{self.years[1]} of a table are reversed")
        for day, entry in self.days.items():
            if self.years is not None and not self.years[0] <= day.year <= self.years[1]:
                raise CalendarError(f"{day} lies outside the years of its table")
            if entry.swapped_with == day:
                raise CalendarError(f"{day} cannot be swapped with itself")
            if entry.holiday and entry.kind is not DayKind.OFF:
                raise CalendarError(f"{day} is a public holiday and cannot be {entry.kind}")
        object.__setattr__(self, "days", MappingProxyType(dict(sorted(self.days.items()))))

    def get(self, day: date) -> Day | None:
        """The entry of the day, or None when the ordinary week holds."""
        return self.days.get(day)

    def in_year(self, year: int) -> dict[date, Day]:
        """The entries of one year, by date."""
        return {day: entry for day, entry in self.days.items() if day.year == year}

    def canonical(self) -> Iterable[str]:
        """Lines that say all there is in the table, the same in every process."""
        yield f"{self.decreed_through} {sorted(self.whole_years)} {self.years}"
        for day, entry in self.days.items():
            yield f"{day} {entry.kind} {entry.swapped_with} {entry.holiday} {entry.note}"


def layer(
    entries: Iterable[tuple[date, Day]],
    *,
    year: int | None = None,
    decreed_through: int | None = None,
) -> DayTable:
    """A table from rows, as an administrator enters them: regional days, swaps, a year's decree.

    With `year` every row must lie in it, and the layer describes that year completely.
    Raises CalendarError for a day named twice or a day of another year.
    """
    days: dict[date, Day] = {}
    for day, entry in entries:
        if day in days:
            raise CalendarError(f"{day} is named twice")
        if year is not None and day.year != year:
            raise CalendarError(f"{day} does not belong to the year {year}")
        days[day] = entry
    whole = frozenset() if year is None else frozenset({year})
    return DayTable(days, decreed_through=decreed_through, whole_years=whole)


def merge(base: DayTable, extra: DayTable) -> DayTable:
    """`base` with `extra` laid over it.

    A day named in both is as `extra` says; so is the whole of a year that `extra` describes
    completely.
    Raises CalendarError when `extra` decrees a year although a year before it is not decreed
    (a gap), or names a day outside the years of `base`.
    """
    decreed = base.decreed_through
    if extra.decreed_through is not None and decreed is not None:
        for year in range(decreed + 1, extra.decreed_through):
            if year not in extra.whole_years and year not in base.whole_years:
                raise CalendarError(
                    f"a gap: {extra.decreed_through} is decreed but {year} before it is not"
                )
    if base.years is not None:
        for day in extra.days:
            if not base.years[0] <= day.year <= base.years[1]:
                raise CalendarError(
                    f"{day} lies outside the calendar {base.years[0]}-{base.years[1]}"
                )
    known = [year for year in (decreed, extra.decreed_through) if year is not None]
    kept = {day: entry for day, entry in base.days.items() if day.year not in extra.whole_years}
    return DayTable(
        kept | dict(extra.days),
        decreed_through=max(known) if known else None,
        whole_years=base.whole_years | extra.whole_years,
        years=base.years or extra.years,
    )
