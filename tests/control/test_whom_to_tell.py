"""Which day a term is told to whom: never on a day off, nobody left out, once where once is asked."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik import regulations
from otklik.cases.models import Stage
from otklik.control import rules
from otklik.control.actions import lists
from otklik.control.actions.sweeping import sweep
from otklik.control.digest import lines_of_terms
from otklik.control.routing import Person, Staffing
from otklik.control.rules import Bundle, Watch, cases_of, effective_day, horizon, told_to
from otklik.regulations.control import Escalation
from otklik.staff import calendars
from otklik.staff.calendars import unedited_calendar
from otklik.staff.models import Power

PROFILE = regulations.profile("labour-novosibirsk")
CALENDAR = unedited_calendar(PROFILE)
DAYS = st.dates(date(2022, 1, 10), date(2026, 12, 1))
ROWS = PROFILE.escalation


def row(**parts: object) -> Escalation:
    given = {
        "code": "a", "label": "", "days": 1, "direction": "after", "to": ("executor",), "set_by": "ministry",
    }  # fmt: skip
    return Escalation.model_validate(given | parts)


ANY_ROW = st.builds(
    lambda days, unit, direction, each: row(
        days=days, unit=unit, direction=direction, each_day=each
    ),
    st.integers(0, 12),
    st.sampled_from(["calendar-days", "working-days"]),
    st.sampled_from(["before", "after"]),
    st.booleans(),
)


@given(ANY_ROW, DAYS)
def test_a_row_speaks_on_a_working_day(escalation: Escalation, due: date) -> None:
    assert CALENDAR.is_working(effective_day(escalation, due, CALENDAR))


@given(ANY_ROW, DAYS)
def test_a_warning_is_never_late_and_a_reproach_never_early(
    escalation: Escalation, due: date
) -> None:
    day = effective_day(escalation, due, CALENDAR)
    if escalation.direction == "before":
        assert day <= due
        if escalation.unit == "calendar-days":
            assert day <= due - timedelta(days=escalation.days)
    else:
        assert day >= due
        if escalation.unit == "calendar-days":
            assert day >= due + timedelta(days=escalation.days)


@given(ANY_ROW.filter(lambda one: one.direction == "after"), DAYS)
@settings(max_examples=60)
def test_a_row_that_speaks_once_speaks_once_and_one_of_each_day_every_morning(
    escalation: Escalation, due: date
) -> None:
    spoken, before = [], due
    day = CALENDAR.next_working_day(due)
    for _morning in range(25):
        if told_to([escalation], due, day=day, since_day=before, calendar=CALENDAR):
            spoken.append(day)
        before, day = day, CALENDAR.next_working_day(day)
    effective = effective_day(escalation, due, CALENDAR)
    if escalation.each_day:
        assert spoken[0] == max(effective, CALENDAR.next_working_day(due))
        assert len(spoken) >= 10
    elif effective > due:
        assert spoken == [effective]
    else:
        assert not spoken


@given(DAYS, st.integers(1, 15))
def test_an_outage_of_some_days_swallows_no_row(due: date, days_down: int) -> None:
    """The first morning after the outage tells what the mornings missed would have told."""
    last = CALENDAR.previous_working_day(due)
    back = CALENDAR.working_day_on_or_after(due + timedelta(days=days_down))
    expected = {
        code
        for one in ROWS
        if one.direction == "after" and effective_day(one, due, CALENDAR) <= back
        for code in one.to
    }
    told = told_to(ROWS, due, day=back, since_day=last, calendar=CALENDAR)
    if back > due:
        assert set(told) == expected


@given(DAYS)
def test_nothing_beyond_the_horizon_is_told_and_something_at_it_is(day: date) -> None:
    last = horizon(ROWS, day, CALENDAR)
    for ahead in range(1, 40):
        due = last + timedelta(days=ahead)
        assert not told_to(ROWS, due, day=day, since_day=None, calendar=CALENDAR)
    if CALENDAR.is_working(day):
        assert told_to(ROWS, last, day=day, since_day=None, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("due", "day", "told"),
    [
        # Friday 13 November 2026: three days before is Tuesday; on Monday nobody is told yet
        (date(2026, 11, 13), date(2026, 11, 9), ()),
        (date(2026, 11, 13), date(2026, 11, 10), ("executor",)),
        (date(2026, 11, 13), date(2026, 11, 12), ("executor", "unit-head")),
        # due on a Monday: three days before is Friday, and so is the last working day before
        (date(2026, 11, 16), date(2026, 11, 13), ("executor", "unit-head")),
        # due on Friday, over on Saturday: told on Monday, to the executor, the head and control
        (date(2026, 11, 13), date(2026, 11, 16), ("executor", "unit-head", "control")),
        # the fifth day after is Wednesday: now those who sign as well; the executor each day
        (date(2026, 11, 13), date(2026, 11, 17), ("executor",)),
        (date(2026, 11, 13), date(2026, 11, 18), ("executor", "signer")),
        (date(2026, 11, 13), date(2026, 11, 23), ("executor", "office")),
    ],
)
def test_the_rows_that_the_ministry_sets_at_first(
    due: date, day: date, told: tuple[str, ...]
) -> None:
    since = CALENDAR.previous_working_day(day)
    assert told_to(ROWS, due, day=day, since_day=since, calendar=CALENDAR) == told


# --- people

HEAD, FIRST, SECOND, OFFICER, SIGNER = 1, 2, 3, 4, 5


def person(pk: int, unit: int, *powers: str) -> Person:
    return Person(pk, f"N{pk}", f"{pk}@example.org", unit, frozenset(powers), frozenset({unit}))


def staffing(stand_ins: dict[int, int | None] | None = None) -> Staffing:
    people = [
        person(HEAD, 10, Power.ASSIGN, Power.EXECUTE),
        person(FIRST, 10, Power.EXECUTE),
        person(SECOND, 10, Power.EXECUTE),
        person(OFFICER, 20, Power.CONTROL),
        person(SIGNER, 20, Power.SIGN),
    ]
    return Staffing(people, stand_ins or {}, {one.pk: one.name for one in people})


AWAY = st.dictionaries(
    st.sampled_from([HEAD, FIRST, SECOND, OFFICER, SIGNER]),
    st.none() | st.sampled_from([HEAD, FIRST, SECOND, OFFICER, SIGNER]),
    max_size=4,
)


@given(AWAY, st.sampled_from([FIRST, SECOND, HEAD]))
def test_somebody_is_always_reached_and_nobody_twice(
    stand_ins: dict[int, int | None], executor: int
) -> None:
    reached = staffing(stand_ins).reached(
        ("executor", "unit-head", "control"), executor, 10, Stage.ASSIGNED
    )
    people = [reach.pk for reach in reached]
    assert people
    assert len(people) == len(set(people))
    if len(stand_ins) < 5 and not {HEAD, OFFICER} <= set(stand_ins):
        assert not set(people) & set(stand_ins), "nobody who is away while somebody else is there"


def test_a_substitute_gets_the_line_with_the_name_of_the_one_who_is_away() -> None:
    reached = staffing({FIRST: SECOND}).reached(("executor",), FIRST, 10, Stage.ASSIGNED)
    assert [(reach.pk, reach.behalf) for reach in reached] == [(SECOND, "N2")]


def test_a_substitute_who_is_away_himself_passes_it_on() -> None:
    reached = staffing({FIRST: SECOND, SECOND: HEAD}).reached(
        ("executor",), FIRST, 10, Stage.ASSIGNED
    )
    assert [reach.pk for reach in reached] == [HEAD]


def test_without_a_substitute_the_head_of_the_unit_is_told() -> None:
    assert [r.pk for r in staffing({FIRST: None}).present([FIRST])] == [HEAD]


def test_two_who_stand_in_for_each_other_and_are_both_away_go_to_the_head() -> None:
    there = staffing({FIRST: SECOND, SECOND: FIRST})
    assert [reach.pk for reach in there.present([FIRST])] == [HEAD]


def test_a_former_employee_s_cases_are_told_to_the_head() -> None:
    assert [reach.pk for reach in staffing().present([77])] == [HEAD]


def test_what_nobody_has_yet_is_the_registrars_or_the_heads() -> None:
    there = staffing()
    there.people[9] = person(9, 20, Power.REGISTER)
    assert there.responsible(None, None, Stage.RECEIVED) == (9,)
    assert there.responsible(None, None, Stage.REGISTERED) == (HEAD,)


# --- the morning

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=CALENDAR.zone).astimezone(UTC)


def bundle(number: int, due: datetime, executor: int = FIRST) -> Bundle:
    return Bundle(executor, due, "reply", Stage.ASSIGNED, 10, 1, f"{number} О-{number}")


@given(st.lists(st.integers(-40, 40), min_size=1, max_size=60), AWAY)
def test_each_overdue_case_reaches_exactly_its_people_and_each_of_them_once(
    offsets: list[int], stand_ins: dict[int, int | None]
) -> None:
    there = staffing(stand_ins)
    bundles = [
        bundle(
            number,
            datetime.combine(date(2026, 11, 16) + timedelta(days=offset), time(18), CALENDAR.zone),
            FIRST if number % 2 else SECOND,
        )
        for number, offset in enumerate(offsets)
    ]
    watch = Watch(ROWS, CALENDAR, day=date(2026, 11, 16), now=NOW, since_day=date(2026, 11, 13))
    told = lines_of_terms(bundles, watch, there)
    for one in bundles:
        ahead = watch.of(one.due)
        wanted = {reach.pk for reach in there.reached(ahead.to, one.executor, 10, Stage.ASSIGNED)}
        having = [pk for pk, lines in told.items() for line in lines if line["cases"] == one.cases]
        assert sorted(having) == sorted(wanted)
        if one.due < NOW:
            assert having, "an overdue case that nobody is told of"
            assert ahead.group == "overdue"


@given(st.lists(st.tuples(st.integers(1, 10**9), st.from_regex(r"[ОЗ]-\d{1,6}/20\d\d", fullmatch=True)), min_size=1),
       st.integers(1, 5))  # fmt: skip
def test_the_cases_of_a_line_are_read_back_in_one_order_however_they_were_written(
    cases: list[tuple[int, str]], limit: int
) -> None:
    line: rules.Line = {"cases": "\n".join(f"{pk} {number}" for pk, number in cases)}
    assert cases_of(line) == sorted(cases)
    assert cases_of(line, limit) == sorted(cases)[:limit]


def test_a_term_that_ran_out_this_morning_is_overdue_and_one_of_the_evening_is_due_today() -> None:
    watch = Watch(ROWS, CALENDAR, day=date(2026, 11, 16), now=NOW, since_day=None)
    early = datetime(2026, 11, 16, 8, 30, tzinfo=CALENDAR.zone)
    late = datetime(2026, 11, 16, 18, 0, tzinfo=CALENDAR.zone)
    assert (watch.of(early).group, watch.of(early).left) == ("overdue", 0)
    assert (watch.of(late).group, watch.of(late).left) == ("today", 0)


# --- the days of the weekly lists

PREVENTIVE = PROFILE.term("preventive_control")
FINAL = PROFILE.term("final_control")


@pytest.mark.clause("labour-novosibirsk:24.2.a")
@pytest.mark.parametrize(
    ("monday", "made"),
    [
        (date(2026, 11, 23), date(2026, 11, 20)),  # an ordinary Friday
        (date(2025, 11, 3), date(2025, 11, 1)),  # a working Saturday is the last working day
        (date(2026, 1, 5), date(2025, 12, 30)),  # the New Year's holidays begin on 31 December
    ],
)
def test_the_preventive_list_is_made_on_the_last_working_day_before_the_week(
    monday: date, made: date
) -> None:
    assert rules.preventive_day(monday, PREVENTIVE, CALENDAR) == made
    assert CALENDAR.is_working(made)


@given(DAYS)
def test_every_week_has_its_preventive_list_before_it_begins(day: date) -> None:
    monday = rules.monday_of(day)
    made = rules.preventive_day(monday, PREVENTIVE, CALENDAR)
    assert made < monday
    assert monday in rules.preventive_weeks(made, PREVENTIVE, CALENDAR)


@given(DAYS)
def test_every_week_is_looked_back_at_on_the_first_working_day_after_it(day: date) -> None:
    monday = rules.monday_of(day)
    made = rules.final_day(monday, FINAL, CALENDAR)
    assert made == CALENDAR.next_working_day(monday + timedelta(days=6))
    assert rules.final_week(made, FINAL, CALENDAR) >= monday
    week = rules.final_week(day, FINAL, CALENDAR)
    assert rules.final_day(week, FINAL, CALENDAR) <= day
    assert rules.final_day(week + timedelta(days=7), FINAL, CALENDAR) > day


def test_a_ministry_may_want_the_next_seven_days_instead_of_the_week() -> None:
    seven = PROFILE.control.model_copy(update={"window": "seven-days"})
    monday = date(2026, 11, 23)
    days = rules.preventive_days(seven, monday, PREVENTIVE, CALENDAR)
    assert days == (date(2026, 11, 21), date(2026, 11, 27))
    own = rules.preventive_days(PROFILE.control, monday, PREVENTIVE, CALENDAR)
    assert own == (monday, date(2026, 11, 29))


@given(DAYS, st.integers(1, 10))
def test_the_reminder_of_grounds_comes_after_the_registration_and_not_later_than_its_day(
    registered: date, after: int
) -> None:
    day = rules.triage_day(registered, after, CALENDAR)
    assert day > registered
    assert CALENDAR.is_working(day)
    assert day <= max(registered + timedelta(days=after), CALENDAR.next_working_day(registered))


def test_what_has_just_arrived_is_no_matter_of_every_head() -> None:
    there = staffing()
    there.people[9] = person(9, 20, Power.REGISTER)
    reached = there.reached(("executor", "unit-head", "control"), None, None, Stage.RECEIVED)
    assert [reach.pk for reach in reached] == [9, OFFICER]


class Begun(Exception):  # noqa: N818 - what happened, no error
    """The sweep has begun to look."""


@given(st.datetimes(*(datetime(year, 1, 1) for year in (2024, 2028))))  # noqa: DTZ001 - zone below
@settings(max_examples=200)
def test_the_sweep_begins_at_any_moment_of_working_time_and_at_no_other(naive: datetime) -> None:
    moment = naive.replace(tzinfo=UTC)

    def begin(*_: object) -> int:
        raise Begun

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(calendars, "calendar_of", lambda _body: CALENDAR)
        patched.setattr(calendars, "today", lambda _body, at: at.astimezone(CALENDAR.zone).date())
        patched.setattr(lists, "make_due", begin)
        try:
            begun = sweep(None, moment) != 0  # type: ignore[arg-type]  # its calendar is all that is asked
        except Begun:
            begun = True
    here = moment.astimezone(CALENDAR.zone)
    hours = CALENDAR.hours(here.date())
    working = hours is not None and hours.start <= here.time() < hours.end
    if hours is not None and hours.lunch is not None:
        working = working and not hours.lunch[0] <= here.time() < hours.lunch[1]
    assert begun == working
