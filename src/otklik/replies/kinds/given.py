"""What was typed for the act that a letter carries, as its draft keeps it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

FORMATS = ("%Y-%m-%d", "%d.%m.%Y")
ROW = "row"
"""Where the draft keeps the id of the row that the act has made (a proposal at sending, the others at signing)."""


@dataclass(frozen=True, slots=True)
class Given:
    """The typed values; whatever was typed is kept, so each reading forgives what cannot be understood."""

    values: Mapping[str, Any]

    @classmethod
    def of(cls, draft: Mapping[str, Any]) -> "Given":
        """Return what the draft keeps for its act."""
        found = draft.get("act")
        return cls(found if isinstance(found, Mapping) else {})

    def text(self, name: str) -> str:
        """Return a text without the spaces around it; empty when there is none."""
        value = self.values.get(name, "")
        return value.strip() if isinstance(value, str) else ""

    def numbers(self, name: str) -> list[int]:
        """Return ids; what is no number is left out."""
        value = self.values.get(name, [])
        items = value if isinstance(value, list) else [value]
        return [int(item) for item in items if str(item).isdecimal()]

    def flag(self, name: str) -> bool:
        """Whether a box was ticked."""
        return self.values.get(name) in (True, "on", "true", "True", "1")

    def day(self, name: str) -> date | None:
        """Return a day; None for nothing and for what is no date."""
        for pattern in FORMATS:
            try:
                return datetime.strptime(self.text(name), pattern).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
        return None

    @property
    def row(self) -> int | None:
        """Id of the row that the act has made; None before."""
        value = self.values.get(ROW)
        return value if isinstance(value, int) else None
