"""Laws that a letter cites: the day, the number and the name must belong together (`data/laws.toml`)."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources

from otklik.language.checking.finding import Finding
from otklik.language.checking.reading import Reading
from otklik.language.dates import MONTHS
from otklik.language.search import stems

_DAY = (
    rf"(?:(?P<day>\d{{1,2}})\s+(?P<month>{'|'.join(MONTHS)})\s+(?P<year>\d{{4}})|(?P<figures>\d{{1,2}}\.\d{{1,2}}\.\d{{4}}))"
    r"(?:\s*г(?:ода|\.)?)?"
)
_NUMBER = r"№?\s*(?P<law>\d{1,3}[-‑–]\s?ФК?З)\b"
_TITLE = r"(?:\s*,?\s*«(?P<title>[^«»\n]{5,200}(?:«[^«»\n]*»[^«»\n]*)*)»)?"
_LAW = re.compile(rf"от\s+{_DAY}\s*{_NUMBER}{_TITLE}", re.IGNORECASE)
_REVERSED = re.compile(rf"{_NUMBER}\s+от\s+{_DAY}{_TITLE}", re.IGNORECASE)
_NUMBER_AND_TITLE = re.compile(
    rf"{_NUMBER}\s*,?\s*«(?P<title>[^«»\n]{{5,200}}(?:«[^«»\n]*»[^«»\n]*)*)»", re.IGNORECASE
)
_SAME_TITLE = 0.6
"""The share of words that two names of one law have in common."""


@cache
def _known() -> tuple[dict[str, tuple[date, ...]], dict[str, tuple[str, ...]]]:
    source = resources.files(__package__).joinpath("data", "laws.toml")
    rows = tomllib.loads(source.read_text(encoding="utf-8"))
    days = {
        number: tuple(date.fromisoformat(day) for day in signed)
        for number, signed in rows["federal"].items()
    }
    return days, {number: tuple(names) for number, names in rows["titles"].items()}


def check(reading: Reading) -> Iterator[Finding]:
    """A federal law cited with a day on which no law of that number was signed, or with another law's name."""
    for pattern in (_LAW, _REVERSED):
        for found in pattern.finditer(reading.text):
            yield from _day(found)
            yield from _title(found)
    for found in _NUMBER_AND_TITLE.finditer(reading.text):
        yield from _title(found)


def _day(found: re.Match[str]) -> Iterator[Finding]:
    number = _plain(found["law"])
    days, said = _known()[0].get(number), _said(found)
    if not days or said is None or said in days:
        return
    right = " или ".join(f"{day:%d.%m.%Y}" for day in days)
    end = found.start("title") - 1 if found["title"] else found.end()
    message = f"Закон № {number} подписан {right}. Проверьте дату."
    yield Finding("law-reference", found.start(), _trimmed(found, end), message)


def _title(found: re.Match[str]) -> Iterator[Finding]:
    number, title = _plain(found["law"]), found["title"]
    if not title:
        return
    days, titles = _known()
    own = titles.get(number, ())
    others = [
        other
        for other, names in titles.items()
        if other != number and any(_alike(title, name) > 0.9 for name in names)
    ]
    if own and not any(_alike(title, name) >= _SAME_TITLE for name in own):
        if others or len(days.get(number, ())) <= len(own):
            message = f"Закон № {number} называется иначе: «{own[0]}»."
            yield Finding(
                "law-reference", found.start("title"), found.end("title"), message, own[0]
            )
    elif not own and others:
        message = f"Закон с таким названием имеет номер {others[0]}."
        yield Finding("law-reference", found.start("law"), found.end("law"), message, others[0])


def _alike(one: str, other: str) -> float:
    left, right = set(stems(one)), set(stems(other))
    return len(left & right) / max(1, len(left | right))


def _plain(number: str) -> str:
    return re.sub(r"[\s‑–]", lambda sign: "-" if sign.group() in "‑–" else "", number).upper()


def _trimmed(found: re.Match[str], end: int) -> int:
    return found.start() + len(found.string[found.start() : end].rstrip(" ,«"))


def _said(found: re.Match[str]) -> date | None:
    try:
        if found["figures"]:
            day, month, year = (int(part) for part in found["figures"].split("."))
            return date(year, month, day)
        return date(int(found["year"]), MONTHS.index(found["month"].lower()) + 1, int(found["day"]))
    except ValueError:
        return None
