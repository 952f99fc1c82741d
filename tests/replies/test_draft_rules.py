"""Rules of a draft while it is written: joining two versions, keeping and thinning earlier states."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.replies.draft_rules import (
    ALL_KEPT,
    LONGEST,
    MOST,
    MUCH,
    PAUSE,
    State,
    differing,
    is_kept,
    join,
    marks_of,
    parts_of,
    to_drop,
    with_part,
)

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
words = st.text(alphabet="абв 12", max_size=8)
outcomes = st.fixed_dictionaries({"outcome": words, "promised_on": words, "reason": words})
drafts = st.fixed_dictionaries(
    {
        "salutation": words,
        "opening": words,
        "closing": words,
        "answers": st.fixed_dictionaries({"1": words, "2": words}),
        "outcomes": st.fixed_dictionaries({"1": outcomes, "2": outcomes}),
    }
)


def draft(answer: str = "", closing: str = "", other: str = "") -> dict[str, Any]:
    return {
        "salutation": "Уважаемая Анна!",
        "opening": "Вы писали.",
        "closing": closing,
        "answers": {"1": answer, "2": other},
        "outcomes": {},
    }


class TestJoining:
    def test_each_part_is_of_whoever_changed_it(self) -> None:
        base = marks_of(draft("Было"))
        joined = join(base, draft("Моё"), draft("Было", closing="Их"))
        assert joined.draft["answers"]["1"] == "Моё"
        assert joined.draft["closing"] == "Их"
        assert (joined.taken, joined.conflicts) == (("closing",), ())

    def test_a_part_that_both_changed_is_left_to_a_person_with_my_words_in_place(self) -> None:
        joined = join(marks_of(draft("Было")), draft("Моё"), draft("Их"))
        assert joined.conflicts == ("answer-1",)
        assert joined.draft["answers"]["1"] == "Моё"

    def test_the_same_words_on_both_sides_are_no_conflict(self) -> None:
        joined = join(marks_of(draft("Было")), draft("Одно"), draft("Одно"))
        assert (joined.taken, joined.conflicts) == ((), ())

    def test_an_outcome_is_one_part_with_its_date_and_reason(self) -> None:
        before = draft() | {
            "outcomes": {"1": {"outcome": "solved", "promised_on": "", "reason": ""}}
        }
        theirs = draft() | {
            "outcomes": {"1": {"outcome": "promised", "promised_on": "2026-12-01", "reason": ""}}
        }
        joined = join(marks_of(before), before, theirs)
        assert joined.taken == ("outcome-1",)
        assert joined.draft["outcomes"] == theirs["outcomes"]

    @given(base=drafts, mine=drafts, theirs=drafts)
    def test_no_word_of_anybody_is_lost_unseen(
        self, base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
    ) -> None:
        joined = join(marks_of(base), mine, theirs)
        result, own, other, start = map(marks_of, (joined.draft, mine, theirs, base))
        for name in {*own, *other}:
            changed_by_me = own.get(name) != start.get(name)
            changed_by_them = other.get(name) != start.get(name)
            if changed_by_me and changed_by_them and own.get(name) != other.get(name):
                assert name in joined.conflicts
            if changed_by_me:
                assert result.get(name) == own.get(name)
            elif changed_by_them:
                assert result.get(name) == other.get(name)

    @given(one=drafts, other=drafts)
    def test_who_changed_nothing_gets_what_is_saved(
        self, one: dict[str, Any], other: dict[str, Any]
    ) -> None:
        assert marks_of(join(marks_of(one), one, other).draft) == marks_of(other)

    @given(one=drafts, other=drafts)
    def test_parts_put_in_one_by_one_make_the_other_draft(
        self, one: dict[str, Any], other: dict[str, Any]
    ) -> None:
        made = one
        for name in differing(one, other):
            made = with_part(made, name, parts_of(other).get(name))
        assert differing(made, other) == []


class TestKeeping:
    def kept(self, new: dict[str, Any], **changes: Any) -> bool:
        values: dict[str, Any] = {
            "by": 1,
            "after": timedelta(seconds=5),
            "last": None,
            "whole": False,
        } | changes
        old = State(draft("Первые слова"), 1, NOW)
        return is_kept(
            old,
            State(new, values["by"], NOW + values["after"]),
            last_kept=values["last"],
            first_kept=values["last"] is not None,
            whole=values["whole"],
        )

    def test_typing_on_keeps_nothing(self) -> None:
        assert not self.kept(draft("Первые слова и ещё"))

    @pytest.mark.parametrize(
        "changes",
        [
            {"after": PAUSE},
            {"by": 2},
            {"whole": True},
            {"last": NOW - LONGEST},
        ],
    )
    def test_a_pause_another_person_an_act_and_long_writing_keep_the_state(
        self, changes: dict[str, Any]
    ) -> None:
        assert self.kept(draft("Первые слова и ещё"), **changes)

    def test_what_was_deleted_at_once_can_be_brought_back(self) -> None:
        long = State(draft("я" * (MUCH + 1)), 1, NOW)
        after = State(draft("я"), 1, NOW)
        assert is_kept(long, after, last_kept=None, first_kept=False, whole=False)

    def test_the_same_words_are_no_state(self) -> None:
        assert not self.kept(draft("Первые слова"), by=2, whole=True)


class TestThinning:
    @given(st.lists(st.integers(0, 60 * 24 * 40), unique=True, max_size=60))
    def test_the_last_day_stays_whole_and_each_older_day_keeps_one(
        self, minutes: list[int]
    ) -> None:
        moments = sorted((NOW - timedelta(minutes=each) for each in minutes), reverse=True)
        dropped = set(to_drop(moments, NOW))
        left = [moment for place, moment in enumerate(moments) if place not in dropped]
        assert all(moment in left for moment in moments if NOW - moment <= ALL_KEPT)
        assert {moment.date() for moment in left} == {moment.date() for moment in moments}
        assert to_drop(left, NOW) == []

    def test_there_are_never_more_than_a_limit(self) -> None:
        moments = [NOW - timedelta(minutes=each) for each in range(MOST + 50)]
        assert len(to_drop(moments, NOW)) == 50
