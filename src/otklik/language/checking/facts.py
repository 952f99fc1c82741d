"""Facts that can be checked: dates, weekdays and hours, words typed twice."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from otklik.language.checking.finding import Finding
from otklik.language.checking.reading import Reading, Token
from otklik.language.dates import MONTHS

WEEKDAYS = (
    ("понедельник", "понедельника", "понедельнику"),
    ("вторник", "вторника", "вторнику"),
    ("среда", "среду", "среды", "среде"),
    ("четверг", "четверга", "четвергу"),
    ("пятница", "пятницу", "пятницы", "пятнице"),
    ("суббота", "субботу", "субботы", "субботе"),
    ("воскресенье", "воскресенья", "воскресенью"),
)
_DAY = rf"(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(MONTHS)})(?:\s+(?P<year>\d{{4}}))?"
_IN_WORDS = re.compile(_DAY, re.IGNORECASE)
_IN_FIGURES = re.compile(r"(?<![\d./-])(\d{1,2})\.(\d{1,2})\.(\d{4})(?![\d/-]|\.\d)")
_WEEKDAY_OF = {form: number for number, forms in enumerate(WEEKDAYS) for form in forms}
_WITH_WEEKDAY = re.compile(
    rf"(?P<weekday>{'|'.join(_WEEKDAY_OF)})\s*[,(]?\s*(?:{_DAY}|(?P<figures>\d{{1,2}}\.\d{{1,2}}\.\d{{4}}))",
    re.IGNORECASE,
)
_DATE_FIRST = re.compile(
    rf"(?:{_DAY}|(?P<figures>\d{{1,2}}\.\d{{1,2}}\.\d{{4}}))(?:\s+г(?:ода|\.)?)?\s*[,(]\s*(?:в\s+)?(?P<weekday>{'|'.join(_WEEKDAY_OF)})",
    re.IGNORECASE,
)
_REPEATABLE = frozenset("что очень чуть еле едва да далеко только".split())


_HOUR = re.compile(r"(?<![\d:.])(\d{1,2}):(\d{2})(?![\d:])")


def dates(reading: Reading, sent: date | None = None) -> Iterator[Finding]:
    """Dates and hours that do not exist, and weekdays that do not fall on their date.

    `sent` is the day of the letter: a date without a year is looked for in its year and the next one.
    """
    for found in _HOUR.finditer(reading.text):
        if int(found[1]) > 24 or int(found[2]) > 59:
            yield Finding("dates", found.start(), found.end(), "Такого времени нет: проверьте его.")
    for found in _IN_WORDS.finditer(reading.text):
        year = int(found["year"] or 2024)
        if _date(int(found["day"]), MONTHS.index(found["month"].lower()) + 1, year) is None:
            yield Finding("dates", found.start(), found.end(), "Такой даты нет: проверьте число.")
    for found in _IN_FIGURES.finditer(reading.text):
        if _date(int(found[1]), int(found[2]), int(found[3])) is None:
            yield Finding("dates", found.start(), found.end(), "Такой даты нет: проверьте её.")
    for pattern in (_WITH_WEEKDAY, _DATE_FIRST):
        for found in pattern.finditer(reading.text):
            yield from _weekday(found, sent)


def _weekday(found: re.Match[str], sent: date | None) -> Iterator[Finding]:
    day = _day_of(found) or _guessed(found, sent)
    said = _WEEKDAY_OF[found["weekday"].lower()]
    if day is not None and day.weekday() != said:
        right = WEEKDAYS[day.weekday()][0]
        message = f"Эта дата – {right}, а не {WEEKDAYS[said][0]}."
        yield Finding("dates", found.start(), found.end(), message)


def _guessed(found: re.Match[str], sent: date | None) -> date | None:
    """The date without a year in the letter's year; None where the next year's would suit the weekday."""
    if sent is None or found["figures"] or found["year"]:
        return None
    month, number = MONTHS.index(found["month"].lower()) + 1, int(found["day"])
    said = _WEEKDAY_OF[found["weekday"].lower()]
    later = _date(number, month, sent.year + 1)
    if month < sent.month and later is not None and later.weekday() == said:
        return None
    return _date(number, month, sent.year)


def _day_of(found: re.Match[str]) -> date | None:
    if found["figures"]:
        day, month, year = (int(part) for part in found["figures"].split("."))
        return _date(day, month, year)
    if not found["year"]:
        return None
    return _date(int(found["day"]), MONTHS.index(found["month"].lower()) + 1, int(found["year"]))


def _date(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def repeated(reading: Reading) -> Iterator[Finding]:
    """A word typed twice in a row."""
    for sentence in reading.sentences:
        for before, token in zip(sentence.tokens, sentence.tokens[1:], strict=False):
            if not token.is_word or before.lower != token.lower or token.lower in _REPEATABLE:
                continue
            between = reading.text[before.end : token.start]
            if between.strip() or token.text.isupper() != before.text.isupper():
                continue
            message = f"Слово «{token.text}» повторено."
            yield Finding("repeated-word", before.start, token.end, message, before.text)
        yield from _repeated_pairs(reading.text, sentence.words)


def _repeated_pairs(text: str, words: Sequence[Token]) -> Iterator[Finding]:
    """«В министерство в министерство»: two words typed twice."""
    for place in range(len(words) - 3):
        one, two, three, four = words[place : place + 4]
        if (one.lower, two.lower) != (three.lower, four.lower) or one.lower == two.lower:
            continue
        between = text[one.start : four.end]
        if not re.search(r"[^\w\s-]", between):
            message = f"Слова «{one.text} {two.text}» повторены."
            yield Finding("repeated-word", one.start, four.end, message, text[one.start : two.end])
