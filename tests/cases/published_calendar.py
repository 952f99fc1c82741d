"""The production calendar of 2015-2027 written down by hand, and a plain day walk over it.

An oracle: it shares nothing with the product. Days off, transfers and shortened days are those of the Government's
decrees and of the published calendars, not of any library; zones are written as offsets with the moments of their change.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone

YEARS = range(2015, 2028)
ONE_DAY = timedelta(days=1)

HOLIDAYS = [(1, day) for day in range(1, 9)] + [(2, 23), (3, 8), (5, 1), (5, 9), (6, 12), (11, 4)]
"""Labour Code art. 112: month and day."""

DAYS_OFF_BY_TRANSFER = """
2015-01-09 2015-03-09 2015-05-04 2015-05-11
2016-02-22 2016-03-07 2016-05-02 2016-05-03 2016-06-13
2017-02-24 2017-05-08 2017-11-06
2018-03-09 2018-04-30 2018-05-02 2018-06-11 2018-11-05 2018-12-31
2019-05-02 2019-05-03 2019-05-10
2020-02-24 2020-03-09 2020-05-04 2020-05-05 2020-05-11
2021-02-22 2021-05-03 2021-05-10 2021-06-14 2021-11-05 2021-12-31
2022-03-07 2022-05-02 2022-05-03 2022-05-10 2022-06-13
2023-02-24 2023-05-08 2023-11-06
2024-04-29 2024-04-30 2024-05-10 2024-12-30 2024-12-31
2025-05-02 2025-05-08 2025-06-13 2025-11-03 2025-12-31
2026-01-09 2026-03-09 2026-05-11 2026-12-31
2027-02-22 2027-05-03 2027-05-10 2027-06-14 2027-11-05 2027-12-31
"""
WORKING_SATURDAYS = """
2016-02-20 2018-04-28 2018-06-09 2018-12-29 2021-02-20 2022-03-05
2024-04-27 2024-11-02 2024-12-28 2025-11-01 2027-02-20
"""
SHORTENED = """
2015-04-30 2015-05-08 2015-06-11 2015-11-03 2015-12-31
2016-02-20 2016-11-03
2017-02-22 2017-03-07 2017-11-03
2018-02-22 2018-03-07 2018-04-28 2018-05-08 2018-06-09 2018-12-29
2019-02-22 2019-03-07 2019-04-30 2019-05-08 2019-06-11 2019-12-31
2020-06-11 2020-11-03 2020-12-31
2021-02-20 2021-04-30 2021-06-11
2022-02-22 2022-03-05 2022-11-03
2023-02-22 2023-03-07 2023-11-03
2024-02-22 2024-03-07 2024-05-08 2024-06-11 2024-11-02
2025-03-07 2025-04-30 2025-06-11 2025-11-01
2026-04-30 2026-05-08 2026-06-11 2026-11-03
2027-02-20 2027-04-30 2027-06-11 2027-11-03
"""
REGIONAL_OFF = {"industry-mordovia": "2020-12-31"}
REGIONAL_WORKING_AND_SHORT = {"industry-mordovia": "2020-12-26"}
"""What a region moved for its civil servants: the last day of 2020 off for a shortened Saturday."""

NON_WORKING = (
    ("2020-03-30", "2020-04-30"),
    ("2020-05-06", "2020-05-08"),
    ("2020-06-24", "2020-06-24"),
    ("2020-07-01", "2020-07-01"),
    ("2021-05-04", "2021-05-07"),
    ("2021-10-30", "2021-11-07"),
)
"""Days that the President made non-working, both ends included."""
WORKING_DAYS_A_YEAR = {2023: 247, 2024: 248, 2025: 247, 2026: 247, 2027: 247}
HOURS_A_YEAR = {2023: 1973, 2024: 1979, 2025: 1972, 2026: 1972, 2027: 1972}
"""As the published calendars sum them up, for a week of 40 hours."""

OFFSETS = {
    "economy-novosibirsk": ((datetime(2016, 7, 23, 20, tzinfo=UTC), 6), 7),
    "labour-novosibirsk": ((datetime(2016, 7, 23, 20, tzinfo=UTC), 6), 7),
    "regional-policy-novosibirsk": ((datetime(2016, 7, 23, 20, tzinfo=UTC), 6), 7),
    "economy-magadan": ((datetime(2016, 4, 23, 16, tzinfo=UTC), 10), 11),
    "industry-mordovia": ((datetime(2014, 10, 25, 22, tzinfo=UTC), 4), 3),
}
"""For each body: until when its clocks stood how many hours before UTC's, and how many since."""


def _dates(text: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(word) for word in text.split())


_TRANSFERRED, _SATURDAYS = _dates(DAYS_OFF_BY_TRANSFER), _dates(WORKING_SATURDAYS)
_SHORT = _dates(SHORTENED)
_RANGES = [(date.fromisoformat(a), date.fromisoformat(b)) for a, b in NON_WORKING]


def is_working(day: date, body: str = "") -> bool:
    """Whether people work on the day; beyond 2027 only the holidays themselves are known."""
    if day in _dates(REGIONAL_OFF.get(body, "")):
        return False
    if day in _SATURDAYS or day in _dates(REGIONAL_WORKING_AND_SHORT.get(body, "")):
        return True
    if day in _TRANSFERRED or (day.month, day.day) in HOLIDAYS or day.weekday() >= 5:
        return False
    return not any(first <= day <= last for first, last in _RANGES)


def closing(day: date, body: str = "") -> time:
    """When the ministry closes: at six, an hour earlier on a shortened day."""
    short = day in _SHORT or day in _dates(REGIONAL_WORKING_AND_SHORT.get(body, ""))
    return time(17) if short and is_working(day, body) else time(18)


def pieces(day: date, body: str) -> list[tuple[time, time]]:
    """Working time of the day, lunch from one to two left out."""
    if not is_working(day, body):
        return []
    return [(time(9), time(13)), (time(14), closing(day, body))]


def step(day: date, by: int, body: str) -> date:
    """The next working day (by 1) or the one before (by -1)."""
    day += by * ONE_DAY
    while not is_working(day, body):
        day += by * ONE_DAY
    return day


def local(body: str, moment: datetime) -> datetime:
    """The moment on the body's clocks."""
    (change, before), since = OFFSETS[body]
    return moment.astimezone(timezone(timedelta(hours=before if moment < change else since)))


def at(body: str, day: date, clock: time) -> datetime:
    """The moment at which the body's clocks show that time of that day."""
    (change, before), since = OFFSETS[body]
    found = datetime.combine(day, clock, timezone(timedelta(hours=since)))
    earlier = datetime.combine(day, clock, timezone(timedelta(hours=before)))
    return earlier if earlier < change else found


def at_closing(body: str, day: date) -> datetime:
    """The moment at which the body closes on the day."""
    return at(body, day, closing(day, body))


def calendar_days(body: str, start: datetime, amount: int, rule: str) -> datetime:
    """When a term of so many calendar days ends, its start being day zero."""
    begun = local(body, start)
    last = begun.date() + amount * ONE_DAY
    if not is_working(last, body) and rule == "previous":
        earlier = step(last, -1, body)
        last = earlier if at_closing(body, earlier) > start else step(last, 1, body)
    elif not is_working(last, body) and rule == "next":
        last = step(last, 1, body)
    return at_closing(body, last)


def working_days(body: str, start: datetime, amount: int) -> datetime:
    """When so many working days after the day of the start have ended, whatever day and hour that was."""
    day = local(body, start).date()
    for _ in range(amount):
        day = step(day, 1, body)
    return at_closing(body, day)


def working_hours(body: str, start: datetime, hours: int) -> datetime:
    """When so many working hours have passed since the start."""
    begun = local(body, start)
    left, day = timedelta(hours=hours), begun.date()
    while True:
        for opens, closes in pieces(day, body):
            begin = max(at(body, day, opens), begun)
            end = at(body, day, closes)
            if begin < end:
                if begin + left <= end:
                    return begin + left
                left -= end - begin
        day += ONE_DAY


def end_of_day(body: str, start: datetime) -> datetime:
    """The end of the working day of the start, or of the next one when that is over or there is none."""
    day = local(body, start).date()
    if not is_working(day, body) or at_closing(body, day) <= start:
        day = step(day, 1, body)
    return at_closing(body, day)
