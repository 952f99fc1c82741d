"""The morning's round: one message a person, in working hours, whatever cuts it off or runs beside it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from otklik.cases.models import Case, Clarification, Deadline, NoReply, Stage
from otklik.control import jobs
from otklik.control.actions import sweeping
from otklik.control.actions.notices import tell, tell_many
from otklik.control.models import Notice, Round, ToldAssignment
from otklik.control.rules import cases_of
from otklik.journal.models import Entry
from otklik.messages.models import Outgoing
from otklik.staff import calendars
from otklik.staff.actions import set_calendar_day
from otklik.staff.models import Absence, Body, Employee
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Novosibirsk")
# A case received and registered on Tuesday 3 March 2026 is due on Thursday 2 April.
DUE_DAY = date(2026, 4, 2)


def at(day: date, hour: int = 9, minute: int = 30) -> datetime:
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


@pytest.fixture
def body() -> Body:
    return make_body("labour-novosibirsk")


@pytest.fixture
def team(body: Body) -> Team:
    return make_team(body)


def only_digests() -> list[Notice]:
    return list(Notice.objects.filter(kind="digest").order_by("id"))


def digest_of(employee: Employee) -> Notice:
    return Notice.objects.filter(kind="digest", employee=employee).latest("id")


def groups(notice: Notice) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in notice.lines:
        found.setdefault(line["group"], []).extend(number for _pk, number in cases_of(line))
    return found


def an_earlier_round(body: Body, day: date) -> Round:
    """As if the morning of that day had been told, with nothing to say."""
    return Round.objects.create(body=body, day=day, until=at(day), finished_at=at(day))


def told_of(case: Case) -> None:
    """As in life some days later: the first reaction has gone out, the executor knows of his assignment."""
    Deadline.objects.filter(case=case, kind="acknowledgement").update(met_at=RECEIVED)
    for assignment in case.assignments.all():
        notice = Notice.objects.create(
            body=case.body, employee=assignment.executor, kind="assigned", key=f"x{assignment.pk}",
            subject="x", due_at=RECEIVED, created_at=RECEIVED,
        )  # fmt: skip
        ToldAssignment.objects.create(assignment=assignment, notice=notice)


def test_an_executor_with_several_cases_gets_one_message_with_all_of_them(
    body: Body, team: Team
) -> None:
    numbers = {make_case(body, Stage.ASSIGNED, team=team).number for _ in range(4)}
    jobs.sweep_bodies(at(DUE_DAY))
    mine = Notice.objects.filter(kind="digest", employee=team.executor)
    assert mine.count() == 1
    notice = mine.get()
    assert set(groups(notice)["today"]) == numbers
    assert notice.message is not None
    assert notice.message.address == team.executor.email
    for number in numbers:
        assert number in notice.message.text
    assert "Срок сегодня: 4" in notice.message.text


def test_the_letter_names_numbers_days_and_links_but_no_client(body: Body, team: Team) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    jobs.sweep_bodies(at(DUE_DAY))
    notice = digest_of(team.executor)
    assert notice.message is not None
    whole = notice.message.text + notice.message.subject + str(notice.lines)
    assert f"/desk/cases/{case.pk}" in whole
    assert "02.04.2026" in whole
    for private in ("Соколова", "Анна", "example.org", case.summary, "пекарн", case.tracking_code):
        assert private not in whole.replace(team.executor.email, "")


def test_a_repetition_tells_nothing_twice(body: Body, team: Team) -> None:
    make_case(body, Stage.ASSIGNED, team=team)
    first = jobs.sweep_bodies(at(DUE_DAY))
    assert first > 0
    notices, letters = Notice.objects.count(), Outgoing.objects.count()
    for minute in (33, 40, 59):
        assert jobs.sweep_bodies(at(DUE_DAY, 9, minute)) == 0
    assert (Notice.objects.count(), Outgoing.objects.count()) == (notices, letters)
    assert Entry.objects.filter(act="control.digest").count() == 1


@pytest.mark.parametrize(
    "moment",
    [
        at(DUE_DAY, 8, 59),  # before opening
        at(DUE_DAY, 13, 20),  # lunch
        at(DUE_DAY, 18, 0),  # closed
        at(DUE_DAY, 23, 30),
        at(date(2026, 4, 4), 11),  # Saturday
        at(date(2026, 3, 9), 11),  # a day off by decree
    ],
)
def test_outside_working_hours_nothing_is_told(body: Body, team: Team, moment: datetime) -> None:
    make_case(body, Stage.ASSIGNED, team=team)
    letters = Outgoing.objects.count()
    assert jobs.sweep_bodies(moment) == 0
    assert Notice.objects.count() == 0
    assert Outgoing.objects.count() == letters


def test_a_day_off_of_this_body_alone_is_quiet_too(body: Body, team: Team) -> None:
    make_case(body, Stage.ASSIGNED, team=team)
    set_calendar_day(DUE_DAY, "off", body=body, note="праздник", by=team.head.actor)
    calendars.forget()
    assert jobs.sweep_bodies(at(DUE_DAY)) == 0


def test_each_body_has_its_own_morning(body: Body, team: Team) -> None:
    far = make_body("economy-magadan")
    others = make_team(far)
    make_case(body, Stage.ASSIGNED, team=team)
    make_case(far, Stage.ASSIGNED, team=others)
    # 9:30 in Magadan (UTC+11) is 5:30 in Novosibirsk.
    moment = datetime(2026, 4, 2, 9, 30, tzinfo=ZoneInfo("Asia/Magadan"))
    jobs.sweep_bodies(moment)
    assert {notice.body_id for notice in Notice.objects.all()} == {far.pk}
    jobs.sweep_bodies(at(DUE_DAY))
    assert {notice.body_id for notice in only_digests()} == {far.pk, body.pk}


def test_the_day_after_the_term_the_head_is_told_too_and_then_the_executor_each_morning(
    body: Body, team: Team
) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    officer = make_employee(body, "control")
    told_of(case)
    an_earlier_round(body, DUE_DAY)
    jobs.sweep_bodies(at(date(2026, 4, 3)))
    for employee in (team.executor, team.head, officer):
        assert groups(digest_of(employee)) == {"overdue": [case.number]}
    assert digest_of(team.head).lines[0]["executor"] == team.executor.short_name
    assert not Notice.objects.filter(kind="digest", employee=team.signer).exists()
    jobs.sweep_bodies(at(date(2026, 4, 6)))
    told = Notice.objects.filter(kind="digest")
    assert told.filter(employee=team.executor).count() == 2
    assert told.filter(employee=team.head).count() == 1
    jobs.sweep_bodies(at(date(2026, 4, 7)))
    assert told.filter(employee=team.signer).count() == 1, "five days late: who signs is told"


def test_who_has_nothing_to_be_told_gets_nothing(body: Body, team: Team) -> None:
    make_case(body, Stage.ASSIGNED, team=team)
    idle = make_employee(body, "executor")
    jobs.sweep_bodies(at(DUE_DAY))
    assert not Notice.objects.filter(employee=idle).exists()


def test_a_case_that_is_answered_is_told_of_no_more(body: Body, team: Team) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    told_of(case)
    Deadline.objects.filter(case=case).update(met_at=RECEIVED)
    jobs.sweep_bodies(at(DUE_DAY))
    assert "today" not in str([notice.lines for notice in only_digests()])


def test_who_is_away_is_not_written_to_his_substitute_is(body: Body, team: Team) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    told_of(case)
    other = make_employee(body, "executor")
    Absence.objects.create(
        employee=team.executor, substitute=other, since=DUE_DAY, until=date(2026, 4, 10)
    )
    jobs.sweep_bodies(at(DUE_DAY))
    assert not Notice.objects.filter(kind="digest", employee=team.executor).exists()
    notice = digest_of(other)
    assert notice.lines[0]["behalf"] == team.executor.short_name
    assert notice.message is not None
    assert f"вы замещаете: {team.executor.short_name}" in notice.message.text


def test_without_an_address_the_notice_stands_in_the_desk_alone(body: Body, team: Team) -> None:
    make_case(body, Stage.ASSIGNED, team=team)
    Employee.objects.filter(pk=team.executor.pk).update(email="")
    jobs.sweep_bodies(at(DUE_DAY))
    assert digest_of(team.executor).message is None


def test_what_the_registrars_have_not_registered_is_told_to_them(body: Body, team: Team) -> None:
    case = make_case(body)
    jobs.sweep_bodies(at(date(2026, 3, 4)))
    assert case.tracking_code in str(digest_of(team.registrar).lines)


@pytest.mark.clause("industry-mordovia:8.6.g")
def test_the_executor_is_told_of_a_new_assignment_at_once_and_once() -> None:
    body = make_body("industry-mordovia")
    team = make_team(body)
    moscow = ZoneInfo("Europe/Moscow")
    morning = datetime(2026, 3, 3, 9, 5, tzinfo=moscow)
    jobs.sweep_bodies(morning)
    case = make_case(body, Stage.ASSIGNED, team=team, received_at=morning + timedelta(minutes=5))
    another = make_case(body, Stage.ASSIGNED, team=team, received_at=morning)
    jobs.sweep_bodies(datetime(2026, 3, 3, 11, 30, tzinfo=moscow))
    notice = Notice.objects.get(kind="assigned")
    assert notice.employee == team.executor
    assert set(groups(notice)["assigned"]) == {case.number, another.number}
    assert notice.message is not None
    assert notice.message.clause == "industry-mordovia:8.6.g"
    assert notice.message.subject == "Новое поручение"
    jobs.sweep_bodies(datetime(2026, 3, 3, 11, 33, tzinfo=moscow))
    jobs.sweep_bodies(datetime(2026, 3, 4, 9, 30, tzinfo=moscow))
    assert Notice.objects.filter(kind="assigned").count() == 1
    assert "assigned" not in str([row.lines for row in only_digests()])


def test_an_assignment_of_the_evening_is_told_with_the_morning(body: Body, team: Team) -> None:
    an_earlier_round(body, date(2026, 3, 3))
    case = make_case(
        body, Stage.ASSIGNED, team=team, received_at=datetime(2026, 3, 3, 17, 0, tzinfo=ZONE)
    )
    assert jobs.sweep_bodies(at(date(2026, 3, 3), 20)) == 0
    jobs.sweep_bodies(at(date(2026, 3, 4)))
    assert groups(digest_of(team.executor))["assigned"] == [case.number]
    assert not Notice.objects.filter(kind="assigned").exists()


def test_news_of_a_case_reach_its_executor(body: Body, team: Team) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    told_of(case)
    day = date(2026, 3, 12)
    an_earlier_round(body, date(2026, 3, 11))
    Clarification.objects.create(
        case=case, asked_at=RECEIVED, asked_by=team.executor, channel="phone",
        question="?", answer="Да", answered_at=at(date(2026, 3, 11), 15),
    )  # fmt: skip
    moved = Deadline.objects.get(case=case, kind="reply", superseded_at=None)
    moved.superseded_at = at(date(2026, 3, 11), 16)
    moved.save()
    Deadline.objects.create(
        case=case, kind="reply", due=moved.due + timedelta(days=30), basis="x", starts_from="receipt",
        started_at=moved.started_at, day_zero="", on_day_off="", calendar_version="",
        computed_at=at(date(2026, 3, 11), 16),
    )  # fmt: skip
    jobs.sweep_bodies(at(day))
    assert groups(digest_of(team.executor)) == {
        "moved": [case.number],
        "clarified": [case.number],
    }


def test_a_proposal_waits_with_the_head_each_morning_until_it_is_decided(
    body: Body, team: Team
) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    told_of(case)
    proposal = NoReply.objects.create(
        case=case, ground="court", reason="x", text="x", proposed_at=RECEIVED,
        proposed_by=team.executor,
    )  # fmt: skip
    for day in (date(2026, 3, 12), date(2026, 3, 13)):
        jobs.sweep_bodies(at(day))
        assert groups(digest_of(team.head)) == {"no-reply": [case.number]}
    NoReply.objects.filter(pk=proposal.pk).update(state="rejected")
    before = Notice.objects.count()
    jobs.sweep_bodies(at(date(2026, 3, 16)))
    assert not Notice.objects.filter(
        employee=team.head, created_at__gt=at(date(2026, 3, 14)), kind="digest"
    )
    assert Notice.objects.count() >= before


@pytest.mark.parametrize(
    ("day", "reminded"), [(date(2026, 3, 5), False), (date(2026, 3, 6), True), (date(2026, 3, 10), False)]
)  # fmt: skip
def test_on_the_fifth_day_the_executor_is_reminded_to_check_the_grounds(
    body: Body, team: Team, day: date, reminded: bool
) -> None:
    """Registered on 3 March; the fifth day, 8 March, and the days beside it are off: Friday the 6th."""
    case = make_case(body, Stage.ASSIGNED, team=team)
    told_of(case)
    an_earlier_round(body, day - timedelta(days=1))
    jobs.sweep_bodies(at(day))
    mine = Notice.objects.filter(kind="digest", employee=team.executor)
    assert ("triage" in str([row.lines for row in mine])) == reminded


def test_a_round_that_was_cut_off_is_finished_by_the_next_turn(
    body: Body, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = [make_employee(body, "executor") for _ in range(5)]
    for executor in people:
        make_case(body, Stage.ASSIGNED, team=Team(team.registrar, team.head, executor, team.signer))
    monkeypatch.setattr(sweeping, "CHUNK", 2)
    written = tell_many
    calls = []

    def dies_in_the_third_chunk(*args: object, **kwargs: object) -> object:
        calls.append(1)
        result = written(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        if len(calls) == 3:
            raise RuntimeError("the power went")
        return result

    monkeypatch.setattr(sweeping, "tell_many", dies_in_the_third_chunk)
    jobs.sweep_bodies(at(DUE_DAY))
    assert 0 < len(only_digests()) < 6
    assert Round.objects.get(body=body).finished_at is None
    jobs.sweep_bodies(at(DUE_DAY, 9, 40))
    told = [notice.employee_id for notice in only_digests()]
    assert len(told) == len(set(told))
    assert {executor.pk for executor in people} <= set(told)
    morning = Outgoing.objects.filter(idempotency_key__startswith="notice:digest:")
    letters = morning.values_list("address", flat=True)
    assert len(letters) == len(set(letters))
    assert Round.objects.get(body=body).finished_at is not None


def test_a_morning_that_was_never_finished_loses_no_news(body: Body, team: Team) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    told_of(case)
    an_earlier_round(body, date(2026, 3, 10))
    sweeping.begin(body, date(2026, 3, 11), at(date(2026, 3, 11)))  # and then the machine was off
    Clarification.objects.create(
        case=case, asked_at=RECEIVED, asked_by=team.executor, channel="phone",
        question="?", answer="Да", answered_at=at(date(2026, 3, 10), 15),
    )  # fmt: skip
    jobs.sweep_bodies(at(date(2026, 3, 12)))
    assert groups(digest_of(team.executor))["clarified"] == [case.number]


def test_the_number_of_statements_does_not_grow_with_the_cases(body: Body, team: Team) -> None:
    make_case(body, Stage.ASSIGNED, team=team)
    jobs.sweep_bodies(at(date(2026, 4, 1)))
    with CaptureQueriesContext(
        connection,
    ) as few:
        jobs.sweep_bodies(at(DUE_DAY))
    for _ in range(15):
        make_case(body, Stage.ASSIGNED, team=team)
    with CaptureQueriesContext(connection) as many:
        jobs.sweep_bodies(at(date(2026, 4, 3)))
    # The Friday makes the weekly list of the coming week too: some statements, whatever the number of cases.
    assert len(many) <= len(few) + 25
    with CaptureQueriesContext(connection) as idle:
        jobs.sweep_bodies(at(date(2026, 4, 3), 10))
    assert len(idle) <= 10


def test_telling_at_night_waits_for_the_opening(body: Body, team: Team) -> None:
    night = at(date(2026, 4, 3), 23)  # a Friday night
    notice = tell(team.executor, "calendar", "Сроки пересчитаны", key="k1", at=night)
    assert notice.due_at == at(date(2026, 4, 6), 9, 0)
    assert notice.message is not None
    assert notice.message.due_at == notice.due_at
    assert notice.message.created_at == night
    assert tell(team.executor, "calendar", "Ещё раз", key="k1", at=night).pk == notice.pk
    assert Notice.objects.count() == 1


def test_the_letter_goes_out_as_made_by_a_machine(body: Body, team: Team) -> None:
    from otklik.messages.transports.email import compose  # noqa: PLC0415 - only here

    notice = tell(team.executor, "calendar", "Сроки", key="k1", at=at(DUE_DAY))
    assert notice.message is not None
    letter: EmailMessage = compose(notice.message)
    assert letter.extra_headers["Auto-Submitted"] == "auto-generated"


def test_a_body_whose_calendar_fails_does_not_hold_up_the_others(
    body: Body, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_body("economy-magadan")
    make_case(body, Stage.ASSIGNED, team=team)
    real = sweeping.sweep

    def fails_in_magadan(one: Body, moment: datetime) -> int:
        if one.code == "economy-magadan":
            raise RuntimeError("no such year")
        return real(one, moment)

    monkeypatch.setattr(jobs, "sweep", fails_in_magadan)
    jobs.sweep_bodies(at(DUE_DAY))
    assert digest_of(team.executor)


def test_an_addition_of_the_client_is_told(body: Body, team: Team) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    told_of(case)
    from otklik.cases.models import CaseReceipt  # noqa: PLC0415 - only here
    from otklik.messages.models import Receipt  # noqa: PLC0415 - only here

    receipt = Receipt.objects.create(
        body=body, source="web", source_key="k", fingerprint="f", channel="web",
        tracking_code="AAAA-BBBB-CC", received_at=at(date(2026, 3, 11), 12),
    )  # fmt: skip
    CaseReceipt.objects.create(case=case, receipt=receipt, added_at=at(date(2026, 3, 11), 12))
    an_earlier_round(body, date(2026, 3, 11))
    Round.objects.update(until=at(date(2026, 3, 11), 9))
    jobs.sweep_bodies(at(date(2026, 3, 12)))
    assert groups(digest_of(team.executor)) == {"addition": [case.number]}
