"""A calendar for calendar programs: all-day entries as RFC 5545, the same bytes for the same data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vDuration

PRODUCER = "-//Otklik//Terms of cases//RU"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One day to remember.

    `uid` names the entry for ever: an entry that moves to another day keeps it. `changed_at` (aware) is when what it
    says was last changed.
    """

    uid: str
    day: date
    title: str
    note: str
    address: str
    changed_at: datetime


def calendar_feed(
    name: str, entries: Iterable[CalendarEntry], refresh: timedelta = timedelta(hours=1)
) -> bytes:
    """The entries as one iCalendar object, with CRLF, lines folded at 75 octets, moments in UTC.

    An entry is a whole day without an hour, so that it needs no time zone, and does not make its owner busy.
    `refresh` is how often the calendar program should ask again.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(refresh))
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry) -> Event:
    changed = entry.changed_at.astimezone(UTC)
    event = Event()
    event.add("uid", entry.uid)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("summary", entry.title)
    event.add("description", entry.note)
    event.add("url", entry.address)
    event.add("transp", "TRANSPARENT")
    return event
