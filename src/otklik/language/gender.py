"""Whose name it is: a man's or a woman's, how we know, and whether we are sure.

Order of trust (domain note, 7.1): the form chosen by the person; the ending of the patronymic; the
editable table of exceptions; pytrovich; pymorphy3 when that abstains.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from otklik.language import morphology
from otklik.language.morphology import Sex
from otklik.language.names import WOMANS_ENDINGS, FullName
from otklik.language.patronymics import patronymic_gender

GenderSource = Literal[
    "chosen", "patronymic", "exception", "pytrovich", "pymorphy3", "surname", "conflict", "none"
]

_WOMEN = (
    "ажар айгозель айзанат айкануш айсылу аминат аревик асият астхик гоар шушаник этери лейсан сэсэг чодураа хадижат "
    "патимат сатеник сирануш нвард манушак гульназ нургуль толганай айпери бегимай салтанат жибек"
)
_MEN = "ахра рузиль талха джанлука аяс"
_BOTH = "андреа парвин раушан"
# First names the libraries are known to judge wrongly: Abkhaz Ахра is a man's, Armenian Аревик a woman's.
# A body adds its own; the value "?" means "always ask".
KNOWN_EXCEPTIONS: Mapping[str, str] = {
    **dict.fromkeys(_WOMEN.split(), "f"),
    **dict.fromkeys(_MEN.split(), "m"),
    **dict.fromkeys(_BOTH.split(), "?"),
}

_SURNAMES_FIRST = frozenset("ким ли ян лин хан шах".split())
"""First names that are far oftener surnames: alone or beside an unknown word they are no sure first name."""

_SEXES: Mapping[str, Sex] = {"m": "m", "f": "f"}


@dataclass(frozen=True, slots=True)
class GenderGuess:
    """The gender or None, the source it comes from, and whether it may be used without asking."""

    gender: Sex | None
    source: GenderSource
    sure: bool


def guess_gender(
    name: FullName, *, exceptions: Mapping[str, str] = KNOWN_EXCEPTIONS
) -> GenderGuess:
    """The gender of a name.

    ``exceptions`` maps first names in lower case to "m", "f" or "?" (ask).  A surname decides only
    where the first name does not speak against it.
    """
    given = name.given.split(maxsplit=1)[0].lower() if name.has_full_given else ""
    listed = exceptions.get(given) if given else None
    by_patronymic = patronymic_gender(name.patronymic) if name.has_full_patronymic else None
    if by_patronymic is not None:
        sure = listed in _SEXES or not _both_say_otherwise(given, by_patronymic)
        return GenderGuess(by_patronymic, "patronymic", sure)
    if listed is not None:
        agreed = _SEXES.get(listed)
        return GenderGuess(agreed, "exception", sure=agreed is not None)
    by_surname = morphology.detect("surname", name.surname) if name.surname else None
    if not given:
        return GenderGuess(by_surname, "surname" if by_surname else "none", sure=False)
    return _by_given(given, by_surname, name)


def _by_given(given: str, by_surname: Sex | None, name: FullName) -> GenderGuess:
    known = _dictionary_gender(given)
    # The rules go by the last letter and take «Эсмигуль» for a man's name.
    by_rules = None if given.endswith(WOMANS_ENDINGS) else morphology.detect("given", given)
    if known == "both":  # Саша, Валя: only a marked surname can tell
        if by_surname is None or by_rules not in {by_surname, None}:
            return GenderGuess(None, "conflict" if by_surname else "none", sure=False)
        return GenderGuess(by_surname, "surname", sure=True)
    opinions = {opinion for opinion in (by_rules, known, by_surname) if opinion is not None}
    if len(opinions) > 1:
        return GenderGuess(None, "conflict", sure=False)
    if by_rules is not None:
        # The rules go by the ending: «Аревик», «Лейсан», «Толганай» look like men's names and are not.
        backed = by_rules if known is not None or by_surname is not None else None
        sure = backed is not None and not _is_hard_to_order(name)
        return GenderGuess(backed, "pytrovich" if backed else "none", sure)
    if known is not None:
        return GenderGuess(known, "pymorphy3", sure=not _is_hard_to_order(name))
    return GenderGuess(by_surname, "surname" if by_surname else "none", by_surname is not None)


def _dictionary_gender(given: str) -> Literal["m", "f", "both"] | None:
    """What the dictionary says of a first name it knows in the nominative."""
    genders = {
        reading.gender
        for reading in morphology.readings(given.split("-", maxsplit=1)[0], "given")
        if reading.is_nominative
    }
    if not genders:
        return "f" if given.endswith(WOMANS_ENDINGS) else None
    if genders == {"m"}:
        return "m"
    return "f" if genders == {"f"} else "both"


def _both_say_otherwise(given: str, gender: Sex) -> bool:
    """Whether both libraries see the other gender in the first name («Мария Иванович»)."""
    if not given:
        return False
    other: Sex = "f" if gender == "m" else "m"
    return morphology.detect("given", given) == other == _dictionary_gender(given)


def _is_hard_to_order(name: FullName) -> bool:
    """«Ли Ян», «Нгуен Ван Ань»: which word is the first name, and whose, is only a guess."""
    if name.given.lower() in _SURNAMES_FIRST and not morphology.readings(name.surname, "surname"):
        return True
    return " " in name.given or (0 < len(name.surname) <= 3 and len(name.given) <= 3)
