"""Gaps of a template: one plain syntax, refused when it is none, filled from the case, seen by the checks while open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.knowledge import gaps
from otklik.knowledge.gaps import Kind, Known
from otklik.language.checking.lettering import gaps as open_gaps
from otklik.language.checking.reading import Reading

HINTS = st.text(alphabet="абвгд жзиклм", min_size=1, max_size=60).filter(str.strip)
CHOICES = st.lists(HINTS, min_size=2, max_size=3).map(" / ".join).filter(lambda s: len(s) < 100)
TYPED = st.one_of(
    st.builds(
        lambda kind, hint: f"{{{kind}: {hint}}}",
        st.sampled_from([kind for kind in Kind if kind is not Kind.CHOICE]),
        HINTS,
    ),
    CHOICES.map(lambda hint: f"{{{Kind.CHOICE}: {hint}}}"),
    st.sampled_from(list(Known)).map(lambda word: f"{{{word}}}"),
)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ответим до {дата: когда.", "не закрыта"),
        ("Ответим до дата}.", "не открыта"),
        ("Ответим до {день: когда}.", "Пропуска «{день: когда}» нет"),
        ("Ответим до {дата}.", "Пропуска «{дата}» нет"),
        ("Ответим до {дата: }.", "что туда вписать"),
        ("Заявка {выбор: принята}.", "два варианта"),
        ("Ответим {}.", "Пропуска «{}» нет"),
        ("Внутри {текст: {номер}}.", "не закрыта"),
        ("Длинный {текст: " + "а" * 200 + "}.", "слишком длинный"),
    ],
)
def test_what_is_no_gap_is_refused_with_a_sentence_that_names_it(text: str, said: str) -> None:
    assert said in gaps.problems(text)[0]


@pytest.mark.parametrize("text", [*gaps.EXAMPLES.values(), "Ваш номер {номер}.", "Без пропусков."])
def test_the_examples_on_the_page_are_good(text: str) -> None:
    assert gaps.problems(text) == []


@pytest.mark.parametrize("word", ["{Номер}", "{ номер }", "{дата  регистрации}"])
def test_case_and_spaces_do_not_matter(word: str) -> None:
    assert gaps.gaps_of(word)[0].known in {Known.NUMBER, Known.REGISTERED}


def test_the_case_fills_what_it_knows_and_the_rest_stays() -> None:
    text = "Письмо № {номер} от {дата регистрации}: ответим до {дата: когда}."
    filled = gaps.filled(text, {Known.NUMBER: "О-1/2026", Known.REGISTERED: ""})
    assert filled == "Письмо № О-1/2026 от {дата регистрации}: ответим до {дата: когда}."


def test_a_choice_names_its_choices() -> None:
    assert gaps.gaps_of("{выбор: да / нет}")[0].choices == ("да", "нет")


@given(st.lists(TYPED, min_size=1, max_size=4))
def test_every_open_gap_is_one_that_the_checks_of_a_letter_stop_at(written: list[str]) -> None:
    text = " и ".join(written)
    assert gaps.problems(text) == []
    assert len(gaps.gaps_of(text)) == len(written)
    seen = {place for found in open_gaps(Reading(text)) for place in range(found.start, found.end)}
    assert all(set(range(gap.start, gap.end)) <= seen for gap in gaps.gaps_of(text))


@given(st.text(alphabet="{}:/ датексвыборч\nа", max_size=60))
def test_any_text_is_read_and_its_pieces_make_it_up_again(text: str) -> None:
    assert "".join(words for words, _gap in gaps.pieces(text)) == text
    if not gaps.problems(text):
        outside = "".join(words for words, is_gap in gaps.pieces(text) if not is_gap)
        assert "{" not in outside
        assert "}" not in outside


@given(st.text(max_size=40).filter(lambda s: "{" not in s and "}" not in s))
def test_filling_leaves_no_known_gap_that_has_a_value(value: str) -> None:
    filled = gaps.filled("{номер} {срок}", {Known.NUMBER: value or "1", Known.DUE: "завтра"})
    assert filled == f"{value or '1'} завтра"
