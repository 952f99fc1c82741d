"""The one error of this room."""


class CalendarError(ValueError):
    """A calendar, a schedule or a question to them that cannot be right.

    The message is one clear English line that names the value at fault.
    """
