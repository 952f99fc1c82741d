"""Small groups are hidden, and so is what would give them away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.surveys.suppression import suppress

SIZES = st.dictionaries(st.integers(0, 30), st.integers(0, 40), max_size=12)
THRESHOLD = st.integers(2, 10)


@pytest.mark.clause("economy-magadan:5.6")
@given(SIZES, THRESHOLD)
def test_no_small_group_is_ever_shown(sizes: dict[int, int], threshold: int) -> None:
    shown = suppress(sizes, threshold)
    assert all(size == 0 or size >= threshold for size in shown.sizes.values())
    assert set(shown.sizes) | shown.hidden == set(sizes)


@pytest.mark.clause("economy-magadan:5.6")
@given(SIZES, THRESHOLD)
def test_the_total_less_the_shown_groups_tells_no_small_group(
    sizes: dict[int, int], threshold: int
) -> None:
    shown = suppress(sizes, threshold)
    if shown.total is None:
        return
    rest = shown.total - sum(shown.sizes.values())
    assert rest == 0 or (rest >= threshold and len(shown.hidden) >= 2)


@given(SIZES, THRESHOLD)
def test_nothing_is_hidden_without_need(sizes: dict[int, int], threshold: int) -> None:
    shown = suppress(sizes, threshold)
    if all(size == 0 or size >= threshold for size in sizes.values()):
        assert shown.hidden == frozenset()
        assert shown.total == sum(sizes.values())


def test_one_small_group_takes_the_next_smallest_with_it() -> None:
    shown = suppress({"почта": 3, "сайт": 9, "телефон": 20}, 5)
    assert shown.hidden == {"почта", "сайт"}
    assert (shown.size("почта"), shown.size("телефон"), shown.total) == (None, 20, 32)


def test_a_lone_small_group_hides_the_total() -> None:
    shown = suppress({"почта": 3, "сайт": 0}, 5)
    assert shown.total is None
    assert shown.size("почта") is None
    assert shown.size("сайт") == 0
