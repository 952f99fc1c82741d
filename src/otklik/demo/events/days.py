"""The working days before the present one, counted backwards. Pure."""

from dataclasses import dataclass
from datetime import date, datetime

from otklik.worktime import WorkingCalendar


@dataclass(frozen=True, slots=True)
class Days:
    """The working days around `today` (local): 1 is the last one before it, 2 the one before that."""

    calendar: WorkingCalendar
    today: date

    def day(self, back: int) -> date:
        """Return the working day so many working days before today."""
        return self.calendar.add_working_days(self.today, -back)

    def at(self, back: int, minutes: int) -> datetime:
        """Return the moment so many working minutes after the opening of that day, aware."""
        opening = self.calendar.opening_of(self.day(back))
        if opening is None:
            raise ValueError(f"{self.day(back)} is not a working day")
        return self.calendar.add_working_minutes(opening, minutes)

    @property
    def nearest(self) -> date:
        """Today when it is worked, otherwise the next working day."""
        return self.calendar.working_day_on_or_after(self.today)
