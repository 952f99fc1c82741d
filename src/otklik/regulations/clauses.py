"""The clause catalogue: every normative statement of the five orders as data."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from otklik.regulations.errors import RegulationError
from otklik.regulations.files import DATA, Table, read_folder, validate

Texts = Annotated[tuple[str, ...], BeforeValidator(lambda v: tuple(v) if type(v) is list else v)]
Enforce = Literal["blocks", "computes", "records", "prompts", "config", "outside"]


class OrderHead(BaseModel):
    """The head of an order as printed: title, body, number and date, draft or approved."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    title_ru: str
    body_ru: str
    number: str
    date: str
    date_ru: str
    status: Literal["draft", "approved"]
    status_why: str
    source: str
    timezone: str
    clients: Texts
    scope_ru: str


class Clause(BaseModel):
    """One normative statement.

    ``ru`` is the quotation, ``en`` what it asks of the software, ``enforce`` the way in which
    software can honour it, ``accept`` how a tester sees it, ``note`` ambiguities and how they were
    resolved, ``params`` the numbers of the text as data.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: str = Field(pattern=r"^[a-z-]+:[A-Za-z0-9:.]+$")
    ref: str = Field(min_length=1)
    ru: str = Field(min_length=1)
    en: str = Field(min_length=1)
    kind: str
    enforce: Enforce
    accept: str
    note: str = ""
    params: dict[str, Any] = Field(default_factory=dict)
    options_ru: Texts = ()

    @property
    def body(self) -> str:
        """Code of the body whose order this is."""
        return self.id.split(":", 1)[0]


class Catalogue(BaseModel):
    """One file of the catalogue: the head of the order and its clauses in the order of the text."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    order: OrderHead
    clause: Annotated[tuple[Clause, ...], BeforeValidator(tuple)]

    @model_validator(mode="after")
    def _ids_unique(self) -> Self:
        seen: set[str] = set()
        for item in self.clause:
            if item.id in seen:
                raise ValueError(f"clause {item.id!r} stands twice")
            seen.add(item.id)
        return self


@cache
def catalogues() -> Mapping[str, Catalogue]:
    """All catalogue files by body code."""
    found: dict[str, Catalogue] = {}
    for source in read_folder(DATA / "clauses"):
        body = source.name.removeprefix("clauses/").removesuffix(".toml")
        data: Table = source.data
        catalogue = validate(Catalogue, data, (source,))
        for item in catalogue.clause:
            if item.body != body:
                raise RegulationError(source.name, item.id, "belongs to another body")
        found[body] = catalogue
    return MappingProxyType(found)


@cache
def _by_id() -> Mapping[str, Clause]:
    return MappingProxyType({item.id: item for c in catalogues().values() for item in c.clause})


def is_clause(clause_id: str) -> bool:
    """Tell whether the catalogue has this id."""
    return clause_id in _by_id()


def clause(clause_id: str) -> Clause:
    """Return one clause; raises RegulationError for an unknown id."""
    try:
        return _by_id()[clause_id]
    except KeyError:
        raise RegulationError("clauses", clause_id, "no such clause") from None


def clauses(body: str | None = None) -> tuple[Clause, ...]:
    """Return the clauses of one body, or of all; raises RegulationError for an unknown body."""
    if body is None:
        return tuple(_by_id().values())
    try:
        return catalogues()[body].clause
    except KeyError:
        raise RegulationError("clauses", body, "no such body") from None
