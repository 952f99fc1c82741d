"""What control keeps."""

from otklik.control.models.calendar_key import CalendarKey

__all__ = ["CalendarKey"]
