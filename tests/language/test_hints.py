"""Hints at appeals: what must be found, what may never be found, and where it stands."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.language.hints import find_hints, is_obscene, likeness, looks_nameless, nearly_the_same
from otklik.language.hints.found import LONGEST

CORPUS = tomllib.loads((Path(__file__).parent / "hints.toml").read_text("utf-8"))
FOUND_AT_LEAST = 0.9
"""Share of the planted texts of a kind that must be found."""


def kinds(text: str) -> set[str]:
    return {found.kind for found in find_hints(text)}


@pytest.mark.parametrize("kind", CORPUS["yes"])
def test_what_is_planted_is_found(kind: str) -> None:
    texts = CORPUS["yes"][kind]
    missed = [text for text in texts if kind not in kinds(text)]
    assert len(missed) <= len(texts) * (1 - FOUND_AT_LEAST), missed


def test_an_ordinary_appeal_gets_no_hint() -> None:
    alarms = {text: sorted(kinds(text)) for text in CORPUS["no"]["texts"] if kinds(text)}
    assert not alarms


def test_the_hints_are_precise() -> None:
    """Of the texts that get a hint of a kind, those that do not deserve it; the planted ones of other kinds count too."""
    right, wrong = Counter[str](), Counter[str]()
    for planted, texts in CORPUS["yes"].items():
        for text in texts:
            for kind in kinds(text):
                (right if kind == planted else wrong)[kind] += 1
    # A rude text may insult, threaten and be obscene at once; these kinds are judged by the ordinary texts alone.
    for kind in ("court", "illegible", "unclear", "several-bodies", "crime"):
        assert right[kind] / (right[kind] + wrong[kind]) >= 0.9, kind


@pytest.mark.parametrize(
    "word",
    "оскорблять страхование подстраховать хулиганство херсон херувим потребление себе требование хлеб учебный бляшки "
    "команда мандат мандарин хуже худой плохую сухую тихую глухую психую корабля рубля лебедь мебель небеса дебет "
    "хутор хуан гондола педагог сабля истребитель употреблять лечебный служебный жеребец гребень влюблять махать".split(),
)
def test_a_word_that_only_looks_like_an_obscene_one_is_none(word: str) -> None:
    assert not is_obscene(word)
    assert "obscenity" not in kinds(f"Прошу объяснить, что значит {word.upper()}?")


@pytest.mark.parametrize("word", ["xyй", "хуууууй", "пиzдец", "п1здa", "бляяяя", "ёбаный"])
def test_a_disguised_word_is_found(word: str) -> None:
    assert "obscenity" in kinds(f"Это {word}, а не ответ. Прошу ответить.")


def test_a_hint_stands_at_the_words_it_means() -> None:
    text = "Добрый день.\nЁлки! Я знаю, где вы живёте.\nПрошу ответить."
    (found,) = find_hints(text)
    assert found.kind == "threat"
    assert text[found.start : found.end] == found.text == "знаю, где вы живёте"


def test_several_bodies_are_named_by_their_fields() -> None:
    found = find_hints("Почему мне неверно посчитали пенсию? Прошу отремонтировать дорогу у дома.")
    assert {one.detail for one in found} == {"Социальный фонд России; дорожное хозяйство"}


@pytest.mark.parametrize("surname", ["", "-", "Аноним", "жители дома", "Неизвестная"])
def test_a_name_that_is_none(surname: str) -> None:
    assert looks_nameless(surname)


@pytest.mark.parametrize("surname", ["Соколова", "Ли", "Житова", "Неизвестных", "Гражданкин"])
def test_a_name_that_is_one(surname: str) -> None:
    assert not looks_nameless(surname)


@given(st.text(max_size=400))
def test_any_text_is_looked_at_and_every_place_lies_in_it(text: str) -> None:
    for found in find_hints(text):
        assert text[found.start : found.end] == found.text
        assert 0 <= found.start <= found.end <= len(text)


def test_three_hundred_pages_are_looked_at_in_reasonable_time() -> None:
    find_hints("Прошу ответить, когда починят дорогу. " * (LONGEST // 10))
    find_hints("a" * 700_000)
    find_hints("х у " * 100_000)


BASE = (
    "Прошу отремонтировать дорогу от посёлка Выдуманного до станции. Автобус не ходит вторую неделю, дети пешком идут "
    "в школу четыре километра, скорая не может проехать. Обещали сделать ремонт ещё осенью."
)


@pytest.mark.parametrize(
    "other",
    [
        BASE,
        BASE.upper(),
        BASE.replace("дорогу", "дороги") + " Ждём ответа!",
        "Повторно пишу вам. " + BASE,
        BASE.replace("посёлка", "поселка").replace(".", " "),
        "Уважаемый губернатор! " + BASE + " С уважением, жители.",
    ],
)
def test_nearly_the_same_text_is_seen(other: str) -> None:
    assert nearly_the_same(BASE, other)


@pytest.mark.parametrize(
    "other",
    [
        "",
        "Прошу отремонтировать крышу дома на улице Садовой. Течёт третий год, обещали ещё весной.",
        "Автобус до станции опаздывает. Прошу поменять расписание, дети не успевают в школу.",
        "Спасибо за ремонт дороги! Теперь скорая проезжает, автобус ходит.",
    ],
)
def test_another_matter_is_another_text(other: str) -> None:
    assert not nearly_the_same(BASE, other)


@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
