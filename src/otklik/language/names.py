"""A person's name: read from one line as people type it, printed as letters need it."""

import itertools
import re
import unicodedata
from dataclasses import dataclass, field, replace

from otklik.language import morphology
from otklik.language.lettering import NOBILIARY, name_case, to_cyrillic
from otklik.language.oblique import ALL_CASES, restored
from otklik.language.patronymics import PARTICLES, oblique_patronymic, patronymic_gender
from otklik.language.text import clean_text


@dataclass(frozen=True, slots=True)
class FullName:
    """Surname, first name, patronymic; each may be empty, the last two may be initials.

    ``from_oblique`` tells that the line stood in another case («от Ивановой Марии Петровны») and
    was put back into the nominative: a person should look at it.  It takes no part in comparison.
    """

    surname: str
    given: str
    patronymic: str
    from_oblique: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)

    @property
    def has_full_given(self) -> bool:
        """Whether a first name is there in full, not as an initial."""
        return bool(self.given) and not is_initial(self.given.split(maxsplit=1)[0])

    @property
    def has_full_patronymic(self) -> bool:
        """Whether a patronymic is there in full, not as an initial."""
        return bool(self.patronymic) and not is_initial(self.patronymic)


_LEADING_WORDS = re.compile(
    r"^(?:(?:от|для|кому|ип|гр(?:-н|-на|-ка|-ки)?|гражданин[ау]?|гражданк[аиеу]|господин[ау]?|"
    r"госпож[аиеу]|г-н[ау]?|г-ж[аеиу]|заявител[ья]|заявительниц[аы]|фио|ф\.и\.о|"
    r"индивидуальный предприниматель)(?:\.|:|\s)\s*)+",
    re.IGNORECASE,
)
# «…, г. Новосибирск», «… 1985 г. р.»: what follows a name in the same line
_TRAILING_ADDRESS = re.compile(r"(?<=[^\W\d_])(?:[,;]\s*(?-i:[а-яё]{1,6}\.)|,?\s+\d).*$")
_LONGEST_LINE = 500  # characters; the longest real names take about a hundred
_INITIAL = re.compile(r"^[^\W\d_]{1,2}\.$")
_GLUED_INITIALS = re.compile(r"(?<![^\W\d_])([^\W\d_]{1,2}\.)(?=[^\W\d_])")
_SURNAME_ENDING = re.compile(
    r"(?:[оеё]в|[иы]н|ский|цкий|[оеё]ва|[иы]на|ская|цкая|енко|чук|щук|юк|швили|дзе|[иы]х|ян|"
    r"ский|ко|аго|ово)$"
)


def is_initial(word: str) -> bool:
    """Whether ``word`` is an initial with its full stop: «И.», «Дж.»."""
    return bool(_INITIAL.match(word))


def parse_name(line: str) -> FullName:
    """Read a full name from one line; never raises, what is not found stays empty.

    The order of the parts is told by the place of the patronymic; without one, by what the
    dictionary knows as a first name; when neither helps, surname first.  Shouted and lower-case
    names are printed as names, Latin look-alikes inside Cyrillic words are mended, a name in an
    oblique case is put back into the nominative where that can be checked.
    """
    words = _words(line)
    initials = [word for word in words if is_initial(word)]
    if initials:
        return _with_initials(words, initials)
    name = _by_patronymic(words)
    if name is None:
        name = _without_patronymic(words)
    return _to_nominative(name)


def _words(line: str) -> list[str]:
    """The words of the name: without marks of address, brackets, digits, signs; initials apart."""
    text = clean_text(line[:_LONGEST_LINE], multiline=False)
    text = re.sub(r"\([^)]*\)", " ", text)
    text = _LEADING_WORDS.sub("", text)
    text = _TRAILING_ADDRESS.sub("", text)
    text = re.sub(r"[‐‑‒–—−]", "-", text)
    text = re.sub(r"[`´ʼ’‘]", "'", text)
    text = "".join(char if char in "-'. " or _is_letter(char) else " " for char in text)
    text = re.sub(r"(?<=[^\W\d_])\s*-\s*(?=[^\W\d_])", "-", text) if " -" not in text else text
    text = _GLUED_INITIALS.sub(r"\1 ", text)
    shouted = text.upper() == text
    words: list[str] = []
    for raw in text.split():
        words.extend(_word(raw, shouted=shouted))
    return _join_nobiliary(words)


def _join_nobiliary(words: list[str]) -> list[str]:
    """«де», «ла», «Крус» → «де ла Крус»."""
    joined: list[str] = []
    for word in words:
        if joined and joined[-1].split()[-1] in NOBILIARY and not is_initial(word):
            joined[-1] = f"{joined[-1]} {word}"
        else:
            joined.append(word)
    return joined


def _word(raw: str, *, shouted: bool) -> list[str]:
    word = to_cyrillic(raw.strip("-'"))
    bare = word.rstrip(".")
    if not any(_is_letter(char) for char in bare):
        return []
    if is_initial(word) or len(bare) == 1:
        return [name_case(bare) + "."]
    if len(bare) == 2 and bare.isupper() and not shouted and not morphology.is_known_given(bare):
        return [f"{letter}." for letter in bare]  # «Иванов ИИ»
    return [name_case(bare.replace(".", ""))]


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM"


def _with_initials(words: list[str], initials: list[str]) -> FullName:
    """«Иванов И. И.», «И. И. Иванов», «Мария П.», and the rare «Иванов Иван И.»."""
    full = [word for word in words if not is_initial(word)]
    if len(initials) > 1:
        before = list(itertools.takewhile(lambda word: not is_initial(word), words))
        return FullName(" ".join(before or full), initials[0], initials[1])
    if len(full) > 1:
        name = _by_patronymic(full) or _without_patronymic(full)
        return name if name.patronymic else replace(name, patronymic=initials[0])
    if full and _given_score(full[0]) > 0:
        return FullName("", full[0], initials[0])
    return FullName(full[0] if full else "", initials[0], "")


def _by_patronymic(words: list[str]) -> FullName | None:
    words = _join_particles(words)
    place = _patronymic_place(words)
    if place is None:
        return None
    patronymic, before, after = words[place], words[:place], words[place + 1 :]
    if not before:  # «Токтогул уулу Бакыт»
        return FullName(" ".join(after[1:]), after[0] if after else "", patronymic)
    if after and _is_given_first(before, after):  # «Иван Иванович Иванов»
        return FullName(" ".join(after), " ".join(before), patronymic)
    return FullName(" ".join(before[:-1]), before[-1], patronymic)


def _is_given_first(before: list[str], after: list[str]) -> bool:
    """Whether the surname stands last; else what follows «Фамилия Имя Отчество» is no name."""
    return len(before) == 1 or (_given_score(after[0]) < 0 < _given_score(before[0]))


def _join_particles(words: list[str]) -> list[str]:
    """«Мамед», «оглы» → «Мамед оглы»."""
    joined: list[str] = []
    for word in words:
        if word.lower() in PARTICLES and joined:
            joined[-1] = f"{joined[-1]} {word.lower()}"
        else:
            joined.append(word)
    return joined


def _patronymic_place(words: list[str]) -> int | None:
    """The place of the patronymic: after a first name, so never first unless made with оглы, кызы.

    A surname may look like one (Абрамович): of two neighbours the first is the patronymic.
    """
    for place, word in enumerate(words):
        if word.split()[-1] in PARTICLES:
            return place
    places = [
        place
        for place, word in enumerate(words)
        if place > 0 and (patronymic_gender(word) or oblique_patronymic(word))
    ]
    if not places or (len(words) == 2 and not _may_be_patronymic(words[1])):
        return None
    return places[0]


def _may_be_patronymic(word: str) -> bool:
    """Whether the dictionary would not rather have a surname («Дмитрий Шостакович»)."""
    return bool(morphology.readings(word, "patronymic")) or not morphology.readings(word, "surname")


def _without_patronymic(words: list[str]) -> FullName:
    if not words:
        return FullName("", "", "")
    if len(words) == 1:
        is_surname = _given_score(words[0]) < 0
        return FullName(words[0], "", "") if is_surname else FullName("", words[0], "")
    last_is_surname = _given_score(words[0]) > _given_score(words[-1]) or not _has_cyrillic(words)
    if last_is_surname:
        return FullName(words[-1], " ".join(words[:-1]), "")
    return FullName(words[0], " ".join(words[1:]), "")


def _has_cyrillic(words: list[str]) -> bool:
    return any("Ѐ" <= char <= "ӿ" for word in words for char in word)


WOMANS_ENDINGS = ("гуль", "гюль")
"""Turkic and Persian «rose»: «Эсмигуль», «Нургюль» are women's first names though no dictionary lists them all."""


def _given_score(word: str) -> int:
    """How much a word looks like a first name (above zero) or a surname (below)."""
    first = word.split("-", maxsplit=1)[0]
    known = morphology.readings(first, "given") or first.lower().endswith(WOMANS_ENDINGS)
    score = 2 if known else 0
    if morphology.readings(word, "surname") or _SURNAME_ENDING.search(word.lower()):
        score -= 1
    return score


def _to_nominative(name: FullName) -> FullName:
    """Put an oblique case back; the patronymic tells the case, without it the first name."""
    found = oblique_patronymic(name.patronymic) if name.patronymic else None
    if found is not None:
        gender = patronymic_gender(found.nominative)
        if gender is None:
            return name
        given = restored("given", name.given, gender, found.cases)
        surname = restored("surname", name.surname, gender, found.cases)
        return FullName(surname, given, found.nominative, from_oblique=True)
    if name.patronymic or not name.given or not name.surname or " " in name.given:
        return name
    return _nominative_pair(name)


def _nominative_pair(name: FullName) -> FullName:
    """«Иванова Ивана»: only when the first name is known, in no nominative, and both agree."""
    known = morphology.readings(name.given, "given")
    if not known or any(reading.is_nominative for reading in known):
        return name
    for gender in {reading.gender for reading in known if reading.gender}:
        for case in ALL_CASES:
            given = restored("given", name.given, gender, (case,))
            surname = restored("surname", name.surname, gender, (case,))
            if given != name.given and surname != name.surname:
                return FullName(surname, given, "", from_oblique=True)
    return name


def _initial(word: str) -> str:
    """«Анна-Мария» → «А.-М.», «Мамед оглы» → «М.», «Дж.» stays."""
    first = word.split(maxsplit=1)[0]
    if is_initial(first):
        return first
    pieces = [piece for piece in first.split("-") if piece and piece not in PARTICLES]
    return "-".join(f"{piece[0].upper()}." for piece in pieces)


def _both_initials(name: FullName) -> str:
    return " ".join(_initial(part) for part in (name.given, name.patronymic) if part)


def initials(name: FullName) -> str:
    """«Иванов И. И.»; without a surname the name itself."""
    if not name.surname:
        return str(name)
    return " ".join(part for part in (name.surname, _both_initials(name)) if part)


def initials_first(name: FullName) -> str:
    """«И. И. Иванов», as under a signature; without a surname the name itself."""
    if not name.surname:
        return str(name)
    return " ".join(part for part in (_both_initials(name), name.surname) if part)
