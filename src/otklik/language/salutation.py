"""How a letter opens: «Уважаемый Пётр Ильич!» with the right gender, or a greeting without one.

Clauses: economy-novosibirsk:8.1.a and 8.1.b, labour-novosibirsk:8.2.a and 8.2.b.  The words come
from the profile of the body; no name is ever printed in capitals (industry-mordovia:11.2.14).
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, Self, TypedDict

from otklik.language.gender import KNOWN_EXCEPTIONS, GenderGuess, guess_gender
from otklik.language.morphology import Sex
from otklik.language.names import FullName, parse_name
from otklik.language.text import clean_text

SalutationSource = Literal[
    "chosen", "patronymic", "exception", "pytrovich", "pymorphy3", "surname", "conflict", "none",
    "initials", "organisation", "group",
]  # fmt: skip


class SalutationSettings(Protocol):
    """The salutation part of a body's profile (otklik.regulations), as far as it is needed here."""

    @property
    def male(self) -> str:
        """For a man, with {name}."""

    @property
    def female(self) -> str:
        """For a woman, with {name}."""

    @property
    def neutral(self) -> str:
        """For an undecided gender, with {name}."""

    @property
    def unnamed(self) -> str:
        """For a person whose first name is not known."""

    @property
    def organisation(self) -> str:
        """For a legal entity."""

    @property
    def group(self) -> str:
        """For several people."""


@dataclass(frozen=True, slots=True)
class SalutationTexts:
    """The wordings of one body; ``{name}`` stands for first name and patronymic.

    ``unnamed`` greets a person whose first name is not known; left empty, it is ``neutral``
    without the name («Здравствуйте!»).  Raises ValueError when a personal wording lacks {name}.
    """

    masculine: str
    feminine: str
    neutral: str
    organisation: str
    group: str
    unnamed: str = ""

    @classmethod
    def of(cls, settings: SalutationSettings) -> Self:
        """The wordings as the profile of a body holds them."""
        return cls(
            masculine=settings.male,
            feminine=settings.female,
            neutral=settings.neutral,
            organisation=settings.organisation,
            group=settings.group,
            unnamed=settings.unnamed,
        )

    def __post_init__(self) -> None:
        for key in ("masculine", "feminine", "neutral"):
            if "{name}" not in getattr(self, key):
                raise ValueError(f"salutation text {key!r} has no {{name}}: {getattr(self, key)!r}")
        if not self.unnamed:
            object.__setattr__(self, "unnamed", re.sub(r"[,\s]*\{name\}", "", self.neutral))


@dataclass(frozen=True, slots=True)
class Salutation:
    """The opening line; ``confirm`` asks a person to look before it is printed.

    ``gender`` may be known although the text does not use it (a name with initials only).
    """

    text: str
    gender: Sex | None
    source: SalutationSource
    confirm: bool


class SalutationRow(TypedDict):
    """One line of ``otklik salutation --json``."""

    name: str
    salutation: str
    gender: Sex | None
    source: SalutationSource
    confirm: bool


def address(
    name: FullName,
    *,
    chosen_gender: Sex | None = None,
    texts: SalutationTexts,
    exceptions: Mapping[str, str] = KNOWN_EXCEPTIONS,
) -> Salutation:
    """The opening line for a person.

    ``chosen_gender`` is the form of address the person, or the operator after asking, has chosen:
    it outweighs everything.  Without a full first name the greeting is nameless and a person is
    asked; with an undecided gender it is neutral and a person is asked.
    """
    guess = guess_gender(name, exceptions=exceptions)
    if chosen_gender is not None:
        guess = GenderGuess(chosen_gender, "chosen", sure=True)
    if not name.has_full_given:
        source: SalutationSource = "initials" if name.given else guess.source
        return Salutation(texts.unnamed, guess.gender, source, confirm=True)
    confirm = not guess.sure or (name.from_oblique and guess.source != "chosen")
    return Salutation(_filled(texts, guess, name), guess.gender, guess.source, confirm)


def _filled(texts: SalutationTexts, guess: GenderGuess, name: FullName) -> str:
    called = name.given
    if name.has_full_patronymic:
        called = f"{called} {name.patronymic}"
    template = texts.neutral
    if guess.sure:
        template = texts.masculine if guess.gender == "m" else texts.feminine
    return template.replace("{name}", called)


def address_organisation(texts: SalutationTexts) -> Salutation:
    """The opening line for a legal entity whose head is not named."""
    return Salutation(texts.organisation, None, "organisation", confirm=False)


def address_group(texts: SalutationTexts) -> Salutation:
    """The opening line for a collective appeal."""
    return Salutation(texts.group, None, "group", confirm=False)


_ORGANISATION = re.compile(
    r"\b(?:ООО|ОАО|ПАО|ЗАО|НАО|АО|МУП|ГУП|ФГУП|ФГБУ|ФГБОУ|ГБУ|ГБУЗ|ГАУ|ГКУ|МБУ|МБОУ|МКУ|МАУ|МКОУ|"
    r"МБДОУ|ГБОУ|ТСЖ|ТСН|СНТ|ДНТ|ЖСК|ГСК|КФХ|СПК|НКО|АНО|НП|УК|СРО)\b|"
    r"(?i:\b(?:общество с ограниченной|акционерное общество|администрация|министерство|управление|"
    r"департамент|комитет|фонд|ассоциация|союз|учреждение|предприятие|товарищество|кооператив|"
    r"компания|организация|больница|поликлиника|школа|университет|институт|колледж|банк|редакция|"
    r"прокуратура|совет|палата|профсоюз|завод|агентство|центр)\b)"
)
_GROUP = re.compile(
    r"\b(?:жител[ия]|жильцы|собственники|коллектив|семья|родители|группа|работники|сотрудники|"
    r"члены|инициативная|дольщики|пенсионеры|соседи|граждане|заявители)\b",
    re.IGNORECASE,
)


def looks_like_organisation(line: str) -> bool:
    """Whether a line names a legal entity or a body, by its legal form or the usual words.

    Only what stands before the first comma counts: «Иванов Иван, ООО «Ромашка»» is a person.
    """
    head = clean_text(line, multiline=False).split(",", maxsplit=1)[0]
    return _ORGANISATION.search(head) is not None


def looks_like_group(line: str) -> bool:
    """Whether a line names several people: «жители дома 5», «Иванов И. И., Петров П. П.»."""
    text = clean_text(line, multiline=False)
    if _GROUP.search(text):
        return True
    parts = [part.strip() for part in re.split(r"[,;]|\sи\s", text)]
    # A capital and two words each: «Иванов, Иван» and «Иванов Иван, г. Бердск» are one person.
    people = [part for part in parts if re.match(r"[А-ЯЁA-Z].*[\s.]\S", part)]
    return sum(1 for part in people if not _ORGANISATION.search(part)) > 1


def address_line(
    line: str,
    *,
    texts: SalutationTexts,
    exceptions: Mapping[str, str] = KNOWN_EXCEPTIONS,
) -> Salutation:
    """The opening line for whoever a line of text names: a person, an organisation, a group."""
    if looks_like_organisation(line):
        return address_organisation(texts)
    if looks_like_group(line):
        # Told by the words alone: a person looks once.
        return Salutation(texts.group, None, "group", confirm=True)
    return address(parse_name(line), texts=texts, exceptions=exceptions)


def salutation_report(
    lines: Iterable[str],
    texts: SalutationTexts,
    exceptions: Mapping[str, str] = KNOWN_EXCEPTIONS,
) -> list[SalutationRow]:
    """One row for each line that is not blank, in order; ``name`` is the line as it was given."""
    rows: list[SalutationRow] = []
    for line in lines:
        name = clean_text(line, multiline=False)
        if not name:
            continue
        found = address_line(name, texts=texts, exceptions=exceptions)
        rows.append(
            SalutationRow(
                name=name,
                salutation=found.text,
                gender=found.gender,
                source=found.source,
                confirm=found.confirm,
            )
        )
    return rows
