"""The guards of the acts that move a term, judged without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik import regulations
from otklik.cases import decided
from otklik.cases.clock_rules import (
    Clock,
    Extending,
    correction_problems,
    extension_problems,
    internal_problems,
    is_late,
    promise_problems,
    second_person_problems,
)
from otklik.cases.deadlines import Planned, plan
from otklik.staff.calendars import unedited_calendar

PROFILES = {profile.code: profile for profile in regulations.profiles()}
CALENDARS = {code: unedited_calendar(profile) for code, profile in PROFILES.items()}
LABOUR, ECONOMY = PROFILES["labour-novosibirsk"], PROFILES["economy-novosibirsk"]
REPLY = datetime(2026, 4, 2, 11, 0, tzinfo=UTC)
CLOCK = Clock(
    now=datetime(2026, 3, 20, 5, 0, tzinfo=UTC),
    today=date(2026, 3, 20),
    reply_due=REPLY,
    reply_day=date(2026, 4, 2),
    limit=date(2026, 4, 30),
    letter_due=datetime(2026, 3, 30, 11, 0, tzinfo=UTC),
    notice_due=None,
)
ASKED = Extending(date(2026, 4, 20), "Запрошены сведения.", "Сведения ещё не пришли.")


def fields(clock: Clock, asked: Extending, standing: str = "") -> list[str]:
    return [item.field for item in extension_problems(LABOUR, clock, asked, standing)]


def test_a_full_letter_in_time_meets_no_objection() -> None:
    assert extension_problems(LABOUR, CLOCK, ASKED, "") == []
    assert extension_problems(LABOUR, CLOCK, replace(ASKED, day=CLOCK.limit), "") == []


@pytest.mark.clause("labour-novosibirsk:24.4.b")
@pytest.mark.parametrize("missing", ["progress", "reason"])
def test_progress_and_reasons_are_both_needed(missing: str) -> None:
    asked = replace(ASKED, progress="  ") if missing == "progress" else replace(ASKED, reason="  ")
    found = extension_problems(LABOUR, CLOCK, asked, "")
    assert [(item.field, item.clause) for item in found] == [(missing, "labour-novosibirsk:24.4.b")]


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        (None, True),
        (date(2026, 4, 2), True),
        (date(2026, 4, 3), False),
        (date(2026, 4, 30), False),
        (date(2026, 5, 1), True),
    ],
)
def test_the_new_date_lies_after_the_term_and_within_the_law(
    day: date | None, refused: bool
) -> None:
    assert fields(CLOCK, replace(ASKED, day=day)) == (["day"] if refused else [])


def test_one_extension_only() -> None:
    assert fields(CLOCK, ASKED, "approved") == [""]
    assert fields(CLOCK, ASKED, "proposed") == [""]


def test_no_extension_after_the_term_nor_where_the_law_knows_none() -> None:
    assert fields(replace(CLOCK, now=REPLY + timedelta(seconds=1)), ASKED) == [""]
    assert fields(replace(CLOCK, limit=None), ASKED) == [""]
    assert fields(replace(CLOCK, reply_due=None), ASKED) == [""]


@pytest.mark.clause("labour-novosibirsk:24.4.a")
def test_an_order_that_names_the_day_of_the_letter_refuses_a_later_one() -> None:
    late = replace(CLOCK, now=datetime(2026, 3, 31, 5, 0, tzinfo=UTC))
    assert is_late(late)
    found = extension_problems(LABOUR, late, ASKED, "")
    assert [item.clause for item in found] == ["labour-novosibirsk:24.4.a"]
    assert extension_problems(ECONOMY, late, ASKED, "") == []


def test_a_notice_that_the_law_dates_is_not_sent_later() -> None:
    asked = replace(CLOCK, letter_due=None, notice_due=datetime(2026, 3, 10, 11, 0, tzinfo=UTC))
    assert fields(asked, ASKED) == [""]
    assert fields(replace(asked, now=datetime(2026, 3, 10, 10, 0, tzinfo=UTC)), ASKED) == []


def test_nobody_decides_on_what_he_has_prepared() -> None:
    assert second_person_problems(7, 7)
    assert not second_person_problems(7, 8)


@pytest.mark.clause("labour-novosibirsk:4.2")
@pytest.mark.parametrize(
    ("day", "due", "field"),
    [
        (date(2026, 3, 25), datetime(2026, 3, 25, 11, tzinfo=UTC), None),
        (date(2026, 4, 2), REPLY, None),
        (date(2026, 4, 3), datetime(2026, 4, 3, 11, tzinfo=UTC), "day"),
        (date(2026, 3, 19), datetime(2026, 3, 19, 11, tzinfo=UTC), "day"),
        (date(2026, 3, 20), datetime(2026, 3, 20, 4, tzinfo=UTC), "day"),
        (None, None, "day"),
    ],
)
def test_an_internal_date_lies_between_now_and_the_legal_one(
    day: date | None, due: datetime | None, field: str | None
) -> None:
    found = internal_problems(LABOUR, CLOCK, day=day, due=due, reason="situation", words="")
    assert [item.field for item in found] == ([field] if field else [])


def test_an_internal_date_needs_a_reason() -> None:
    due = datetime(2026, 3, 25, 11, tzinfo=UTC)

    def fields(reason: str, words: str) -> list[str]:
        found = internal_problems(
            LABOUR, CLOCK, day=due.date(), due=due, reason=reason, words=words
        )
        return [item.field for item in found]

    assert fields("", "") == ["reason"]
    assert fields("other", " ") == ["words"]
    assert fields("other", "переезд") == []


def test_a_registration_before_the_receipt_is_refused() -> None:
    registered = datetime(2026, 3, 3, 4, tzinfo=UTC)
    now = registered + timedelta(days=1)

    def found(received: datetime, reason: str = "описка") -> list[str]:
        problems = correction_problems(
            received=received, registered=registered, now=now, reason=reason
        )
        return [item.field for item in problems]

    assert found(registered) == []
    assert found(registered + timedelta(minutes=1)) == ["received"]
    assert found(now + timedelta(minutes=1)) == ["received"]
    assert found(registered, " ") == ["reason"]


def test_a_promise_is_closed_once_and_with_words() -> None:
    assert not promise_problems(done="Дорога отремонтирована.", is_kept=False)
    assert promise_problems(done=" ", is_kept=False)[0].field == "done"
    assert promise_problems(done="Дорога отремонтирована.", is_kept=True)


def _reply(code: str, received: datetime, type_code: str = "application") -> Planned:
    planned = plan(
        PROFILES[code],
        CALENDARS[code],
        type=type_code,
        form="written",
        channel="post",
        received=received,
        registered=received,
    )
    return next(item for item in planned if item.kind == "reply")


CODES = st.sampled_from(sorted(PROFILES))
MOMENTS = st.datetimes(datetime(2015, 1, 1), datetime(2027, 8, 1), timezones=st.just(UTC))  # noqa: DTZ001 - zones are given beside


@given(code=CODES, received=MOMENTS, days=st.integers(-10, 120))
def test_an_extension_lies_within_the_law_and_explains_itself(
    code: str, received: datetime, days: int
) -> None:
    reply = _reply(code, received)
    limit = decided.extension_limit(reply, CALENDARS[code])
    assert limit is not None
    day = reply.due.date() + timedelta(days=days)
    found = decided.extended(reply, CALENDARS[code], day=day, by="Иванова И. И.")
    assert reply.due <= found.due
    assert found.due.date() <= limit
    end = reply.due.date()
    works = CALENDARS[code].working_days_between(end, end + timedelta(days=30))
    # In April 2020 no day was worked for more than a month: the term then ends with the next working day.
    assert (limit - end).days <= 30 or not works
    if found.due > reply.due:
        kinds = [step.kind for step in found.computation.steps]
        assert kinds.index("earlier-term") < kinds.index("extended") < kinds.index("due")
        assert kinds.count("due") == 1
        assert found.term.basis == "59-ФЗ, ст. 12, ч. 2"
    assert decided.extended(reply, CALENDARS[code], day=day, by="Иванова И. И.") == found


def test_a_request_is_extended_by_fifteen_days_an_enquiry_not_at_all() -> None:
    received = datetime(2026, 3, 3, 4, tzinfo=UTC)
    code = "economy-novosibirsk"
    request = _reply(code, received, "information-request")
    assert decided.extension_limit(request, CALENDARS[code]) == date(2026, 4, 17)
    enquiry = _reply(code, received, "deputy-enquiry")
    assert decided.extension_limit(enquiry, CALENDARS[code]) is None
    same = decided.extended(enquiry, CALENDARS[code], day=date(2026, 4, 20), by="")
    assert same is enquiry


@given(code=CODES, now=MOMENTS, days=st.integers(0, 60), legal=st.integers(1, 60))
def test_an_internal_term_never_ends_after_the_legal_one(
    code: str, now: datetime, days: int, legal: int
) -> None:
    calendar = CALENDARS[code]
    end = calendar.end_of_day(
        calendar.working_day_on_or_after((now + timedelta(days=legal)).date())
    )
    chosen = decided.chosen_step(
        (now + timedelta(days=days)).date(), by="Иванова И. И.", reason="жизненная ситуация"
    )
    found = decided.earlier(PROFILES[code], calendar, end, decided_at=now, chosen=chosen)
    assert found is not None
    assert found.due <= end
    assert found.computation.steps[0] == chosen


@given(code=CODES, made=MOMENTS, days=st.integers(0, 90))
def test_a_promise_ends_with_a_working_day_unless_the_rule_leaves_it(
    code: str, made: datetime, days: int
) -> None:
    day = (made + timedelta(days=days)).date()
    found = decided.promised(PROFILES[code], CALENDARS[code], day=day, made_at=made, number=2)
    assert found is not None
    assert found.part == "2"
    assert found.due.tzinfo == CALENDARS[code].zone
    if CALENDARS[code].is_working(day):
        assert found.due == CALENDARS[code].end_of_day(day)
