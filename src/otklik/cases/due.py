"""How near a term is: the ranges by which cases are counted on the board and filtered in the list."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LATE, TODAY, LATER, NO_TERM = "late", "today", "later", "none"
RANGES = (LATE, TODAY, "1-3", "4-7", "8-14", LATER)
"""From what is overdue to what is far, in days that are left; they do not overlap and leave nothing out."""
_LAST_DAYS = {"1-3": (1, 3), "4-7": (4, 7), "8-14": (8, 14)}
_BEYOND = 15


@dataclass(frozen=True, slots=True)
class Span:
    """Moments from `since` on and before `until`; None is open."""

    since: datetime | None
    until: datetime | None


def span_of(said: str, now: datetime, place: ZoneInfo) -> Span | None:
    """Return the moments of a range, or of one local day written as ISO date; None for anything else.

    Days are counted on the clocks of `place`; what has run out today is late and not of today.
    """
    today = now.astimezone(place).date()
    if said == LATE:
        return Span(None, now)
    if said == TODAY:
        return Span(now, _start(today, 1, place))
    if said == LATER:
        return Span(_start(today, _BEYOND, place), None)
    if said in _LAST_DAYS:
        first, last = _LAST_DAYS[said]
        return Span(_start(today, first, place), _start(today, last + 1, place))
    try:
        day = date.fromisoformat(said)
        return Span(_start(day, 0, place), _start(day, 1, place))
    except (ValueError, OverflowError):
        return None


def _start(day: date, more: int, place: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=more), time.min, place)


def range_of(days: int) -> str:
    """Return the range of a term that ends in so many days; a negative number is late."""
    if days < 0:
        return LATE
    if days == 0:
        return TODAY
    for name, (_first, last) in _LAST_DAYS.items():
        if days <= last:
            return name
    return LATER
