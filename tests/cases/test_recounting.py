"""Counting the open deadlines of a case anew: what moves, what stays, and that a second time nothing happens."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otklik import worktime
from otklik.cases import decided
from otklik.cases.actions import clock, recount
from otklik.cases.actions.moving import next_due
from otklik.cases.models import Case, Deadline, Extension, Proposal, Stage
from otklik.journal.actors import system
from otklik.journal.models import Entry
from otklik.staff.calendars import calendar_of, schedule_of
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from otklik.worktime import Day, DayKind
from tests.factories import RECEIVED, make_body, make_case, make_team

pytestmark = pytest.mark.django_db
NOW = RECEIVED + timedelta(days=1)
BY = system("recount")


def calendar_with(body: Body, **days: DayKind) -> worktime.WorkingCalendar:
    """The body's calendar with some days changed: `d2026_04_02=DayKind.OFF`."""
    changed = [
        (date(*map(int, name.removeprefix("d").split("_"))), Day(kind, "указ"))
        for name, kind in days.items()
    ]
    profile = profile_of(body)
    return worktime.calendar_for(
        profile.timezone, schedule_of(profile), extra=[worktime.layer(changed)]
    )


def due_day(case: Case, kind: str, part: str = "") -> date:
    row = case.deadlines.get(kind=kind, part=part, superseded_at=None)
    return row.due.astimezone(ZoneInfo(case.body.timezone)).date()


def deadlines(case: Case) -> list[tuple[object, ...]]:
    return list(
        Deadline.objects.filter(case=case).order_by("id").values_list("id", "due", "superseded_at")
    )


def test_a_day_declared_off_moves_the_reply_and_tells_what_moved() -> None:
    case = make_case(make_body(), Stage.REGISTERED)
    assert due_day(case, "reply") == date(2026, 4, 2)
    calendar = calendar_with(case.body, d2026_04_02=DayKind.OFF)
    moved = recount(case, profile_of(case.body), calendar, NOW, BY, "calendar")
    assert "reply" in {item.kind for item in moved}
    assert due_day(case, "reply") == date(2026, 4, 1)
    case.refresh_from_db()
    assert case.next_due == next_due(case)
    entry = Entry.objects.get(act="cases.recount", subject=case.ref)
    assert entry.details["cause"] == "calendar"
    assert "2 апреля 2026, четверг → 1 апреля 2026, среда" in entry.details["what"]


def test_the_old_computation_stays_beside_the_new_one() -> None:
    case = make_case(make_body(), Stage.REGISTERED)
    recount(
        case,
        profile_of(case.body),
        calendar_with(case.body, d2026_04_02=DayKind.OFF),
        NOW,
        BY,
        "calendar",
    )
    old, new = case.deadlines.filter(kind="reply").order_by("id")
    assert old.superseded_at == NOW
    assert new.superseded_at is None
    assert any("указ" in step["text"] for step in new.steps)


def test_the_same_calendar_changes_nothing_and_writes_nothing() -> None:
    case = make_case(make_body(), Stage.ASSIGNED)
    before = deadlines(case)
    assert recount(case, profile_of(case.body), calendar_of(case.body), NOW, BY, "calendar") == []
    assert deadlines(case) == before
    assert not Entry.objects.filter(act="cases.recount").exists()


def test_a_deadline_that_is_met_stays_as_it_was() -> None:
    case = make_case(make_body(), Stage.REGISTERED)
    registration = case.deadlines.get(kind="registration")
    assert registration.met_at is not None
    calendar = calendar_with(case.body, d2026_03_06=DayKind.OFF)
    recount(case, profile_of(case.body), calendar, NOW, BY, "calendar")
    again = case.deadlines.get(kind="registration")
    assert (again.pk, again.due) == (registration.pk, registration.due)


def test_a_closed_case_is_left_alone() -> None:
    case = make_case(make_body(), Stage.REGISTERED)
    Case.objects.filter(pk=case.pk).update(stage=Stage.ANSWERED)
    before = deadlines(case)
    calendar = calendar_with(case.body, d2026_04_02=DayKind.OFF)
    assert recount(case, profile_of(case.body), calendar, NOW, BY, "calendar") == []
    assert deadlines(case) == before


def test_terms_that_no_longer_concern_the_case_fall_away() -> None:
    case = make_case(make_body(), Stage.REGISTERED)
    Case.objects.filter(pk=case.pk).update(type="deputy-enquiry")
    moved = recount(case, profile_of(case.body), calendar_of(case.body), NOW, BY, "correction")
    gone = {item.kind for item in moved if item.after is None}
    assert {"forwarding", "unclear_notice", "extension_letter"} <= gone
    assert not case.deadlines.filter(kind="forwarding", superseded_at=None).exists()


def test_an_extended_reply_stays_extended_and_its_day_is_settled_anew() -> None:
    case = make_case(make_body(), Stage.ASSIGNED)
    _extend(case, date(2026, 4, 20))
    profile = profile_of(case.body)
    recount(case, profile, calendar_of(case.body), NOW, BY, "extension")
    assert due_day(case, "reply") == date(2026, 4, 20)
    calendar = calendar_with(case.body, d2026_04_20=DayKind.OFF)
    recount(case, profile, calendar, NOW, BY, "calendar")
    assert due_day(case, "reply") == date(2026, 4, 17)


def test_an_internal_term_never_outlives_the_legal_one() -> None:
    case = make_case(make_body(), Stage.ASSIGNED)
    _set_internal(case, date(2026, 4, 2))
    calendar = calendar_with(case.body, d2026_04_01=DayKind.OFF, d2026_04_02=DayKind.OFF)
    recount(case, profile_of(case.body), calendar, NOW, BY, "calendar")
    assert due_day(case, "reply") == date(2026, 3, 31)
    assert due_day(case, "reply_internal") == date(2026, 3, 31)
    recount(case, profile_of(case.body), calendar_of(case.body), NOW, BY, "calendar")
    assert due_day(case, "reply_internal") == date(2026, 4, 2)


def test_a_promise_is_counted_even_after_the_case_is_closed() -> None:
    case = make_case(make_body(), Stage.ASSIGNED)
    profile, calendar = profile_of(case.body), calendar_of(case.body)
    planned = decided.promised(profile, calendar, day=date(2026, 5, 14), made_at=NOW, number=1)
    assert planned is not None
    clock.store(case, [planned], NOW)
    Case.objects.filter(pk=case.pk).update(stage=Stage.ANSWERED)
    calendar = calendar_with(case.body, d2026_05_14=DayKind.OFF)
    moved = recount(case, profile, calendar, NOW, BY, "calendar")
    assert [(item.kind, item.part) for item in moved] == [("promise", "1")]
    assert due_day(case, "promise", "1") == date(2026, 5, 13)


def _extend(case: Case, day: date) -> None:
    reply = case.deadlines.get(kind="reply", superseded_at=None)
    executor = case.executor
    assert executor is not None
    Extension.objects.create(
        case=case,
        state=Proposal.APPROVED,
        progress="запрошены сведения",
        reason="сведений ещё нет",
        previous_due=reply.due,
        new_due=calendar_of(case.body).end_of_day(day),
        prepared_at=NOW,
        prepared_by=executor,
        decided_at=NOW,
        decided_by=executor,
    )


def _set_internal(case: Case, day: date) -> None:
    chosen = decided.chosen_step(day, by="Иванова И. И.", reason="жизненная ситуация")
    legal = case.deadlines.get(kind="reply", superseded_at=None).due
    planned = decided.earlier(
        profile_of(case.body), calendar_of(case.body), legal, decided_at=NOW, chosen=chosen
    )
    assert planned is not None
    clock.store(case, [planned], NOW)


DAYS = st.dates(date(2026, 3, 5), date(2026, 6, 30))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    code=st.sampled_from(["economy-novosibirsk", "labour-novosibirsk", "industry-mordovia"]),
    type_code=st.sampled_from(["application", "information-request", "complaint"]),
    form=st.sampled_from(["electronic", "written"]),
    hours=st.integers(0, 24 * 20),
    off=st.lists(DAYS, max_size=8, unique=True),
    extended=st.none() | DAYS,
    internal=st.none() | DAYS,
)
def test_counting_twice_changes_nothing(
    db: None,
    code: str,
    type_code: str,
    form: str,
    hours: int,
    off: list[date],
    extended: date | None,
    internal: date | None,
) -> None:
    body = Body.objects.filter(code=code).first() or make_body(code)
    case = make_case(
        body,
        Stage.ASSIGNED,
        team=make_team(body),
        type=type_code,
        form=form,
        received_at=RECEIVED + timedelta(hours=hours),
    )
    if extended:
        _extend(case, extended)
    if internal:
        _set_internal(case, internal)
    profile = profile_of(body)
    changed = [(day, Day(DayKind.OFF, "указ")) for day in off]
    calendar = worktime.calendar_for(
        profile.timezone, schedule_of(profile), extra=[worktime.layer(changed)]
    )
    recount(case, profile, calendar, datetime(2026, 3, 5, tzinfo=UTC), BY, "calendar")
    before = deadlines(case)
    again = recount(case, profile, calendar, datetime(2026, 3, 6, tzinfo=UTC), BY, "calendar")
    assert again == []
    assert deadlines(case) == before
    in_force = {row.kind: row.due for row in case.deadlines.filter(superseded_at=None)}
    if "reply_internal" in in_force:
        assert in_force["reply_internal"] <= in_force["reply"]
