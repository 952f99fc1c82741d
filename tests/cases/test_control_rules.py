"""What still speaks against taking a case off control: the pure decisions."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik import regulations
from otklik.cases.control_rules import (
    CLOSED_WITHOUT_REPLY,
    CaseFacts,
    LetterFacts,
    QuestionFacts,
    lacking,
    measure_problems,
    open_questions,
    removal_problems,
)
from otklik.cases.models import Stage

SOLVED = QuestionFacts(1, "solved", measure="Выплата назначена")
DONE = CaseFacts(Stage.ANSWERED, [SOLVED], [LetterFacts("ответ", sent=True)])

questions = st.builds(
    QuestionFacts,
    position=st.integers(1, 9),
    outcome=st.sampled_from(["", "solved", "promised", "possible", "impossible"]),
    forwarded=st.booleans(),
    measure=st.sampled_from(["", " ", "сделано"]),
    promise_kept=st.booleans(),
)
letters = st.builds(LetterFacts, what=st.just("ответ"), sent=st.booleans())
facts = st.builds(
    CaseFacts,
    stage=st.sampled_from(list(Stage)),
    questions=st.lists(questions, max_size=4),
    letters=st.lists(letters, max_size=3),
    interims=st.integers(0, 2),
)


def clauses(found: CaseFacts) -> list[str]:
    return [lack.clause for lack in lacking(found)]


def test_nothing_is_missing_from_a_case_that_is_done() -> None:
    assert lacking(DONE) == []


@given(facts)
def test_a_case_is_executed_only_with_every_question_measure_promise_and_letter(
    found: CaseFacts,
) -> None:
    settled = all(
        (question.forwarded and not question.outcome)
        or question.outcome in {"possible", "impossible"}
        or (question.outcome == "solved" and bool(question.measure.strip()))
        or (
            question.outcome == "promised"
            and bool(question.measure.strip())
            and question.promise_kept
        )
        for question in found.questions
    )
    sent = all(letter.sent for letter in found.letters)
    answered = found.stage in {Stage.SIGNED, Stage.ANSWERED} and settled
    ended = found.stage in CLOSED_WITHOUT_REPLY
    assert (lacking(found) == []) == (sent and (answered or ended))


@given(facts, st.integers(1, 5))
def test_an_interim_letter_never_makes_a_case_executed(found: CaseFacts, more: int) -> None:
    before = len(lacking(found))
    assert len(lacking(replace(found, interims=found.interims + more))) >= before


def test_each_lack_names_its_clause() -> None:
    assigned = CaseFacts(Stage.ASSIGNED, [QuestionFacts(1)], interims=1)
    assert clauses(assigned) == [
        "labour-novosibirsk:27",
        "labour-novosibirsk:27",
        "labour-novosibirsk:30",
    ]
    for clause in clauses(assigned):
        regulations.clause(clause)


def test_a_question_given_to_another_body_is_not_open() -> None:
    rows = [QuestionFacts(1, forwarded=True), QuestionFacts(2), SOLVED]
    assert open_questions(rows) == [2]


@given(facts, st.booleans(), st.booleans())
def test_only_whoever_put_it_on_takes_it_off_and_only_with_nothing_missing(
    found: CaseFacts, entitled: bool, record_missing: bool
) -> None:
    lacks = lacking(found)
    problems = removal_problems(
        lacks, is_entitled=entitled, who="Иванова", record_missing=record_missing
    )
    assert (problems == []) == (entitled and not lacks and not record_missing)
    if not entitled:
        assert [problem.clause for problem in problems] == ["labour-novosibirsk:28.a"]


@pytest.mark.parametrize(
    ("outcome", "measure", "allowed"),
    [("solved", "сделано", True), ("solved", " ", False), ("", "сделано", False)],
)
def test_a_measure_belongs_to_a_considered_question_and_has_words(
    outcome: str, measure: str, allowed: bool
) -> None:
    assert (measure_problems(outcome, measure) == []) == allowed
