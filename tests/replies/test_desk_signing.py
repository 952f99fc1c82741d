"""The signer's queue, the files of a letter, and the letter on the client's page."""

from datetime import timedelta

import pytest
from django.test import Client

from otklik.cases.actions import consider, withdraw
from otklik.cases.models import Case, Stage
from otklik.journal.models import Entry
from otklik.replies import actions as replies
from otklik.replies.models import Decision, LetterVersion, Reply
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db
QUEUE = "/desk/signing/"


@pytest.fixture
def team() -> Team:
    return make_team(make_body())


def written(team: Team, *, days: int = 0) -> LetterVersion:
    """A letter of the team's executor that waits for signature."""
    body = team.executor.body
    assert body is not None
    received = RECEIVED + timedelta(days=days)
    case = make_case(body, Stage.ASSIGNED, team=team, received_at=received)
    by, moment = team.executor, received + timedelta(days=3)
    for question in case.questions.all():
        consider(question, by=by, outcome="solved", at=moment)
    reply = replies.start(case, by=by, at=moment)
    draft = reply.draft | {"answers": {str(q.pk): "Меры есть." for q in case.questions.all()}}
    reply = replies.save(reply, by=by, draft=draft, revision=reply.revision, at=moment)
    return replies.submit(reply, by=by, at=moment)


def case_of(version: LetterVersion) -> Case:
    return Case.objects.get(pk=version.reply.case_id)


def test_the_most_urgent_letter_is_shown_as_it_will_be_printed(client: Client, team: Team) -> None:
    later, sooner = written(team, days=2), written(team)
    client.force_login(team.signer)
    response = client.get(QUEUE)
    assert [item.pk for item in response.context["waiting"]] == [sooner.pk, later.pk]
    assert response.context["chosen"].pk == sooner.pk
    picture = client.get(response.context["pictures"][0])
    assert picture.content.startswith(b"\x89PNG")
    assert client.get(response.context["pdf_address"]).content.startswith(b"%PDF")
    assert Entry.objects.filter(act="cases.look", subject=case_of(sooner).ref).exists()
    assert client.get(QUEUE, {"letter": later.pk}).context["chosen"].pk == later.pk


def test_a_letter_of_a_case_that_ended_meanwhile_leaves_the_queue(
    client: Client, team: Team
) -> None:
    ended, waiting = written(team), written(team, days=1)
    withdraw(case_of(ended), by=team.executor, channel="phone", at=RECEIVED + timedelta(days=5))
    client.force_login(team.signer)
    assert [item.pk for item in client.get(QUEUE).context["waiting"]] == [waiting.pk]


@pytest.mark.clause("labour-novosibirsk:10.1")
def test_a_letter_is_signed_by_the_hash_that_was_shown(client: Client, team: Team) -> None:
    version = written(team)
    client.force_login(team.signer)
    wrong = client.post(f"{QUEUE}{version.pk}/sign", {"sha256": "0" * 64}, follow=True)
    assert "Письмо изменилось" in wrong.content.decode()
    assert case_of(version).stage == Stage.ASSIGNED
    done = client.post(f"{QUEUE}{version.pk}/sign", {"sha256": version.sha256}, follow=True)
    assert "Подписано" in done.content.decode()
    assert case_of(version).stage == Stage.SIGNED
    twice = client.post(f"{QUEUE}{version.pk}/sign", {"sha256": version.sha256}, follow=True)
    assert "уже не ждёт подписи" in twice.content.decode()
    assert Decision.objects.count() == 1


def test_a_letter_goes_back_with_remarks_that_its_author_sees(client: Client, team: Team) -> None:
    version = written(team)
    client.force_login(team.signer)
    empty = client.post(f"{QUEUE}{version.pk}/return", {"remarks": " "})
    assert empty.status_code == 422
    assert "Напишите, что исправить." in empty.content.decode()
    client.post(f"{QUEUE}{version.pk}/return", {"remarks": "Назовите сумму субсидии."})
    assert Reply.objects.get().stage == Reply.Stage.RETURNED
    client.force_login(team.executor)
    page = client.get(f"/desk/cases/{case_of(version).pk}/reply").content.decode()
    assert "Назовите сумму субсидии." in page
    assert "Исправить письмо" in client.get(f"/desk/cases/{case_of(version).pk}/").content.decode()


def test_nobody_signs_another_body_s_letter_or_without_the_power(
    client: Client, team: Team
) -> None:
    version = written(team)
    stranger = make_employee(make_body("economy-magadan"), "signer")
    client.force_login(stranger)
    for tail in ("sign", "return"):
        data = {"sha256": version.sha256, "remarks": "…"}
        assert client.post(f"{QUEUE}{version.pk}/{tail}", data).status_code == 404
    assert client.get(f"{QUEUE}{version.pk}/letter").status_code == 404
    assert client.get(QUEUE).context["waiting"] == []
    client.force_login(team.executor)
    assert client.get(QUEUE).status_code == 403


def test_a_signature_is_never_a_get(client: Client, team: Team) -> None:
    version = written(team)
    client.force_login(team.signer)
    assert client.get(f"{QUEUE}{version.pk}/sign").status_code == 405


@pytest.mark.parametrize(("kind", "beginning"), [("pdf", b"%PDF"), ("docx", b"PK")])
def test_the_files_of_a_letter_are_downloads_and_journalled(
    client: Client, team: Team, kind: str, beginning: bytes
) -> None:
    version = written(team)
    replies.sign(version, by=team.signer, sha256=version.sha256)
    client.force_login(team.registrar)
    response = client.get(f"/desk/cases/{case_of(version).pk}/letter.{kind}")
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content).startswith(beginning)  # type: ignore[attr-defined]  # a file
    opened = Entry.objects.get(act="replies.open-letter")
    assert (opened.actor, opened.details["file"]) == (team.registrar.actor.key, kind)
    assert client.get(f"/desk/cases/{case_of(version).pk}/letter.exe").status_code == 404


def test_the_client_takes_the_signed_letter_by_his_code_and_not_before(
    client: Client, team: Team
) -> None:
    version = written(team)
    code = case_of(version).tracking_code
    assert client.get(f"/status/{code}/letter.pdf").status_code == 404
    assert "letter.pdf" not in client.get(f"/status/{code}").content.decode()
    replies.sign(version, by=team.signer, sha256=version.sha256)
    assert f"/status/{code}/letter.pdf" in client.get(f"/status/{code}").content.decode()
    response = client.get(f"/status/{code}/letter.pdf")
    assert response["Content-Disposition"].startswith("attachment")
    assert Entry.objects.get(act="replies.open-letter").actor == "client"
    assert client.get("/status/K7M2-9QXP-4R/letter.pdf").status_code == 404
    assert client.get("/status/shown/letter.pdf").status_code == 404
    client.post("/status", {"code": code})
    assert client.get("/status/shown/letter.docx").status_code == 200
