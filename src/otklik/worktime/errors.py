"""The one error of this room."""


class CalendarError(ValueError):
    """A calendar, a schedule or a question to them that cannot be right.

    The message is one clear English line that names the value at fault.
    """


class PublishedError(CalendarError):
    """A published calendar file that is not taken.

    `template` with `values` gives the message, so that a page can say it in its own language.
    """

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template % values if values else template)
        self.template = template
        self.values = values
