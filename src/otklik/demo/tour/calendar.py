"""When the tour's story happens: in a quarter that is over, so that its form can be approved. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from otklik.analytics.periods import Quarter
from otklik.worktime import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Moments:
    """The moments of the story, each within working time except the receipt."""

    received: datetime
    registered: datetime
    assigned: datetime
    considered: datetime
    submitted: datetime
    signed: datetime
    answered: datetime
    quarter: Quarter
    approved: datetime


def moments(calendar: WorkingCalendar, written: datetime | None, now: datetime) -> Moments:
    """Return the story's moments: from the letter's own date, if its quarter leaves time and is over.

    Otherwise from the middle of the last quarter that is over.
    """
    if written is not None and written < now:
        own = _from(calendar, written.astimezone(calendar.zone))
        if own is not None and own.quarter.has_ended(now, calendar.zone):
            return own
    quarter = Quarter.at(now, calendar.zone).previous
    middle = calendar.working_day_on_or_after(quarter.first_day + timedelta(days=40))
    story = _from(calendar, _at(calendar, middle, 100))
    if story is None:
        raise ValueError(f"{quarter} is too short for the story")
    return story


def _from(calendar: WorkingCalendar, received: datetime) -> Moments | None:
    try:
        registered = calendar.add_working_minutes(received, 55)
        day = registered.astimezone(calendar.zone).date()
        moments_later = [
            _at(calendar, calendar.add_working_days(day, days), 150) for days in (1, 4, 5, 8)
        ]
    except ValueError:
        return None
    assigned, considered, signed, answered = moments_later
    quarter = Quarter.at(received, calendar.zone)
    if Quarter.at(answered, calendar.zone) != quarter:
        return None
    after = calendar.working_day_on_or_after(quarter.following.first_day)
    return Moments(
        received=received,
        registered=registered,
        assigned=assigned,
        considered=considered,
        submitted=considered + timedelta(minutes=35),
        signed=signed,
        answered=answered,
        quarter=quarter,
        approved=_at(calendar, calendar.add_working_days(after, 2), 60),
    )


def _at(calendar: WorkingCalendar, day: date, minutes: int) -> datetime:
    opening = calendar.opening_of(day)
    if opening is None:
        raise ValueError(f"{day} is a day off")
    return opening + timedelta(minutes=minutes)
