"""Facts that can be checked: dates and weekdays, days of laws, words typed twice, cases after prepositions."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources

from otklik.language.checking.finding import Finding
from otklik.language.checking.reading import Reading
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
_IN_FIGURES = re.compile(r"(?<![\d./-])(\d{1,2})\.(\d{1,2})\.(\d{4})(?![\d./-])")
_WEEKDAY_OF = {form: number for number, forms in enumerate(WEEKDAYS) for form in forms}
_WITH_WEEKDAY = re.compile(
    rf"(?P<weekday>{'|'.join(_WEEKDAY_OF)})\s*[,(]?\s*(?:{_DAY}|(?P<figures>\d{{1,2}}\.\d{{1,2}}\.\d{{4}}))",
    re.IGNORECASE,
)
_DATE_FIRST = re.compile(
    rf"(?:{_DAY}|(?P<figures>\d{{1,2}}\.\d{{1,2}}\.\d{{4}}))(?:\s+г(?:ода|\.)?)?\s*[,(]\s*(?:в\s+)?(?P<weekday>{'|'.join(_WEEKDAY_OF)})",
    re.IGNORECASE,
)
_LAW = re.compile(
    rf"от\s+(?:{_DAY}(?:\s+г(?:ода|\.)?)?|(?P<figures>\d{{1,2}}\.\d{{1,2}}\.\d{{4}})(?:\s*г(?:ода|\.)?)?)\s*№?\s*(?P<law>\d{{1,3}}-ФК?З)\b",
    re.IGNORECASE,
)
_GENITIVE_WANTED_DATIVE = frozenset(("согласно", "благодаря", "вопреки", "наперекор"))
_REPEATABLE = frozenset("что очень чуть еле едва да далеко только".split())


def dates(reading: Reading) -> Iterator[Finding]:
    """Dates that do not exist, and weekdays that do not fall on their date."""
    for found in _IN_WORDS.finditer(reading.text):
        year = int(found["year"] or 2024)
        if _date(int(found["day"]), MONTHS.index(found["month"].lower()) + 1, year) is None:
            yield Finding("dates", found.start(), found.end(), "Такой даты нет: проверьте число.")
    for found in _IN_FIGURES.finditer(reading.text):
        if _date(int(found[1]), int(found[2]), int(found[3])) is None:
            yield Finding("dates", found.start(), found.end(), "Такой даты нет: проверьте её.")
    for pattern in (_WITH_WEEKDAY, _DATE_FIRST):
        for found in pattern.finditer(reading.text):
            yield from _weekday(found)


def _weekday(found: re.Match[str]) -> Iterator[Finding]:
    day = _day_of(found)
    said = _WEEKDAY_OF[found["weekday"].lower()]
    if day is not None and day.weekday() != said:
        right = WEEKDAYS[day.weekday()][0]
        message = f"Эта дата – {right}, а не {WEEKDAYS[said][0]}."
        yield Finding("dates", found.start(), found.end(), message)


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


@cache
def _laws() -> dict[str, tuple[date, ...]]:
    source = resources.files(__package__).joinpath("data", "laws.toml")
    rows = tomllib.loads(source.read_text(encoding="utf-8"))["federal"]
    return {number: tuple(date.fromisoformat(day) for day in days) for number, days in rows.items()}


def laws(reading: Reading) -> Iterator[Finding]:
    """A federal law cited with a day on which no law of that number was signed."""
    for found in _LAW.finditer(reading.text):
        known, said = _laws().get(found["law"].upper()), _day_of(found)
        if known is None or said is None or said in known:
            continue
        right = " или ".join(f"{day:%d.%m.%Y}" for day in known)
        message = f"Закон № {found['law']} подписан {right}. Проверьте дату."
        yield Finding("law-reference", found.start(), found.end(), message)


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


def government(reading: Reading) -> Iterator[Finding]:
    """«Согласно приказа» for «согласно приказу»: prepositions that want the dative."""
    for sentence in reading.sentences:
        for before, token in zip(sentence.tokens, sentence.tokens[1:], strict=False):
            if before.lower not in _GENITIVE_WANTED_DATIVE or not token.parses:
                continue
            nouns = [parse for parse in token.parses if parse.pos in {"NOUN", "ADJF", "PRTF"}]
            cases = {case for parse in nouns for case in parse.grammemes & {"gent", "datv", "nomn"}}
            if nouns and "gent" in cases and "datv" not in cases:
                message = f"После «{before.lower}» нужен дательный падеж: кому? чему?"
                yield Finding("government", before.start, token.end, message)
