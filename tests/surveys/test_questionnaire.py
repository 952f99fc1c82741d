"""Which questions are asked, what may be kept: appendix 1 as the profile gives it."""

from datetime import date

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from otklik import regulations
from otklik.surveys.questionnaire import (
    Lists,
    comment_key,
    graph_problems,
    satisfied,
    validate,
    visible,
    wants_comment,
)
from tests.surveys.factories import APPENDIX, BLOCK_ONE, FULL, LISTS

DAY = date(2026, 7, 5)
ORDER = "economy-novosibirsk"


def numbers(answers: dict[str, str], variant: str | None = None) -> set[int]:
    """Numbers of the questions asked after these answers."""
    return {question.number for question in visible(APPENDIX, answers, variant, LISTS)}


def check(answers: dict[str, str], **options: bool) -> dict[str, str]:
    """The messages about these answers."""
    return validate(APPENDIX, answers, lists=LISTS, day=DAY, **options).errors  # type: ignore[arg-type]


@pytest.mark.clause("economy-novosibirsk:app1:form")
def test_the_form_has_two_blocks_and_seventeen_questions_with_both_numbers() -> None:
    assert [block.number for block in APPENDIX.blocks] == [1, 2]
    assert len(APPENDIX.questions) == 17
    assert [q.code for q in APPENDIX.questions] == [*range(11, 18), *range(21, 31)]
    assert APPENDIX.questions[7].printed.startswith("8(21).")


@pytest.mark.clause("economy-novosibirsk:app1:q11", "economy-novosibirsk:app1:q12")
@pytest.mark.clause("economy-novosibirsk:app1:q13", "economy-novosibirsk:app1:q14")
@pytest.mark.clause("economy-novosibirsk:app1:q15")
@pytest.mark.parametrize(
    ("hint", "variant", "asked"),
    [
        (3, "corrected", {11, 12, 13}),
        (5, "corrected", {11, 12, 13}),
        (7, "corrected", {11, 12}),
        (9, "corrected", {14, 15}),
        (13, "corrected", {14, 15}),
        (16, "corrected", {14, 15}),
        (4, "written", {11, 12, 13}),
        (5, "written", {11, 12}),
        (7, "written", {14, 15}),
        (9, "written", set()),
    ],
)
def test_the_way_of_contact_decides_which_of_questions_11_to_15_are_asked(
    hint: int, variant: str, asked: set[int]
) -> None:
    assert numbers({"15": str(hint)}, variant) & {11, 12, 13, 14, 15} == asked


@pytest.mark.clause("economy-novosibirsk:app1:q10", "economy-novosibirsk:app1:q16")
@pytest.mark.clause("economy-novosibirsk:app1:q17")
@drawn(hint=st.integers(1, 16), variant=st.sampled_from(["corrected", "written"]))
def test_questions_to_all_are_asked_whatever_the_way(hint: int, variant: str) -> None:
    assert {8, 10, 16, 17} <= numbers({"15": str(hint)}, variant)


@pytest.mark.clause("economy-novosibirsk:app1:q7", "economy-novosibirsk:app1:q9")
def test_only_the_refused_are_asked_about_the_way_out_of_the_refusal() -> None:
    refused = FULL | {"17": "2"}
    assert 9 in numbers(refused)
    assert "22" in check(refused)
    assert check(refused | {"22": "2"}) == {}
    kept = validate(APPENDIX, FULL | {"22": "1"}, lists=LISTS, day=DAY)
    assert kept.errors == {}
    assert "22" not in kept.values


@drawn(
    first=st.dictionaries(st.sampled_from([str(c) for c in range(11, 31)]), st.text(max_size=3)),
    hint=st.integers(0, 20),
    variant=st.sampled_from(["corrected", "written"]),
)
def test_nothing_is_kept_of_hidden_questions(
    first: dict[str, str], hint: int, variant: str
) -> None:
    answers = first | {"15": str(hint)}
    shown = {str(q.code) for q in visible(APPENDIX, answers, variant, LISTS)}
    kept = validate(
        APPENDIX, answers, lists=LISTS, day=DAY, variant=variant, may_leave_open=True
    ).values
    assert {key.partition("-")[0] for key in kept} <= shown


@drawn(st.dictionaries(st.sampled_from([str(c) for c in range(11, 31)]), st.text(max_size=4)))
def test_what_is_kept_passes_the_same_check_again(answers: dict[str, str]) -> None:
    once = validate(APPENDIX, answers, lists=LISTS, day=DAY, may_leave_open=True)
    texts = {key: str(value) for key, value in once.values.items()}
    again = validate(APPENDIX, texts, lists=LISTS, day=DAY, may_leave_open=True)
    assert again.errors == {}
    assert again.values == once.values


@pytest.mark.clause("economy-novosibirsk:app1:scale")
@pytest.mark.parametrize(
    ("score", "fine"),
    [("0", False), ("1", True), ("5", True), ("6", False), ("3,5", False), ("так себе", False), ("٣", False)],
)  # fmt: skip
def test_a_score_is_a_whole_number_from_one_to_five(score: str, fine: bool) -> None:
    assert ("23" not in check(FULL | {"23": score})) is fine


@pytest.mark.clause("economy-novosibirsk:app1:q1", "economy-novosibirsk:app1:q5")
@pytest.mark.clause("economy-novosibirsk:app1:q8")
@pytest.mark.parametrize(("key", "last"), [("11", 4), ("15", 16), ("21", 2)])
def test_a_choice_takes_exactly_one_of_its_options(key: str, last: int) -> None:
    others = FULL | {"24": "4", "25": "4", "26": "4"}
    assert all(key not in check(others | {key: str(n)}) for n in range(1, last + 1))
    assert key in check(FULL | {key: str(last + 1)})
    assert key in check(FULL | {key: "1,2"})
    assert key in check(FULL | {key: ""})
    assert validate(APPENDIX, FULL, lists=LISTS, day=DAY).values["15"] == 13


@pytest.mark.clause("economy-novosibirsk:app1:low")
def test_the_question_on_difficulties_follows_scores_one_to_three_of_questions_10_to_17() -> None:
    scales = [question for question in APPENDIX.questions if question.kind == "scale"]
    assert [question.number for question in scales] == list(range(10, 18))
    for question in scales:
        low = [wants_comment(APPENDIX, question, score) for score in range(1, 6)]
        assert low == [True, True, True, False, False]
    assert not wants_comment(APPENDIX, APPENDIX.question(1), 1)


@pytest.mark.clause("economy-novosibirsk:app1:low")
def test_a_difficulty_is_kept_with_its_low_score_and_dropped_with_a_high_one() -> None:
    told = FULL | {"29": "3", "29-comment": "Долго ждали", "30-comment": "Всё ясно"}
    kept = validate(APPENDIX, told, lists=LISTS, day=DAY).values
    assert kept["29-comment"] == "Долго ждали"
    assert "30-comment" not in kept


@pytest.mark.clause("economy-novosibirsk:app1:q6")
def test_both_dates_are_kept_apart_and_an_impossible_reply_date_is_refused() -> None:
    kept = validate(APPENDIX, FULL | {"16-reply": "2026-07-01"}, lists=LISTS, day=DAY).values
    assert kept["16"] == "2026-07-05"
    assert kept["16-reply"] == "2026-07-01"
    for wrong in ("2026-07-06", "01.07.2026", "1826-07-01", "вчера"):
        assert "16-reply" in check(FULL | {"16-reply": wrong})


@pytest.mark.clause("economy-novosibirsk:app1:q4")
def test_a_place_that_is_not_on_the_list_is_written_by_hand() -> None:
    answers = FULL | {"14": "other", "14-other": "Республика Алтай"}
    kept = validate(APPENDIX, answers, lists=LISTS, day=DAY).values
    assert (kept["14"], kept["14-other"]) == ("other", "Республика Алтай")
    assert "14" in check(FULL | {"14": "Луна"})


def test_a_question_whose_list_is_empty_is_neither_asked_nor_required() -> None:
    found = validate(APPENDIX, FULL, lists=Lists(), day=DAY)
    assert not {"12", "13", "14"} & (found.values.keys() | found.errors.keys())


def test_questions_left_open_are_named_unless_it_is_a_paper_form() -> None:
    assert set(check(BLOCK_ONE)) == {"21", "23", "27", "28", "29"}
    assert check(BLOCK_ONE, may_leave_open=True) == {}


def test_damaged_and_overlong_text_is_refused_or_cleaned() -> None:
    long = FULL | {"29": "1", "29-comment": "а" * 2001}
    assert "29-comment" in check(long)
    dirty = FULL | {"29": "1", "29-comment": "пло\x00хо\u202e"}
    kept = validate(APPENDIX, dirty, lists=LISTS, day=DAY).values
    assert kept["29-comment"] == "плохо"


@pytest.mark.clause("economy-novosibirsk:app1:q8")
def test_satisfied_is_the_first_option_of_question_8_and_an_open_one_counts_as_nothing() -> None:
    assert satisfied(APPENDIX, {"21": 1}) is True
    assert satisfied(APPENDIX, {"21": 2}) is False
    assert satisfied(APPENDIX, {}) is None


@pytest.mark.parametrize("code", [profile.code for profile in regulations.profiles()])
def test_branches_of_every_questionnaire_refer_to_earlier_choices(code: str) -> None:
    for questionnaire in regulations.profile(code).questionnaires:
        assert graph_problems(questionnaire) == []


def test_a_branch_on_a_later_question_is_found() -> None:
    variant = APPENDIX.variant("corrected")
    branch = variant.branches[0].model_copy(update={"question": 9, "depends_on": 10})
    turned = variant.model_copy(update={"branches": (branch,)})
    broken = APPENDIX.model_copy(update={"variants": (turned,)})
    assert graph_problems(broken)


def test_a_key_of_a_comment_names_its_question() -> None:
    assert comment_key(APPENDIX.question(16)) == "29-comment"
