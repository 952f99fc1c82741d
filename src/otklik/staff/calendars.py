"""The working calendar of a body: the federal seed, the edited days, the profile's schedule."""

import threading
import time
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from otklik import regulations, worktime
from otklik.regulations.bodies import PastWeek, Schedule
from otklik.staff.models import Body, CalendarDay, DecreedYear
from otklik.staff.profiles import profile_of

KEPT_SECONDS = 5.0
"""How long a process goes on with a calendar before it looks whether somebody has edited it."""

_lock = threading.Lock()


class _Edited(NamedTuple):
    """All that a calendar depends on and an administrator can edit."""

    timezone: str
    profile: regulations.Profile
    general: tuple["DayRow", ...]
    own: tuple["DayRow", ...]
    years: tuple[int, ...]


class DayRow(NamedTuple):
    """A day as it is kept: the values of `CalendarDay` that count."""

    day: date
    kind: str
    note: str = ""
    swapped_with: date | None = None
    holiday: bool = False

    @property
    def entry(self) -> tuple[date, worktime.Day]:
        """The day as `worktime` wants it."""
        kind = worktime.DayKind(self.kind)
        return self.day, worktime.Day(kind, self.note, self.swapped_with, self.holiday)


_kept: dict[int, tuple[float, _Edited, worktime.WorkingCalendar]] = {}


def zone(body: Body) -> ZoneInfo:
    """Return the body's own time zone."""
    return ZoneInfo(body.timezone)


def today(body: Body, at: datetime | None = None) -> date:
    """Return the date that it is for the body at a moment (default now)."""
    return (at or timezone.now()).astimezone(zone(body)).date()


def calendar_of(body: Body) -> worktime.WorkingCalendar:
    """Return the body's working calendar; edits by an administrator count within a few seconds."""
    now = time.monotonic()
    found = _kept.get(body.pk)
    if found and now - found[0] < KEPT_SECONDS:
        return found[2]
    rows = _edited_rows(body)
    calendar = found[2] if found and found[1] == rows else _build(rows)
    with _lock:
        _kept[body.pk] = (now, rows, calendar)
    return calendar


def rows_of(body: Body | None) -> list[DayRow]:
    """Return the edited days of a body, or (None) those that hold for all, by date."""
    rows = CalendarDay.objects.filter(body=body).order_by("date")
    kept = rows.values_list("date", "kind", "note", "swapped_with", "holiday")
    return [DayRow(*row) for row in kept]


def forget() -> None:
    """Drop the kept calendars of this process; called after an edit."""
    with _lock:
        _kept.clear()


def calendar_with(
    body: Body,
    *,
    general: Mapping[date, DayRow | None] | None = None,
    own: Mapping[date, DayRow | None] | None = None,
    decreed: int | None = None,
) -> worktime.WorkingCalendar:
    """Return the body's calendar as it would be after an edit; nothing is stored.

    `general` and `own`: date → the new row, or None for a row taken away. `decreed`: a year that would be decreed, of
    which `general` gives every row. Raises `CalendarError` for an edit that cannot be.
    """
    now = _edited_rows(body)
    years = now.years if decreed is None else tuple(sorted({*now.years, decreed}))
    kept = tuple(row for row in now.general if row.day.year != decreed)
    return _build(now._replace(general=_over(kept, general), own=_over(now.own, own), years=years))


def _over(
    rows: tuple[DayRow, ...], edits: Mapping[date, DayRow | None] | None
) -> tuple[DayRow, ...]:
    merged: dict[date, DayRow | None] = {row.day: row for row in rows}
    merged.update(edits or {})
    return tuple(row for _day, row in sorted(merged.items()) if row is not None)


def _edited_rows(body: Body) -> _Edited:
    days = CalendarDay.objects.filter(Q(body=None) | Q(body=body)).order_by("date")
    rows = list(days.values_list("body_id", "date", "kind", "note", "swapped_with", "holiday"))
    years = DecreedYear.objects.order_by("year").values_list("year", flat=True)
    return _Edited(
        body.timezone,
        profile_of(body),
        tuple(DayRow(*row[1:]) for row in rows if row[0] is None),
        tuple(DayRow(*row[1:]) for row in rows if row[0] is not None),
        tuple(years),
    )


def _build(edited: _Edited) -> worktime.WorkingCalendar:
    decreed = [_decreed(edited, year) for year in edited.years]
    general = worktime.layer([row.entry for row in edited.general])
    own = worktime.layer([row.entry for row in edited.own])
    layers = [*decreed, general, regional_days(edited.profile), own]
    return worktime.calendar_for(edited.timezone, schedule_of(edited.profile), extra=layers)


def _decreed(edited: _Edited, year: int) -> worktime.DayTable:
    """The layer of a decreed year; one that names its holidays describes the year completely."""
    rows = [row for row in edited.general if row.day.year == year]
    whole = year if any(row.holiday for row in rows) else None
    return worktime.layer([row.entry for row in rows], year=whole, decreed_through=year)


def unedited_calendar(profile: regulations.Profile) -> worktime.WorkingCalendar:
    """Return the calendar of a profile before anybody has edited it; needs no installation."""
    return worktime.calendar_for(
        profile.timezone, schedule_of(profile), extra=regional_days(profile)
    )


def regional_days(profile: regulations.Profile) -> worktime.DayTable:
    """Return the days on which the profile's region differs from the country."""
    rows = [DayRow(day.date, day.kind, day.note, day.swapped_with) for day in profile.region.days]
    return worktime.layer([row.entry for row in rows])


def schedule_of(profile: regulations.Profile) -> tuple[worktime.DatedSchedule, ...]:
    """Return the ordinary weeks that the profile gives, each with the days on which it holds."""
    given = profile.schedule
    weeks: list[worktime.DatedSchedule] = []
    since: date | None = None
    for week in given.earlier:
        weeks.append(worktime.DatedSchedule(_week(week), since, week.until))
        since = week.until + timedelta(days=1)
    return (*weeks, worktime.DatedSchedule(_week(given), since))


def _week(given: PastWeek | Schedule) -> worktime.Schedule:
    hours = {
        day.weekday: worktime.DayHours(
            day.start,
            day.end,
            (day.lunch_start, day.lunch_end) if day.lunch_start and day.lunch_end else None,
        )
        for day in given.days
    }
    return worktime.Schedule(hours, given.shortened_by_minutes)
