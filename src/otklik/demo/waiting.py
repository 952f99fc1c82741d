"""What waits for somebody today: a case at each stage, one due, one late. No row is written here."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from otklik.demo.lives import Life, Teller

ORDINARY = frozenset({"application", "complaint", "proposal", "information-request"})


def lives(teller: Teller, today: date) -> list[Life]:
    """Return lives in the inbox, to assign, drafted, on the way to signature, returned, due on the nearest day, late."""
    calendar = teller.pace.calendar
    last = calendar.previous_working_day(today)
    before = calendar.previous_working_day(last)
    opening = calendar.opening_of(last) or datetime.combine(last, time(9), tzinfo=calendar.zone)
    evening = teller.pace.later(opening, 330, 420)
    inbox = [_registered(_drawn(teller, day), None) for day in (last, last, before)]
    to_assign = [_registered(_drawn(teller, before), evening) for _ in range(2)]
    # After long holidays a week ago nobody worked: what is written by now was begun some working days before.
    latest = calendar.add_working_days(today, -5)
    recent = [
        calendar.previous_working_day(min(today - timedelta(days=days), latest))
        for days in (9, 10, 8, 7)
    ]
    drafted, first, second, returned = (
        _written(_assigned_before(teller, day, evening), evening) for day in recent
    )
    return [
        *inbox,
        *to_assign,
        replace(drafted, drafted=True),
        first,
        second,
        replace(returned, returned=evening + timedelta(minutes=25)),
        *_due(teller, today, last),
        *_under_way(teller, recent, evening),
    ]


def _under_way(teller: Teller, days: list[date], evening: datetime) -> list[Life]:
    """One letter that lies with an approver, one that he sent back, one that is signed and has no number yet."""
    held, rejected, signed = (
        _written(_assigned_before(teller, day, evening), evening) for day in days[:3]
    )
    return [
        replace(held, held=True),
        replace(rejected, rejected=evening + timedelta(minutes=15)),
        replace(
            signed,
            signed=evening + timedelta(minutes=30),
            delivered=evening + timedelta(minutes=34),
            unnumbered=True,
        ),
    ]


def _due(teller: Teller, today: date, last: date) -> list[Life]:
    """Two due on the nearest working day, one due before the last one and one due last week: both are late."""
    calendar = teller.pace.calendar
    nearest = calendar.working_day_on_or_after(today)
    last_week = calendar.working_day_on_or_before(last - timedelta(days=last.weekday() + 1))
    found = [
        _due_on(teller, day)
        for day in (nearest, nearest, calendar.previous_working_day(last), last_week)
    ]
    return [life for life in found if life is not None]


def _drawn(teller: Teller, day: date) -> Life:
    """Draw a life of the ordinary kind that begins on the day, a working one."""
    while True:
        life = teller.life(day)
        arrived = life.received.astimezone(teller.pace.calendar.zone).date()
        if life.asked and life.type in ORDINARY and life.form != "oral" and arrived == day:
            return life


def _assigned_before(teller: Teller, day: date, moment: datetime) -> Life:
    """Draw a life that begins on the day and is at its executor's desk before the moment."""
    while True:
        life = _drawn(teller, day)
        if life.assigned and life.assigned < moment:
            return life


def _registered(life: Life, at: datetime | None) -> Life:
    """Stop the life before the assignment; without a moment, before the registration."""
    return replace(life, registered=at, assigned=None, submitted=None, signed=None, delivered=None)


def _written(life: Life, at: datetime | None) -> Life:
    """Stop the life before the signature; without a moment, before the draft."""
    return replace(life, submitted=at, signed=None, delivered=None)


def _due_on(teller: Teller, due: date) -> Life | None:
    """Return a life at its executor's desk whose reply is due on the day; None when no receipt leads there."""
    for days in sorted((*range(30, 42), *range(30, 42))):
        day = due - timedelta(days=days)
        if not teller.pace.calendar.is_working(day):
            continue
        life = _drawn(teller, day)
        if life.reply_due and life.reply_due.date() == due:
            return _written(life, None)
    return None
