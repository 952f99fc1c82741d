"""«Сегодня», the lists: the ten most urgent cases of each duty, what is due of each, and its next step."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from otklik.cases.models import Case, Extension, Stage, Withdrawal
from otklik.config.urgent import SHOWN, Urgent, Waiting, waiting_for
from otklik.replies.models import Reply
from otklik.staff import actions as staff
from otklik.staff import calendars
from otklik.staff.models import Body, Employee
from tests.factories import Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db
QUERY_BUDGET = 36


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def team(body: Body) -> Team:
    return make_team(body)


def fresh(employee: Employee) -> Employee:
    """The employee without the powers remembered from another moment."""
    return Employee.objects.get(pk=employee.pk)


def only(employee: Employee) -> Waiting:
    (found,) = waiting_for(fresh(employee))
    return found


def due_in(case: Case, days: float) -> Case:
    Case.objects.filter(pk=case.pk).update(next_due=timezone.now() + timedelta(days=days))
    return case


def steps(found: Waiting) -> list[tuple[int, str]]:
    return [(row.case.pk, str(row.step)) for row in found.rows]


def test_an_executor_sees_his_own_cases_the_nearest_term_first_and_writes_the_reply(
    body: Body, team: Team
) -> None:
    later = due_in(make_case(body, Stage.ASSIGNED, team=team), 9)
    sooner = due_in(make_case(body, Stage.ASSIGNED, team=team), 2)
    make_case(body, Stage.ASSIGNED)
    found = only(team.executor)
    assert steps(found) == [(sooner.pk, "Написать ответ"), (later.pk, "Написать ответ")]
    assert found.rows[0].address == reverse("desk:reply", args=[sooner.pk])


def test_a_head_sees_his_unit_and_gives_out_what_waits(body: Body, team: Team) -> None:
    given = due_in(make_case(body, Stage.ASSIGNED, team=team), 1)
    waiting = due_in(make_case(body, Stage.REGISTERED), 3)
    Case.objects.filter(pk=waiting.pk).update(unit=team.head.unit)
    nobodys = due_in(make_case(body, Stage.REGISTERED), 5)
    other = staff.add_unit(body, "other", "Другой отдел")
    elsewhere = make_case(body, Stage.ASSIGNED)
    Case.objects.filter(pk=elsewhere.pk).update(unit=other)
    found = only(team.head)
    assert steps(found) == [
        (given.pk, "Открыть дело"),
        (waiting.pk, "Поручить"),
        (nobodys.pk, "Поручить"),
    ]
    assert found.rows[0].note == str(team.executor)
    assert found.rows[1].note == "исполнителя ещё нет"


def test_a_registrar_sees_what_has_waited_longest(body: Body, team: Team) -> None:
    now = timezone.now()
    second = make_case(body, received_at=now - timedelta(hours=1))
    first = make_case(body, received_at=now - timedelta(hours=5))
    make_case(make_body("economy-magadan"), received_at=now - timedelta(hours=9))
    found = only(team.registrar)
    assert steps(found) == [(first.pk, "Зарегистрировать"), (second.pk, "Зарегистрировать")]


def test_no_list_is_longer_than_ten(body: Body, team: Team) -> None:
    for _ in range(SHOWN + 3):
        make_case(body)
    assert len(only(team.registrar).rows) == SHOWN


def test_whoever_stands_in_sees_the_cases_of_the_absent_colleague_and_why(
    body: Body, team: Team
) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    colleague = make_employee(body, "executor")
    assert not waiting_for(fresh(colleague))
    day = calendars.today(body)
    staff.record_absence(
        team.executor, since=day, until=day + timedelta(days=1), substitute=colleague, by=team.head
    )
    row: Urgent = only(colleague).rows[0]
    assert (row.case.pk, str(row.step)) == (case.pk, "Написать ответ")
    assert "за отсутствующего" in row.note
    client = Client()
    client.force_login(colleague)
    assert "Сегодня вы замещаете:" in client.get(reverse("desk:today")).content.decode()


def test_what_others_proposed_waits_for_the_decision_of_whoever_may_decide(
    body: Body, team: Team
) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    now = timezone.now()
    Extension.objects.create(
        case=case,
        progress="Запрошены сведения",
        reason="Ждём ответа",
        previous_due=now,
        new_due=now + timedelta(days=30),
        prepared_at=now,
        prepared_by=team.executor,
    )
    decisions = waiting_for(fresh(team.head))[0]
    assert decisions.title == "Ждут вашего решения"
    assert [(row.case.pk, row.note) for row in decisions.rows] == [(case.pk, str(team.executor))]
    assert "Ждут вашего решения" not in [one.title for one in waiting_for(fresh(team.executor))]


def test_a_letter_at_the_signer_is_not_offered_to_be_written_again(body: Body, team: Team) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    stage = Reply.Stage.FOR_SIGNATURE
    Reply.objects.create(case=case, author=team.executor, stage=stage, saved_at=timezone.now())
    (row,) = only(team.executor).rows
    assert (str(row.step), row.note) == ("Открыть дело", "письмо на подписи")
    assert row.address == reverse("desk:case", args=[case.pk])


def test_a_client_s_wish_to_stop_stands_at_the_case(body: Body, team: Team) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    other = make_case(body, Stage.ASSIGNED, team=team)
    Withdrawal.objects.create(case=case, asked_at=timezone.now(), channel="web")
    notes = {row.case.pk: row.note for row in only(team.executor).rows}
    assert notes == {case.pk: "клиент просит прекратить рассмотрение", other.pk: ""}


def test_the_page_says_the_number_the_client_what_is_due_and_the_step(
    body: Body, team: Team
) -> None:
    case = due_in(make_case(body, Stage.ASSIGNED, team=team), -2)
    client = Client()
    client.force_login(team.executor)
    html = client.get(reverse("desk:today")).content.decode()
    assert str(case.number) in html
    assert "Соколова" in html
    assert "просрочено на" in html
    assert reverse("desk:reply", args=[case.pk]) in html
    assert client.get(reverse("desk:reply", args=[case.pk])).status_code == 200


def test_every_step_leads_to_a_page_that_the_employee_may_open(body: Body, team: Team) -> None:
    make_case(body)
    make_case(body, Stage.ASSIGNED, team=team)
    waiting = make_case(body, Stage.REGISTERED)
    Case.objects.filter(pk=waiting.pk).update(unit=team.head.unit)
    for employee in (team.registrar, team.head, team.executor):
        client = Client()
        client.force_login(employee)
        for found in waiting_for(fresh(employee)):
            for address in (found.more, *(row.address for row in found.rows)):
                assert client.get(address).status_code == 200, address


def test_the_lists_keep_their_query_budget_whatever_there_is(body: Body, team: Team) -> None:
    client = Client()
    client.force_login(make_employee(body, "registrar", "executor", "head"))
    spent = []
    for turn in range(2):
        for _ in range(1 + 3 * turn):
            make_case(body)
            make_case(body, Stage.ASSIGNED, team=team)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk:today"))
        spent.append(len(queries))
    assert spent[0] == spent[1] <= QUERY_BUDGET
