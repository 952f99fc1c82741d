"""On control: who puts a case there, who takes it off, and what must be done before."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from otklik.cases import actions, listing, queries
from otklik.cases.actions import Removal
from otklik.cases.control_queries import lacking_of
from otklik.cases.models import Case, ControlMark, Forwarding, Interim, Promise, Stage
from otklik.journal.actors import system
from otklik.journal.models import Entry
from otklik.messages import actions as messages
from otklik.messages.models import Outgoing
from otklik.staff.models import Absence, Employee
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db
AT = RECEIVED + timedelta(days=1)
LATER = RECEIVED + timedelta(days=10)
RECORD = Removal("Исполнено", "СЭДД-15", date(2026, 3, 12))


@pytest.fixture
def team() -> Team:
    return make_team(make_body("labour-novosibirsk"))


@pytest.fixture
def case(team: Team) -> Case:
    return make_case(
        team.executor.body,  # type: ignore[arg-type]  # has a body
        Stage.ASSIGNED,
        team=team,
        questions=("Положена ли выплата?", "Когда её назначат?"),
    )


@pytest.fixture
def deputy(case: Case) -> Employee:
    return make_employee(case.body, "signer")


@pytest.fixture
def mark(case: Case, deputy: Employee) -> ControlMark:
    return actions.put_on_control(case, by=deputy, note="Доложить лично", at=AT)


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def considered(case: Case, by: Employee, outcome: str = "impossible", **parts: Any) -> None:
    for question in case.questions.all():
        reason = "" if outcome in {"solved", "promised"} else "Нет права"
        actions.consider(question, by=by, outcome=outcome, reason=reason, at=AT, **parts)


def letter(case: Case, kind: str, *, sent: bool) -> Outgoing:
    message = messages.enqueue(
        case.body, kind=kind, about=case.ref, channel="post", address="630000", subject="Ответ",
        text="Текст", key=f"{kind}-{case.pk}", at=AT,
    )  # fmt: skip
    if sent:
        messages.record_by_hand(message, by=make_employee(case.body, "registrar"), at=AT)
    message.refresh_from_db()
    return message


def answered(case: Case, team: Team) -> None:
    actions.mark_signed(fresh(case), by=team.signer, at=AT)
    letter(case, "reply", sent=True)
    actions.finish(fresh(case), by=system("deliver"), at=AT)


def off(case: Case, by: Employee, removal: Removal = RECORD) -> ControlMark:
    return actions.take_off_control(fresh(case), removal, by=by, at=LATER)


def refused(case: Case, by: Employee, removal: Removal = RECORD) -> Refusal:
    with pytest.raises(Refusal) as caught:
        off(case, by, removal)
    assert ControlMark.objects.get().removed_at is None
    return caught.value


@pytest.mark.clause("labour-novosibirsk:28.a")
def test_only_the_official_who_put_it_on_takes_it_off(
    case: Case, team: Team, deputy: Employee, mark: ControlMark
) -> None:
    considered(case, team.executor)
    answered(case, team)
    for other in (team.executor, team.head, make_employee(case.body, "signer")):
        refusal = refused(case, other)
        assert refusal.clause == "labour-novosibirsk:28.a"
        assert str(deputy) in refusal.message
    assert off(case, deputy).removed_by == deputy
    entry = Entry.objects.get(act="cases.take-off-control")
    assert (entry.clause, entry.actor) == ("labour-novosibirsk:28.a", deputy.actor.key)
    with pytest.raises(Refusal, match="не стоит на контроле"):
        off(case, deputy)


@pytest.mark.clause("labour-novosibirsk:28.a")
def test_a_formal_substitute_takes_it_off_while_the_other_is_away(
    case: Case, team: Team, deputy: Employee, mark: ControlMark
) -> None:
    considered(case, team.executor)
    answered(case, team)
    substitute = make_employee(case.body, "executor")
    Absence.objects.create(
        employee=deputy, substitute=substitute, since=date(2026, 3, 1), until=date(2026, 3, 13)
    )
    with pytest.raises(Refusal, match="официальный заместитель"):  # the absence is over
        actions.take_off_control(fresh(case), RECORD, by=substitute, at=LATER + timedelta(days=1))
    assert off(case, substitute).removed_by == substitute


@pytest.mark.clause("labour-novosibirsk:27")
def test_everything_that_is_missing_is_named_and_shrinks(
    case: Case, team: Team, deputy: Employee, mark: ControlMark
) -> None:
    said = refused(case, deputy).message
    assert "Вопрос 1 не рассмотрен" in said
    assert "Вопрос 2 не рассмотрен" in said
    assert "не подписан и не отправлен" in said
    considered(case, team.executor, "solved")
    said = refused(case, deputy).message
    assert "не рассмотрен" not in said
    assert "какие меры приняты по вопросу 1" in said
    for question in case.questions.all():
        actions.record_measure(question, by=team.executor, measure="Назначена", at=AT)
    assert refused(case, deputy).message == "Ответ по существу не подписан и не отправлен."
    answered(case, team)
    assert lacking_of(fresh(case)) == []
    off(case, deputy)


@pytest.mark.clause("labour-novosibirsk:27")
def test_neither_the_reply_nor_its_second_delivery_may_be_outstanding(
    case: Case, team: Team, deputy: Employee, mark: ControlMark
) -> None:
    considered(case, team.executor)
    actions.mark_signed(fresh(case), by=team.signer, at=AT)
    main = letter(case, "reply", sent=False)
    second = letter(case, "reply-duplicate", sent=False)
    assert "отправлено: ответ." in refused(case, deputy).message
    messages.record_by_hand(main, by=team.registrar, at=AT)
    assert "дополнительному каналу" in refused(case, deputy).message
    messages.record_by_hand(second, by=team.registrar, at=AT)
    off(case, deputy)


@pytest.mark.clause("labour-novosibirsk:30")
def test_an_interim_letter_or_an_enquiry_is_no_ground(
    case: Case, team: Team, deputy: Employee, mark: ControlMark
) -> None:
    considered(case, team.executor)
    for kind in Interim.Kind.values:
        Interim.objects.create(
            case=case, kind=kind, text="Идёт проверка", sent_at=AT, sent_by=team.executor
        )
    assert "Промежуточные ответы и запросы не считаются" in refused(case, deputy).message
    assert "labour-novosibirsk:30" in [lack.clause for lack in lacking_of(fresh(case))]


def test_a_promise_is_kept_before_the_case_is_off_control(
    case: Case, team: Team, deputy: Employee, mark: ControlMark
) -> None:
    considered(case, team.executor, "promised", promised_on=date(2026, 3, 30))
    for question in case.questions.all():
        actions.record_measure(question, by=team.executor, measure="Заявка подана", at=AT)
    answered(case, team)
    assert "Обещание по вопросу 1 ещё не исполнено" in refused(case, deputy).message
    for promise in Promise.objects.filter(question__case=case):
        actions.keep_promise(promise, by=team.executor, done="Выплачено", at=AT)
    assert "Обещание" in refused(case, deputy).message, "the closing letter is not delivered"
    Outgoing.objects.filter(kind="promise-kept").update(state=Outgoing.State.SENT)
    off(case, deputy)


def test_a_forwarded_case_counts_by_its_letter_and_notice(
    case: Case, team: Team, deputy: Employee, mark: ControlMark
) -> None:
    notice, sent = (
        letter(case, "forwarding-notice", sent=False),
        letter(case, "forwarding", sent=True),
    )
    Forwarding.objects.create(
        case=case, recipient="Минздрав", channel="post", reason="Не наш вопрос", decided_at=AT,
        decided_by=team.head, letter=sent, notice=notice,
    )  # fmt: skip
    Case.objects.filter(pk=case.pk).update(stage=Stage.FORWARDED, closed_at=AT)
    assert (
        refused(case, deputy).message == "Ещё не отправлено: уведомление клиента о переадресации."
    )
    messages.record_by_hand(notice, by=team.registrar, at=AT)
    off(case, deputy)


@pytest.mark.clause("labour-novosibirsk:28.b")
@pytest.mark.parametrize(
    "removal", [Removal(), Removal(record_number="15"), Removal(record_date=date(2026, 3, 12))]
)
def test_the_decision_is_entered_in_the_record_system_with_number_and_date(
    case: Case, team: Team, deputy: Employee, mark: ControlMark, removal: Removal
) -> None:
    considered(case, team.executor)
    answered(case, team)
    refusal = refused(case, deputy, removal)
    assert (refusal.field, refusal.clause) == ("record_number", "labour-novosibirsk:28.b")
    found = off(case, deputy)
    assert (found.record_number, found.record_date) == ("СЭДД-15", date(2026, 3, 12))


def test_an_entry_of_tomorrow_is_refused(
    case: Case, team: Team, deputy: Employee, mark: ControlMark
) -> None:
    considered(case, team.executor)
    answered(case, team)
    assert refused(case, deputy, Removal("", "15", date(2026, 3, 14))).field == "record_date"


def test_another_order_asks_for_no_record_and_cites_no_foreign_clause() -> None:
    team = make_team(make_body())
    case = make_case(team.head.body, Stage.ASSIGNED, team=team)  # type: ignore[arg-type]  # has a body
    actions.put_on_control(case, by=team.head, at=AT)
    considered(case, team.executor)
    answered(case, team)
    actions.take_off_control(fresh(case), Removal(), by=team.head, at=LATER)
    clauses = Entry.objects.filter(act__in=["cases.put-on-control", "cases.take-off-control"])
    assert set(clauses.values_list("clause", flat=True)) == {""}


def test_a_case_is_put_on_control_once_and_only_by_those_who_may(
    case: Case, team: Team, mark: ControlMark
) -> None:
    with pytest.raises(Refusal, match="уже на контроле"):
        actions.put_on_control(fresh(case), by=team.head, at=AT)
    other = make_case(case.body, Stage.ASSIGNED, team=team)
    with pytest.raises(Refusal, match="нет такого действия"):
        actions.put_on_control(other, by=team.executor, at=AT)


def test_a_measure_is_written_by_the_executor_on_a_considered_question(
    case: Case, team: Team
) -> None:
    question = case.questions.all()[0]
    with pytest.raises(Refusal, match="Сначала рассмотрите"):
        actions.record_measure(question, by=team.executor, measure="Сделано", at=AT)
    considered(case, team.executor, "solved")
    with pytest.raises(Refusal, match="другому исполнителю"):
        actions.record_measure(
            question, by=make_employee(case.body, "executor"), measure="да", at=AT
        )
    actions.record_measure(question, by=team.executor, measure="Сделано", at=AT)
    question.refresh_from_db()
    assert question.measure == "Сделано"


@pytest.mark.clause("labour-novosibirsk:27")
def test_a_case_with_an_open_question_cannot_be_signed(case: Case, team: Team) -> None:
    first = case.questions.all()[0]
    actions.consider(first, by=team.executor, outcome="solved", at=AT)
    with pytest.raises(Refusal, match="Вопрос 2 не рассмотрен") as caught:
        actions.mark_signed(case, by=team.signer, at=AT)
    assert caught.value.clause == "labour-novosibirsk:27"
    assert fresh(case).stage == Stage.ASSIGNED


def test_cases_on_control_are_a_list_of_their_own_and_carry_a_mark(
    case: Case, team: Team, mark: ControlMark, client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(4):
        make_case(case.body, Stage.ASSIGNED, team=team)
    assert list(queries.on_control(team.registrar)) == [case]
    client.force_login(team.registrar)
    with django_assert_max_num_queries(9):
        page = client.get("/desk/cases/", {"stage": listing.CONTROL})
    assert [row.pk for row in page.context["page"].rows] == [case.pk]
    assert "на контроле" in page.content.decode()
    everything = client.get("/desk/cases/").content.decode()
    assert everything.count('badge-warn">на контроле') == 1
    head = client.get(f"/desk/cases/{case.pk}/").content.decode()
    assert "Доложить лично" in head
    assert 'badge-warn">на контроле' in head


def test_the_button_says_the_act_and_not_what_was_done(
    case: Case, deputy: Employee, client: Client
) -> None:
    client.force_login(deputy)
    text = client.get(f"/desk/cases/{case.pk}/control").content.decode()
    assert "Поставить на контроль</button>" in text
    assert "Поставлено на контроль</button>" not in text


def test_the_page_shows_what_is_missing_and_takes_off_with_the_entry(
    case: Case, team: Team, deputy: Employee, mark: ControlMark, client: Client
) -> None:
    address = f"/desk/cases/{case.pk}/control/off"
    client.force_login(deputy)
    assert "Вопрос 2 не рассмотрен" in client.get(address).content.decode()
    typed = {"note": "Исполнено", "record_number": "15", "record_date": "2026-03-12"}
    early = client.post(address, typed | {"revision": fresh(case).revision})
    assert early.status_code == 422
    assert "15" in early.content.decode()
    considered(case, team.executor)
    answered(case, team)
    assert "Всё исполнено" in client.get(address).content.decode()
    client.force_login(team.head)
    assert "Решение принимает другой" in client.get(address).content.decode()
    assert client.post(address, typed | {"revision": fresh(case).revision}).status_code == 422
    client.force_login(deputy)
    without = client.post(address, {"note": "", "revision": fresh(case).revision})
    assert "номер и дату записи" in without.content.decode()
    assert client.post(address, typed | {"revision": fresh(case).revision}).status_code == 302
    assert "СЭДД" not in str(ControlMark.objects.get().record_number)
    assert ControlMark.objects.get().removed_by == deputy


def test_the_page_of_measures_writes_only_what_has_changed(
    case: Case, team: Team, client: Client
) -> None:
    considered(case, team.executor, "solved")
    first, second = case.questions.all()
    address = f"/desk/cases/{case.pk}/measures"
    client.force_login(team.executor)
    assert client.get(address).status_code == 200
    said = {f"measure-{first.pk}": "Назначена с марта", f"measure-{second.pk}": ""}
    assert client.post(address, said | {"revision": fresh(case).revision}).status_code == 302
    assert Entry.objects.filter(act="cases.record-measure").count() == 1
    first.refresh_from_db()
    assert first.measure == "Назначена с марта"
    cleared = {f"measure-{first.pk}": "", f"measure-{second.pk}": "Да"}
    answer = client.post(address, cleared | {"revision": fresh(case).revision})
    assert answer.status_code == 422
    second.refresh_from_db()
    assert second.measure == ""
