"""Who the ministry is: order, names, letterhead, working hours, roles, clients, places."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, model_validator

from otklik.regulations.basis import Coded, Part, Rows, Sourced

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"unknown time zone {value!r}") from None
    return value


TimeZoneName = Annotated[str, AfterValidator(_zone)]


class Order(Part):
    """The act that the profile puts into force; a draft has neither number nor date."""

    title: str
    number: str = ""
    date: dt.date | None = None
    status: Literal["draft", "approved"]
    status_why: str
    registration: str = ""

    @model_validator(mode="after")
    def _approved_is_numbered(self) -> Self:
        if self.status == "approved" and not (self.number and self.date):
            raise ValueError("an approved order needs its number and date")
        return self


class Act(Sourced):
    """Another act on which the order relies: it governs the work, or is a basis or a method.

    Pages name it by number and date, never by a bare «Порядок» or «Инструкция».
    """

    code: str
    title: str
    number: str = ""
    date: dt.date | None = None
    role: Literal["governs", "basis", "method"]


class Definition(Sourced):
    """A notion as the order defines it."""

    code: str
    term: str
    text: str


class BodyName(Part):
    """The name of the ministry in the forms that letters need (Russian).

    ``short`` as in the satisfaction mark («Минэкономразвития НСО»); ``prepositional`` goes with its
    preposition («в министерстве …»).
    """

    full: str = Field(min_length=1)
    short: str = Field(min_length=1)
    genitive: str = Field(min_length=1)
    dative: str = Field(min_length=1)
    accusative: str = Field(min_length=1)
    prepositional: str = Field(min_length=1)


class Letterhead(Sourced):
    """What stands at the head of an outgoing letter; what the sources leave out is None."""

    lines: Rows[str]
    address: str | None = None
    phone: str | None = None
    email: str | None = None
    site: str | None = None


class Signatory(Sourced):
    """A post that signs letters; the holder is data of the staff room.

    ``signs``: the kinds of letters. ``genitive`` for «исполняющий обязанности …».
    """

    code: str
    post: str
    genitive: str
    signs: Rows[str] = ("reply", "notice")
    any_topic: bool = False
    """Whether he signs letters on any topic, as the head of the body does."""


class Role(Sourced):
    """A post or unit to which the order gives a duty (holders are data of the staff room)."""

    code: str
    label: str


class WorkingDay(Part):
    """Working hours of one weekday, local time of the body."""

    day: Weekday
    start: dt.time
    end: dt.time
    lunch_start: dt.time | None = None
    lunch_end: dt.time | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        marks = [self.start, self.lunch_start, self.lunch_end, self.end]
        if (self.lunch_start is None) != (self.lunch_end is None):
            raise ValueError("lunch needs both its start and its end")
        known = [mark for mark in marks if mark is not None]
        if known != sorted(set(known)):
            raise ValueError("start, lunch and end must follow each other")
        return self

    @property
    def weekday(self) -> int:
        """Number of the weekday as in ``date.weekday()``: Monday is 0."""
        return WEEKDAYS.index(self.day)


class PastWeek(Part):
    """A working week that the body no longer has; `until` is its last day."""

    until: dt.date
    days: Rows[WorkingDay]
    shortened_by_minutes: int = Field(ge=0, le=240)


class Schedule(Sourced):
    """The working week; a weekday that is not named is a day off.

    ``earlier``: the weeks before the present one, in the order of their last days. A week that is to begin
    later is written as the present one, and what holds until then as the last of the earlier ones.
    """

    days: Rows[WorkingDay]
    shortened_by_minutes: int = Field(ge=0, le=240)
    earlier: Rows[PastWeek] = ()

    @model_validator(mode="after")
    def _earlier_in_order(self) -> Self:
        ends = [week.until for week in self.earlier]
        if ends != sorted(set(ends)):
            raise ValueError("the earlier weeks must follow each other by their last days")
        return self

    @model_validator(mode="after")
    def _each_day_once(self) -> Self:
        names = [item.day for item in self.days]
        if not names:
            raise ValueError("the schedule has no working day")
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"{name} stands twice")
        return self


class CalendarRules(Sourced):
    """How days are counted: is the day of the event day 0, and a term that ends on a day off."""

    day_zero: Literal["excluded", "included"]
    on_day_off: Literal["previous", "next", "none"]


class ClientKind(Sourced):
    """A kind of client that the order serves."""

    code: str
    label: str
    side: Literal["external", "internal"]
    offered: bool = True


class Segment(Sourced):
    """A segment of clients with advice for a letter to them; ``kinds`` of client belong to it unless an official chose."""

    code: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    label: str
    kinds: Rows[str] = ()
    guidance: Rows[str] = Field(min_length=1)


class Place(Part):
    """A municipality or an authority of the region, for lists of choice."""

    code: str
    name: str


class RegionalDay(Part):
    """A day on which the region worked, or rested, otherwise than the country.

    ``swapped_with``: the other day of a transfer. ``note`` tells people why.
    """

    date: dt.date
    kind: Literal["off", "working", "shortened"]
    swapped_with: dt.date | None = None
    note: str = Field(min_length=1, max_length=300)


class Region(Part):
    """The region: its authorities and municipalities (public names), its own days of the calendar."""

    code: str
    name: str
    genitive: str
    municipalities: Rows[str]
    authorities: Coded[Place]
    days: Rows[RegionalDay] = ()

    @model_validator(mode="after")
    def _each_date_once(self) -> Self:
        dates = [item.date for item in self.days]
        if len(set(dates)) < len(dates):
            raise ValueError("a day stands twice")
        return self
