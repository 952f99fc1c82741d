"""Settings come from environment variables `OTKLIK_…`; this reads them, typed."""

import os
from pathlib import Path

PREFIX = "OTKLIK_"


def text(name: str, default: str = "") -> str:
    """Return the variable `OTKLIK_<name>`, or the default when it is absent or empty."""
    return os.environ.get(PREFIX + name, "").strip() or default


def flag(name: str, *, default: bool) -> bool:
    """Return a yes/no variable; `1 true yes on` mean yes, anything else no."""
    value = text(name)
    return default if not value else value.lower() in {"1", "true", "yes", "on"}


def number(name: str, default: int) -> int:
    """Return a whole number; a value that is none stops the start with a clear line."""
    value = text(name)
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise SystemExit(f"{PREFIX}{name} must be a whole number, not {value!r}") from None


def items(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list without empty parts."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def directory(name: str, default: str) -> Path:
    """Return an absolute folder path; the folder need not exist yet."""
    return Path(text(name, default)).expanduser().resolve()
