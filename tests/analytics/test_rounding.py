"""Shares that people can add up."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.analytics.rounding import percent, shares

COUNTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=30)


@pytest.mark.clause("economy-novosibirsk:14.2.1")
@given(COUNTS)
def test_shares_make_exactly_a_hundred(counts: list[int]) -> None:
    assert sum(shares(counts)) == (100 if sum(counts) else 0)


@given(COUNTS)
def test_no_share_is_further_than_a_tenth_from_the_truth(counts: list[int]) -> None:
    total = sum(counts) or 1
    for count, share in zip(counts, shares(counts), strict=True):
        assert abs(share - Decimal(100 * count) / total) < Decimal("0.1")


@given(COUNTS)
def test_a_larger_count_never_has_a_smaller_share(counts: list[int]) -> None:
    pairs = sorted(zip(counts, shares(counts), strict=True))
    for (count, share), (next_count, next_share) in pairwise(pairs):
        assert share <= next_share or count == next_count


def test_thirds_lose_no_tenth() -> None:
    assert shares([1, 1, 1]) == [Decimal("33.4"), Decimal("33.3"), Decimal("33.3")]
    assert shares([6, 4]) == [Decimal(60), Decimal(40)]


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        shares([3, -1])


def test_a_share_of_nothing_is_nothing() -> None:
    assert percent(0, 0) is None
    assert percent(1, 8) == Decimal("12.5")
    assert percent(1, 3) == Decimal("33.3")
