"""The control board: what is counted, for whom, where each number leads, and how often the database is asked."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from otklik.cases.due import RANGES, range_of, span_of
from otklik.cases.models import Case, Stage
from otklik.control.queries.board import PERSON, UNIT, board, scope_of
from otklik.control.queries.counting import HORIZON, LATE_DAY, NO_TERM, Counts, counted
from otklik.staff import actions as staff
from otklik.staff import calendars
from otklik.staff.models import Body, Employee, Unit
from tests.factories import Team, make_body, make_case, make_client, make_employee, make_team

pytestmark = pytest.mark.django_db
QUERY_BUDGET = 14


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def control(body: Body) -> Employee:
    return make_employee(body, "control")


def make_due(body: Body, team: Team, *days: float, stage: Stage = Stage.ASSIGNED) -> list[Case]:
    """A case for each number of days left."""
    cases = []
    for left in days:
        case = make_case(body, stage, team=team)
        Case.objects.filter(pk=case.pk).update(next_due=timezone.now() + timedelta(days=left))
        cases.append(case)
    return cases


def page(employee: Employee, **asked: Any) -> str:
    client = Client()
    client.force_login(employee)
    answer = client.get(reverse("desk:board"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def other_team(body: Body) -> Team:
    """A team in another unit."""
    unit = staff.add_unit(body, "other", "Отдел иных дел")
    roles = ("registrar", "head", "executor", "signer")
    return Team(*(make_employee(body, role, unit=unit) for role in roles))


@given(st.lists(st.integers(-40, 60), max_size=30))
@settings(max_examples=15, deadline=None)
def test_ranges_of_a_row_and_what_has_no_term_add_up_to_its_sum(days: list[int]) -> None:
    counts = Counts()
    for day in days:
        counts.add({max(LATE_DAY, min(HORIZON, day)): 1})
    counts.add({NO_TERM: 2})
    assert sum(counts.by_range().values()) + counts.without_term == counts.total == len(days) + 2


def test_the_database_counts_days_left_as_the_list_filters_them(body: Body) -> None:
    """Every quarter of a day from ten days ago to a month ahead, counted at once and range by range."""
    team, now, place = make_team(body), timezone.now(), calendars.zone(body)
    rows = [make_case(body, Stage.ASSIGNED, team=team) for _ in range(3)]
    Case.objects.filter(pk=rows[0].pk).update(next_due=None)
    for quarter in range(-40, 121, 7):
        rows[1].next_due, rows[1].pk = now + timedelta(hours=6 * quarter), None
        rows[1].tracking_code, rows[1].number = f"T{quarter}", f"T{quarter}"
        rows[1].save(force_insert=True)
    found = counted(Case.objects.filter(body=body), "unit", now, place)
    counts = found[team.executor.unit_id]
    assert counts.total == Case.objects.filter(body=body).count()
    assert counts.without_term == 1
    for name, number in counts.by_range().items():
        span = span_of(name, now, place)
        assert span is not None
        cases = Case.objects.filter(body=body)
        cases = cases.filter(next_due__gte=span.since) if span.since else cases
        cases = cases.filter(next_due__lt=span.until) if span.until else cases
        assert number == cases.count(), name
    assert [range_of(day) for day in (-1, 0, 1, 3, 4, 7, 8, 14, 15)] == [
        "late", "today", "1-3", "1-3", "4-7", "4-7", "8-14", "8-14", "later",
    ]  # fmt: skip
    assert set(RANGES) == set(counts.by_range())


@pytest.mark.clause("labour-novosibirsk:24.1")
def test_control_sees_each_unit_and_what_is_nobodys_yet_the_worst_first() -> None:
    body = make_body("labour-novosibirsk")
    control = make_employee(body, "control")
    make_due(body, make_team(body), 2, 5)
    make_due(body, other_team(body), -3, 40)
    make_due(body, make_team(body), 2.5, stage=Stage.REGISTERED)
    found = board(control, UNIT, None, timezone.now())
    said = [(str(row.unit or ""), row.counts.by_range()["late"], row.counts.total) for row in found.rows]  # fmt: skip
    assert said[0] == ("Отдел иных дел", 1, 2)
    assert said[1] == ("Отдел поддержки предпринимательства", 0, 2)
    assert said[-1] == ("", 0, 1)
    assert found.total.total == 5


def test_each_number_leads_to_as_many_cases(body: Body, control: Employee) -> None:
    make_due(body, make_team(body), -1, 2, 2.1, 5, 9, 30)
    make_due(body, other_team(body), -3, 13)
    make_due(body, make_team(body), 3, stage=Stage.REGISTERED)
    make_case(body)
    client = Client()
    unit = Unit.objects.get(body=body, code="support").pk
    head = make_employee(body, "head")
    for who, asked in (
        (control, "?by=unit"),
        (control, "?by=person"),
        (control, f"?by=person&unit={unit}"),
        (head, "?by=unit"),
        (head, "?by=person"),
    ):
        client.force_login(who)
        html = client.get(reverse("desk:board") + asked).content.decode()
        links = re.findall(r'<a href="([^"]*/desk/cases/[^"]*)">(\d+)</a>', html)
        assert len(links) > 6
        for link, number in set(links):
            shown = client.get(link.replace("&amp;", "&"))
            assert len(shown.context["page"].rows) == int(number), (asked, link)


def test_a_head_sees_his_own_unit_by_person_and_no_other(body: Body) -> None:
    here, there = make_team(body), other_team(body)
    make_due(body, here, 2)
    make_due(body, there, -2)
    found = board(here.head, PERSON, there.executor.unit_id, timezone.now())
    assert found.unit == here.head.unit
    assert {row.person.pk for row in found.rows if row.person} == {
        here.head.pk, here.executor.pk,
    }  # fmt: skip
    assert found.total.total == 1
    html = page(here.head)
    assert "Отдел иных дел" not in html
    assert "По сотрудникам" in html


def test_nothing_of_another_body_is_counted(body: Body, control: Employee) -> None:
    foreign = make_body("economy-magadan")
    make_due(foreign, make_team(foreign), -2, 3)
    for by in (UNIT, PERSON):
        assert board(control, by, None, timezone.now()).total.total == 0
    unit = Unit.objects.get(body=foreign, code="support").pk
    assert board(control, PERSON, unit, timezone.now()).unit is None


def test_a_case_of_somebody_who_has_left_stays_on_the_board(body: Body, control: Employee) -> None:
    team = make_team(body)
    make_due(body, team, -2)
    Employee.objects.filter(pk=team.executor.pk).update(is_active=False)
    html = page(control, by=PERSON)
    assert "учётная запись отключена" in html
    assert board(control, PERSON, None, timezone.now()).rows[0].person == team.executor


def test_who_is_away_and_who_stands_in_is_said_beside_the_name(body: Body) -> None:
    team, colleague = make_team(body), make_employee(body, "executor")
    day = calendars.today(body)
    staff.record_absence(
        team.executor, since=day, until=day + timedelta(days=3), substitute=colleague, by=team.head
    )
    html = page(team.head)
    assert f"отсутствует до {day + timedelta(days=3):%d.%m.%Y}, замещает" in html


def test_a_load_is_compared_with_the_average_of_the_list(body: Body) -> None:
    busy, calm = make_team(body), make_team(body)
    make_due(body, busy, *[5] * 12)
    make_due(body, calm, 5)
    html = page(busy.head)
    assert "больше среднего" in html
    assert "меньше среднего" in html
    assert "свободен" in html  # the heads have no case


def test_the_forecast_has_the_working_days_and_those_on_which_something_ends_all_the_same(
    body: Body, control: Employee
) -> None:
    at = timezone.now()
    working = calendars.calendar_of(body)
    empty = board(control, UNIT, None, at)
    assert all(working.is_working(day) for day in empty.days)
    assert 10 <= len(empty.days) <= 17
    saturday = next(
        days for days in range(1, HORIZON)
        if not working.is_working(empty.today + timedelta(days=days))
    )  # fmt: skip
    make_due(body, make_team(body), saturday)
    found = board(control, UNIT, None, at)
    assert len(found.days) == len(empty.days) + 1
    assert [found.total.get((day - found.today).days, 0) for day in found.days].count(1) == 1


def test_the_picture_says_the_finding_and_shows_the_same_numbers(
    body: Body, control: Employee
) -> None:
    make_due(body, make_team(body), 4, 4, 4, 6)
    client = Client()
    client.force_login(control)
    answer = client.get(reverse("desk:board-chart"))
    assert answer["Content-Type"] == "image/svg+xml"
    assert "Больше всего сроков" in answer.content.decode()
    assert "Больше всего сроков" in page(control)
    make_due(body, make_team(body), 6, 6)
    assert "Сроков в один день: не больше 3" in page(control)
    Case.objects.all().delete()
    assert "ни один срок не истекает" in client.get(reverse("desk:board-chart")).content.decode()


def test_nothing_on_the_board_names_a_client(body: Body, control: Employee) -> None:
    client = make_client(body, surname="Приметная")
    make_case(body, Stage.ASSIGNED, client=client, summary="редкостный предмет")
    for by in (UNIT, PERSON):
        html = page(control, by=by)
        assert "Приметн" not in html
        assert "редкостн" not in html


@pytest.mark.parametrize("asked", [{"unit": "x"}, {"unit": "9" * 40}, {"by": "все"}, {"unit": "²"}])
def test_an_odd_address_counts_as_not_said(control: Employee, asked: dict[str, Any]) -> None:
    assert "Контроль" in page(control, **asked)


def test_who_watches_no_unit_is_told_so(body: Body, control: Employee) -> None:
    Employee.objects.filter(pk=control.pk).update(unit=None)
    executor = make_employee(body, "executor")
    client = Client()
    client.force_login(executor)
    assert client.get(reverse("desk:board")).status_code == 403
    head = make_employee(body, "head")
    head.unit = None
    head.save()
    assert scope_of(head).units == ()
    assert "Нет отдела, за делами которого вы следите" in page(head)


@pytest.mark.parametrize("by", [UNIT, PERSON])
def test_the_board_asks_the_database_as_often_for_many_cases_as_for_one(
    body: Body, control: Employee, by: str
) -> None:
    spent = []
    client = Client()
    client.force_login(control)
    for turn in range(2):
        for _ in range(1 + 3 * turn):
            make_due(body, make_team(body), -1, 3)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk:board"), {"by": by})
        spent.append(len(queries))
    assert spent[0] == spent[1] <= QUERY_BUDGET
