"""Who may consider a case, and when a co-executor's part is due: the pure decisions."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik import regulations
from otklik.cases import part_terms
from otklik.cases.assignment_rules import (
    Barred,
    PartAsked,
    PartTerm,
    part_problems,
    term_problems,
)
from otklik.cases.part_terms import PartOf
from otklik.staff import calendars
from otklik.worktime import CalendarError

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=ZoneInfo("Europe/Moscow"))
NOBODY = Barred(frozenset(), None)
people = st.integers(1, 6)


def fields(problems: list) -> list[str]:  # type: ignore[type-arg]  # of rules.Problem
    return [problem.field for problem in problems]


@given(person=people, responsible=people, others=st.sets(people), barred=st.sets(people))
def test_a_part_goes_to_somebody_new_who_is_free_of_interest_and_does_not_answer_for_the_case(
    person: int, responsible: int, others: set[int], barred: set[int]
) -> None:
    found = part_problems(
        PartAsked(person, responsible, others, "справка"), Barred(frozenset(barred), None)
    )
    welcome = person != responsible and person not in others and person not in barred
    assert (not found) == welcome
    assert len(found) <= 1


def test_a_part_needs_words() -> None:
    assert fields(part_problems(PartAsked(1, 2, (), "  "), NOBODY)) == ["instruction"]


@pytest.mark.parametrize(
    ("barred", "clause"),
    [
        (Barred(frozenset({1}), None), "labour-novosibirsk:7.2"),
        (Barred(frozenset(), 1), "industry-mordovia:6.5.b"),
    ],
)
def test_each_bar_names_its_clause_and_bars_only_its_person(barred: Barred, clause: str) -> None:
    problem = barred.problem(1)
    assert problem is not None
    assert problem.clause == clause
    assert barred.reason(1)
    assert barred.problem(2) is None
    assert barred.reason(2) is None
    regulations.clause(clause)


@given(hours=st.integers(-400, 800), answer=st.integers(-400, 800))
def test_an_own_term_lies_ahead_and_before_the_reply_unless_that_is_overdue(
    hours: int, answer: int
) -> None:
    due, reply = NOW + timedelta(hours=hours), NOW + timedelta(hours=answer)
    found = term_problems(due.date(), due, PartTerm(NOW, reply, None))
    allowed = due > NOW and (reply <= NOW or due < reply)
    assert (not found) == allowed


def test_more_time_than_the_order_gives_is_refused_by_its_clause() -> None:
    due, ordered = NOW + timedelta(days=2), NOW + timedelta(hours=4)
    limits = PartTerm(NOW, NOW + timedelta(days=9), ordered, "industry-mordovia:10.3")
    assert [p.clause for p in term_problems(due.date(), due, limits)] == ["industry-mordovia:10.3"]


def message(answer_due: datetime | None) -> PartOf:
    return PartOf("message", "electronic", "vk", answer_due)


@pytest.mark.clause("industry-mordovia:10.3")
def test_a_part_for_a_message_is_due_four_working_hours_after_it_was_given() -> None:
    profile = regulations.profile("industry-mordovia")
    calendar = calendars.unedited_calendar(profile)
    planned = part_terms.counted(profile, calendar, message(None), NOW)
    # From 10:00 with the lunch hour of the ministry in between.
    worked = calendar.working_minutes_between(NOW, planned.due)
    assert worked == 4 * 60
    assert planned.term.clause == "industry-mordovia:10.3"


def test_a_counted_part_never_ends_after_the_reply() -> None:
    profile = regulations.profile("industry-mordovia")
    calendar = calendars.unedited_calendar(profile)
    soon = NOW + timedelta(hours=1)
    planned = part_terms.counted(profile, calendar, message(soon), NOW)
    assert planned.due == soon
    assert "part-limit" in [step.kind for step in planned.computation.steps]
    late = part_terms.counted(profile, calendar, message(NOW - timedelta(hours=1)), NOW)
    assert late.due > NOW


@given(days=st.integers(1, 300), code=st.sampled_from(["labour-novosibirsk", "industry-mordovia"]))
def test_a_chosen_day_is_told_in_the_steps_and_ends_on_or_before_it(days: int, code: str) -> None:
    profile = regulations.profile(code)
    calendar = calendars.unedited_calendar(profile)
    day = NOW.date() + timedelta(days=days)
    case = PartOf("application", "written", "post", None)
    planned = part_terms.chosen(profile, calendar, case, NOW, day=day, by="Иванова М. П.")
    assert planned.due.date() <= day
    first = planned.computation.steps[0]
    assert (first.kind, first.day) == ("part-chosen", day)
    assert "Иванова М. П." in str(first.as_json()["text"])


@pytest.mark.parametrize("code", regulations.bodies())
@pytest.mark.parametrize(
    "kind", ["proposal", "application", "complaint", "information-request", "message"]
)
def test_every_ministry_has_a_term_for_parts(code: str, kind: str) -> None:
    profile = regulations.profile(code)
    term = part_terms.term_of(profile, PartOf(kind, "electronic", "web", None))
    assert term.kind == "co_executor_part"
    assert term.label


def test_a_day_beyond_any_calendar_is_not_computed() -> None:
    profile = regulations.profile("labour-novosibirsk")
    calendar = calendars.unedited_calendar(profile)
    with pytest.raises(CalendarError):
        part_terms.chosen(
            profile, calendar, message(None), datetime(2026, 1, 12, tzinfo=UTC),
            day=date(9999, 1, 1), by="",
        )  # fmt: skip
