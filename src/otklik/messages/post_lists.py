"""Lists of postal numbers and outcomes as people paste and download them. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from otklik.messages import tracking
from otklik.messages.outcomes import outcome_in

_DATE = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b|\b(\d{4})-(\d{2})-(\d{2})\b")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a post office's list: which item, what became of it, why, when (None: it does not say)."""

    line: int
    number: str
    outcome: str
    reason: str
    day: date | None
    words: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a list says, and the lines that say nothing of an item's end: on its way, or not understood."""

    rows: tuple[Row, ...]
    on_the_way: int
    unclear: tuple[int, ...]
    """Numbers of the lines without a postal number."""


def numbers_in(text: str) -> list[str]:
    """Return the pasted column line by line, cleaned; an empty line stands for a letter without a number."""
    lines = [line.strip() for line in text.replace("\r\n", "\n").split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return [tracking.cleaned(line) for line in lines]


def read_outcomes(table: Iterable[tuple[int, Sequence[str]]]) -> Read:
    """Return what each line of a table says; columns may stand in any order, a head line is passed over.

    A line that speaks of an item twice counts with its last event: the later line of the same number holds.
    """
    rows: dict[str, Row] = {}
    unclear: list[int] = []
    on_the_way = 0
    for place, (line, cells) in enumerate(table):
        number = next((n for cell in cells if tracking.is_number(n := tracking.cleaned(cell))), "")
        if not number:
            if place:
                unclear.append(line)
            continue
        words = "; ".join(cell for cell in cells if cell and tracking.cleaned(cell) != number)
        found = outcome_in(words)
        if found is None:
            on_the_way += 1
            continue
        rows[number] = Row(line, number, *found, _day_in(cells, number), words[:300])
    return Read(tuple(rows.values()), on_the_way, tuple(unclear))


def _day_in(cells: Sequence[str], number: str) -> date | None:
    for cell in cells:
        match = _DATE.search(cell)
        if match is None or tracking.cleaned(cell) == number:
            continue
        day, month, year, other_year, other_month, other_day = match.groups()
        try:
            if year:
                return date(int(year), int(month), int(day))
            return date(int(other_year), int(other_month), int(other_day))
        except ValueError:
            continue
    return None
