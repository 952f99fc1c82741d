"""Absence and substitution: what may be recorded, by whom, and what it gives the substitute."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.journal.models import Entry
from otklik.staff import actions as staff
from otklik.staff import calendars
from otklik.staff.models import Absence, Body, Employee
from otklik.staff.queries import absences_for, absent_whom, away_on, left_alone_by, stands_in
from otklik.staff.refusals import Refusal
from otklik.staff.rules import LONGEST, absence_objection, end_objection, may_be_cancelled
from tests.factories import make_body, make_employee

NOW = datetime.fromisoformat("2026-03-04T10:00:00+07:00")
TODAY = date(2026, 3, 4)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(since=DAYS, until=DAYS, today=DAYS)
def test_what_is_let_through_ends_after_it_begins_is_not_over_and_not_endless(
    since: date, until: date, today: date
) -> None:
    if absence_objection(since, until, today) is None:
        assert since <= until
        assert today <= until
        assert until - since <= LONGEST


@given(since=DAYS, length=st.integers(0, 400), last=DAYS, today=DAYS)
def test_an_end_that_is_let_through_shortens_and_leaves_the_days_before_yesterday_alone(
    since: date, length: int, last: date, today: date
) -> None:
    until = since + timedelta(days=length)
    if end_objection(since, until, last, today) is None:
        assert since <= last <= until
        assert last >= today - timedelta(days=1)


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        (date(2026, 3, 10), date(2026, 3, 9), "until"),
        (date(2026, 2, 1), date(2026, 3, 3), "until"),
        (date(2016, 3, 10), date(2026, 3, 20), "since"),
        (date(2036, 3, 10), date(2036, 3, 20), "since"),
        (date(2026, 3, 10), date(2036, 3, 20), "until"),
    ],
)
def test_days_that_cannot_be_are_refused_at_their_field(
    since: date, until: date, field: str
) -> None:
    objection = absence_objection(since, until, TODAY)
    assert objection is not None
    assert objection.field == field


def test_an_absence_can_be_cancelled_up_to_its_first_day() -> None:
    assert may_be_cancelled(TODAY, TODAY)
    assert not may_be_cancelled(TODAY - timedelta(days=1), TODAY)


@pytest.fixture
def body(db: None) -> Body:
    return make_body()


@pytest.fixture
def owner(body: Body) -> Employee:
    return make_employee(body, "executor")


@pytest.fixture
def substitute(body: Body) -> Employee:
    return make_employee(body, "executor")


def record(owner: Employee, first: int, last: int, **more: object) -> Absence:
    """An absence from so many days after the tests' day until so many."""
    by = more.pop("by", owner)
    return staff.record_absence(
        owner,
        since=TODAY + timedelta(days=first),
        until=TODAY + timedelta(days=last),
        by=by,  # type: ignore[arg-type]  # an employee
        at=NOW,
        **more,  # type: ignore[arg-type]  # the rest are its named parts
    )


def refused(owner: Employee, first: int, last: int, **more: object) -> Refusal:
    with pytest.raises(Refusal) as caught:
        record(owner, first, last, **more)
    return caught.value


def test_the_substitute_stands_in_from_the_first_day_to_the_last_and_no_longer(
    owner: Employee, substitute: Employee
) -> None:
    record(owner, 1, 3, substitute=substitute)
    days = [TODAY + timedelta(days=more) for more in range(5)]
    assert [stands_in(substitute, owner.pk, day) for day in days] == [
        False,
        True,
        True,
        True,
        False,
    ]
    assert not stands_in(owner, substitute.pk, days[1])
    assert absent_whom(substitute, days[1]) == {owner.pk}


def test_it_is_journalled_with_its_days_and_without_its_reason(
    owner: Employee, substitute: Employee
) -> None:
    record(owner, 1, 3, substitute=substitute, reason="санаторий")
    entry = Entry.objects.get(act="staff.record-absence")
    assert entry.subject == f"employee:{owner.pk}"
    assert entry.details["since"] == "2026-03-05"
    assert entry.details["substitute"] == substitute.pk
    assert "санаторий" not in str(entry.details)


def test_a_second_absence_of_the_same_days_is_refused_and_the_next_one_is_not(
    owner: Employee,
) -> None:
    record(owner, 1, 5)
    for first, last in ((5, 9), (0, 1), (2, 3), (0, 9)):
        assert refused(owner, first, last).field == "since"
    record(owner, 6, 9)
    assert Absence.objects.count() == 2


def test_nobody_stands_in_for_himself_nor_from_another_body_nor_while_away_himself(
    owner: Employee, substitute: Employee
) -> None:
    assert refused(owner, 1, 3, substitute=owner).field == "substitute"
    stranger = make_employee(make_body("economy-magadan"), "executor")
    assert refused(owner, 1, 3, substitute=stranger).field == "substitute"
    record(substitute, 3, 9)
    said = refused(owner, 1, 3, substitute=substitute)
    assert (said.field, "тоже отсутствует" in said.message) == ("substitute", True)
    substitute.is_active = False
    substitute.save()
    assert refused(owner, 1, 2, substitute=substitute).field == "substitute"
    assert not Absence.objects.filter(employee=owner).exists()


def test_who_stands_in_for_others_may_fall_ill_and_the_colleagues_left_alone_are_found(
    owner: Employee, substitute: Employee
) -> None:
    first = record(owner, 1, 9, substitute=substitute)
    assert list(left_alone_by(record(substitute, 2, 4))) == [first]
    assert not left_alone_by(first)


def test_only_himself_his_head_and_an_administrator_arrange_an_absence(
    body: Body, owner: Employee
) -> None:
    other_unit = staff.add_unit(body, "other", "Другой отдел")
    may = [
        owner,
        make_employee(body, "head"),
        make_employee(body, "administrator", unit=other_unit),
    ]
    may_not = [
        make_employee(body, "executor"),
        make_employee(body, "head", unit=other_unit),
        make_employee(body, "control"),
        make_employee(make_body("economy-magadan"), "administrator"),
    ]
    for number, by in enumerate(may):
        record(owner, 10 * number, 10 * number + 1, by=by)
    for by in may_not:
        assert refused(owner, 90, 91, by=by).field == "employee"
        with pytest.raises(Refusal):
            staff.cancel_absence(Absence.objects.latest("pk"), by=by, at=NOW)
    assert Absence.objects.count() == len(may)


def test_who_is_back_early_ended_yesterday_and_no_earlier(owner: Employee) -> None:
    absence = record(owner, -5, 9)
    for last in (-2, 10):
        with pytest.raises(Refusal):
            staff.end_absence(absence, last_day=TODAY + timedelta(days=last), by=owner, at=NOW)
    staff.end_absence(absence, last_day=TODAY - timedelta(days=1), by=owner, at=NOW)
    assert not away_on(owner.body, TODAY)  # type: ignore[arg-type]  # has one
    with pytest.raises(Refusal):
        staff.end_absence(absence, last_day=TODAY, by=owner, at=NOW)


def test_an_absence_that_has_begun_is_ended_and_one_that_has_not_is_cancelled(
    owner: Employee,
) -> None:
    begun, planned = record(owner, -1, 3), record(owner, 5, 9)
    with pytest.raises(Refusal):
        staff.cancel_absence(begun, by=owner, at=NOW)
    staff.cancel_absence(planned, by=owner, at=NOW)
    assert list(Absence.objects.all()) == [begun]
    assert Entry.objects.get(act="staff.cancel-absence").details["until"] == "2026-03-13"
    with pytest.raises(Refusal):
        staff.cancel_absence(planned, by=owner, at=NOW)


def test_another_substitute_is_named_for_the_rest_of_the_absence(
    body: Body, owner: Employee, substitute: Employee
) -> None:
    absence, third = record(owner, -3, 5, substitute=substitute), make_employee(body, "executor")
    staff.change_substitute(absence, substitute=third, by=owner, at=NOW)
    assert stands_in(third, owner.pk, TODAY)
    assert not stands_in(substitute, owner.pk, TODAY)
    with pytest.raises(Refusal):
        staff.change_substitute(absence, substitute=owner, by=owner, at=NOW)
    staff.change_substitute(absence, substitute=None, by=owner, at=NOW)
    assert not absent_whom(third, TODAY)


def test_the_day_is_that_of_the_body_and_not_of_the_server(owner: Employee) -> None:
    late_in_utc = datetime.fromisoformat("2026-03-04T20:00:00+00:00")  # the 5th in Novosibirsk
    assert calendars.today(owner.body, late_in_utc) == date(2026, 3, 5)  # type: ignore[arg-type]  # has one
    with pytest.raises(Refusal):
        staff.record_absence(owner, since=TODAY, until=TODAY, by=owner, at=late_in_utc)


def test_each_sees_the_absences_that_concern_him(body: Body, owner: Employee) -> None:
    other_unit = staff.add_unit(body, "other", "Другой отдел")
    far = make_employee(body, "executor", unit=other_unit)
    helper = make_employee(body, "executor")
    record(owner, 1, 2, substitute=helper)
    record(far, 1, 2)

    def seen(by: Employee) -> set[int]:
        return set(absences_for(by).values_list("employee", flat=True))

    assert seen(owner) == seen(helper) == seen(make_employee(body, "head")) == {owner.pk}
    assert seen(make_employee(body, "executor")) == set()
    for role in ("administrator", "control"):
        assert seen(make_employee(body, role)) == {owner.pk, far.pk}
    assert not seen(make_employee(make_body("economy-magadan"), "administrator"))
