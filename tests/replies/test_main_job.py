"""From a received case to a signed letter that has reached the client."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from otklik.cases.actions import consider
from otklik.cases.models import Case, Stage
from otklik.messages import actions as messages
from otklik.messages import storage
from otklik.messages.models import Outgoing
from otklik.replies import actions as replies
from otklik.replies.models import LetterVersion, Reply
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, make_body, make_case, make_team

pytestmark = pytest.mark.django_db


def written(case: Case) -> LetterVersion:
    """The case's letter, written by its executor and sent for signature."""
    by = case.executor
    assert by is not None
    moment = RECEIVED + timedelta(days=3)
    for question in case.questions.all():
        consider(question, by=by, outcome="solved", at=moment)
    reply = replies.start(case, by=by, at=moment)
    draft = reply.draft | {
        "answers": {str(q.pk): "Меры есть: субсидия и льготный заём." for q in case.questions.all()}
    }
    reply = replies.save(reply, by=by, draft=draft, revision=reply.revision, at=moment)
    return replies.submit(reply, by=by, at=moment)


@pytest.mark.clause("economy-novosibirsk:5.2.b")
def test_a_reply_goes_out_by_both_channels_and_only_then_closes_the_case() -> None:
    body = make_body()
    team = make_team(body)
    case = make_case(
        body, Stage.ASSIGNED, team=team, extra_channel="post", extra_address="630000, Новосибирск"
    )
    version = written(case)
    signed_at = RECEIVED + timedelta(days=4)
    reply = replies.sign(version, by=team.signer, sha256=version.sha256, at=signed_at)
    assert reply.number
    messages.deliver_due(signed_at + timedelta(minutes=1))
    assert not replies.finish_delivered(reply)
    case.refresh_from_db()
    assert case.stage == Stage.SIGNED

    duplicate = Outgoing.objects.get(kind="reply-duplicate")
    assert duplicate.state == Outgoing.State.BY_HAND
    messages.record_by_hand(duplicate, by=team.registrar, at=signed_at + timedelta(hours=3))
    assert replies.finish_delivered(reply, at=signed_at + timedelta(hours=4))
    case.refresh_from_db()
    assert case.stage == Stage.ANSWERED
    assert case.answered_at == signed_at + timedelta(minutes=1)


def test_the_signed_letter_names_number_question_addressee_and_outcome() -> None:
    body = make_body()
    team = make_team(body)
    version = written(make_case(body, Stage.ASSIGNED, team=team, addressee="Губернатор"))
    replies.sign(version, by=team.signer, sha256=version.sha256, at=RECEIVED + timedelta(days=4))
    version.refresh_from_db()
    assert version.pdf is not None
    reader = PdfReader(BytesIO(storage.read(version.pdf)))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for part in ("Уважаемая Анна Ильинична!", "Губернатор", "1/2026", "Сотрудникова М. П."):
        assert part in text
    assert len(reader.pages) <= 2


def test_a_letter_without_an_answer_to_each_question_is_not_accepted_for_signature() -> None:
    body = make_body()
    case = make_case(body, Stage.ASSIGNED)
    assert case.executor is not None
    reply = replies.start(case, by=case.executor)
    with pytest.raises(Refusal):
        replies.submit(reply, by=case.executor)
    assert Reply.objects.get(pk=reply.pk).stage == Reply.Stage.DRAFT
    assert not LetterVersion.objects.exists()


def test_another_hash_than_the_one_on_the_signers_page_is_refused() -> None:
    body = make_body()
    team = make_team(body)
    version = written(make_case(body, Stage.ASSIGNED, team=team))
    with pytest.raises(Refusal):
        replies.sign(version, by=team.signer, sha256="0" * 64)
    assert not Outgoing.objects.filter(kind="reply").exists()
