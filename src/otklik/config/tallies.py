"""What the page of the day is made of: numbers that lead to their lists, and the day they are counted for."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.db.models import Model, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise

from otklik.staff.calendars import zone
from otklik.staff.models import Employee
from otklik.staff.queries import body_of

COUNT_LIMIT = 500
"""Counts above it are shown as «500+», as in the list of cases."""


@dataclass(frozen=True, slots=True)
class Tally:
    """One number of the page: what it counts, where it leads, whether it is a bad one."""

    number: int
    title: str | Promise
    address: str
    is_bad: bool = False

    @property
    def shown(self) -> str:
        """The number as text, no further than the limit."""
        return f"{COUNT_LIMIT}+" if self.number > COUNT_LIMIT else str(self.number)

    @property
    def look(self) -> str:
        """How the number is drawn: nothing to do, late, or simply there."""
        return "none" if not self.number else "bad" if self.is_bad else ""


@dataclass(frozen=True, slots=True)
class Part:
    """The numbers of one duty of the employee."""

    title: str | Promise
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """The employee's working day: the moment, and where today and this week end on the body's clocks."""

    employee: Employee
    now: datetime
    today: date
    ends: datetime
    week_ends: datetime


def day_of(employee: Employee, at: datetime | None = None) -> Day:
    """Return the day that it is for the employee's body at a moment (default now)."""
    now, place = at or timezone.now(), zone(body_of(employee))
    today = now.astimezone(place).date()
    sunday = today + timedelta(days=6 - today.weekday())
    return Day(
        employee,
        now,
        today,
        datetime.combine(today, time.max, place),
        datetime.combine(sunday, time.max, place),
    )


def counted(rows: QuerySet[Model]) -> int:
    """Count the rows, but no further than one above the limit."""
    return rows.order_by()[: COUNT_LIMIT + 1].values("pk").count()


def address(name: str, *args: object, **query: object) -> str:
    """Return the address of a page with its query; empty while the page does not exist."""
    try:
        return with_query(reverse(name, args=args), **query)
    except NoReverseMatch:
        return ""


def with_query(page: str, **query: object) -> str:
    """Return the address with more in its query; what is None or an empty address adds nothing."""
    said = {key: value for key, value in query.items() if value is not None}
    if not page or not said:
        return page
    return f"{page}{'&' if '?' in page else '?'}{urlencode(said)}"
