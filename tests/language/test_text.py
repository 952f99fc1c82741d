import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.language import (
    TextProblem,
    clean_text,
    describe_problems,
    excerpt,
    looks_mixed_script,
    looks_unreadable,
    strip_quoted_reply,
)

TEXTS = st.text(max_size=200) | st.text(
    alphabet="аб \t\r\n\x00\x85\u200b\u200d\u202e\ufeff👩🏽и\u0306"
)


@given(TEXTS)
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    for multiline in (True, False):
        once = clean_text(raw, multiline=multiline)
        assert clean_text(once, multiline=multiline) == once


@given(TEXTS)
def test_nothing_invisible_is_left(raw: str) -> None:
    cleaned = clean_text(raw)
    left = {char for char in cleaned if unicodedata.category(char) in {"Cc", "Cf", "Cs"}}
    assert left <= {"\n", "\t", "\u200d"}
    assert "\n\n\n" not in cleaned
    assert cleaned == cleaned.strip()
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned


@given(st.text(alphabet="абвгд АБВ.,!?-«»№ 123\n", max_size=100))
def test_ordinary_words_are_kept(raw: str) -> None:
    assert clean_text(raw).split() == raw.split()


@given(TEXTS)
def test_one_line_is_one_line(raw: str) -> None:
    assert "\n" not in clean_text(raw, multiline=False)
    assert "\t" not in clean_text(raw, multiline=False)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("а\r\nб\rв\u2028г", "а\nб\nв\nг"),
        ("а\n\n\n\n\nб", "а\n\nб"),
        ("при\u00adвет\u200b", "привет"),
        ("от\u202eлокот\u202c", "отлокот"),
        ("\x00\x1b[31mкрасный", "[31mкрасный"),
        ("и\u0306", "й"),
        ("Спасибо 👍🏽 👩\u200d👩\u200d👧", "Спасибо 👍🏽 👩\u200d👩\u200d👧"),
        ("а\u200dб", "аб"),
        ("битый \ud800 знак", "битый  знак"),
        ("  строка  \n", "строка"),
    ],
)
def test_cleaning(raw: str, cleaned: str) -> None:
    assert clean_text(raw) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "РџСЂРёРІРµС‚, РєР°Рє РґРµР»Р°",
        "Ïðèâåò, êàê äåëà",
        "ÐŸÑ€Ð¸Ð²ÐµÑ‚ ÐºÐ°Ðº Ð´ÐµÐ»Ð°",
        "оПХБЕР, ЙЮЙ С БЮЯ ДЕКЮ",
        "?????? ??? ????",
        "\ufffd\ufffd\ufffd \ufffd\ufffd",
        "asdfghjkl qwrtpsdf zxcvbnm",
        "ывапролджэ йцукенгшщз ячсмить",
        "аааааааааааааа",
    ],
)
def test_a_damaged_or_random_text_is_noticed(text: str) -> None:
    assert looks_unreadable(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Прошу помочь с выплатой пособия на ребёнка.",
        "НЕ ПЛАТЯТ ДЕТСКИЕ ПОСОБИЯ!!!",
        "почему не отвечаете????",
        "Hello, I need help with my documents",
        "8 (383) 222-33-44",
        "😀😀😀",
        "Ҡазан шәһәре өсөн",
        "здраствуйте памагите палучить субсидию на аплату жылья",
        "С чем связано взыскание? ООО «ВЗГЛЯД»",
    ],
)
def test_a_readable_text_is_not_suspected(text: str) -> None:
    assert not looks_unreadable(text)


def test_problems_of_a_text() -> None:
    assert describe_problems("Прошу помочь.") == []
    assert describe_problems(" \u200b\n ") == [TextProblem("empty")]
    assert describe_problems("Прошу помочь.", max_length=5) == [TextProblem("too_long", 5, 13)]
    assert describe_problems("?????? ????") == [TextProblem("unreadable")]


@given(st.text(max_size=100), st.integers(min_value=0, max_value=50))
def test_an_excerpt_is_never_too_long(text: str, length: int) -> None:
    assert len(excerpt(text, length)) <= length


def test_an_excerpt_ends_between_words() -> None:
    assert excerpt("Прошу пересчитать доход и сообщить", 20) == "Прошу пересчитать…"
    assert excerpt("Прошу\nпомочь", 20) == "Прошу помочь"


def test_two_alphabets_in_a_word() -> None:
    assert looks_mixed_script("Ивaнов")
    assert not looks_mixed_script("Иванов")
    assert not looks_mixed_script("Smith")


def test_a_quoted_letter_is_cut_off() -> None:
    answer = "Меня всё устраивает.\n\n26.04.2024 12:00, Министерство пишет:\n> Уважаемая"
    assert strip_quoted_reply(answer) == "Меня всё устраивает."
    assert strip_quoted_reply("Да.\n> вопрос?\nНет.") == "Да.\nНет."
    assert strip_quoted_reply("> только цитата") == "> только цитата"
    assert strip_quoted_reply("Ответ\n-----Original Message-----\nFrom: a") == "Ответ"
