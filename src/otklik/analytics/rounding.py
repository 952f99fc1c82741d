"""Shares in percent that people can add up; pure."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

DIGITS = 1
"""Decimals of a share in percent."""
_UNIT = Decimal(1).scaleb(-DIGITS)
_WHOLE = 100 * 10**DIGITS


def percent(part: int, whole: int) -> Decimal | None:
    """Return the share in percent, rounded half up to one decimal; None of nothing."""
    if whole == 0:
        return None
    return (Decimal(100 * part) / whole).quantize(_UNIT, ROUND_HALF_UP)


def shares(counts: Sequence[int]) -> list[Decimal]:
    """Return the share of each count in percent, so that together they make exactly 100.

    The largest remainder method: each is rounded down, and the missing tenths go to those that
    lost most, the earlier one first among equals. All are 0 when the counts are. Raises ValueError
    for a negative count.
    """
    if any(count < 0 for count in counts):
        raise ValueError("a count is not negative")
    total = sum(counts)
    if total == 0:
        return [Decimal(0)] * len(counts)
    floors = [count * _WHOLE // total for count in counts]
    lost = sorted(range(len(counts)), key=lambda at: -(counts[at] * _WHOLE % total))
    for at in lost[: _WHOLE - sum(floors)]:
        floors[at] += 1
    return [Decimal(tenths) * _UNIT for tenths in floors]
