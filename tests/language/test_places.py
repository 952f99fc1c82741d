"""Where the questions of an appeal stand in its text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.language import suggest_questions
from otklik.language.places import cut, find_places

TEXT = (
    "Добрый день! Живу в посёлке Выдуманном, вторую зиму топим углём. Уголь обещали к сентябрю, а на складе пусто.\n\n"
    "Прошу сообщить,  когда привезут уголь и сколько его будет на семью. Кроме того, прошу пересчитать мне компенсацию за "
    "отопление: по моим расчётам, она занижена вдвое.\nИ почему до сих пор не отвечают на моё письмо от 3 марта?"
)


def said(question: str, text: str = TEXT) -> str | None:
    span = find_places(text, [question])[0]
    return None if span is None else text[span[0] : span[1]]


def test_a_question_is_found_word_for_word_whatever_case_spaces_and_yo() -> None:
    question = "прошу сообщить, когда привезут УГОЛЬ и сколько его будет на семью"
    found = "Прошу сообщить,  когда привезут уголь и сколько его будет на семью."
    assert said(question) == found


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("Когда привезут уголь и сколько угля будет на семью?", "когда привезут"),
        ("Прошу пересчитать компенсацию за отопление: занижена вдвое, по расчетам", "Кроме того"),
        ("Почему не отвечают на письмо от 3 марта?", "И почему до сих пор"),
    ],
)
def test_a_shortened_or_edited_question_is_found_by_its_sentence(
    question: str, begins: str
) -> None:
    place = said(question)
    assert place is not None
    assert begins in place


@pytest.mark.parametrize(
    "question", ["Как получить субсидию на оборудование?", "Уголь", "", "   ", "О вывозе мусора"]
)
def test_what_the_text_does_not_say_is_not_marked(question: str) -> None:
    assert said(question) is None


def test_the_questions_found_by_the_program_stand_where_they_were_found() -> None:
    questions = suggest_questions(TEXT)
    assert len(questions) == 3
    places = find_places(TEXT, questions)
    assert all(places)
    assert places == sorted(places, key=lambda span: span or (0, 0))


def test_a_part_of_a_word_is_no_place() -> None:
    assert said("руб", "Прошу отменить рубку леса.") is None


@given(st.text(max_size=300), st.lists(st.text(max_size=60), max_size=4))
def test_the_pieces_are_the_text_and_the_places_lie_in_it(text: str, questions: list[str]) -> None:
    places = find_places(text, questions)
    assert len(places) == len(questions)
    for span in places:
        assert span is None or 0 <= span[0] < span[1] <= len(text)
    assert "".join(piece.text for piece in cut(text, places)) == text


def test_two_questions_of_one_sentence_share_their_place() -> None:
    text = "Прошу вернуть налог и назначить пособие на ребёнка."
    pieces = cut(text, find_places(text, ["Прошу вернуть налог", text]))
    assert next((piece.text, piece.numbers) for piece in pieces) == ("Прошу вернуть налог", (0, 1))
