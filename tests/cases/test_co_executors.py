"""Co-executors: several units at once, each with a part and a term of its own."""

from datetime import date, timedelta
from typing import Any

import pytest

from otklik.cases import actions, queries
from otklik.cases.actions import PartEntry
from otklik.cases.assignment_queries import part_for, parts_of, shown_parts
from otklik.cases.desk.shown import terms_of
from otklik.cases.models import Assignment, Case, Deadline, Stage
from otklik.journal.models import Entry
from otklik.staff import actions as staff
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db
AT = RECEIVED + timedelta(days=1)
WORDS = "Справка о действующих мерах"


@pytest.fixture
def team() -> Team:
    return make_team(make_body("industry-mordovia"))


@pytest.fixture
def case(team: Team) -> Case:
    return make_case(team.executor.body, Stage.ASSIGNED, team=team)  # type: ignore[arg-type]  # has a body


@pytest.fixture
def helper(team: Team) -> Employee:
    body = team.executor.body
    assert body is not None
    return make_employee(body, "executor", unit=staff.add_unit(body, "law", "Правовой отдел"))


def given(case: Case, helper: Employee, by: Employee, **parts: Any) -> Assignment:
    entry = PartEntry(helper, parts.pop("instruction", WORDS), parts.pop("due", None))
    return actions.add_co_executor(case, entry, by=by, at=parts.pop("at", AT), **parts)


def due_of(part: Assignment) -> Deadline:
    return Deadline.objects.get(kind="co_executor_part", part=str(part.pk), superseded_at=None)


@pytest.mark.clause("industry-mordovia:8.6.f")
def test_an_assignment_keeps_words_executors_and_terms_of_several_units(
    case: Case, team: Team, helper: Employee
) -> None:
    part = given(case, helper, team.head, due=date(2026, 3, 12))
    other = make_employee(case.body, "executor")
    second = given(case, other, team.executor, due=date(2026, 3, 16))
    assert (part.instruction, part.executor, part.unit) == (WORDS, helper, helper.unit)
    assert due_of(part).due.astimezone().date() == date(2026, 3, 12)
    assert due_of(part).due < due_of(second).due
    assert part.unit != second.unit
    case.refresh_from_db()
    assert case.executor == team.executor
    assert case.next_due == min(
        row.due
        for row in case.deadlines.filter(superseded_at=None, met_at=None, kind="co_executor_part")
    )
    entry = Entry.objects.filter(act="cases.add-co-executor").last()
    assert entry is not None
    assert entry.clause == "industry-mordovia:8.6.f"


def test_without_a_day_the_profile_s_term_holds_and_the_steps_say_so(
    case: Case, team: Team, helper: Employee
) -> None:
    row = due_of(given(case, helper, team.head))
    assert [step["kind"] for step in row.steps][-1] == "due"
    assert any(step["kind"] == "add-calendar-days" for step in row.steps)


def test_the_page_tells_whose_part_a_term_is_and_that_its_day_was_named(
    case: Case, team: Team, helper: Employee
) -> None:
    given(case, helper, team.head, due=date(2026, 3, 12))
    terms = terms_of(profile_of(case.body), queries.deadlines_of(case))
    (term,) = [row for row in terms.watched if helper.short_name in row.label]
    assert "Соисполнителю назначено ответить до 12 марта 2026" in " ".join(term.steps)
    assert any("день назван" in said for said in term.moves)


@pytest.mark.parametrize("due", [date(2026, 4, 2), date(2026, 12, 1)])
def test_a_term_on_or_after_the_reply_s_is_refused_and_nothing_is_left(
    case: Case, team: Team, helper: Employee, due: date
) -> None:
    with pytest.raises(Refusal, match="раньше срока самого ответа") as refused:
        given(case, helper, team.head, due=due)
    assert refused.value.field == "due"
    assert not parts_of(case)
    assert not Deadline.objects.filter(kind="co_executor_part")


@pytest.mark.parametrize(
    ("due", "words"), [(date(2026, 3, 1), "прошёл"), (date(9999, 1, 1), "Проверьте год")]
)
def test_a_slip_in_the_term_is_refused(
    case: Case, team: Team, helper: Employee, due: date, words: str
) -> None:
    with pytest.raises(Refusal, match=words):
        given(case, helper, team.head, due=due)


def test_the_responsible_executor_is_no_co_executor_of_his_own_case(
    case: Case, team: Team, helper: Employee
) -> None:
    with pytest.raises(Refusal, match="не может быть соисполнителем"):
        given(case, team.executor, team.head)
    given(case, helper, team.head)
    with pytest.raises(Refusal, match="уже соисполнитель"):
        given(case, helper, team.head)
    with pytest.raises(Refusal, match="нет такой роли"):
        given(case, make_employee(case.body, "registrar"), team.head)


def test_who_is_complained_about_gets_no_part_and_no_case(
    case: Case, team: Team, helper: Employee
) -> None:
    Case.objects.filter(pk=case.pk).update(complained_employee=helper)
    case.refresh_from_db()
    with pytest.raises(Refusal, match="подана на этого сотрудника"):
        given(case, helper, team.head)
    assert helper.unit is not None
    with pytest.raises(Refusal, match="подана на этого сотрудника"):
        actions.assign(case, by=team.head, unit=team.head.unit, executor=helper, topics={}, at=AT)  # type: ignore[arg-type]  # has a unit


def test_only_the_head_of_the_unit_or_the_responsible_executor_names_co_executors(
    case: Case, helper: Employee
) -> None:
    with pytest.raises(Refusal, match="назначает руководитель или ответственный"):
        given(case, make_employee(case.body, "executor"), helper)


def test_several_are_named_together_or_not_at_all(case: Case, team: Team, helper: Employee) -> None:
    other = make_employee(case.body, "executor")
    entries = [PartEntry(helper, WORDS), PartEntry(other, WORDS), PartEntry(team.executor, WORDS)]
    with pytest.raises(Refusal):
        actions.add_several(case, entries, by=team.head, at=AT)
    assert not parts_of(case)
    assert len(actions.add_several(case, entries[:2], by=team.head, at=AT)) == 2


@pytest.mark.clause("industry-mordovia:8.6.h")
def test_a_part_is_handed_in_returned_mended_and_accepted(
    case: Case, team: Team, helper: Employee
) -> None:
    part = given(case, helper, team.head, due=date(2026, 3, 12))
    assert list(queries.mine(helper)) == [case]
    assert part_for(case, helper, AT) == part
    actions.report_part(part, by=helper, report="Меры есть.", at=AT + timedelta(days=1))
    assert due_of(part).met_at == AT + timedelta(days=1)
    assert not queries.mine(helper)
    assert [row.state for row in shown_parts(case)] == ["reported"]

    actions.return_part(part, by=team.executor, remarks="Назовите суммы", at=AT + timedelta(days=2))
    assert due_of(part).met_at is None
    assert list(queries.mine(helper)) == [case]
    assert [row.state for row in shown_parts(case)] == ["returned"]

    actions.report_part(part, by=helper, report="До 5 млн рублей.", at=AT + timedelta(days=3))
    actions.accept_part(part, by=team.head, at=AT + timedelta(days=4))
    assert [row.state for row in shown_parts(case)] == ["accepted"]
    with pytest.raises(Refusal, match="уже завершено"):
        actions.report_part(part, by=helper, report="Ещё", at=AT + timedelta(days=5))
    acts = Entry.objects.filter(subject=case.ref).values_list("act", flat=True)
    for act in ("report-part", "return-part", "accept-part"):
        assert f"cases.{act}" in acts


def test_a_part_is_written_by_its_co_executor_and_judged_by_others(
    case: Case, team: Team, helper: Employee
) -> None:
    part = given(case, helper, team.head)
    with pytest.raises(Refusal, match="другому соисполнителю"):
        actions.report_part(part, by=team.executor, report="За другого", at=AT)
    with pytest.raises(Refusal, match="ещё не сдал"):
        actions.accept_part(part, by=team.head, at=AT)
    with pytest.raises(Refusal, match="Напишите вашу часть"):
        actions.report_part(part, by=helper, report=" ", at=AT)
    actions.report_part(part, by=helper, report="Готово", at=AT)
    with pytest.raises(Refusal, match="решает руководитель"):
        actions.accept_part(part, by=helper, at=AT)


def test_a_released_co_executor_owes_nothing_any_more(
    case: Case, team: Team, helper: Employee
) -> None:
    part = given(case, helper, team.head)
    with pytest.raises(Refusal, match="Напишите причину"):
        actions.end_part(part, by=team.head, reason=" ", at=AT)
    actions.end_part(part, by=team.head, reason="Вопрос снят", at=AT)
    assert not Deadline.objects.filter(kind="co_executor_part", superseded_at=None)
    assert not queries.mine(helper)
    part.refresh_from_db()
    assert part.end_reason == "Вопрос снят"
    assert "Вопрос снят" not in str(list(Entry.objects.values_list("details", flat=True)))


def test_another_responsible_executor_leaves_the_parts_of_the_others(
    case: Case, team: Team, helper: Employee
) -> None:
    part = given(case, helper, team.head)
    new = make_employee(case.body, "executor")
    topics = {row.pk: row.topic_code for row in case.questions.all()}
    actions.assign(case, by=team.head, unit=new.unit, executor=new, topics=topics, at=AT)  # type: ignore[arg-type]  # has a unit
    assert Assignment.objects.filter(pk=part.pk, ended_at=None).exists()
    assert due_of(part).met_at is None
    case.refresh_from_db()
    actions.assign(case, by=team.head, unit=new.unit, executor=helper, topics=topics, at=AT)  # type: ignore[arg-type]  # has a unit
    assert not Assignment.objects.filter(pk=part.pk, ended_at=None).exists()
    main = case.assignments.get(role=Assignment.Role.MAIN, ended_at=None)
    assert main.executor == helper


def test_a_signed_reply_waits_for_no_part(case: Case, team: Team, helper: Employee) -> None:
    part = given(case, helper, team.head)
    for question in case.questions.all():
        actions.consider(question, by=team.executor, outcome="solved", at=AT)
    actions.mark_signed(case, by=team.signer, at=AT + timedelta(days=1))
    part.refresh_from_db()
    assert part.ended_at is not None
    assert not Deadline.objects.filter(
        kind="co_executor_part", superseded_at=None, met_at=None
    ).exists()


def test_nobody_of_another_body_gets_a_part(case: Case, team: Team) -> None:
    stranger = make_employee(make_body("economy-magadan"), "executor")
    with pytest.raises(Refusal, match="другом органе"):
        given(case, stranger, team.head)
