"""A number in figures and the noun it counts: «21 семей», «42 рублей», «15 рубля». Pure."""

import re
from collections.abc import Iterator, Sequence

from otklik.language.checking.finding import Finding
from otklik.language.checking.reading import Parse, Reading, parses_of

_COUNTED = re.compile(
    r"(?P<before>[а-яё]{2,}|^|(?<=[.!?:]) )\s+(?P<number>\d{1,3}(?:[ \u00a0]\d{3})*)"
    r"[ \u00a0](?P<noun>[а-яё]{3,})(?![а-яё-])",
    re.IGNORECASE | re.MULTILINE,
)
_OF_MANY = re.compile(
    r"\b(?:около|более|менее|свыше|до|от|из|без|для)\s+(?P<count>[а-яё]+)(?![а-яё-])", re.IGNORECASE
)
_NOT = re.compile(r"\b(?:не|ни|нет)\b", re.IGNORECASE)
_GOVERNING = frozenset("на в за по через".split())
"""Prepositions after which a counted thing stands in the accusative, whatever else they may want."""
# «До 15 числа», «в 9 утра», «5 марта»: the figure is an ordinal.
_ORDINAL = re.compile(
    r"(?:январ|феврал|март|апрел|ма[яею]$|июн|июл|август|сентябр|октябр|ноябр|декабр|год|утр|вечер|ноч|дня$|час|числ)"
)


def check(reading: Reading) -> Iterator[Finding]:
    """Nouns that stand in a form which no case of such a number allows."""
    for found in _COUNTED.finditer(reading.text):
        noun = found["noun"]
        if noun[0].isupper() or reading.is_name(found.start("noun")):
            continue
        before = parses_of(found["before"].lower()) if found["before"].strip() else ()
        if before and before[0].pos in {"NOUN", "ADJF", "NUMR"}:
            continue  # «пункт 1 правил», «школа 21 детей»: the number belongs to what stands before it
        number = int(re.sub(r"\D", "", found["number"]))
        if _is_wrong(number, noun.lower(), before, denied=_denied(reading.text, found.start())):
            message = f"После числа {number} слово «{noun}» стоит в другой форме: проверьте."
            yield Finding("agreement", found.start("number"), found.end("noun"), message)


def words(reading: Reading) -> Iterator[Finding]:
    """«Около пятьсот рублей» for «пятисот»: a number in words that stands in no genitive."""
    for found in _OF_MANY.finditer(reading.text):
        parses = parses_of(found["count"].lower())
        if all(
            parse.pos == "NUMR" and parse.known and not parse.grammemes & {"gent", "Fixd"}
            for parse in parses
        ):
            message = f"Число «{found['count']}» стоит не в том падеже: нужен родительный."
            yield Finding("agreement", found.start(), found.end(), message)


def _denied(text: str, at: int) -> bool:
    """«Не нашли 3 ошибок»: a denied verb wants the genitive."""
    left = max(text.rfind(sign, 0, at) for sign in ".!?;\n") + 1
    return _NOT.search(text[left : at + 12]) is not None


def _is_wrong(number: int, noun: str, before: Sequence[Parse], *, denied: bool) -> bool:
    parses = parses_of(noun)
    if not parses or not all(
        parse.pos == "NOUN" and parse.known and not parse.grammemes & {"Pltm", "Fixd", "Sgtm"}
        for parse in parses
    ):
        return False
    said = frozenset[str]().union(*(parse.grammemes for parse in parses))
    last, teens = number % 10, 11 <= number % 100 <= 14
    if last == 1 and not teens:
        return not 1900 <= number <= 2100 and "sing" not in said and "gent" in said
    counted = _wants_accusative(before)
    if "anim" in said or not counted or denied:
        return False
    if 2 <= last <= 4 and not teens:
        return "sing" not in said and not said & {"nomn", "accs", "datv", "ablt", "loct"}
    return "plur" not in said and said & {"gent"} != set() and not _ORDINAL.match(noun)


def _wants_accusative(before: Sequence[Parse]) -> bool:
    if not before:
        return False
    verb = before[0].pos in {"VERB", "INFN"}
    return verb or before[0].lemma in _GOVERNING
