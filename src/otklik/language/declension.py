"""Names in other cases: «Ивановой М. П.» on an envelope, «заявление Ивановой М. П.»."""

from dataclasses import replace

from otklik.language import morphology
from otklik.language.gender import guess_gender
from otklik.language.morphology import GrammarCase, Part, Sex
from otklik.language.names import FullName, is_initial
from otklik.language.patronymics import PARTICLES


def dative(name: FullName, gender: Sex | None = None) -> FullName:
    """The name in the dative (to whom).

    ``gender`` is the form chosen by a person; without it the gender is guessed, and a name of
    undecided gender is returned as it is, because a wrong ending is worse than none.
    """
    return _declined(name, gender, "dative")


def genitive(name: FullName, gender: Sex | None = None) -> FullName:
    """The name in the genitive (of whom, from whom); ``gender`` as in :func:`dative`."""
    return _declined(name, gender, "genitive")


def _declined(name: FullName, gender: Sex | None, case: GrammarCase) -> FullName:
    sex = gender or guess_gender(name).gender
    if sex is None:
        return name
    return replace(
        name,
        surname=_part("surname", name.surname, sex, case),
        given=_part("given", name.given, sex, case),
        patronymic=_part("patronymic", name.patronymic, sex, case),
    )


def _part(part: Part, value: str, gender: Sex, case: GrammarCase) -> str:
    words = value.split()
    if any(word in PARTICLES for word in words):
        return value  # «Мамед оглы» does not change
    return " ".join(
        word if is_initial(word) else morphology.decline(part, word, gender, case) for word in words
    )
