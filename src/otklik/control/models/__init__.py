"""What control keeps."""

from otklik.control.models.calendar_key import CalendarKey
from otklik.control.models.lists import ControlLine, ControlList
from otklik.control.models.notices import Notice, Round, ToldAssignment

__all__ = [
    "CalendarKey",
    "ControlLine",
    "ControlList",
    "Notice",
    "Round",
    "ToldAssignment",
]
