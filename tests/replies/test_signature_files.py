"""The file of a qualified signature: taken when it binds the signed letter, and what the letter does meanwhile."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from otklik.cases.actions import consider
from otklik.cases.models import Stage
from otklik.journal.models import Entry
from otklik.messages import storage
from otklik.messages.models import Outgoing
from otklik.replies import actions as replies
from otklik.replies.awaited_queries import to_seal
from otklik.replies.models import LetterVersion, Reply
from otklik.replies.release_rules import (
    NUMBER,
    QUALIFIED,
    SIGNATURE_FILE,
    Signed,
    awaited,
    same_person,
)
from otklik.staff import actions as staff
from otklik.staff.own_settings import own
from otklik.staff.refusals import Refusal
from tests.documents.signatures import gost_signature, western_signature
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db
AT = RECEIVED + timedelta(days=4)
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def team() -> Team:
    return make_team(make_body())


@pytest.fixture
def waiting(team: Team) -> LetterVersion:
    """A signed letter of a body whose letters go out with a qualified signature."""
    body = team.executor.body
    assert body is not None
    staff.keep_setting(body, QUALIFIED, True, by=None, at=RECEIVED)
    return signed(team)


def signed(team: Team) -> LetterVersion:
    """A letter of the team's executor that its signer has signed."""
    body = team.executor.body
    assert body is not None
    case = make_case(body, Stage.ASSIGNED, team=team)
    for question in case.questions.all():
        consider(question, by=team.executor, outcome="solved", at=AT)
    reply = replies.start(case, by=team.executor, at=AT)
    answers = {str(q.pk): "Меры есть: субсидия и льготный заём." for q in case.questions.all()}
    reply = replies.save(
        reply,
        by=team.executor,
        draft=reply.draft | {"answers": answers},
        revision=reply.revision,
        at=AT,
    )
    version = replies.submit(reply, by=team.executor, at=AT)
    for step in version.approvals.all():
        replies.approve(version, by=step.approver, sha256=version.sha256, at=AT)
    replies.sign(version, by=team.signer, sha256=version.sha256, at=AT)
    return LetterVersion.objects.get(pk=version.pk)


def pdf(version: LetterVersion) -> bytes:
    assert version.pdf is not None
    return storage.read(version.pdf)


def test_without_the_setting_a_letter_goes_as_soon_as_it_is_signed(team: Team) -> None:
    version = signed(team)
    sent = Outgoing.objects.filter(dispatch__version=version, kind="reply")
    assert sent.count() == 1
    file = gost_signature(pdf(version))
    assert replies.attach_signature(version, file, "letter.sig", by=team.signer, at=AT)
    assert sent.count() == 1


def test_a_letter_that_needs_the_file_waits_for_it_and_then_goes_once(
    waiting: LetterVersion, team: Team
) -> None:
    sent = Outgoing.objects.filter(dispatch__version=waiting)
    assert not sent.exists()
    file = gost_signature(pdf(waiting), signed_at=AT)
    replies.attach_signature(waiting, file, "letter.sig", by=team.signer, at=AT)
    replies.attach_signature(waiting, file, "letter.sig", by=team.signer, at=AT)
    assert sent.filter(kind="reply").count() == 1
    assert waiting.signature_files.count() == 1
    assert Entry.objects.filter(act="replies.attach-signature").count() == 1


def test_the_signature_goes_to_the_client_beside_the_letter(
    waiting: LetterVersion, team: Team
) -> None:
    file = gost_signature(pdf(waiting))
    replies.attach_signature(waiting, file, "письмо.sig", by=team.signer, at=AT)
    names = set(
        Outgoing.objects.get(dispatch__version=waiting, kind="reply").files.values_list(
            "name", flat=True
        )
    )
    assert any(name.endswith(".pdf.sig") for name in names)


def test_a_file_of_another_version_is_refused_and_nothing_is_kept(
    waiting: LetterVersion, team: Team
) -> None:
    other = gost_signature(pdf(waiting) + b"\n")
    with pytest.raises(Refusal, match="другой версии письма"):
        replies.attach_signature(waiting, other, "letter.sig", by=team.signer, at=AT)
    assert not waiting.signature_files.exists()
    assert not Outgoing.objects.filter(dispatch__version=waiting).exists()


def test_a_file_of_another_person_is_refused(waiting: LetterVersion, team: Team) -> None:
    other = western_signature(pdf(waiting), KEY, surname="Совершеннодругой", given="Иван")
    with pytest.raises(Refusal, match="другому человеку"):
        replies.attach_signature(waiting, other, "letter.sig", by=team.signer, at=AT)
    own = western_signature(pdf(waiting), KEY, surname=team.signer.surname.upper(), given="В. И.")
    assert replies.attach_signature(waiting, own, "letter.sig", by=team.signer, at=AT)


def test_an_unsigned_letter_and_a_stranger_s_hand_are_refused(
    waiting: LetterVersion, team: Team
) -> None:
    file = gost_signature(pdf(waiting))
    stranger = make_employee(make_body("labour-novosibirsk"), "signer")
    for by in (stranger, team.executor):
        with pytest.raises(Refusal):
            replies.attach_signature(waiting, file, "letter.sig", by=by, at=AT)
    Reply.objects.update(number="")
    with pytest.raises(Refusal, match="исходящий номер"):
        replies.attach_signature(waiting, file, "letter.sig", by=team.signer, at=AT)
    Reply.objects.update(stage=Reply.Stage.FOR_SIGNATURE)
    with pytest.raises(Refusal, match="ещё не подписано"):
        replies.attach_signature(waiting, file, "letter.sig", by=team.signer, at=AT)


def test_the_page_gives_the_letter_takes_the_file_and_shows_it(
    client: Client, waiting: LetterVersion, team: Team
) -> None:
    client.force_login(team.signer)
    page = f"/desk/letters/{waiting.pk}/signature"
    assert "ждёт этого файла" in client.get(page).content.decode()
    given_out = client.get(f"/desk/letters/{waiting.pk}/signed.pdf")
    document = b"".join(given_out.streaming_content)  # type: ignore[attr-defined]
    assert document == pdf(waiting)
    wrong = client.post(page, {"file": SimpleUploadedFile("letter.sig", b"no signature")})
    assert wrong.status_code == 422
    assert "не читается" in wrong.content.decode()
    file = SimpleUploadedFile("letter.sig", gost_signature(document))
    assert client.post(page, {"file": file}).status_code == 302
    shown = client.get(page).content.decode()
    assert "letter.sig" in shown
    assert "ждёт этого файла" not in shown
    row = waiting.signature_files.get()
    taken = client.get(f"/desk/letters/{waiting.pk}/signature/{row.pk}")
    assert taken["Content-Disposition"].startswith("attachment")


def test_the_page_is_closed_for_letters_of_other_bodies(
    client: Client, waiting: LetterVersion
) -> None:
    client.force_login(make_employee(make_body("labour-novosibirsk"), "signer"))
    assert client.get(f"/desk/letters/{waiting.pk}/signature").status_code == 404
    assert client.get(f"/desk/letters/{waiting.pk}/signed.pdf").status_code == 404


@given(number=st.sampled_from(["", "12-03/45"]), needs=st.booleans(), has=st.booleans())
def test_a_letter_goes_when_it_has_its_number_and_the_file_it_needs(
    number: str, needs: bool, has: bool
) -> None:
    waits = awaited(Signed(number, needs, has))
    assert (NUMBER in waits) == (not number)
    assert (SIGNATURE_FILE in waits) == (needs and not has)


def test_the_surname_of_a_certificate_is_compared_without_case_and_yo() -> None:
    assert same_person("СЕМЁНОВА ", "Семенова")
    assert same_person("", "Семенова")
    assert not same_person("Орлова", "Семенова")


def test_the_letter_stands_in_the_list_of_those_that_wait_until_it_has_its_file(
    client: Client, waiting: LetterVersion, team: Team
) -> None:
    assert [item.pk for item in to_seal(team.signer)] == [waiting.pk]
    assert not to_seal(team.executor)
    client.force_login(team.signer)
    page = client.get("/desk/letters/signatures/").content.decode()
    assert waiting.reply.number in page
    case = client.get(f"/desk/cases/{waiting.reply.case_id}/").content.decode()
    assert f"/desk/letters/{waiting.pk}/signature" in case
    file = gost_signature(pdf(waiting))
    replies.attach_signature(waiting, file, "letter.sig", by=team.signer, at=AT)
    assert not to_seal(team.signer)


def test_the_administrator_says_that_letters_go_out_with_a_qualified_signature(
    client: Client, team: Team
) -> None:
    body = team.executor.body
    assert body is not None
    client.force_login(make_employee(body, "administrator"))
    assert client.post("/desk/letters/settings", {"signature": QUALIFIED}).status_code == 302
    assert own(body, QUALIFIED) is True
    assert "с квалифицированной подписью" in client.get("/desk/letters/settings").content.decode()
    client.post("/desk/letters/settings", {"signature": "simple"})
    assert own(body, QUALIFIED) is False
