"""When things happen in an invented ministry: seasons, weekdays, working hours. Pure: the chance comes in."""

from datetime import date, datetime, time, timedelta
from random import Random

from otklik.worktime import WorkingCalendar

SEASON = (0.7, 1.0, 1.25, 1.2, 0.85, 0.9, 0.75, 0.8, 1.15, 1.25, 1.2, 0.95)
"""January to December: holidays are quiet, spring and autumn busy."""
WEEKDAYS = (1.3, 1.2, 1.1, 1.0, 0.9, 0.3, 0.22)
"""Monday to Sunday."""
GROWTH = 0.35
"""By how much more is written at the end of the two years than at the beginning."""


def days_of_arrival(rng: Random, first: date, last: date, count: int) -> list[date]:
    """Return `count` days from first to last in order, busy days more often."""
    span = (last - first).days + 1
    days = [first + timedelta(days=index) for index in range(span)]
    weights = [
        SEASON[day.month - 1] * WEEKDAYS[day.weekday()] * (1 + GROWTH * index / span)
        for index, day in enumerate(days)
    ]
    return sorted(rng.choices(days, weights, k=count))


class Pace:
    """The working time of one body, walked through by chance."""

    def __init__(self, calendar: WorkingCalendar, rng: Random) -> None:
        self.calendar = calendar
        self.rng = rng

    def arrival(self, day: date, *, online: bool) -> datetime:
        """Return when something arrives on the day; what people bring comes in working hours only."""
        if online:
            hour = self.rng.choices(
                range(24), (1,) * 7 + (2, 4, 8, 9, 9, 7, 6, 7, 7, 7, 6, 5, 5, 5, 4, 3, 2)
            )[0]
            clock = time(hour, self.rng.randrange(60), self.rng.randrange(60))
            return datetime.combine(day, clock, tzinfo=self.calendar.zone)
        opening = self.calendar.opening_of(self.calendar.working_day_on_or_after(day))
        if opening is None:
            raise ValueError(f"{day} has no working day after it")
        return self.later(opening, 5, 420)

    def later(self, moment: datetime, least: int, most: int) -> datetime:
        """Return a moment in working time, so many working minutes later; the small ones more often."""
        minutes = int(self.rng.triangular(least, most, least + (most - least) / 3))
        return self.calendar.add_working_minutes(moment, minutes) + timedelta(
            seconds=self.rng.randrange(50)
        )

    def days_later(self, moment: datetime, days: float) -> datetime:
        """Return a moment in working time about so many calendar days later."""
        shifted = self.calendar.opening(moment + timedelta(days=days))
        return self.later(shifted, 1, 200)
