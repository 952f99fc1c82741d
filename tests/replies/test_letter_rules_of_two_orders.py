"""What the orders of Novosibirsk's labour ministry and of Mordovia ask of a letter and of its way out."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from otklik.cases import actions as cases
from otklik.cases.models import Case, Stage
from otklik.knowledge.models import ReplyTemplate
from otklik.messages import actions as messages
from otklik.messages import storage
from otklik.messages.models import Outgoing
from otklik.regulations import profile
from otklik.replies import actions as replies
from otklik.replies import queries
from otklik.replies.models import Decision, LetterVersion, Reply
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, Team, make_body, make_case, make_client, make_team

pytestmark = pytest.mark.django_db
LN, IM = "labour-novosibirsk", "industry-mordovia"
DAY = timedelta(days=1)
ANSWER = "Пособие назначено, деньги придут на карту."


def in_work(code: str, **parts: Any) -> tuple[Case, Team]:
    body = make_body(code)
    team = make_team(body)
    return make_case(body, Stage.ASSIGNED, team=team, **parts), team


def written(
    case: Case, *, outcome: str = "solved", reason: str = "", answer: str = ANSWER
) -> Reply:
    """The draft of the case's letter, with an outcome and an answer."""
    by = case.executor
    assert by is not None
    moment = RECEIVED + DAY
    for question in case.questions.all():
        cases.consider(question, by=by, outcome=outcome, reason=reason, at=moment)
    reply = replies.start(case, by=by, at=moment)
    draft = reply.draft | {"answers": {str(q.pk): answer for q in case.questions.all()}}
    return replies.save(reply, by=by, draft=draft, revision=reply.revision, at=moment)


def signed(case: Case, team: Team) -> Reply:
    version = replies.submit(written(case), by=team.executor, at=RECEIVED + 2 * DAY)
    return replies.sign(version, by=team.signer, sha256=version.sha256, at=RECEIVED + 3 * DAY)


def missing(reply: Reply) -> dict[str, bool]:
    return {item.code: item.blocks for item in queries.missing_in(reply)}


def words(version: LetterVersion) -> str:
    assert version.pdf
    pages = PdfReader(BytesIO(storage.read(version.pdf))).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\xad", "").split())


def studio(client: Client, employee: Employee, case: Case) -> str:
    client.force_login(employee)
    return client.get(f"/desk/cases/{case.pk}/reply").content.decode()


@pytest.mark.clause("labour-novosibirsk:7.3", "labour-novosibirsk:7.5", "labour-novosibirsk:27")
def test_a_letter_that_leaves_a_question_unanswered_is_refused() -> None:
    case, team = in_work(LN, questions=("Когда придут деньги?", "Почему отказали раньше?"))
    reply = written(case)
    first, second = case.questions.all()
    draft = reply.draft | {"answers": {str(first.pk): ANSWER, str(second.pk): " "}}
    reply = replies.save(reply, by=team.executor, draft=draft, revision=reply.revision)
    with pytest.raises(Refusal) as refusal:
        replies.submit(reply, by=team.executor)
    assert refusal.value.field == "answer-2"
    assert not LetterVersion.objects.exists()


@pytest.mark.clause("labour-novosibirsk:8.1")
def test_a_letter_with_a_question_without_an_outcome_is_refused() -> None:
    case, team = in_work(LN)
    reply = replies.start(case, by=team.executor)
    draft = reply.draft | {"answers": {str(q.pk): ANSWER for q in case.questions.all()}}
    reply = replies.save(reply, by=team.executor, draft=draft, revision=reply.revision)
    with pytest.raises(Refusal) as refusal:
        replies.submit(reply, by=team.executor)
    assert refusal.value.field == "outcome-1"


@pytest.mark.clause("labour-novosibirsk:8.1.2", "labour-novosibirsk:8.1.4")
@pytest.mark.parametrize(
    ("outcome", "field", "clause"),
    [("promised", "promised_on", f"{LN}:8.1.2"), ("impossible", "reason", f"{LN}:8.1.4")],
)
def test_a_promise_needs_its_day_and_a_refusal_its_reason(
    outcome: str, field: str, clause: str
) -> None:
    case, team = in_work(LN)
    with pytest.raises(Refusal) as refusal:
        cases.consider(case.questions.get(), by=team.executor, outcome=outcome)
    assert (refusal.value.field, refusal.value.clause) == (field, clause)


@pytest.mark.clause("labour-novosibirsk:8.1.1", "labour-novosibirsk:8.1.3")
@pytest.mark.parametrize(
    ("outcome", "said"),
    [("solved", "решён."), ("possible", "назвать точный срок сейчас нельзя")],
)
def test_the_letter_says_the_state_and_what_was_done(outcome: str, said: str) -> None:
    case, team = in_work(LN)
    reply = written(case, outcome=outcome)
    assert missing(reply) == {}
    text = words(replies.submit(reply, by=team.executor))
    assert said in text
    assert ANSWER in text


@pytest.mark.clause("labour-novosibirsk:7.4")
def test_a_refusal_reaches_nobody_before_a_second_person_signed_it() -> None:
    case, team = in_work(LN)
    reply = written(case, outcome="impossible", reason="закон не даёт такой выплаты")
    version = replies.submit(reply, by=team.executor)
    with pytest.raises(Refusal):
        replies.sign(version, by=team.executor, sha256=version.sha256)
    assert not Outgoing.objects.filter(kind="reply").exists()


@pytest.mark.clause("labour-novosibirsk:17.2.a")
def test_an_executor_without_a_telephone_does_not_send_a_letter_for_signature() -> None:
    case, team = in_work(LN)
    reply = written(case)
    assert "executor-phone" not in missing(reply)
    Employee.objects.filter(pk=team.executor.pk).update(phone=" ")
    case.refresh_from_db()
    reply = Reply.objects.get(case=case)
    assert missing(reply)["executor-phone"] is True
    with pytest.raises(Refusal) as refusal:
        replies.submit(reply, by=team.executor)
    assert refusal.value.clause == "labour-novosibirsk:17.2.a"
    assert "рабочий телефон" in refusal.value.message


def test_elsewhere_a_missing_telephone_is_a_hint() -> None:
    case, team = in_work("economy-magadan")
    written(case)
    Employee.objects.filter(pk=team.executor.pk).update(phone="")
    assert missing(Reply.objects.get(case=case))["executor-phone"] is False


@pytest.mark.clause("labour-novosibirsk:17.3")
def test_the_mark_names_the_responsible_executor_only() -> None:
    case, team = in_work(LN)
    content = replies.submit(written(case), by=team.executor).content
    assert content["executor"]["name"] == "Сотрудникова М. П."
    assert content["executor"]["phone"] == team.executor.phone
    assert content["executor"]["email"] == team.executor.email


@pytest.mark.clause("labour-novosibirsk:8.6", "labour-novosibirsk:17.1")
def test_every_letter_is_printed_on_the_ministry_s_letterhead() -> None:
    case, team = in_work(LN, form="written", channel="post")
    text = words(replies.submit(written(case), by=team.executor))
    head = profile(LN).letterhead
    for line in (*head.lines, head.address, head.phone, head.email, head.site):
        assert line
        assert line in text


@pytest.mark.clause("labour-novosibirsk:3.5", "labour-novosibirsk:8.4.a", "industry-mordovia:10.7")
@pytest.mark.parametrize("code", [LN, IM])
def test_long_sentences_of_a_draft_are_flagged_and_its_ease_is_told(
    client: Client, code: str
) -> None:
    kind = {"type": "message", "channel": "vk"} if code == IM else {}
    case, team = in_work(code, **kind)
    long = "Выплата " + "поддержки и помощи " * 25 + "будет."
    written(case, answer=long)
    page = studio(client, team.executor, case)
    assert "Длинное предложение" in page
    assert "в среднем" in page
    assert "вузовский учебник" in page


@pytest.mark.clause("labour-novosibirsk:8.4.b")
def test_the_client_and_his_earlier_cases_stand_beside_the_letter(client: Client) -> None:
    body = make_body(LN)
    person, team = make_client(body, needs_note="крупный шрифт"), make_team(body)
    earlier = make_case(body, client=person, summary="прежний вопрос о пособии")
    case = make_case(body, Stage.ASSIGNED, team=team, client=person, received_at=RECEIVED + DAY)
    page = studio(client, team.executor, case)
    assert person.display_name in page
    assert "крупный шрифт" in page
    assert "прежний вопрос о пособии" in page
    assert earlier.tracking_code in page


@pytest.mark.clause("labour-novosibirsk:3.lead", "industry-mordovia:6.lead")
@pytest.mark.parametrize(("code", "number"), [(LN, 6), (IM, 7)])
def test_the_principles_of_the_order_are_listed_beside_the_letter(
    client: Client, code: str, number: int
) -> None:
    case, team = in_work(code)
    page = studio(client, team.executor, case)
    principles = profile(code).principles
    assert len(principles) == number
    for principle in principles:
        assert principle.title in page
        assert principle.text in page


@pytest.mark.clause("industry-mordovia:6.2.d")
def test_whoever_refuses_is_asked_whether_there_is_another_way(client: Client) -> None:
    case, team = in_work(IM)
    page = studio(client, team.executor, case)
    assert "нельзя ли решить задачу человека иначе" in page


@pytest.mark.clause("labour-novosibirsk:10.3.a")
def test_an_appeal_by_mail_is_answered_to_the_mail_address_given_in_it() -> None:
    case, team = in_work(LN, channel="email", reply_address="anna@example.org")
    signed(case, team)
    letter = Outgoing.objects.get(kind="reply")
    assert (letter.channel, letter.address) == ("email", "anna@example.org")
    assert letter.files.count() == 2


@pytest.mark.clause("labour-novosibirsk:10.3.b", "labour-novosibirsk:10.3.c")
@pytest.mark.clause("labour-novosibirsk:10.p2", "labour-novosibirsk:10.lead")
@pytest.mark.parametrize(
    ("channel", "address"),
    [("epgu", "1000299481"), ("pos", ""), ("post", "630000, Новосибирск, ул. Мира, 1")],
)
def test_a_reply_that_a_person_takes_to_its_way_ends_the_case_when_that_is_recorded(
    channel: str, address: str
) -> None:
    case, team = in_work(LN, channel=channel, reply_channel=channel, reply_address=address)
    reply = signed(case, team)
    letter = Outgoing.objects.get(kind="reply")
    assert (letter.channel, letter.address, letter.state) == (
        channel,
        address,
        Outgoing.State.BY_HAND,
    )
    assert not replies.finish_delivered(reply)
    sent = RECEIVED + 4 * DAY
    messages.record_by_hand(letter, by=team.registrar, at=sent)
    assert replies.finish_delivered(reply, at=sent)
    case.refresh_from_db()
    assert (case.stage, case.answered_at) == (Stage.ANSWERED, sent)


@pytest.mark.clause("industry-mordovia:11.2.15")
def test_nothing_lies_behind_the_words_of_a_letter() -> None:
    case, team = in_work(IM)
    version = replies.submit(written(case), by=team.executor)
    assert version.docx
    with ZipFile(BytesIO(storage.read(version.docx))) as parts:
        files = [parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml")]
    assert not any(sign in text for text in files for sign in ("<w:background", "<w:highlight"))
    document = next(text for text in files if "<w:body>" in text)
    assert "<w:shd" not in document


@pytest.mark.clause("industry-mordovia:11.2.13", "industry-mordovia:11.2.14")
def test_the_files_of_a_letter_use_one_upright_face_without_serifs() -> None:
    case, team = in_work(IM)
    version = replies.submit(written(case), by=team.executor)
    assert version.pdf
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(BytesIO(storage.read(version.pdf))).pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]  # a page of a letter has text
    }
    assert fonts
    assert all("Sans" in name for name in fonts)
    assert not any("Italic" in name or "Oblique" in name for name in fonts)


@pytest.mark.clause("industry-mordovia:8.6.b")
def test_each_decision_on_the_way_of_a_letter_is_kept() -> None:
    case, team = in_work(IM)
    version = replies.submit(written(case), by=team.executor)
    reply = replies.return_to_author(version, by=team.signer, remarks="Короче.")
    second = replies.submit(reply, by=team.executor, despite_remarks=True)
    replies.sign(second, by=team.signer, sha256=second.sha256)
    assert list(Decision.objects.values_list("version", "kind", "by")) == [
        (version.pk, "returned", team.signer.pk),
        (second.pk, "signed", team.signer.pk),
    ]


@pytest.mark.clause("industry-mordovia:8.6.d")
def test_a_signed_letter_is_changed_by_nobody() -> None:
    case, team = in_work(IM)
    reply = signed(case, team)
    with pytest.raises(Refusal):
        replies.save(reply, by=team.executor, draft=reply.draft, revision=reply.revision)
    version = LetterVersion.objects.get()
    version.content["salutation"] = "Здравствуйте!"
    version.save()
    Reply.objects.update(stage=Reply.Stage.FOR_SIGNATURE)
    with pytest.raises(Refusal):
        replies.sign(version, by=team.signer, sha256=version.sha256)


@pytest.mark.clause("industry-mordovia:11bis.a")
def test_a_template_of_the_topic_comes_first(client: Client) -> None:
    case, team = in_work(IM)
    topic = case.questions.get().topic_code
    for title, code in (("Альфа", ""), ("Бета", topic)):
        ReplyTemplate.objects.create(
            body=case.body, title=title, text=ANSWER, topic_code=code, updated_at=timezone.now()
        )
    assert [row.title for row in queries.templates_for(case)] == ["Бета", "Альфа"]
    assert "Бета" in studio(client, team.executor, case)


@pytest.mark.clause("labour-novosibirsk:3.3", "industry-mordovia:6.6.b")
@pytest.mark.parametrize("code", [LN, IM])
def test_a_refusal_without_reasons_is_refused_and_the_writer_is_asked_to_explain(
    client: Client, code: str
) -> None:
    case, team = in_work(code)
    assert "Объясните простыми словами, что решено" in studio(client, team.executor, case)
    with pytest.raises(Refusal) as refusal:
        cases.consider(case.questions.get(), by=team.executor, outcome="impossible", reason=" ")
    assert refusal.value.field == "reason"
