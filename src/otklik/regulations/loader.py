"""From the files of a body to its profile.

Layers, each over the one before: ``data/common/*.toml`` (the same by law),
``data/regions/<region>.toml`` (places), ``data/profiles/<body>/*.toml`` (the order and what the
ministry set).
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from otklik.regulations.errors import RegulationError
from otklik.regulations.files import (
    DATA,
    Source,
    Table,
    join,
    merge,
    read_folder,
    read_toml,
    shown_name,
    validate,
)
from otklik.regulations.profile import Profile

PROFILES = DATA / "profiles"


def bodies() -> tuple[str, ...]:
    """Codes of the packaged bodies."""
    return tuple(sorted(path.name for path in PROFILES.iterdir() if path.is_dir()))


@cache
def profile(code: str) -> Profile:
    """Return the profile of a body; raises RegulationError for an unknown or wrong one."""
    if code not in bodies():
        known = ", ".join(bodies())
        raise RegulationError("profiles", code, f"no such body; known are {known}")
    return load_profile(PROFILES / code)


def profiles() -> tuple[Profile, ...]:
    """Return the profiles of all packaged bodies."""
    return tuple(profile(code) for code in bodies())


def load_profile(path: Path) -> Profile:
    """Load a profile from a TOML file or from a folder of them, over the common data.

    Raises RegulationError: one line with file, key and reason.
    """
    own = read_folder(path) if path.is_dir() else (read_toml(path),)
    common = _common()
    table = join(own)
    region = _region(table, own, path)
    layers = (Source("common", join(common)), region, Source(shown_name(path), table))
    data = merge(layers)
    data["version"] = _version(data)
    loaded = validate(Profile, data, (*common, region, *own))
    if path.is_dir() and loaded.code != path.name:
        raise RegulationError(own[0].name, "code", f"should be {path.name!r}, the folder's name")
    return loaded


@cache
def _common() -> tuple[Source, ...]:
    return read_folder(DATA / "common")


def _region(table: Table, own: tuple[Source, ...], path: Path) -> Source:
    """Replace the name of the region by its data."""
    name = table.pop("region", None)
    guilty = own[0].name if path.is_dir() else shown_name(path)
    if not isinstance(name, str):
        raise RegulationError(
            guilty, "region", "the key is missing" if name is None else "must be a name"
        )
    file = DATA / "regions" / f"{name}.toml"
    if not file.is_file():
        raise RegulationError(guilty, "region", f"no such region {name!r}")
    read = read_toml(file)
    return Source(read.name, {"region": {"code": name, **read.data}})


def _version(data: Table) -> str:
    digest = hashlib.sha256(
        json.dumps(data, sort_keys=True, default=str, ensure_ascii=False).encode()
    ).hexdigest()
    order = data.get("order")
    day = order.get("date") if isinstance(order, dict) else None
    return f"{day or 'draft'}-{digest[:12]}"
