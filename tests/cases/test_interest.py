"""A personal interest: the case goes back, the executor cannot have it again, the draft stays."""

from datetime import date, timedelta

import pytest
from django.test import Client

from otklik.cases import actions, queries
from otklik.cases.actions import PartEntry
from otklik.cases.models import Assignment, Case, Interest, Stage
from otklik.journal.models import Entry
from otklik.replies import actions as replies
from otklik.replies.models import Reply
from otklik.staff.models import Absence, Employee, Unit
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db
AT = RECEIVED + timedelta(days=1)
REASON = "Заявитель — мой родственник"


@pytest.fixture
def team() -> Team:
    return make_team(make_body("labour-novosibirsk"))


@pytest.fixture
def case(team: Team) -> Case:
    return make_case(team.executor.body, Stage.ASSIGNED, team=team)  # type: ignore[arg-type]  # has a body


def assigned(case: Case, by: Employee, executor: Employee) -> Case:
    topics = {row.pk: row.topic_code for row in case.questions.all()}
    unit = Unit.objects.get(body=case.body, code="support")
    return actions.assign(case, by=by, unit=unit, executor=executor, topics=topics, at=AT)


@pytest.mark.clause("labour-novosibirsk:7.2")
def test_a_declared_interest_gives_the_case_back_for_another_executor(
    case: Case, team: Team
) -> None:
    actions.declare_interest(case, by=team.executor, reason=REASON, at=AT)
    case.refresh_from_db()
    assert (case.stage, case.executor) == (Stage.REGISTERED, None)
    assert list(queries.to_assign(team.head)) == [case]
    assert not case.assignments.filter(ended_at=None)
    with pytest.raises(Refusal, match="личной заинтересованности") as refused:
        assigned(case, team.head, team.executor)
    assert refused.value.clause == "labour-novosibirsk:7.2"
    other = make_employee(case.body, "executor")
    assert assigned(case, team.head, other).executor == other
    entry = Entry.objects.get(act="cases.declare-interest")
    assert (entry.clause, entry.actor) == ("labour-novosibirsk:7.2", team.executor.actor.key)
    assert REASON not in str(entry.details)


@pytest.mark.clause("labour-novosibirsk:7.2")
def test_who_declared_an_interest_can_neither_consider_nor_write(case: Case, team: Team) -> None:
    reply = replies.start(case, by=team.executor, at=AT)
    actions.declare_interest(case, by=team.executor, reason=REASON, at=AT)
    with pytest.raises(Refusal):
        actions.consider(case.questions.get(), by=team.executor, outcome="solved", at=AT)
    with pytest.raises(Refusal):
        replies.save(reply, by=team.executor, draft=reply.draft, revision=1, at=AT)
    with pytest.raises(Refusal):
        actions.record_measure(case.questions.get(), by=team.executor, measure="да", at=AT)


def test_the_next_executor_goes_on_with_the_draft(case: Case, team: Team) -> None:
    reply = replies.start(case, by=team.executor, at=AT)
    draft = reply.draft | {"closing": "Мы на связи."}
    replies.save(reply, by=team.executor, draft=draft, revision=reply.revision, at=AT)
    actions.declare_interest(case, by=team.executor, reason=REASON, at=AT)
    other = make_employee(case.body, "executor")
    case.refresh_from_db()
    assigned(case, team.head, other)
    again = replies.start(case, by=other, at=AT)
    assert again.draft["closing"] == "Мы на связи."
    kept = replies.save(
        again, by=other, draft=again.draft, revision=again.revision, at=AT + timedelta(hours=1)
    )
    assert kept.author == other


@pytest.mark.clause("labour-novosibirsk:7.2")
def test_a_letter_that_the_interested_one_had_sent_for_signature_is_not_signed(
    case: Case, team: Team
) -> None:
    for question in case.questions.all():
        actions.consider(question, by=team.executor, outcome="impossible", reason="нет", at=AT)
    reply = replies.start(case, by=team.executor, at=AT)
    draft = reply.draft | {"answers": {str(q.pk): "Нет." for q in case.questions.all()}}
    reply = replies.save(reply, by=team.executor, draft=draft, revision=reply.revision, at=AT)
    version = replies.submit(reply, by=team.executor, at=AT)
    case.refresh_from_db()
    actions.declare_interest(case, by=team.executor, reason=REASON, at=AT)
    other = make_employee(case.body, "executor")
    case.refresh_from_db()
    assigned(case, team.head, other)
    with pytest.raises(Refusal, match="не может рассматривать это дело"):
        replies.sign(version, by=team.signer, sha256=version.sha256, at=AT)
    replies.return_to_author(version, by=team.signer, remarks="Подготовьте заново", at=AT)
    assert Reply.objects.get(case=case).stage == Reply.Stage.RETURNED
    returned = Reply.objects.get(case=case)
    replies.submit(returned, by=other, despite_remarks=True, at=AT)
    fresh = Reply.objects.get(case=case).versions.order_by("-number")[0]
    replies.sign(fresh, by=team.signer, sha256=fresh.sha256, at=AT)


def test_who_is_complained_about_does_not_sign_the_reply(case: Case, team: Team) -> None:
    for question in case.questions.all():
        actions.consider(question, by=team.executor, outcome="impossible", reason="нет", at=AT)
    reply = replies.start(case, by=team.executor, at=AT)
    draft = reply.draft | {"answers": {str(q.pk): "Нет." for q in case.questions.all()}}
    reply = replies.save(reply, by=team.executor, draft=draft, revision=reply.revision, at=AT)
    version = replies.submit(reply, by=team.executor, at=AT)
    Case.objects.filter(pk=case.pk).update(complained_employee=team.signer)
    with pytest.raises(Refusal, match="Жалоба подана на этого сотрудника"):
        replies.sign(version, by=team.signer, sha256=version.sha256, at=AT)
    other = make_employee(case.body, "signer")
    replies.sign(version, by=other, sha256=version.sha256, at=AT)


def test_an_interest_is_declared_with_a_reason_by_the_executor_himself(
    case: Case, team: Team
) -> None:
    with pytest.raises(Refusal, match="в чём состоит"):
        actions.declare_interest(case, by=team.executor, reason="  ", at=AT)
    substitute = make_employee(case.body, "executor")
    Absence.objects.create(
        employee=team.executor,
        substitute=substitute,
        since=date(2026, 3, 1),
        until=date(2026, 3, 9),
    )
    with pytest.raises(Refusal, match="только сам исполнитель"):
        actions.declare_interest(case, by=substitute, reason=REASON, at=AT)
    assert not Interest.objects.exists()
    case.refresh_from_db()
    assert case.stage == Stage.ASSIGNED


def test_a_co_executor_with_an_interest_loses_his_part_only(case: Case, team: Team) -> None:
    helper = make_employee(case.body, "executor")
    part = actions.add_co_executor(case, PartEntry(helper, "Справка"), by=team.head, at=AT)
    with pytest.raises(Refusal, match="только сам исполнитель"):
        actions.leave_part(part, by=team.executor, reason=REASON, at=AT)
    actions.leave_part(part, by=helper, reason=REASON, at=AT)
    case.refresh_from_db()
    assert (case.stage, case.executor) == (Stage.ASSIGNED, team.executor)
    assert not Assignment.objects.filter(role="co", ended_at=None)
    with pytest.raises(Refusal, match="личной заинтересованности"):
        actions.add_co_executor(case, PartEntry(helper, "Справка"), by=team.head, at=AT)


@pytest.mark.clause("labour-novosibirsk:7.2")
def test_the_page_of_the_assignment_tells_who_cannot_have_the_case_and_why(
    case: Case, team: Team, client: Client
) -> None:
    client.force_login(team.executor)
    page = client.post(
        f"/desk/cases/{case.pk}/interest", {"reason": REASON, "revision": case.revision}
    )
    assert page.status_code == 302
    client.force_login(team.head)
    text = client.get(f"/desk/cases/{case.pk}/assign").content.decode()
    assert "заявление о личной заинтересованности" in text
    assert f'name="executor" value="{team.executor.pk}"' not in text


def test_the_form_of_the_interest_keeps_what_was_typed(
    case: Case, team: Team, client: Client
) -> None:
    client.force_login(team.executor)
    address = f"/desk/cases/{case.pk}/interest"
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": "", "revision": case.revision}).status_code == 422
    stale = client.post(address, {"reason": REASON, "revision": case.revision - 1})
    assert stale.status_code == 422
    assert REASON in stale.content.decode()
    assert not Interest.objects.exists()
