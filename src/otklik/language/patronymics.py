"""What the ending of a patronymic says: that it is one, whose it is, in which case it stands."""

import re
from dataclasses import dataclass

from otklik.language.morphology import GrammarCase, Sex

# Words that make a patronymic of the name before them: son of / daughter of.
SON_WORDS = frozenset({"оглы", "оглу", "угли", "уулу", "улы", "ұлы", "огълу", "ўғли", "оғлу"})
DAUGHTER_WORDS = frozenset({"кызы", "гызы", "кизи", "къызы", "қызы", "қизи", "гъызы"})
PARTICLES = SON_WORDS | DAUGHTER_WORDS

_JOINED_SON = re.compile(r".{2,}(оглы|оглу|угли|уулу|улы|ұлы|огълу|ўғли|оғлу)$")
_JOINED_DAUGHTER = re.compile(r".{2,}(кызы|гызы|кизи|къызы|қызы|қизи|гъызы)$")
# Сергеевич, Ильич, Кузьмич, Силыч; Сергеевна, Ильинична, Никитична, and the spoken Николавна.
_SON = re.compile(r".{2,}(?:ич|ыч)$")
_DAUGHTER = re.compile(r".{2,}(?:овна|евна|ёвна|ична|авна|ишна)$")
# Oblique endings are shorter, so the stem must look more like a patronymic.
_STRICT = re.compile(r".{2,}(?:[оеё]вич|[ьтчкмл]ич|[оеё]вна|ична)$")

_OBLIQUE: tuple[tuple[str, str, tuple[GrammarCase, ...]], ...] = (
    ("ича", "ич", ("genitive", "accusative")),
    ("ичу", "ич", ("dative",)),
    ("ичем", "ич", ("instrumental",)),
    ("иче", "ич", ("prepositional",)),
    ("вны", "вна", ("genitive",)),
    ("вне", "вна", ("dative", "prepositional")),
    ("вну", "вна", ("accusative",)),
    ("вной", "вна", ("instrumental",)),
    ("вною", "вна", ("instrumental",)),
    ("ичны", "ична", ("genitive",)),
    ("ичне", "ична", ("dative", "prepositional")),
    ("ичну", "ична", ("accusative",)),
    ("ичной", "ична", ("instrumental",)),
)


@dataclass(frozen=True, slots=True)
class ObliquePatronymic:
    """A patronymic that stood in another case: its nominative and the cases it may have been in."""

    nominative: str
    cases: tuple[GrammarCase, ...]


def patronymic_gender(word: str) -> Sex | None:
    """The gender by the ending of a patronymic in the nominative; None when it has no such ending.

    Holds for «Иванович», «Кузьмич», «Ильинична», «Мамед оглы», «Мамедкызы».
    """
    lowered = word.lower().strip()
    last = re.split(r"[\s-]", lowered)[-1]
    if last in SON_WORDS or _JOINED_SON.match(last) or _SON.match(last):
        return "m"
    if last in DAUGHTER_WORDS or _JOINED_DAUGHTER.match(last) or _DAUGHTER.match(last):
        return "f"
    return None


def oblique_patronymic(word: str) -> ObliquePatronymic | None:
    """The nominative of «Петровны», «Ивановичу» ...; None when the word is no such form."""
    lowered = word.lower()
    for ending, nominative, cases in _OBLIQUE:
        if lowered.endswith(ending):
            candidate = word[: -len(ending)] + nominative
            if _STRICT.match(candidate.lower()):
                return ObliquePatronymic(candidate, cases)
    return None
