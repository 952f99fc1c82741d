from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.language import (
    date_long,
    date_short,
    date_words,
    days_left,
    duration,
    plural,
    plural_form,
)


@pytest.mark.parametrize(
    ("number", "form"),
    [(0, "дней"), (1, "день"), (2, "дня"), (4, "дня"), (5, "дней"), (11, "дней"), (14, "дней"),
     (21, "день"), (22, "дня"), (111, "дней"), (121, "день"), (-2, "дня")],
)  # fmt: skip
def test_a_noun_agrees_with_its_number(number: int, form: str) -> None:
    assert plural(number, "день", "дня", "дней") == f"{number} {form}"


@given(st.integers())
def test_every_hundred_repeats_the_forms(number: int) -> None:
    forms = ("день", "дня", "дней")
    assert plural_form(abs(number), *forms) == plural_form(abs(number) + 100, *forms)


def test_dates_in_words() -> None:
    day = date(2024, 4, 26)
    assert date_long(day) == "26 апреля 2024, пятница"
    assert date_words(day) == "26 апреля 2024 года"
    assert date_short(day) == "26.04.2024"
    assert date_short(date(2024, 5, 1)) == "01.05.2024"


@pytest.mark.parametrize(
    ("number", "working", "text"),
    [
        (6, False, "осталось 6 дней"),
        (1, False, "остался 1 день"),
        (21, False, "остался 21 день"),
        (3, True, "осталось 3 рабочих дня"),
        (0, False, "сегодня последний день"),
        (-2, False, "просрочено на 2 дня"),
        (-1, True, "просрочено на 1 рабочий день"),
    ],
)
def test_a_term_in_words(number: int, working: bool, text: str) -> None:
    assert days_left(number, working=working) == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(seconds=59), "меньше минуты"),
        (timedelta(minutes=15), "15 минут"),
        (timedelta(hours=1), "1 час"),
        (timedelta(hours=27, minutes=5), "1 день 3 часа"),
        (timedelta(days=2, minutes=5), "2 дня"),
        (timedelta(minutes=-61), "1 час 1 минута"),
    ],
)
def test_a_duration_in_words(span: timedelta, text: str) -> None:
    assert duration(span) == text
