"""Registering a case: what is refused, what is written, what goes out."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from otklik.cases import actions, jobs, queries
from otklik.cases.models import Case, Classification, Deadline, Stage
from otklik.cases.rules import QuestionEntry
from otklik.journal.models import Entry
from otklik.messages import actions as messages
from otklik.messages.models import Outgoing
from otklik.staff.refusals import Refusal
from otklik.touchpoints.models import Touchpoint
from tests.factories import (
    RECEIVED,
    make_body,
    make_case,
    make_employee,
    make_team,
    register_case,
    topic,
)

pytestmark = pytest.mark.django_db
NOVOSIBIRSK = ZoneInfo("Asia/Novosibirsk")


def parts(case: Case, **changed: object) -> dict[str, object]:
    """A complete registration, with the named parts changed."""
    return {
        "by": make_employee(case.body, "registrar"),
        "type": "application",
        "form": "electronic",
        "channel": "web",
        "questions": [QuestionEntry("Какие меры поддержки есть?", topic())],
        "addressee": "министерство",
        "touchpoint": Touchpoint.objects.filter(version__body=case.body).first(),
        "at": RECEIVED + timedelta(hours=1),
        **changed,
    }


@pytest.mark.clause("economy-novosibirsk:9.a")
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"questions": [QuestionEntry("Вопрос без темы")]}, "topic-0"),
        ({"questions": [QuestionEntry("Вопрос", "9999.9999.9999.9999")]}, "topic-0"),
        ({"questions": []}, "questions"),
        ({"type": "unheard-of"}, "type"),
        ({"form": ""}, "form"),
        ({"channel": "pigeon"}, "channel"),
        ({"addressee": " "}, "addressee"),
    ],
)
def test_an_incomplete_registration_is_refused_at_its_field_and_takes_no_number(
    changed: dict[str, object], field: str
) -> None:
    case = make_case(make_body())
    with pytest.raises(Refusal) as refused:
        actions.register(case, **parts(case, **changed))  # type: ignore[arg-type]  # parts are named
    assert refused.value.field == field
    case.refresh_from_db()
    assert (case.stage, case.number) == (Stage.RECEIVED, "")
    after = register_case(case, make_employee(case.body, "registrar"), ("Вопрос",), at=RECEIVED)
    assert "1" in after.number


@pytest.mark.clause("economy-novosibirsk:2.7")
def test_only_a_touchpoint_of_the_registry_in_force_can_be_chosen() -> None:
    case, other = make_case(make_body()), make_body("labour-novosibirsk")
    foreign = Touchpoint.objects.filter(version__body=other).first()
    with pytest.raises(Refusal) as refused:
        actions.register(case, **parts(case, touchpoint=foreign))  # type: ignore[arg-type]  # as above
    assert refused.value.field == "touchpoint"


def test_an_appeal_by_plain_mail_after_march_2025_needs_a_reason() -> None:
    case = make_case(make_body(), channel="email")
    with pytest.raises(Refusal) as refused:
        actions.register(case, **parts(case, channel="email"))  # type: ignore[arg-type]  # as above
    assert refused.value.field == "note"
    done = actions.register(case, **parts(case, channel="email", note="Личность подтверждена"))  # type: ignore[arg-type]  # as above
    assert done.registration_note == "Личность подтверждена"


def test_an_appeal_by_plain_mail_before_march_2025_needs_none() -> None:
    received = datetime(2025, 3, 28, 10, 0, tzinfo=NOVOSIBIRSK)
    case = make_case(make_body(), channel="email", received_at=received)
    done = actions.register(case, **parts(case, channel="email", at=received))  # type: ignore[arg-type]  # as above
    assert done.stage == Stage.REGISTERED


@pytest.mark.clause("economy-novosibirsk:5.1.a")
def test_an_electronic_appeal_is_acknowledged_by_the_end_of_the_next_working_day() -> None:
    friday_evening = datetime(2024, 4, 26, 17, 50, tzinfo=NOVOSIBIRSK)
    case = make_case(make_body(), received_at=friday_evening)
    due = Deadline.objects.get(case=case, kind="acknowledgement")
    assert due.due == datetime(2024, 4, 27, 18, 0, tzinfo=NOVOSIBIRSK)
    assert due.clause == "economy-novosibirsk:5.1.a"
    assert due.steps
    assert case.next_due == due.due


@pytest.mark.clause("economy-novosibirsk:5.1.b")
@pytest.mark.clause("economy-novosibirsk:5.1.c")
def test_the_acknowledgement_goes_by_the_named_channel_with_receipt_number_and_reply_date() -> None:
    case = make_case(make_body(), Stage.REGISTERED, reply_address="anna@example.org")
    letter = Outgoing.objects.get(kind="acknowledgement")
    reply = Deadline.objects.get(case=case, kind="reply")
    assert (letter.channel, letter.address) == ("email", "anna@example.org")
    assert case.number in letter.text
    assert str(reply.due.astimezone(NOVOSIBIRSK).day) in letter.text
    assert "3 марта 2026" in letter.text


def test_the_term_is_met_when_the_acknowledgement_has_gone_out_not_before() -> None:
    case = make_case(make_body(), Stage.REGISTERED)
    assert Deadline.objects.get(case=case, kind="acknowledgement").met_at is None
    sent_at = RECEIVED + timedelta(hours=2)
    messages.deliver_due(sent_at)
    assert jobs.note_sent_acknowledgements() == 1
    assert Deadline.objects.get(case=case, kind="acknowledgement").met_at == sent_at
    assert jobs.note_sent_acknowledgements() == 0


@pytest.mark.clause("economy-novosibirsk:5.1.c")
def test_a_case_nobody_registers_is_acknowledged_with_the_latest_possible_date() -> None:
    case = make_case(make_body())
    message = actions.acknowledge_late(case, by=make_employee(case.body, "registrar").actor)
    assert message is not None
    assert "не позднее" in message.text
    registered = register_case(
        case, make_employee(case.body, "registrar"), ("Вопрос",), at=RECEIVED
    )
    letters = Outgoing.objects.filter(kind="acknowledgement")
    assert any(registered.number in letter.text for letter in letters)


def test_a_paper_appeal_is_not_acknowledged() -> None:
    make_case(make_body(), Stage.REGISTERED, form="written", channel="post")
    assert not Outgoing.objects.filter(kind="acknowledgement").exists()


@pytest.mark.clause("economy-novosibirsk:9.a")
@pytest.mark.clause("economy-novosibirsk:9.b")
def test_the_topic_is_kept_at_registration_and_confirmed_with_the_assignment() -> None:
    body = make_body()
    team = make_team(body)
    case = make_case(body, Stage.REGISTERED, team=team)
    assert team.executor.unit is not None
    with pytest.raises(Refusal) as refused:
        actions.assign(
            case, by=team.head, unit=team.executor.unit, executor=team.executor, topics={}
        )
    assert refused.value.clause == "economy-novosibirsk:9.b"
    actions.assign(
        case,
        by=team.head,
        unit=team.executor.unit,
        executor=team.executor,
        topics={question.pk: question.topic_code for question in case.questions.all()},
    )
    moments = Classification.objects.filter(question__case=case).values_list("moment", flat=True)
    assert sorted(moments) == ["assignment", "registration"]


@pytest.mark.clause("economy-novosibirsk:6.1")
def test_an_assignment_without_an_executor_is_refused() -> None:
    body = make_body()
    team = make_team(body)
    case = make_case(body, Stage.REGISTERED, team=team)
    assert team.executor.unit is not None
    with pytest.raises(Refusal) as refused:
        actions.assign(case, by=team.head, unit=team.executor.unit, executor=None, topics={})
    assert refused.value.field == "executor"


@pytest.mark.clause("economy-novosibirsk:7.2")
@pytest.mark.clause("economy-novosibirsk:7.4")
@pytest.mark.parametrize(
    ("outcome", "field"), [("promised", "promised_on"), ("impossible", "reason"), ("", "outcome")]
)
def test_an_outcome_needs_its_date_or_reason(outcome: str, field: str) -> None:
    case = make_case(make_body(), Stage.ASSIGNED)
    question = case.questions.get()
    assert case.executor is not None
    with pytest.raises(Refusal) as refused:
        actions.consider(question, by=case.executor, outcome=outcome)
    assert refused.value.field == field


def test_a_page_that_is_behind_is_told_so() -> None:
    case = make_case(make_body())
    with pytest.raises(Refusal):
        actions.register(case, **parts(case, revision=case.revision + 1))  # type: ignore[arg-type]  # as above


def test_a_registered_case_is_not_registered_twice() -> None:
    case = make_case(make_body(), Stage.REGISTERED)
    with pytest.raises(Refusal):
        actions.register(case, **parts(case))  # type: ignore[arg-type]  # as above
    assert Case.objects.exclude(number="").count() == 1


@pytest.mark.clause("economy-novosibirsk:4.6.b")
def test_setting_a_case_aside_needs_a_reason() -> None:
    case = make_case(make_body())
    registrar = make_employee(case.body, "registrar")
    with pytest.raises(Refusal):
        actions.dismiss(case, by=registrar, reason=" ")
    assert actions.dismiss(case, by=registrar, reason="Реклама").stage == Stage.DISMISSED


def test_each_act_is_in_the_journal_with_its_clause() -> None:
    case = make_case(make_body(), Stage.ASSIGNED)
    acts = Entry.objects.filter(subject=case.ref).order_by("id").values_list("act", "clause")
    assert ("cases.register", "economy-novosibirsk:9.a") in acts
    assert ("cases.assign", "economy-novosibirsk:9.b") in acts


def test_another_bodys_employee_neither_sees_nor_moves_the_case() -> None:
    case = make_case(make_body())
    stranger = make_employee(make_body("labour-novosibirsk"), "registrar", "signer")
    assert not queries.visible_to(stranger).exists()
    with pytest.raises(Refusal):
        actions.register(case, **parts(case, by=stranger))  # type: ignore[arg-type]  # as above


def test_an_executor_sees_his_own_cases_only_and_a_head_those_of_the_unit() -> None:
    body = make_body()
    team = make_team(body)
    case = make_case(body, Stage.ASSIGNED, team=team)
    other = make_employee(body, "executor")
    assert list(queries.visible_to(team.executor)) == [case]
    assert not queries.visible_to(other).exists()
    assert list(queries.visible_to(team.head)) == [case]


def test_search_finds_any_form_of_a_word() -> None:
    body = make_body()
    team = make_team(body)
    case = make_case(body, Stage.REGISTERED, team=team)
    for words in ("пекарня", "пекарни поддержка", "Соколовой", case.number):
        assert list(queries.search(team.registrar, words)) == [case], words
    assert not queries.search(team.registrar, "самолёт").exists()
