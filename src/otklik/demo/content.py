"""The invented words of the demonstration, read from `data/*.toml`: appeals, answers, names, staff. Pure.

Everything there is invented by us; nothing is taken from a real appeal, person or firm.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

MARK = "Учебные данные: человек и события выдуманы."
"""Stands in the card of every case and at the end of every letter of the demonstration."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question that an appeal puts: its words, the answer in plain language, why it might be refused."""

    question: str
    answer: str
    no: str = ""
    """The reason for the outcome "cannot be solved"; empty where such a question is never refused."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What people write about: one base text with its topic, unit, questions and answers."""

    topic: str
    unit: str
    about: str
    text: str
    asks: tuple[Ask, ...]
    who: str = "any"
    """`person`, `business` or `any`: who writes such a thing."""
    types: tuple[str, ...] = ("application",)


@dataclass(frozen=True, slots=True)
class UnitPlan:
    """A unit of the body and how it works: `pace` multiplies its days, `care` shifts its clients' ratings."""

    code: str
    name: str
    pace: float
    care: float


@dataclass(frozen=True, slots=True)
class Kit:
    """The words of one body."""

    code: str
    login: str
    units: tuple[UnitPlan, ...]
    matters: tuple[Matter, ...]
    internal: tuple[Matter, ...]
    messages: tuple[Matter, ...]
    templates: tuple[Mapping[str, str], ...]
    material: Mapping[str, str]
    place: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Common:
    """The words that all bodies share, and the shares by which things are drawn."""

    words: Mapping[str, Any]
    people: Mapping[str, Any]

    def lines(self, key: str) -> list[str]:
        """Return a list of sentences."""
        return list(self.words[key])

    def weights(self, key: str) -> Mapping[str, float]:
        """Return a table of shares."""
        return {str(name): float(value) for name, value in self.words[key].items()}


@cache
def common() -> Common:
    """Return the shared words and names."""
    return Common(_read("common.toml"), _read("people.toml"))


@cache
def events() -> Mapping[str, Any]:
    """Return the words of what happens to cases on their way."""
    return _read("events.toml")


@cache
def guidance() -> Mapping[str, Any]:
    """Return the words of the knowledge base, by body."""
    return _read("knowledge.toml")


@cache
def kit(code: str) -> Kit:
    """Return the words of a body; raises FileNotFoundError for an unknown code."""
    data = _read(f"{code}.toml")
    return Kit(
        code=code,
        login=data["login"],
        units=tuple(UnitPlan(**row) for row in data["units"]),
        matters=tuple(_matter(row) for row in data["matters"]),
        internal=tuple(_matter(row) for row in data.get("internal", [])),
        messages=tuple(_matter(row) for row in data.get("messages", [])),
        templates=tuple(data["templates"]),
        material=data["material"],
        place=data["place"],
    )


def _matter(row: Mapping[str, Any]) -> Matter:
    parts = dict(row)
    asks = tuple(Ask(**ask) for ask in parts.pop("asks"))
    types = tuple(parts.pop("types", ("application",)))
    return Matter(asks=asks, types=types, **parts)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files("otklik.demo").joinpath("data", name).read_text("utf-8"))
