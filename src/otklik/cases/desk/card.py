"""What a panel on the case page is."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Card:
    """One panel: its template and what the template needs (`case` and `body` are there already)."""

    template: str
    parts: Mapping[str, object]
