"""A formal substitute works in place of an absent executor; the journal names the real person."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from otklik.cases import actions, listing, queries
from otklik.cases.actions import PartEntry
from otklik.cases.models import Case, Stage
from otklik.journal.models import Entry
from otklik.replies import actions as replies
from otklik.staff.models import Absence, Appointment, Employee, Role
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db
AT = RECEIVED + timedelta(days=1)
AWAY = datetime(2026, 3, 6, 11, 0, tzinfo=ZoneInfo("Asia/Novosibirsk"))
BACK = datetime(2026, 3, 11, 11, 0, tzinfo=ZoneInfo("Asia/Novosibirsk"))


@pytest.fixture
def team() -> Team:
    return make_team(make_body())


@pytest.fixture
def case(team: Team) -> Case:
    return make_case(team.executor.body, Stage.ASSIGNED, team=team)  # type: ignore[arg-type]  # has a body


@pytest.fixture
def substitute(team: Team, case: Case) -> Employee:
    found = make_employee(case.body, "executor")
    Absence.objects.create(
        employee=team.executor, substitute=found, since=date(2026, 3, 4), until=date(2026, 3, 10)
    )
    return found


def test_a_substitute_sees_and_has_the_cases_only_while_the_other_is_away(
    case: Case, substitute: Employee, team: Team
) -> None:
    with time_machine.travel(AWAY, tick=False):
        assert list(queries.visible_to(substitute)) == [case]
        assert list(queries.mine(substitute)) == [case]
        wanted = listing.asked(substitute, {"scope": "mine"})
        assert list(listing.matching(substitute, wanted, AWAY)) == [case]
        assert list(queries.mine(team.executor)) == [case]
    with time_machine.travel(BACK, tick=False):
        assert not queries.visible_to(substitute)
        assert not queries.mine(substitute)


def test_a_substitute_considers_and_writes_and_the_journal_names_him(
    case: Case, substitute: Employee, team: Team
) -> None:
    with time_machine.travel(AWAY, tick=False):
        actions.consider(case.questions.get(), by=substitute, outcome="solved")
        reply = replies.start(case, by=substitute)
        draft = reply.draft | {"answers": {str(case.questions.get().pk): "Меры есть."}}
        reply = replies.save(reply, by=substitute, draft=draft, revision=reply.revision)
        version = replies.submit(reply, by=substitute)
    assert version.created_by == substitute
    for act in ("cases.consider", "replies.save", "replies.submit"):
        assert Entry.objects.get(act=act).actor == substitute.actor.key
    case.refresh_from_db()
    assert case.executor == team.executor


def test_after_the_absence_the_substitute_is_refused(case: Case, substitute: Employee) -> None:
    with time_machine.travel(BACK, tick=False):
        with pytest.raises(Refusal, match="другому исполнителю"):
            actions.consider(case.questions.get(), by=substitute, outcome="solved")
        with pytest.raises(Refusal):
            replies.start(case, by=substitute)


def test_a_colleague_who_stands_in_for_nobody_is_refused(case: Case, substitute: Employee) -> None:
    colleague = make_employee(case.body, "executor")
    with time_machine.travel(AWAY, tick=False), pytest.raises(Refusal, match="другому исполнителю"):
        actions.consider(case.questions.get(), by=colleague, outcome="solved")


def test_an_acting_appointment_counts_as_well(case: Case, team: Team) -> None:
    acting = make_employee(case.body, "executor")
    Appointment.objects.create(
        employee=acting,
        role=Role.objects.get(code="executor"),
        since=date(2026, 3, 5),
        until=date(2026, 3, 7),
        substitutes=team.executor,
    )
    with time_machine.travel(AWAY, tick=False):
        assert list(queries.mine(acting)) == [case]
        actions.consider(case.questions.get(), by=acting, outcome="solved")
    with time_machine.travel(BACK, tick=False):
        assert not queries.mine(acting)


def test_a_substitute_hands_in_the_part_of_an_absent_co_executor(
    case: Case, team: Team, substitute: Employee
) -> None:
    absent = make_employee(case.body, "executor")
    Absence.objects.create(
        employee=absent, substitute=substitute, since=date(2026, 3, 4), until=date(2026, 3, 10)
    )
    part = actions.add_co_executor(case, PartEntry(absent, "Справка"), by=team.head, at=AT)
    with time_machine.travel(AWAY, tick=False):
        actions.report_part(part, by=substitute, report="Готово")
    assert Entry.objects.get(act="cases.report-part").actor == substitute.actor.key


def test_the_pages_open_to_a_substitute_with_what_is_to_be_done(
    case: Case, substitute: Employee, client: Client
) -> None:
    with time_machine.travel(AWAY, tick=False):
        client.force_login(substitute)
        text = client.get(f"/desk/cases/{case.pk}/").content.decode()
        assert "Написать ответ" in text
        studio = client.get(f"/desk/cases/{case.pk}/reply").content.decode()
        assert "Отправить на подпись" in studio
    with time_machine.travel(BACK, tick=False):
        client.force_login(substitute)
        assert client.get(f"/desk/cases/{case.pk}/").status_code == 404
