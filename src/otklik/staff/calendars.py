"""The working calendar of a body: the federal seed, the edited days, the profile's schedule."""

import threading
import time
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from otklik import regulations, worktime
from otklik.staff.models import Body, CalendarDay, DecreedYear
from otklik.staff.profiles import profile_of

KEPT_SECONDS = 5.0
"""How long a process goes on with a calendar before it looks whether somebody has edited it."""

_lock = threading.Lock()


class _Edited(NamedTuple):
    """All that a calendar depends on and an administrator can edit."""

    timezone: str
    profile: str
    general: tuple[tuple[date, str, str], ...]
    own: tuple[tuple[date, str, str], ...]
    years: tuple[int, ...]


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
    calendar = found[2] if found and found[1] == rows else _build(body, rows)
    with _lock:
        _kept[body.pk] = (now, rows, calendar)
    return calendar


def forget() -> None:
    """Drop the kept calendars of this process; called after an edit."""
    with _lock:
        _kept.clear()


def _edited_rows(body: Body) -> _Edited:
    days = CalendarDay.objects.filter(Q(body=None) | Q(body=body)).order_by("date")
    rows = list(days.values_list("body_id", "date", "kind", "note"))
    years = DecreedYear.objects.order_by("year").values_list("year", flat=True)
    return _Edited(
        body.timezone,
        body.profile,
        tuple((day, kind, note) for owner, day, kind, note in rows if owner is None),
        tuple((day, kind, note) for owner, day, kind, note in rows if owner is not None),
        tuple(years),
    )


def _build(body: Body, edited: _Edited) -> worktime.WorkingCalendar:
    decreed = [
        worktime.layer(
            [_entry(row) for row in edited.general if row[0].year == year], decreed_through=year
        )
        for year in edited.years
    ]
    general = worktime.layer([_entry(row) for row in edited.general])
    own = worktime.layer([_entry(row) for row in edited.own])
    layers = [*decreed, general, own]
    return worktime.calendar_for(body.timezone, schedule_of(profile_of(body)), extra=layers)


def unedited_calendar(profile: regulations.Profile) -> worktime.WorkingCalendar:
    """Return the calendar of a profile before anybody has edited it; needs no installation."""
    return worktime.calendar_for(profile.timezone, schedule_of(profile))


def _entry(row: tuple[date, str, str]) -> tuple[date, worktime.Day]:
    day, kind, note = row
    return day, worktime.Day(worktime.DayKind(kind), note)


def schedule_of(profile: regulations.Profile) -> worktime.Schedule:
    """Return the ordinary week that the profile gives."""
    given = profile.schedule
    hours = {
        day.weekday: worktime.DayHours(
            day.start,
            day.end,
            (day.lunch_start, day.lunch_end) if day.lunch_start and day.lunch_end else None,
        )
        for day in given.days
    }
    return worktime.Schedule(hours, given.shortened_by_minutes)
