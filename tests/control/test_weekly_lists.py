"""The weekly lists: what stands on them, who is told, that they stay as they were made."""

import csv
import io
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from otklik.cases.models import Case, Deadline, Stage
from otklik.control import jobs
from otklik.control.actions import lists
from otklik.control.actions.notices import tell_many
from otklik.control.models import ControlLine, ControlList, Notice
from otklik.control.rules import cases_of
from otklik.journal.models import Entry
from otklik.messages.models import Outgoing
from otklik.staff.models import Absence, Body, Employee, Unit
from otklik.staff.profiles import profile_of
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Novosibirsk")
# A case of 3 March 2026 is due on Thursday 2 April; the Friday before its week is 27 March.
FRIDAY = date(2026, 3, 27)
MONDAY_AFTER = date(2026, 4, 6)


def at(day: date, hour: int = 9, minute: int = 30) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


@pytest.fixture
def body() -> Body:
    return make_body("labour-novosibirsk")


@pytest.fixture
def team(body: Body) -> Team:
    return make_team(body)


def list_of(kind: str) -> ControlList:
    return ControlList.objects.filter(kind=kind).latest("week")


def told(kind: str) -> list[int]:
    return sorted(Notice.objects.filter(kind=kind).values_list("employee", flat=True))


def numbers(notice: Notice) -> list[str]:
    return [number for line in notice.lines for _pk, number in cases_of(line)]


@pytest.mark.clause("labour-novosibirsk:24.2.a")
def test_what_is_due_in_the_coming_week_stands_on_the_list_and_what_is_later_does_not(
    body: Body, team: Team
) -> None:
    due = make_case(body, Stage.ASSIGNED, team=team)
    make_case(body, Stage.ASSIGNED, team=team, received_at=RECEIVED + timedelta(days=7))
    make_case(body, Stage.ASSIGNED, team=team, received_at=RECEIVED - timedelta(days=7))
    jobs.sweep_bodies(at(FRIDAY))
    found = list_of("preventive")
    assert (found.week, found.first_day, found.last_day) == (
        date(2026, 3, 30), date(2026, 3, 30), date(2026, 4, 5),
    )  # fmt: skip
    line = found.lines.get()
    assert line.case == due
    assert (line.executor_name, line.unit_name) == (
        team.executor.short_name, "Отдел поддержки предпринимательства",
    )  # fmt: skip
    assert found.total == 1


@pytest.mark.clause("labour-novosibirsk:24.2.b")
def test_each_executor_gets_one_reminder_with_all_his_cases_and_a_repetition_sends_none(
    body: Body, team: Team
) -> None:
    other = make_employee(body, "executor")
    mine = {make_case(body, Stage.ASSIGNED, team=team).number for _ in range(3)}
    his = make_case(body, Stage.ASSIGNED, team=Team(team.registrar, team.head, other, team.signer))
    for minute in (30, 35, 50):
        jobs.sweep_bodies(at(FRIDAY, 9, minute))
    assert told("preventive") == sorted([team.executor.pk, other.pk])
    reminder = Notice.objects.get(kind="preventive", employee=team.executor)
    assert set(numbers(reminder)) == mine
    assert numbers(Notice.objects.get(kind="preventive", employee=other)) == [his.number]
    assert reminder.message is not None
    assert reminder.message.subject == "Подлежат исполнению с 30.03.2026 по 05.04.2026"
    assert reminder.message.clause == "labour-novosibirsk:24.2.b"
    sent = Entry.objects.filter(act="control.tell-list", details__kind="preventive")
    assert sent.filter(details__week="2026-03-30").count() == 1


@pytest.mark.clause("labour-novosibirsk:24.3.a")
def test_after_the_week_what_is_overdue_stands_on_the_final_list_and_its_executor_is_told(
    body: Body, team: Team
) -> None:
    late = make_case(body, Stage.ASSIGNED, team=team)
    later = make_case(body, Stage.ASSIGNED, team=team, received_at=RECEIVED + timedelta(days=10))
    jobs.sweep_bodies(at(MONDAY_AFTER))
    found = list_of("final")
    assert found.week == date(2026, 3, 30)
    assert [line.case_id for line in found.lines.all()] == [late.pk]
    notice = Notice.objects.get(kind="final", employee=team.executor)
    assert numbers(notice) == [late.number]
    assert later.number not in str(notice.lines)


def test_what_was_answered_is_not_on_the_final_list(body: Body, team: Team) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    Deadline.objects.filter(case=case).update(met_at=at(date(2026, 4, 2), 17))
    jobs.sweep_bodies(at(MONDAY_AFTER))
    assert not list_of("final").lines.exists()


@pytest.mark.clause("labour-novosibirsk:24.3.b")
def test_the_head_gets_the_overdue_cases_of_his_unit_and_the_list_stays_as_it_was(
    body: Body, team: Team
) -> None:
    unit = Unit.objects.create(body=body, name="Другой отдел", code="other")
    stranger = make_employee(body, "head", unit=unit)
    officer = make_employee(body, "control")
    case = make_case(body, Stage.ASSIGNED, team=team)
    jobs.sweep_bodies(at(MONDAY_AFTER))
    assert told("final") == sorted([team.executor.pk, team.head.pk, officer.pk])
    assert stranger.pk not in told("final")
    report = Notice.objects.get(kind="final", employee=team.head)
    assert report.lines[0]["executor"] == team.executor.short_name
    found = list_of("final")
    # Later the case is answered and the executor marries: the record of that day does not change.
    Deadline.objects.filter(case=case).update(met_at=at(MONDAY_AFTER, 15))
    Employee.objects.filter(pk=team.executor.pk).update(surname="Новикова")
    jobs.sweep_bodies(at(MONDAY_AFTER, 16))
    line = ControlLine.objects.get(list=found)
    assert (line.number, line.executor_name) == (case.number, "Сотрудникова М. П.")
    assert found.made_at == at(MONDAY_AFTER)


@pytest.mark.clause("labour-novosibirsk:24.3.b")
def test_while_the_head_is_away_who_acts_for_him_gets_the_report(body: Body, team: Team) -> None:
    acting = make_employee(body, "executor")
    make_case(body, Stage.ASSIGNED, team=team)
    Absence.objects.create(
        employee=team.head, substitute=acting, since=date(2026, 4, 1), until=date(2026, 4, 10)
    )
    jobs.sweep_bodies(at(MONDAY_AFTER))
    assert acting.pk in told("final")
    assert team.head.pk not in told("final")


def test_a_ministry_without_a_switch_has_no_such_list(
    body: Body, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_case(body, Stage.ASSIGNED, team=team)
    profile = profile_of(body)
    off = profile.model_copy(
        update={
            "switches": tuple(
                one.model_copy(update={"value": False}) if one.code == "preventive_control" else one
                for one in profile.switches
            )
        }
    )
    monkeypatch.setattr(lists, "profile_of", lambda _body: off)
    jobs.sweep_bodies(at(FRIDAY))
    assert not ControlList.objects.filter(kind="preventive").exists()
    assert ControlList.objects.filter(kind="final").exists()


def test_a_list_missed_on_its_day_is_made_when_the_machine_is_up_again(
    body: Body, team: Team
) -> None:
    make_case(body, Stage.ASSIGNED, team=team)
    jobs.sweep_bodies(at(date(2026, 3, 31)))
    found = list_of("preventive")
    assert found.week == date(2026, 3, 30)
    assert found.lines.count() == 1


def test_a_list_whose_telling_was_cut_off_is_told_to_the_rest(
    body: Body, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [make_employee(body, "executor") for _ in range(5)]
    for executor in people:
        make_case(body, Stage.ASSIGNED, team=Team(team.registrar, team.head, executor, team.signer))
    monkeypatch.setattr(lists, "CHUNK", 2)
    real, calls = tell_many, []

    def dies_in_the_second(*args: object, **kwargs: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("the power went")
        return real(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(lists, "tell_many", dies_in_the_second)
    made = lists.make_list(body, "preventive", date(2026, 3, 30), at=at(FRIDAY))
    with pytest.raises(RuntimeError):
        lists.tell_list(made, at=at(FRIDAY))
    assert len(told("preventive")) == 2
    lists.tell_list(ControlList.objects.get(pk=made.pk), at=at(FRIDAY, 10))
    assert told("preventive") == sorted(person.pk for person in people)
    letters = Outgoing.objects.filter(idempotency_key__startswith=f"notice:list:{made.pk}:")
    assert letters.count() == len(people)


def test_the_number_of_statements_does_not_grow_with_the_list(body: Body, team: Team) -> None:
    make_case(body, Stage.ASSIGNED, team=team)
    with CaptureQueriesContext(connection) as few:
        lists.tell_list(
            lists.make_list(body, "preventive", date(2026, 3, 30), at=at(FRIDAY)), at=at(FRIDAY)
        )
    for _ in range(12):
        make_case(body, Stage.ASSIGNED, team=team)
    ControlList.objects.all().delete()
    with CaptureQueriesContext(connection) as many:
        lists.tell_list(
            lists.make_list(body, "preventive", date(2026, 3, 30), at=at(FRIDAY)), at=at(FRIDAY)
        )
    assert len(many) == len(few)


# --- the pages


def seen(employee: Employee, name: str, **values: object) -> str:
    client = Client()
    client.force_login(employee)
    page = client.get(reverse(f"desk:{name}", kwargs=values))
    assert page.status_code == 200
    return page.content.decode()


@pytest.fixture
def week(body: Body, team: Team) -> tuple[ControlList, Case, Case]:
    unit = Unit.objects.create(body=body, name="Другой отдел", code="other")
    others = Team(
        team.registrar,
        make_employee(body, "head", unit=unit),
        make_employee(body, "executor", unit=unit),
        team.signer,
    )
    ours = make_case(body, Stage.ASSIGNED, team=team)
    theirs = make_case(body, Stage.ASSIGNED, team=others)
    return lists.make_list(body, "final", date(2026, 3, 30), at=at(MONDAY_AFTER)), ours, theirs


@pytest.mark.clause("labour-novosibirsk:24.1")
def test_control_sees_the_lists_whole_a_head_his_unit_an_executor_his_own(
    body: Body, team: Team, week: tuple[ControlList, Case, Case]
) -> None:
    made, ours, theirs = week
    officer = make_employee(body, "control")
    whole = seen(officer, "control-list", pk=made.pk)
    assert ours.number in whole
    assert theirs.number in whole
    for employee in (team.head, team.executor):
        page = seen(employee, "control-list", pk=made.pk)
        assert ours.number in page
        assert theirs.number not in page
    assert "Окончательный контроль" in seen(officer, "control-lists")


def test_another_ministry_s_list_does_not_exist_here(week: tuple[ControlList, Case, Case]) -> None:
    client = Client()
    client.force_login(make_employee(make_body("economy-magadan"), "control"))
    for kind in ("csv", "xlsx"):
        address = reverse("desk:control-list-file", kwargs={"pk": week[0].pk, "kind": kind})
        assert client.get(address).status_code == 404
    assert client.get(reverse("desk:control-list", args=[week[0].pk])).status_code == 404


def test_an_operator_sees_no_lists(body: Body) -> None:
    client = Client()
    client.force_login(make_employee(body, "operator"))
    assert client.get(reverse("desk:control-lists")).status_code == 403


def test_the_files_have_every_line_and_no_formula(
    body: Body, week: tuple[ControlList, Case, Case]
) -> None:
    made, ours, theirs = week
    ControlLine.objects.filter(case=theirs).update(executor_name="=HYPERLINK(1)")
    client = Client()
    client.force_login(make_employee(body, "control"))
    address = reverse("desk:control-list-file", kwargs={"pk": made.pk, "kind": "csv"})
    rows = list(
        csv.reader(io.StringIO(client.get(address).content.decode("utf-8-sig")), delimiter=";")
    )
    assert [row[0] for row in rows] == ["Дело", ours.number, theirs.number]
    assert rows[2][5] == "'=HYPERLINK(1)"
    address = reverse("desk:control-list-file", kwargs={"pk": made.pk, "kind": "xlsx"})
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(address).content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert {ours.number, theirs.number} <= {str(cell.value) for cell in cells}


def test_a_list_with_nothing_on_it_says_so(body: Body) -> None:
    officer = make_employee(body, "control")
    assert "Списков пока нет" in seen(officer, "control-lists")
    made = lists.make_list(body, "final", date(2026, 3, 30), at=at(MONDAY_AFTER))
    assert "В списке нет дел" in seen(officer, "control-list", pk=made.pk)
