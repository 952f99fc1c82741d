"""Tracking codes are read aloud, copied by hand, and found again."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.messages import codes


def test_a_code_has_ten_signs_in_groups_of_four_four_and_two() -> None:
    groups = codes.tracking_code().split("-")
    assert [len(group) for group in groups] == [4, 4, 2]
    assert set("".join(groups)) <= set(codes.ALPHABET)


def test_codes_differ_and_a_seed_repeats_them() -> None:
    assert len({codes.tracking_code() for _ in range(1000)}) == 1000
    assert codes.tracking_code(random.Random(7)) == codes.tracking_code(random.Random(7))


@pytest.mark.parametrize(
    "typed",
    ["K7M2-9QXP-4R", "k7m29qxp4r", " K7M2 9QXP 4R ", "К7М2–9QХР—4R", "k7m2.9qxp.4r"],
)
def test_what_a_person_types_becomes_the_canonical_code(typed: str) -> None:
    assert codes.normalise(typed) == "K7M2-9QXP-4R"


def test_letters_that_look_like_figures_are_read_as_figures() -> None:
    assert codes.normalise("OIL0-О111-00") == "0110-0111-00"


@pytest.mark.parametrize("typed", ["", "K7M2-9QXP-4", "K7M2-9QXP-4RR", "Ж7M2-9QXP-4R", "не код"])
def test_what_can_be_no_code_gives_nothing(typed: str) -> None:
    assert codes.normalise(typed) == ""


@given(st.integers())
def test_every_code_is_its_own_canonical_form(seed: int) -> None:
    code = codes.tracking_code(random.Random(seed))
    assert codes.normalise(code) == code
    assert codes.normalise(code.lower().replace("-", " ")) == code


@given(st.text())
def test_any_text_is_read_without_an_error(typed: str) -> None:
    code = codes.normalise(typed)
    assert code == "" or codes.normalise(code) == code
