"""What a letterhead is made of and what it may not lack. Pure."""

import re
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik import documents
from otklik.documents.letter import REQUISITES, Layout, Requisite

NEEDED: tuple[Requisite, ...] = ("name", "contacts", "number", "reference")
"""What a letter cannot do without: who writes, how to reach him, what it is and what it answers."""
LINES, LINE_LENGTH = 8, 160
OGRN = re.compile(r"ОГРН\D{0,3}(\d+)", re.IGNORECASE)
INN = re.compile(r"ИНН\D{0,3}(\d+)|ИНН/КПП\D{0,3}(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Head:
    """A letterhead as the administrator keeps it; the emblem is a file beside it."""

    lines: tuple[str, ...]
    address: str = ""
    phone: str = ""
    email: str = ""
    site: str = ""
    references: tuple[str, ...] = ()
    emblem_alt: str = ""
    layout: Layout = "angular"
    order: tuple[Requisite, ...] = REQUISITES

    def content(self) -> dict[str, Any]:
        """Return the head as plain data, ready to be stored."""
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in asdict(self).items()
        }

    @classmethod
    def of(cls, content: dict[str, Any]) -> "Head":
        """Return the head that `content` wrote down."""
        kept: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in content.items()
        }
        return cls(**kept)

    def printed(self, emblem: bytes | None) -> documents.Letterhead:
        """Return the head as the letter prints it."""
        return documents.Letterhead(**asdict(self), emblem=emblem)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a head: the field, the sentence, the clause behind it."""

    field: str
    message: str | Promise
    clause: str = ""


def tidied(head: Head) -> Head:
    """Return the head without empty lines and stray spaces."""

    def line(text: str) -> str:
        return " ".join(text.split())

    def several(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(line(text) for text in texts if text.strip())

    return replace(
        head,
        lines=several(head.lines),
        references=several(head.references),
        address=line(head.address),
        phone=line(head.phone),
        email=line(head.email),
        site=line(head.site),
        emblem_alt=line(head.emblem_alt),
    )


def problem(head: Head, *, with_emblem: bool) -> Problem | None:
    """Return the first thing that a letterhead lacks or has too much of; None for a good one."""
    if not head.lines:
        return Problem("lines", _("Write who sends the letter: the name, line by line."))
    for field in ("lines", "references"):
        texts = getattr(head, field)
        if len(texts) > LINES or any(len(text) > LINE_LENGTH for text in texts):
            return Problem(
                field,
                _("At most %(lines)s lines of %(length)s characters.")
                % {"lines": LINES, "length": LINE_LENGTH},
            )
    if not head.address or not (head.phone or head.email):
        return Problem(
            "address" if not head.address else "phone",
            _("A letterhead names the address, and a telephone or an e-mail address."),
            "labour-novosibirsk:17.1",
        )
    return _order_problem(head) or _emblem_problem(head, with_emblem) or _number_problem(head)


def _order_problem(head: Head) -> Problem | None:
    if len(set(head.order)) != len(head.order) or set(head.order) - set(REQUISITES):
        return Problem("order", _("Each requisite has a place of its own."))
    if set(NEEDED) - set(head.order):
        return Problem(
            "order",
            _("A letter needs the name, the contacts, its number and the number it answers."),
        )
    return None


def _emblem_problem(head: Head, with_emblem: bool) -> Problem | None:
    if with_emblem and not head.emblem_alt:
        return Problem(
            "emblem_alt", _("Say in words what the emblem shows: it is read aloud to the blind.")
        )
    return None


def _number_problem(head: Head) -> Problem | None:
    """Return that a registration number has a wrong count of digits: a slip that nobody sees on paper."""
    text = " ".join(head.references)
    for pattern, name, lengths in ((OGRN, "ОГРН", {13}), (INN, "ИНН", {10})):
        for found in pattern.finditer(text):
            digits = next(group for group in found.groups() if group)
            if len(digits) not in lengths:
                return Problem(
                    "references",
                    _("%(name)s has %(count)s digits, not %(found)s: check the number.")
                    % {"name": name, "count": max(lengths), "found": len(digits)},
                )
    return None
