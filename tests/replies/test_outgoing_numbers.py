"""The outgoing number of the external record system: entered after the signature, awaited by the dispatch."""

from datetime import date, timedelta

import pytest
from django.test import Client

from otklik.cases.actions import consider
from otklik.cases.models import Stage
from otklik.messages.models import Outgoing
from otklik.replies import actions as replies
from otklik.replies import jobs, queries
from otklik.replies.awaited_queries import to_number
from otklik.replies.models import Decision, LetterVersion, Reply
from otklik.staff.models import Setting
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db
SENT = RECEIVED + timedelta(days=3)
SIGNED = RECEIVED + timedelta(days=4)
DAY = SIGNED.date()


@pytest.fixture
def team() -> Team:
    body = make_body("labour-novosibirsk")
    Setting.objects.filter(body=body, code="outgoing-number").delete()
    return make_team(body)


def signed(team: Team, days: int = 0) -> LetterVersion:
    body = team.executor.body
    assert body is not None
    case = make_case(
        body, Stage.ASSIGNED, team=team, received_at=RECEIVED + timedelta(minutes=days)
    )
    for question in case.questions.all():
        consider(question, by=team.executor, outcome="solved", at=SENT)
    reply = replies.start(case, by=team.executor, at=SENT)
    answers = {str(q.pk): "Меры поддержки есть." for q in case.questions.all()}
    draft = reply.draft | {"answers": answers}
    reply = replies.save(reply, by=team.executor, draft=draft, revision=reply.revision, at=SENT)
    version = replies.submit(reply, by=team.executor, at=SENT)
    replies.sign(version, by=team.signer, sha256=version.sha256, at=SIGNED)
    return LetterVersion.objects.get(pk=version.pk)


def enter(team: Team, version: LetterVersion, number: str = "1234-05/26", on: date = DAY) -> Reply:
    return replies.enter_number(version, number=number, on=on, by=team.registrar, at=SIGNED)


@pytest.mark.clause("labour-novosibirsk:10.2")
def test_a_signed_letter_goes_out_only_with_the_number_of_the_record_system(team: Team) -> None:
    version = signed(team)
    assert version.reply.number == ""
    assert not Outgoing.objects.filter(kind="reply").exists()
    assert jobs.finish_delivered_replies() == 0
    assert queries.signed_version(version.reply.case) is None, "the client does not see it yet"
    before = version.pdf_id
    reply = enter(team, version)
    assert (reply.number, reply.numbered_on, reply.number_external) == ("1234-05/26", DAY, True)
    assert Outgoing.objects.filter(kind="reply").count() == 1
    version.refresh_from_db()
    assert version.pdf_id != before, "the files carry the number"
    assert Decision.objects.get().sha256 == version.sha256, "what was signed stays the same"
    assert queries.signed_version(version.reply.case) == version


@pytest.mark.clause("labour-novosibirsk:10.2")
@pytest.mark.parametrize(
    ("number", "on", "field"),
    [
        ("", DAY, "number"),
        ("без номера", DAY, "number"),
        ("1234", DAY, "number"),
        ("'; drop table/26", DAY, "number"),
        ("1" * 60 + "/26", DAY, "number"),
        ("1234-05/26", DAY - timedelta(days=1), "on"),
        ("1234-05/26", DAY + timedelta(days=1), "on"),
    ],
)
def test_a_number_or_day_that_cannot_be_is_refused_at_its_field(
    team: Team, number: str, on: date, field: str
) -> None:
    version = signed(team)
    with pytest.raises(Refusal) as refused:
        enter(team, version, number, on)
    assert refused.value.field == field
    assert refused.value.clause == "labour-novosibirsk:10.2"
    assert not Outgoing.objects.filter(kind="reply").exists()


def test_one_number_is_given_to_one_letter_and_once(team: Team) -> None:
    first, second = signed(team), signed(team, days=1)
    enter(team, first)
    with pytest.raises(Refusal) as refused:
        enter(team, second)
    assert refused.value.field == "number"
    with pytest.raises(Refusal):
        enter(team, first, "77-05/26")
    enter(team, second, "77-05/26")


def test_only_the_registrar_or_signer_of_the_body_enters_it(team: Team) -> None:
    version = signed(team)
    stranger = make_employee(make_body("economy-magadan"), "registrar")
    for person in (team.executor, stranger):
        with pytest.raises(Refusal):
            replies.enter_number(version, number="1-05/26", on=DAY, by=person, at=SIGNED)
    assert list(to_number(team.registrar)) == [version]
    assert not to_number(team.executor)
    assert not to_number(stranger)


def test_a_body_of_its_own_register_numbers_at_the_signature() -> None:
    team = make_team(make_body("economy-novosibirsk"))
    version = signed(team)
    assert version.reply.number == "1/2026"
    assert version.reply.numbered_on == DAY
    assert not version.reply.number_external
    assert not to_number(team.registrar)


def test_the_registrar_enters_the_number_on_its_page(client: Client, team: Team) -> None:
    version = signed(team)
    client.force_login(team.registrar)
    assert str(version.reply.case) in client.get("/desk/letters/numbers/").content.decode()
    page = f"/desk/letters/{version.pk}/number"
    wrong = client.post(page, {"number": "??", "on": "2026-03-10"})
    assert wrong.status_code == 422
    assert "??" in wrong.content.decode()
    case = client.get(f"/desk/cases/{version.reply.case_id}/").content.decode()
    assert page in case
    today = client.get("/desk/").content.decode()
    assert "/desk/letters/numbers/" in today
    client.post(page, {"number": "1234-05/26", "on": DAY.isoformat()})
    assert Reply.objects.get().number == "1234-05/26"
    again = client.post(page, {"number": "1234-05/26", "on": DAY.isoformat()}, follow=True)
    assert "не ждёт номера" in again.content.decode()
    client.force_login(make_employee(make_body("economy-magadan"), "registrar"))
    assert client.get(page).status_code == 404
