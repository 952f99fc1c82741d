"""Appendix 1 of economy-novosibirsk as data: words, codes, branches, follow-up."""

from __future__ import annotations

import pytest

from otklik.regulations import clause, profile

FORM = profile("economy-novosibirsk").questionnaire()


def asked(chosen: dict[int, int], variant: str | None = None) -> list[int]:
    return [question.number for question in FORM.asked(chosen, variant)]


@pytest.mark.clause("economy-novosibirsk:app1:form")
def test_two_blocks_and_seventeen_questions() -> None:
    assert [block.number for block in FORM.blocks] == [1, 2]
    assert len(FORM.questions) == 17
    assert not FORM.sample


@pytest.mark.clause("economy-novosibirsk:app1:fn2")
def test_each_question_keeps_both_numbers() -> None:
    codes = [question.code for question in FORM.questions]
    assert codes == [11, 12, 13, 14, 15, 16, 17, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30]
    found = FORM.by_code(24)
    assert found is not None
    assert found.number == 11


@pytest.mark.parametrize("number", range(1, 18))
def test_questions_and_options_are_worded_as_in_the_order(number: int) -> None:
    source = clause(f"economy-novosibirsk:app1:q{number}")
    question = FORM.question(number)
    assert question.printed == source.ru
    assert question.code == source.params["code"]
    printed = [f"{option.number}.{option.text}" for option in question.options]
    assert printed == [text.replace(". ", ".", 1) for text in source.options_ru]


@pytest.mark.clause("economy-novosibirsk:app1:q9")
def test_the_refused_are_asked_about_the_reasons_and_nobody_else() -> None:
    assert 9 in asked({7: 2, 5: 9})
    assert 9 not in asked({7: 1, 5: 9})
    assert 9 not in asked({5: 9})


@pytest.mark.clause("economy-novosibirsk:app1:q11")
@pytest.mark.clause("economy-novosibirsk:app1:q12")
@pytest.mark.clause("economy-novosibirsk:app1:q13")
@pytest.mark.clause("economy-novosibirsk:app1:q14")
@pytest.mark.clause("economy-novosibirsk:app1:q15")
@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        (1, {11, 12, 13}),
        (6, {11, 12, 13}),
        (7, {11, 12}),
        (8, {11, 12}),
        (9, {14, 15}),
        (13, {14, 15}),
        (16, {14, 15}),
    ],
)
def test_corrected_branches_follow_the_meaning_of_the_contact(
    contact: int, expected: set[int]
) -> None:
    assert set(asked({5: contact})) & {11, 12, 13, 14, 15} == expected


@pytest.mark.parametrize(
    ("contact", "expected"), [(4, {11, 12, 13}), (5, {11, 12}), (6, {14, 15}), (9, set())]
)
def test_branches_as_written_can_be_chosen(contact: int, expected: set[int]) -> None:
    assert set(asked({5: contact}, "written")) & {11, 12, 13, 14, 15} == expected


def test_branches_as_written_are_those_of_the_clauses() -> None:
    for branch in FORM.variant("written").branches:
        params = clause(f"economy-novosibirsk:app1:q{branch.question}").params
        assert (branch.depends_on, list(branch.options)) == (
            params["if_question"],
            params["if_hints"],
        )


def test_corrected_branches_are_those_recommended_in_the_clauses() -> None:
    for branch in FORM.variant().branches:
        params = clause(f"economy-novosibirsk:app1:q{branch.question}").params
        assert list(branch.options) == params.get("recommended_hints", params["if_hints"])


@pytest.mark.clause("economy-novosibirsk:app1:low")
def test_a_low_score_asks_for_the_difficulties() -> None:
    params = clause("economy-novosibirsk:app1:low").params
    scales = [question for question in FORM.questions if question.kind == "scale"]
    assert [q.code for q in scales] == list(range(params["codes_from"], params["codes_to"] + 1))
    for question in scales:
        assert [s for s in range(1, 6) if FORM.wants_comment(question.number, s)] == [1, 2, 3]
    assert not FORM.wants_comment(8, 1)


def test_the_headline_is_question_eight() -> None:
    assert FORM.question(FORM.headline.question).code == 21
    assert FORM.headline.satisfied_option == 1


def test_an_unknown_variant_is_refused() -> None:
    with pytest.raises(ValueError, match="no variant 'third'"):
        FORM.variant("third")


def test_other_bodies_have_a_sample_that_says_so() -> None:
    for code in ("labour-novosibirsk", "industry-mordovia", "economy-magadan"):
        assert profile(code).questionnaire().sample


def test_the_unit_form_has_eight_columns_with_the_headings_of_appendix_two() -> None:
    form = profile("economy-novosibirsk").unit_form
    assert form is not None
    assert [column.number for column in form.columns] == list(range(1, 9))
    for column in form.columns:
        assert clause(column.clause).ru.startswith(column.heading)
    assert [c.formula for c in form.columns if c.formula] == ["c5 / c4 * 100", "c7 / c5 * 100"]
