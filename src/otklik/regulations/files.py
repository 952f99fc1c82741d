"""Reading the data files: TOML in, one clear line out when a file is wrong."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from otklik.regulations.errors import RegulationError

DATA = Path(__file__).parent / "data"

# Tables of codes: a later file removes an entry of an earlier one with `drop = true`.
DROP = "drop"

ModelT = TypeVar("ModelT", bound=BaseModel)
Table = dict[str, Any]


@dataclass(frozen=True)
class Source:
    """One file that was read: the name to show in messages and its top-level table."""

    name: str
    data: Table


def shown_name(path: Path) -> str:
    """Return the path as messages show it: packaged data relative to the data folder."""
    try:
        return path.resolve().relative_to(DATA).as_posix()
    except ValueError:
        return str(path)


def read_toml(path: Path) -> Source:
    """Read one TOML file; raises RegulationError when it is absent, unreadable or broken."""
    name = shown_name(path)
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise RegulationError(name, "", f"cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise RegulationError(name, "", f"is not UTF-8 text: {error.reason}") from error
    try:
        return Source(name, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise RegulationError(name, "", f"is not valid TOML: {error}") from error


def read_folder(folder: Path) -> tuple[Source, ...]:
    """Read every ``*.toml`` of a folder in the order of names."""
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise RegulationError(shown_name(folder), "", "holds no TOML file")
    return tuple(read_toml(path) for path in paths)


def merge(sources: Sequence[Source]) -> Table:
    """Lay the files over each other: tables are merged by key, everything else is replaced."""
    merged: Table = {}
    for source in sources:
        merged = _overlay(merged, source.data)
    return merged


def join(sources: Sequence[Source]) -> Table:
    """Put together files that share no top-level key; the same key in two files is an error."""
    owner: dict[str, str] = {}
    joined: Table = {}
    for source in sources:
        for key, value in source.data.items():
            if key in joined:
                raise RegulationError(source.name, key, f"stands already in {owner[key]}")
            owner[key] = source.name
            joined[key] = value
    return joined


def validate(model: type[ModelT], data: Table, sources: Sequence[Source]) -> ModelT:
    """Build the model; a mistake becomes a RegulationError that names file, key and reason."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        # A mistyped key is both unknown and missing: what stands in the file is told first.
        found = sorted(error.errors(include_url=False), key=lambda item: item["type"] == "missing")
        first = found[0]
        keys, missing = _key_path(first["loc"], data), first["type"] == "missing"
        raise RegulationError(
            _guilty_file(keys[:-1] if missing else keys, sources),
            ".".join(keys),
            _reason(first["type"], first["msg"], first.get("input")),
        ) from error


def _overlay(base: Table, over: Table) -> Table:
    result = dict(base)
    for key, value in over.items():
        if isinstance(value, dict) and value.get(DROP) is True:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = _overlay(result[key], value)
        else:
            result[key] = value
    return result


def _key_path(loc: Sequence[int | str], data: object) -> list[str]:
    """Turn pydantic's location into the keys that stand in the file."""
    keys: list[str] = []
    here: object = data
    for part in loc:
        if isinstance(here, Mapping) and isinstance(part, int):
            # A table of codes, which the model holds as a row of items.
            name = list(here)[part]
            keys.append(str(name))
            here = here[name]
        elif isinstance(here, Mapping):
            keys.append(str(part))
            here = here.get(part)
        elif isinstance(here, list) and isinstance(part, int):
            keys.append(str(part))
            here = here[part]
        elif here is None:
            keys.append(str(part))
    return keys


def _guilty_file(keys: Sequence[str], sources: Sequence[Source]) -> str:
    """Name the file that holds the key, or most of the way to it; the later file wins."""
    best, depth = (sources[-1].name if sources else "data"), 0
    for source in sources:
        here: object = source.data
        reached = 0
        for key in keys:
            if isinstance(here, Mapping) and key in here:
                here = here[key]
            elif isinstance(here, list) and key.isdigit() and int(key) < len(here):
                here = here[int(key)]
            else:
                break
            reached += 1
        if reached and reached >= depth:
            best, depth = source.name, reached
    return best


def _reason(kind: str, message: str, given: object) -> str:
    if kind == "missing":
        return "the key is missing"
    if kind == "extra_forbidden":
        return "the key is not known"
    message = message.removeprefix("Value error, ")
    if kind == "value_error":
        return message
    return f"{message} (given: {str(given)[:60]!r})"
