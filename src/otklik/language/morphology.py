"""The two name dictionaries behind this room, loaded once, when first needed.

pytrovich answers "which gender has this part of a name" and declines; pymorphy3 knows the words
of the language.  Only words that stand in the dictionary of pymorphy3 are used: for the others it
guesses rather than abstains (domain note, 7.1).
"""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pymorphy3.analyzer import MorphAnalyzer
from pytrovich.detector import PetrovichGenderDetector
from pytrovich.enums import Case, Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

Sex = Literal["m", "f"]
Part = Literal["given", "patronymic", "surname"]
GrammarCase = Literal["genitive", "dative", "accusative", "instrumental", "prepositional"]

_RUSSIAN = re.compile(r"[А-Яа-яЁё-]+")
_PART_NAMES = {"given": "Name", "patronymic": "Patr", "surname": "Surn"}
_DETECTOR_ARGUMENTS = {"given": "firstname", "patronymic": "middlename", "surname": "lastname"}
_NAME_PARTS = {
    "given": NamePart.FIRSTNAME,
    "patronymic": NamePart.MIDDLENAME,
    "surname": NamePart.LASTNAME,
}
_CASES = {
    "genitive": Case.GENITIVE,
    "dative": Case.DATIVE,
    "accusative": Case.ACCUSATIVE,
    "instrumental": Case.INSTRUMENTAL,
    "prepositional": Case.PREPOSITIONAL,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """One way in which the dictionary reads a word as a part of a name.

    ``gender`` is None for names of both sexes (Саша, Шевченко); ``nominative`` is the word in the
    nominative singular of the same gender, lower case; ``is_nominative`` tells whether the word
    already stood so.
    """

    gender: Sex | None
    is_nominative: bool
    nominative: str


@cache
def analyzer() -> Any:  # the libraries bring no types
    """Return the dictionary of the language, loaded once."""
    build: Callable[[], Any] = MorphAnalyzer
    return build()


@cache
def _detector() -> Any:
    # The library writes the names it looks at to its log; personal data belongs in no log.
    logging.getLogger("pytrovich").setLevel(logging.ERROR)
    return PetrovichGenderDetector()


@cache
def _maker() -> Any:
    logging.getLogger("pytrovich").setLevel(logging.ERROR)
    return PetrovichDeclinationMaker()


def readings(word: str, part: Part) -> list[Reading]:
    """How the dictionary reads ``word`` as that part of a name; empty when it does not know it."""
    found: list[Reading] = []
    if not _RUSSIAN.fullmatch(word):  # on rare letters the library fails, and it knows no others
        return found
    for parse in analyzer().parse(word.lower()):
        grammemes = parse.tag.grammemes
        if not parse.is_known or _PART_NAMES[part] not in grammemes or "sing" not in grammemes:
            continue
        gender = _gender_of(grammemes)
        nominative = parse.inflect({"nomn", "sing"})
        if nominative is not None:
            found.append(Reading(gender, "nomn" in grammemes, str(nominative.word)))
    return found


def _gender_of(grammemes: Any) -> Sex | None:
    if "masc" in grammemes:
        return "m"
    return "f" if "femn" in grammemes else None


def is_known_given(word: str) -> bool:
    """Whether the dictionary knows ``word`` as a first name in the nominative."""
    return any(reading.is_nominative for reading in readings(word, "given"))


def detect(part: Part, value: str) -> Sex | None:
    """The gender pytrovich sees in one part of a name, None when it abstains.

    Parts are asked one by one: for several at once the library settles conflicts by itself.
    """
    answer = _detector().detect(**{_DETECTOR_ARGUMENTS[part]: value})
    if answer is Gender.MALE:
        return "m"
    return "f" if answer is Gender.FEMALE else None


def decline(part: Part, word: str, gender: Sex, case: GrammarCase) -> str:
    """``word`` (nominative) in another case by the rules of pytrovich."""
    sex = Gender.MALE if gender == "m" else Gender.FEMALE
    return str(_maker().make(_NAME_PARTS[part], sex, _CASES[case], word))
