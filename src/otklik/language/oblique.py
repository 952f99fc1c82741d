"""Parts of names put back from an oblique case into the nominative, where that can be checked.

Every candidate is declined again and must give the word that stood there.  Measured (domain note,
7.1): all three parts come out right in four names of five, so a person is always shown the result.
"""

from collections.abc import Iterator

from otklik.language import morphology
from otklik.language.lettering import name_case
from otklik.language.morphology import GrammarCase, Part, Sex

ALL_CASES: tuple[GrammarCase, ...] = (
    "genitive",
    "dative",
    "accusative",
    "instrumental",
    "prepositional",
)

# For words the dictionary does not know: oblique ending → nominative ending.
_GIVEN_ENDINGS: dict[Sex, tuple[tuple[str, str], ...]] = {
    "m": (("ом", ""), ("а", ""), ("у", ""), ("е", "")),
    "f": (("ой", "а"), ("ы", "а"), ("у", "а"), ("е", "а")),
}
_SURNAME_ENDINGS: dict[Sex, tuple[tuple[str, str], ...]] = {
    "m": (
        ("ову", "ов"), ("ова", "ов"), ("овым", "ов"), ("ове", "ов"),
        ("еву", "ев"), ("ева", "ев"), ("евым", "ев"), ("еве", "ев"),
        ("ину", "ин"), ("ина", "ин"), ("иным", "ин"), ("ине", "ин"),
        ("скому", "ский"), ("ского", "ский"), ("ским", "ский"), ("ском", "ский"),
    ),
    "f": (
        ("овой", "ова"), ("ову", "ова"), ("евой", "ева"), ("еву", "ева"),
        ("иной", "ина"), ("ину", "ина"), ("ской", "ская"), ("скую", "ская"),
    ),
}  # fmt: skip


def restored(part: Part, word: str, gender: Sex, cases: tuple[GrammarCase, ...]) -> str:
    """``word`` in the nominative if a candidate declines back to it, else itself.

    ``part`` is "given" or "surname"; the parts of a hyphenated word are put back one by one.
    """
    return "-".join(_piece(part, piece, gender, cases) for piece in word.split("-"))


def _piece(part: Part, word: str, gender: Sex, cases: tuple[GrammarCase, ...]) -> str:
    for candidate in _candidates(part, word, gender):
        if _same(candidate, word):
            continue  # Анне is a rare name of its own, far oftener the dative of Анна
        forms = (morphology.decline(part, candidate, gender, case) for case in cases)
        if any(_same(form, word) for form in forms):
            return candidate
    return word


def _candidates(part: Part, word: str, gender: Sex) -> Iterator[str]:
    known = morphology.readings(word, part)
    for reading in known:
        if reading.gender in {gender, None}:
            yield name_case(reading.nominative)
    if not known:
        endings = _GIVEN_ENDINGS if part == "given" else _SURNAME_ENDINGS
        for oblique, nominative in endings[gender]:
            if word.endswith(oblique) and len(word) > len(oblique) + 2:
                yield word[: -len(oblique)] + nominative


def _same(left: str, right: str) -> bool:
    return left.lower().replace("ё", "е") == right.lower().replace("ё", "е")
