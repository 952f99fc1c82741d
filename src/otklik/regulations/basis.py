"""What every piece of a profile shares: strict frozen models, rows, tables of codes, sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, model_validator

from otklik.regulations.clauses import is_clause

T = TypeVar("T")

SetBy = Literal["law", "order", "ministry"]
Severity = Literal["block", "warn", "hint"]
Form = Literal["electronic", "written", "oral"]
TypeCode = Literal[
    "proposal",
    "application",
    "complaint",
    "information-request",
    "deputy-enquiry",
    "agency-enquiry",
    "message",
    "internal-request",
]
ChannelCode = Literal[
    "web",
    "epgu",
    "pos",
    "email",
    "post",
    "in-person",
    "phone",
    "vk",
    "ok",
    "telegram",
    "max",
    "covering-letter",
    "internal",
]
ChannelKind = Literal["online", "offline"]

APPEALS: tuple[TypeCode, ...] = ("proposal", "application", "complaint")
"""The kinds of appeal of 59-ФЗ."""


def _rows(value: object) -> object:
    """TOML has lists, the models hold tuples, and strict models do not turn one into the other."""
    return tuple(value) if isinstance(value, list) else value


def _coded(value: object) -> object:
    """Turn a table ``{code: {...}}`` into rows that carry their code."""
    if not isinstance(value, Mapping):
        return value
    return tuple(
        {"code": key, **item} if isinstance(item, Mapping) else item for key, item in value.items()
    )


def _known_clause(value: str) -> str:
    if not is_clause(value):
        raise ValueError(f"unknown clause id {value!r}")
    return value


Rows = Annotated[tuple[T, ...], BeforeValidator(_rows)]
"""A list of the file."""

Coded = Annotated[tuple[T, ...], BeforeValidator(_coded)]
"""A table of codes of the file; each item has the field ``code``."""

ClauseId = Annotated[str, AfterValidator(_known_clause)]
"""Id of a clause that stands in the catalogue."""


class Part(BaseModel):
    """A piece of a profile: frozen, strict, refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Sourced(Part):
    """A piece that says who set it: the law, the order (then by which clause) or the ministry.

    ``basis`` is the Russian text shown to people, such as «59-ФЗ, ст. 12, ч. 1».
    """

    set_by: SetBy
    clause: ClauseId | None = None
    basis: str = ""

    @model_validator(mode="after")
    def _names_its_source(self) -> Self:
        if self.set_by == "order" and self.clause is None:
            raise ValueError('set_by = "order" needs the clause')
        if self.set_by == "law" and not self.basis:
            raise ValueError('set_by = "law" needs the basis')
        return self
