"""Numbers of postal items: what is one, and that a slip is seen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.messages.tracking import cleaned, grouped, inland_check, is_number, s10_check

digits13 = st.text("0123456789", min_size=13, max_size=13)


@pytest.mark.parametrize(
    "text", ["63009912345673", "630099 12 34567 3", "RR473124829US", "rr 473 124 829 us"]
)
def test_a_true_number_is_known_however_it_is_typed(text: str) -> None:
    assert is_number(cleaned(text))


def test_look_alikes_of_the_cyrillic_are_read_as_latin() -> None:
    assert cleaned("РР473124829УС") == "PP473124829YC"
    assert cleaned("ЕЕ473124829ВВ") == "EE473124829BB"


@pytest.mark.parametrize(
    "text",
    ["", "63009912345678", "6300991234567", "RR473124820US", "RR47312482US", "письмо", "٠" * 14],
)
def test_anything_else_is_no_number(text: str) -> None:
    assert not is_number(cleaned(text))


@given(digits13, st.integers(0, 13), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(start: str, place: int, step: int) -> None:
    number = start + str(inland_check(start))
    assert is_number(number)
    wrong = str((int(number[place]) + step) % 10)
    assert not is_number(number[:place] + wrong + number[place + 1 :])


@given(st.text("0123456789", min_size=8, max_size=8))
def test_an_international_number_ends_with_its_check_digit(digits: str) -> None:
    assert is_number(f"RA{digits}{s10_check(digits)}RU")


@given(st.text(max_size=40))
def test_cleaning_never_fails_and_settles(text: str) -> None:
    assert isinstance(is_number(cleaned(text)), bool)
    number = cleaned(text)
    assert is_number(number) == is_number(cleaned(number))


def test_a_number_is_shown_as_the_post_office_prints_it() -> None:
    assert grouped("63009912345673") == "630099 12 34567 3"
    assert grouped("RR473124829US") == "RR473124829US"
    assert grouped("") == ""
