"""Production calendars and working-time arithmetic.

Floor 0: no framework, no database, no clock. A `WorkingCalendar` is made by `calendar_for` from
a body's time zone and schedules; `compute` counts a legal term with it and explains every step.
"""

from otklik.worktime.calendar import WorkingCalendar, calendar_for, version_of
from otklik.worktime.days import Day, DayKind, DayTable, layer, merge
from otklik.worktime.errors import CalendarError, PublishedError
from otklik.worktime.federal import federal_days
from otklik.worktime.published import (
    decode_published,
    lawful_working_days,
    published_years,
    read_published_year,
)
from otklik.worktime.schedule import (
    FIVE_DAYS,
    NORM_WEEK,
    SIX_DAYS,
    DatedSchedule,
    DayHours,
    Schedule,
)
from otklik.worktime.steps import Step, describe, say_date, say_moment
from otklik.worktime.terms import Computation, DayZero, OnDayOff, Term, Unit, compute, ends_on
from otklik.worktime.years import Mark, Sum, YearDay, YearMonth, total, year_of

__all__ = [
    "FIVE_DAYS",
    "NORM_WEEK",
    "SIX_DAYS",
    "CalendarError",
    "Computation",
    "DatedSchedule",
    "Day",
    "DayHours",
    "DayKind",
    "DayTable",
    "DayZero",
    "Mark",
    "OnDayOff",
    "PublishedError",
    "Schedule",
    "Step",
    "Sum",
    "Term",
    "Unit",
    "WorkingCalendar",
    "YearDay",
    "YearMonth",
    "calendar_for",
    "compute",
    "decode_published",
    "describe",
    "ends_on",
    "federal_days",
    "lawful_working_days",
    "layer",
    "merge",
    "published_years",
    "read_published_year",
    "say_date",
    "say_moment",
    "total",
    "version_of",
    "year_of",
]
