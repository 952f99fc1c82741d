"""Pure decisions about materials: which quarters one can be linked to."""

import re
from datetime import date

QUARTERS_OFFERED = 8
ROMAN = ("I", "II", "III", "IV")
_WRITTEN = re.compile(r"(20\d\d)Q([1-4])", re.ASCII)


def quarter_of(day: date) -> str:
    """Return the quarter of a day as it is stored: `2026Q3`."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def is_quarter(text: str) -> bool:
    """Whether the text is a stored quarter."""
    return _WRITTEN.fullmatch(text) is not None


def quarter_name(period: str) -> str:
    """Return how Russian documents write a stored quarter: «III квартал 2026»; another text stays itself."""
    match = _WRITTEN.fullmatch(period)
    return f"{ROMAN[int(match[2]) - 1]} квартал {match[1]}" if match else period


def last_quarters(day: date) -> list[str]:
    """Return the quarter of the day and those before it, newest first."""
    year, number = day.year, (day.month + 2) // 3
    found = []
    for _turn in range(QUARTERS_OFFERED):
        found.append(f"{year}Q{number}")
        year, number = (year - 1, 4) if number == 1 else (year, number - 1)
    return found
