"""Numbers, dates and terms in Russian words."""

from datetime import date, timedelta

MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
"""Names of the months as they stand in a date."""
_WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")


def plural(number: int, one: str, few: str, many: str) -> str:
    """The number with its noun: ``plural(3, "день", "дня", "дней")`` → «3 дня»."""
    return f"{number} {plural_form(number, one, few, many)}"


def plural_form(number: int, one: str, few: str, many: str) -> str:
    """Only the noun that agrees with ``number``."""
    tail = abs(number)
    if 11 <= tail % 100 <= 14:
        return many
    if tail % 10 == 1:
        return one
    return few if 2 <= tail % 10 <= 4 else many


def date_long(day: date) -> str:
    """«26 апреля 2024, пятница»."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}, {_WEEKDAYS[day.weekday()]}"


def date_words(day: date) -> str:
    """«26 апреля 2024 года», as in a letter."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year} года"


def date_short(day: date) -> str:
    """«26.04.2024»."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def _days(number: int, *, working: bool) -> str:
    if working:
        return plural(number, "рабочий день", "рабочих дня", "рабочих дней")
    return plural(number, "день", "дня", "дней")


def days_left(number: int, *, working: bool = False) -> str:
    """A term in words: «осталось 6 дней», «сегодня последний день», «просрочено на 2 дня».

    ``number`` counts days until the last day of the term, negative after it.
    """
    if number == 0:
        return "сегодня последний день"
    if number < 0:
        return f"просрочено на {_days(-number, working=working)}"
    verb = plural_form(number, "остался", "осталось", "осталось")
    return f"{verb} {_days(number, working=working)}"


def duration(span: timedelta) -> str:
    """A length of time by its two greatest units: «2 дня 3 часа», «15 минут», «меньше минуты».

    The sign is ignored; a day is 24 hours.
    """
    minutes = int(abs(span).total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    units = [
        (days, ("день", "дня", "дней")),
        (hours, ("час", "часа", "часов")),
        (minutes, ("минута", "минуты", "минут")),
    ]
    first = next((place for place, (number, _) in enumerate(units) if number), None)
    if first is None:
        return "меньше минуты"
    shown = [plural(number, *forms) for number, forms in units[first : first + 2] if number]
    return " ".join(shown)
