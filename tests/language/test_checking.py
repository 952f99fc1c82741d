"""The text checks: few false alarms on official prose, nearly all typed errors, never a crash, places inside the text."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik import regulations
from otklik.language.checking import Limits, Reading, check_text, spelling

LETTERS = spelling.LETTERS


@pytest.fixture(scope="module")
def prose() -> str:
    """The wordings of the five orders: official prose that many people have read."""
    return "\n".join(clause.ru for clause in regulations.clauses())


def test_of_the_words_of_official_prose_few_are_flagged(prose: str) -> None:
    reading = Reading(prose)
    words = [token for token in reading.tokens if token.is_word and len(token.text) > 2]
    flagged = list(spelling.words(reading, suggest=False))
    assert len(words) > 5000
    assert len(flagged) / len(words) <= 0.015


def test_of_typed_errors_nearly_all_are_flagged(prose: str) -> None:
    chance = random.Random(59)
    known = sorted(
        {
            token.lower
            for token in Reading(prose).tokens
            if token.is_word and len(token.text) > 4 and spelling.is_known(token.lower)
        }
    )
    typed = [wrong for word in known for wrong in [slip(word, chance)] if wrong != word]
    missed = [wrong for wrong in typed if spelling.is_known(wrong)]
    assert len(typed) > 1000
    assert len(missed) / len(typed) <= 0.06


def slip(word: str, chance: random.Random) -> str:
    """One letter left out, put in, changed, or changed with its neighbour."""
    place = chance.randrange(len(word) - 1)
    match chance.randrange(4):
        case 0:
            return word[:place] + word[place + 1 :]
        case 1:
            return word[:place] + chance.choice(LETTERS) + word[place:]
        case 2:
            return word[:place] + chance.choice(LETTERS) + word[place + 1 :]
        case _:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("принита", "принята"),
        ("ответем", "ответим"),
        ("назночено", "назначено"),
        ("министерсво", "министерство"),
        ("расмотрено", "рассмотрено"),
        ("заевление", "заявление"),
    ],
)
def test_the_first_suggestion_is_what_was_meant(wrong: str, right: str) -> None:
    assert spelling.suggestions(wrong)[0] == right


@pytest.mark.parametrize(
    "text",
    [
        "Иванов Пётр обратился к нам.",
        "Пишите на otvet@minekonom.example или на сайт minekonom.example.",
        "Приказ № 122-НПА от 25.11.2019, СНИЛС и ИНН.",
        "Документ, копию которого Вы прислали, получен.",
        "Мы сделали это для того, чтобы Вам помочь.",
        "Сроки, в которые выплата приходит, не изменились.",
        "Ваши персональные данные под защитой.",
        "Что-то пошло не так, кто-нибудь проверит.",
        "В пятницу, 20 ноября 2026 года, приём до 16:45.",
        "Выплата – 9 120 рублей (за ноябрь).",
        "Не только заводы, но и мастерские не останутся в стороне.",
        "Школа работает по новому графику, письма идут по прежнему адресу.",
        "Нужно прислать: 1) справку; 2) копию паспорта; а) с печатью, б) с подписью.",
        "В законе сказано: «пособие […] выплачивают ежемесячно».",
        "Справки у нас не было: завод считал стаж с июня, а не с сентября.",
        "Цены по магазинам мы не собираем, поэтому таблицы нет.",
        "Он приедет, потому что болеет, и только потому что обещал.",
        "Севиль Расим кызы и Акиф Тофик оглы получили ответ.",
        "Это снижает негативное воздействие на реку.",
        "Переходите дорогу на зелёный свет светофора.",
        "Гараж имеет место в реестре.",
        "Вернём деньги за товар надлежащего качества.",
        "Транш (часть денег, которую платят отдельно) придёт в мае. Второй транш придёт в июне.",
    ],
)
def test_what_is_right_gives_no_alarm(text: str) -> None:
    assert check_text(text) == []


@pytest.mark.parametrize(
    ("text", "rule", "place", "suggestion"),
    [
        ("Приём может проводится в субботу.", "spelling", "проводится", "проводиться"),
        ("Дом стоит по прежнему.", "spelling", "по прежнему", "по-прежнему"),
        ("Ответ задержали потому что болел юрист.", "punctuation", "задержали потому", None),
        ("Напишите в школу если места нет.", "punctuation", "школу если", None),
        ("Деньги пришли в прошлом году но сейчас их нет.", "punctuation", "году но", None),
        ("Хозяин обещает что вывезет мусор.", "punctuation", "обещает что", None),
        ("Ждём Вас в коворкинге.", "foreign-words", "коворкинге", None),
        ("Нельзя сказать, что это не так.", "negative-form", "Нельзя сказать, что это не", None),
        ("Спасибо! ⭐", "special-symbols", "⭐", ""),
    ],
)
def test_a_fault_is_found_once_at_its_place(
    text: str, rule: str, place: str, suggestion: str | None
) -> None:
    (found,) = check_text(text)
    assert (found.rule, text[found.start : found.end]) == (rule, place)
    assert suggestion is None or found.suggestion == suggestion


def test_a_term_is_told_once_in_a_letter() -> None:
    found = check_text("Транш придёт в мае. Второй транш придёт в июне.")
    assert [(item.rule, item.start) for item in found] == [("special-terms", 0)]


def test_the_full_name_of_the_ministry_counts_as_one_word_of_a_sentence() -> None:
    name = "Министерство труда и социального развития Новосибирской области"
    text = "Вы писали в министерство труда и социального развития Новосибирской области о доме."
    assert [item.rule for item in check_text(text, Limits(sentence=8))] == ["long-sentence"]
    assert check_text(text, Limits(sentence=8, names=(name,))) == []


@given(
    st.text(
        alphabet="абвгдеёжзклмнопрст АБВ\n.,;:!?()«»\"'{}<>[]№§%+-–—0123456789/@_*★ewxыюя",
        max_size=300,
    )
)
def test_any_text_is_looked_through_and_places_lie_inside_it(text: str) -> None:
    for finding in check_text(text):
        assert 0 <= finding.start <= finding.end <= len(text)
        assert finding.message


@given(st.text(max_size=200))
def test_any_letters_at_all_are_looked_through(text: str) -> None:
    check_text(text)


def test_a_letter_that_has_no_name_does_not_stop_the_checks() -> None:
    assert check_text("Письмо \U00017000 пришло.") == []
