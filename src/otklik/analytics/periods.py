"""Quarters: written `2026Q3`, bounded in a body's own time zone; pure."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_WRITTEN = re.compile(r"(\d{4})Q([1-4])", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2100
ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year; quarters compare and sort by time."""

    year: int
    number: int
    """1 to 4."""

    def __post_init__(self) -> None:
        if not (FIRST_YEAR <= self.year <= LAST_YEAR and 1 <= self.number <= 4):
            raise ValueError(f"no such quarter: {self.year}Q{self.number}")

    @classmethod
    def parse(cls, text: str) -> "Quarter":
        """Read `2026Q3` (a small `q` is fine); raises ValueError with one clear line."""
        match = _WRITTEN.fullmatch(text.strip().upper())
        if match is None:
            raise ValueError(f"a quarter is written like 2026Q3, not {text[:40]!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """Return the quarter in which a day lies."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def at(cls, moment: datetime, zone: ZoneInfo) -> "Quarter":
        """Return the quarter that it is in the zone at a moment (aware)."""
        return cls.of(moment.astimezone(zone).date())

    def __str__(self) -> str:
        return f"{self.year}Q{self.number}"

    @property
    def first_day(self) -> date:
        """The first day of the quarter."""
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        """The last day of the quarter."""
        month = 3 * self.number
        return date(self.year, month, monthrange(self.year, month)[1])

    @property
    def roman(self) -> str:
        """The number as Russian documents write it: «III»."""
        return ROMAN[self.number - 1]

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the first moment and the first moment after, in UTC."""
        start = datetime.combine(self.first_day, time.min, zone)
        end = datetime.combine(self.last_day + timedelta(days=1), time.min, zone)
        return start.astimezone(UTC), end.astimezone(UTC)

    def has_ended(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether the quarter is over in the zone."""
        return now >= self.bounds(zone)[1]

    def has_begun(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether the quarter has begun in the zone."""
        return now >= self.bounds(zone)[0]

    @property
    def previous(self) -> "Quarter":
        """The quarter before."""
        return (
            Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)
        )

    @property
    def following(self) -> "Quarter":
        """The quarter after."""
        return (
            Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)
        )

    def through(self, last: "Quarter") -> Iterator["Quarter"]:
        """Go through the quarters from this one to `last`, both included."""
        quarter = self
        while quarter <= last:
            yield quarter
            quarter = quarter.following
