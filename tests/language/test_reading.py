import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.language import long_sentences, measure, search_text, stems, suggest_questions


def test_forms_of_a_word_share_a_stem() -> None:
    assert stems("Заявления") == stems("заявлением") == stems("ЗАЯВЛЕНИЕ")
    assert stems("ребёнок") == stems("РЕБЕНОК")


def test_stems_stand_once_and_without_signs() -> None:
    assert search_text("Дорога, дороги! № 12-а; e-mail") == "дорог 12 а e mail"
    assert stems("") == []


def test_stemming_is_safe_in_several_threads() -> None:
    text = "Пересчитайте субсидию на оплату коммунальных услуг многодетной семье"
    expected = stems(text)
    results: list[list[str]] = []

    def work() -> None:
        results.extend(stems(text) for _ in range(50))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 200
    assert all(result == expected for result in results)


@given(st.text(max_size=100))
def test_the_search_column_holds_single_spaces(text: str) -> None:
    found = search_text(text)
    assert found == " ".join(found.split())


def test_counts_and_formulas() -> None:
    found = measure("Мама мыла раму. Папа читал.")
    assert (found.sentences, found.words, found.syllables) == (2, 5, 10)
    assert found.reading_ease == pytest.approx(206.835 - 1.3 * 2.5 - 60.1 * 2)
    assert found.grade == pytest.approx(0.318 * 2.5 + 14.2 * 2 - 30.5)


def test_a_text_without_words_has_no_measure() -> None:
    assert measure("12 — 15 %").reading_ease is None


def test_official_prose_is_harder_than_plain() -> None:
    official = (
        "В целях осуществления рассмотрения представленного обращения сообщаем о необходимости "
        "предоставления дополнительных документов, подтверждающих наличие соответствующих прав."
    )
    plain = "Мы получили ваше письмо. Пришлите, пожалуйста, справку о доходах."
    hard, easy = measure(official).reading_ease, measure(plain).reading_ease
    assert hard is not None
    assert easy is not None
    assert hard < 0 < easy


@pytest.mark.clause("industry-mordovia:11.2.10")
def test_a_sentence_over_the_set_number_of_words_is_flagged() -> None:
    text = "Короткое предложение.\nЭто предложение заметно длиннее, чем хотелось бы читателю. Да."
    (found,) = long_sentences(text, 5)
    assert found.words == 8
    assert text[found.start : found.end] == found.text
    assert found.text.startswith("Это предложение")
    assert long_sentences(text, 8) == []


@given(st.text(alphabet="аб.!? \nВ", max_size=80))
def test_positions_of_long_sentences_point_at_their_words(text: str) -> None:
    for found in long_sentences(text, 0):
        assert text[found.start : found.end] == found.text


def test_questions_of_an_appeal_are_suggested() -> None:
    text = """Здравствуйте! Меня зовут Ольга, живу в Бердске. У меня двое детей.
Почему мне отказали в пособии? Мне сказали, что доход выше нормы. Прошу пересчитать доход.
Прошу ответить на вопросы:
1. Какие документы нужны;
2. Куда их нести.

Когда сделают дорогу
Прошу рассмотреть моё обращение.
Заранее спасибо!"""
    assert suggest_questions(text) == [
        "Почему мне отказали в пособии?",
        "Прошу пересчитать доход.",
        "Какие документы нужны",
        "Куда их нести.",
        "Когда сделают дорогу",
    ]


def test_a_text_that_asks_nothing_suggests_nothing() -> None:
    assert suggest_questions("Спасибо сотрудникам за помощь. Всё решили быстро.") == []
    assert suggest_questions("") == []


@given(st.text(max_size=200))
def test_suggesting_never_fails_and_never_repeats(text: str) -> None:
    found = suggest_questions(text)
    assert len(found) == len(set(found))
    assert all(found)
