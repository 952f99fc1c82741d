"""Topics by words: search in any form, suggestions learned and measured on questions kept apart."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik import regulations
from otklik.language.topics import (
    Learned,
    Sample,
    TitleRow,
    held_out_accuracy,
    learn,
    search_titles,
)

CORPUS = tomllib.loads((Path(__file__).parent / "topics.toml").read_text("utf-8"))["questions"]
SAMPLES = [
    Sample(text, code, number)
    for code, texts in CORPUS.items()
    for number, text in enumerate(texts, 1000 * list(CORPUS).index(code))
]


def titles() -> list[TitleRow]:
    tree = regulations.classifier()
    return [
        TitleRow(
            entry.code,
            entry.title,
            " ".join(step.title for step in tree.path(entry.code)[1:-1]),
        )
        for entry in tree.entries
        if entry.assignable
    ]


def test_suggestions_are_right_often_enough_on_questions_kept_apart() -> None:
    found = held_out_accuracy(SAMPLES, titles())
    assert found is not None
    assert found.questions == len(SAMPLES)
    assert found.first >= 0.8, found
    assert found.three >= 0.85, found


def test_learning_is_what_makes_them_right() -> None:
    """The words of the titles alone must be worse, or nothing was learned."""
    by_titles = learn((), titles())
    right = sum(
        [guess.code for guess in by_titles.suggest(text)][:1] == [code]
        for text, code, _case in SAMPLES
    )
    learned = held_out_accuracy(SAMPLES, titles())
    assert learned is not None
    assert learned.first > right / len(SAMPLES)


def test_without_questions_the_titles_speak() -> None:
    guesses = learn((), titles()).suggest("Прошу наладить уборку снега и листьев во дворе.")
    assert guesses[0].code == "0003.0009.0097.0694"


def test_a_sure_suggestion_is_rarely_wrong() -> None:
    right = wrong = 0
    for fold in range(5):
        learned = learn([one for one in SAMPLES if one.case % 5 != fold], titles())
        for sample in SAMPLES:
            first = learned.suggest(sample.text)[:1] if sample.case % 5 == fold else []
            if first and first[0].confidence == "likely":
                right += first[0].code == sample.code
                wrong += first[0].code != sample.code
    assert right >= 20
    assert right / (right + wrong) >= 0.9


def test_what_one_client_alone_wrote_is_not_learned() -> None:
    name = "Неповторимова"
    samples = [*SAMPLES, Sample(f"Прошу {name} ответить, {name}", SAMPLES[0].code, 99)]
    assert "неповторимов" not in json.dumps(learn(samples, titles()).as_json(), ensure_ascii=False)


def test_the_weights_survive_being_stored() -> None:
    learned = learn(SAMPLES, titles())
    again = Learned.from_json(json.loads(json.dumps(learned.as_json())))
    for sample in SAMPLES[:10]:
        assert [g.code for g in again.suggest(sample.text)] == [
            g.code for g in learned.suggest(sample.text)
        ]


def test_too_few_cases_are_not_measured() -> None:
    assert held_out_accuracy(SAMPLES[:5], titles()) is None


@pytest.mark.parametrize("text", ["", "   ", "!!!", "и в на", "qwerty zxcvb"])
def test_nothing_is_suggested_for_nothing(text: str) -> None:
    assert learn(SAMPLES, titles()).suggest(text) == []


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200))
def test_any_words_give_at_most_three_known_topics(text: str) -> None:
    guesses = learn(SAMPLES[:20], titles()).suggest(text)
    assert len(guesses) <= 3
    assert {guess.code for guess in guesses} <= {row.code for row in titles()}


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("уборкой снега", "0003.0009.0097.0694"),
        ("закупок", "0001.0002.0025.0096"),
        ("0003.0009.0097.0694", "0003.0009.0097.0694"),
        ("безработицей", "0002.0006.0064.0251"),
        ("пособие детям", "0002.0007.0072.0289"),
    ],
)
def test_a_topic_is_found_by_its_code_and_by_words_in_any_form(words: str, code: str) -> None:
    assert code in search_titles(titles(), words)


def test_its_own_title_comes_before_the_titles_above() -> None:
    rows = [TitleRow("2", "Прочее", "Дороги"), TitleRow("1", "Ремонт дорог", "Транспорт")]
    assert search_titles(rows, "дороги") == ["1", "2"]
    assert search_titles(rows, "дорога ремонтом транспорта") == ["1"]
    assert search_titles(rows, "самолёт") == []
