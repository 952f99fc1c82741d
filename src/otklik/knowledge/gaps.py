"""Gaps of a reply template: the one plain syntax that an official writes. Pure.

A gap stands in braces. The case fills some by itself: `{номер}`, `{срок}`, `{имя клиента}`. The others say what kind of
thing is missing and, after a colon, which: `{дата: когда начнут ремонт}`, `{выбор: принято / отклонено}`. Whatever is not
filled stays in the text in its braces, and the checks of the letter stop at it (rule `gaps`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

LONGEST = 120
"""Characters between the braces: the checks of the words see gaps up to this length."""
FEWEST_CHOICES = 2
CHOICE_MARK = "/"


class Kind(StrEnum):
    """What an executor is to write into a gap; the word is the one that stands in the template."""

    TEXT = "текст"
    DATE = "дата"
    NUMBER = "число"
    CHOICE = "выбор"
    PERSON = "человек"


class Known(StrEnum):
    """What the case itself tells; the word is the one that stands in the template."""

    NUMBER = "номер"
    REGISTERED = "дата регистрации"
    CLIENT = "имя клиента"
    BODY = "министерство"
    ADDRESSEE = "адресат"
    DUE = "срок"
    PHONE = "телефон исполнителя"


EXAMPLES: Mapping[Kind, str] = {
    Kind.TEXT: "{текст: название программы}",
    Kind.DATE: "{дата: когда начнут ремонт}",
    Kind.NUMBER: "{число: сколько рублей}",
    Kind.CHOICE: "{выбор: принята / отклонена}",
    Kind.PERSON: "{человек: кто ответит на вопросы}",
}
"""One example of each kind, for the page on which templates are written."""
_BRACE = re.compile(r"[{}]")
_GAP = re.compile(r"\{([^{}\n]*)\}")


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap: where it stands, what it wants; `known` when the case can fill it."""

    start: int
    end: int
    kind: Kind | None
    known: Known | None
    hint: str

    @property
    def choices(self) -> tuple[str, ...]:
        """What a gap of choice offers; empty for the other kinds."""
        if self.kind is not Kind.CHOICE:
            return ()
        return tuple(part.strip() for part in self.hint.split(CHOICE_MARK) if part.strip())


def gaps_of(text: str) -> list[Gap]:
    """Return the gaps of a text in order; what stands in braces and is no gap is left out."""
    return [gap for found in _GAP.finditer(text) if (gap := _read(found)) is not None]


def problems(text: str) -> list[str]:
    """Return, in sentences for its writer, what is wrong with the gaps of a text; empty when all is well."""
    return [*_unclosed(text), *(said for gap in _GAP.finditer(text) if (said := _wrong(gap)))]


def filled(text: str, known: Mapping[Known, str]) -> str:
    """Return the text with the gaps that the case knows; one without a value stays as it is."""

    def fill(found: re.Match[str]) -> str:
        gap = _read(found)
        return (known.get(gap.known, "") if gap and gap.known else "") or found[0]

    return _GAP.sub(fill, text)


def _read(found: re.Match[str]) -> Gap | None:
    name, colon, hint = (part.strip() for part in found[1].partition(":"))
    word = " ".join(name.lower().split())
    if not colon and word in set(Known):
        return Gap(found.start(), found.end(), None, Known(word), "")
    if colon and word in set(Kind):
        return Gap(found.start(), found.end(), Kind(word), None, hint)
    return None


def _unclosed(text: str) -> list[str]:
    """Braces that have no partner on their line."""
    rest = _GAP.sub(lambda found: " " * len(found[0]), text)
    found = _BRACE.search(rest)
    if found is None:
        return []
    near = text[found.start() : found.start() + 30].split("\n", maxsplit=1)[0]
    if found[0] == "{":
        return [
            _("A brace is not closed: “%(near)s…”. Put “}” where the gap ends.") % {"near": near}
        ]
    before = text[max(0, found.start() - 30) : found.end()].rsplit("\n", maxsplit=1)[-1]
    return [_("A brace is closed that was never opened: “…%(near)s”.") % {"near": before}]


def _wrong(found: re.Match[str]) -> str:
    gap, values = _read(found), {"gap": found[0]}
    if len(found[1]) > LONGEST:
        return _("The gap “%(gap)s” is too long: write it in %(limit)s characters.") % {
            "gap": found[0][:40] + "…",
            "limit": LONGEST,
        }
    if gap is None:
        return _(
            "There is no gap “%(gap)s”. Write what it wants: %(kinds)s, then a colon and what to write; "
            "or what the case knows: %(known)s."
        ) % {**values, "kinds": ", ".join(Kind), "known": ", ".join(Known)}
    if gap.kind is Kind.CHOICE and len(gap.choices) < FEWEST_CHOICES:
        return _("The gap “%(gap)s” needs at least two choices, divided by “/”.") % values
    if gap.kind is not None and not gap.hint:
        return _("Say in the gap “%(gap)s” after the colon what to write there.") % values
    return ""


def pieces(text: str) -> list[tuple[str, bool]]:
    """Return the text cut at its gaps: (words, whether they are a gap), for a page that marks them."""
    found: list[tuple[str, bool]] = []
    end = 0
    for gap in gaps_of(text):
        found += [(text[end : gap.start], False), (text[gap.start : gap.end], True)]
        end = gap.end
    return [(words, is_gap) for words, is_gap in (*found, (text[end:], False)) if words]
