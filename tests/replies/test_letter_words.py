"""What stands in the letter: the words that the orders ask for, from the case and the profile."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.text.paragraph import Paragraph
from pypdf import PdfReader

from otklik import documents, regulations
from otklik.cases import actions as cases
from otklik.cases.models import Case, Stage
from otklik.clients import actions as clients
from otklik.clients.models import Client
from otklik.replies import actions as replies
from otklik.replies import queries
from otklik.replies.letter import (
    content_of,
    fingerprint,
    first_draft,
    letter_from,
    letter_of,
    signature_note,
)
from otklik.staff import calendars
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal
from tests.factories import RECEIVED, make_body, make_case, make_client, make_team

pytestmark = pytest.mark.django_db
ECONOMY = "economy-novosibirsk"


def assigned(
    body_code: str = ECONOMY, *, client: Client | None = None, **parts: Any
) -> tuple[Case, Employee]:
    body = make_body(body_code)
    team = make_team(body)
    case = make_case(body, Stage.ASSIGNED, team=team, client=client, **parts)
    return case, team.executor


def letter(case: Case, executor: Employee, **draft: object) -> documents.Letter:
    return letter_of(
        case,
        first_draft(case) | draft,
        signer=None,
        executor=executor,
        survey_url="",
        number="1/2026",
        at=RECEIVED,
    )


def words(data: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(data)).pages)
    return " ".join(text.replace("\xad", "").split())


@pytest.mark.clause("economy-novosibirsk:8.1.a")
@pytest.mark.clause("economy-novosibirsk:8.1.b")
@pytest.mark.clause("labour-novosibirsk:8.2.a")
@pytest.mark.clause("labour-novosibirsk:8.2.b")
@pytest.mark.parametrize("code", [ECONOMY, "labour-novosibirsk"])
@pytest.mark.parametrize(
    ("name", "opening"),
    [
        (("Иванов", "Пётр", "Ильич"), "Уважаемый Пётр Ильич!"),
        (("Иванова", "Мария", "Петровна"), "Уважаемая Мария Петровна!"),
        (("Иванов", "Пётр", ""), "Уважаемый Пётр!"),
    ],
)
def test_the_letter_begins_with_the_salutation(
    code: str, name: tuple[str, str, str], opening: str
) -> None:
    body = make_body(code)
    client = make_client(body, surname=name[0], given_name=name[1], patronymic=name[2])
    case, executor = assigned(code, client=client)
    made = letter(case, executor)
    assert made.salutation == opening
    assert opening in words(documents.letter_pdf(made))


def test_a_form_of_address_that_somebody_chose_wins() -> None:
    body = make_body()
    client = make_client(body, surname="Ким", given_name="Женя", patronymic="")
    case, _executor = assigned(client=client)
    assert first_draft(case)["salutation"] == "Здравствуйте, Женя!"
    clients.choose_gender(client, "f", by=_executor.actor)
    case.refresh_from_db()
    assert first_draft(case)["salutation"] == "Уважаемая Женя!"


@pytest.mark.clause("economy-novosibirsk:8.2")
def test_the_first_paragraph_names_the_question_and_the_addressee() -> None:
    case, executor = assigned(
        addressee="Губернатору Новосибирской области", summary="о субсидии на пекарню"
    )
    opening = letter(case, executor).opening
    assert "Губернатору Новосибирской области" in opening
    assert "о субсидии на пекарню" in opening


@pytest.mark.clause("economy-novosibirsk:8.2")
@pytest.mark.clause("labour-novosibirsk:8.3")
@pytest.mark.parametrize(("code", "blocks"), [(ECONOMY, True), ("labour-novosibirsk", False)])
def test_a_first_paragraph_without_the_addressee_blocks_or_warns_by_the_order(
    code: str, blocks: bool
) -> None:
    case, executor = assigned(code)
    reply = replies.start(case, by=executor)
    reply.draft["opening"] = "Мы рассмотрели Ваш вопрос."
    found = {item.code: item.blocks for item in queries.missing_in(reply)}
    assert found["addressee-in-opening"] is blocks


@pytest.mark.clause("economy-novosibirsk:7")
@pytest.mark.clause("economy-novosibirsk:7.1")
@pytest.mark.clause("economy-novosibirsk:7.2")
@pytest.mark.clause("economy-novosibirsk:7.3")
@pytest.mark.clause("economy-novosibirsk:7.4")
@pytest.mark.clause("labour-novosibirsk:8.1")
@pytest.mark.clause("labour-novosibirsk:8.1.1")
@pytest.mark.clause("labour-novosibirsk:8.1.2")
@pytest.mark.clause("labour-novosibirsk:8.1.3")
@pytest.mark.clause("labour-novosibirsk:8.1.4")
@pytest.mark.parametrize("code", [ECONOMY, "labour-novosibirsk"])
@pytest.mark.parametrize("outcome", ["solved", "promised", "possible", "impossible"])
def test_the_letter_states_the_outcome_of_the_question(code: str, outcome: str) -> None:
    case, executor = assigned(code)
    promised = (RECEIVED + timedelta(days=40)).date()
    cases.consider(
        case.questions.get(),
        by=executor,
        outcome=outcome,
        promised_on=promised if outcome == "promised" else None,
        reason="это решает суд" if outcome in {"impossible", "possible"} else "",
        at=RECEIVED + timedelta(days=1),
    )
    sentence = letter(case, executor).answers[0].outcome_sentence
    assert sentence
    assert sentence in words(documents.letter_pdf(letter(case, executor)))
    if outcome == "promised":
        assert "12 апреля 2026" in sentence
    if outcome == "impossible":
        assert "это решает суд" in sentence


@pytest.mark.clause("economy-novosibirsk:4.1")
@pytest.mark.clause("economy-novosibirsk:7")
def test_a_question_without_outcome_or_answer_is_named_and_blocks() -> None:
    case, executor = assigned()
    reply = replies.start(case, by=executor)
    found = {item.code for item in queries.missing_in(reply) if item.blocks}
    assert {"outcome-1", "answer-1"} <= found
    with pytest.raises(Refusal) as refused:
        replies.submit(reply, by=executor)
    assert refused.value.field in found


@pytest.mark.clause("economy-novosibirsk:10.1")
@pytest.mark.clause("economy-novosibirsk:10.2.a")
@pytest.mark.clause("economy-novosibirsk:10.4")
def test_the_satisfaction_mark_has_the_prescribed_words_and_address_character_by_character() -> (
    None
):
    case, executor = assigned()
    prescribed = regulations.clause("economy-novosibirsk:10.4")
    url = str(prescribed.params["survey_url"])
    made = letter(case, executor)
    assert made.mark is not None
    assert made.mark.url == url
    wording = prescribed.ru.split("[…]")[1].replace(url, "").strip()
    assert made.mark.text.replace(url, "").strip() == wording
    text = " ".join(paragraph.text for paragraph in _paragraphs(documents.letter_docx(made)))
    assert wording.rstrip(":") in text


def _paragraphs(data: bytes) -> list[Paragraph]:
    document = docx.Document(BytesIO(data))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    return [*document.paragraphs, *(paragraph for cell in cells for paragraph in cell.paragraphs)]


def test_the_mark_leads_to_our_own_questionnaire_unless_the_body_keeps_the_prescribed_address() -> (
    None
):
    case, executor = assigned()
    for question in case.questions.all():
        cases.consider(question, by=executor, outcome="solved")
    for own in (True, False):
        case.body.own_survey = own
        case.body.save()
        reply = replies.start(case, by=executor)
        answers = {str(question.pk): "Меры есть." for question in case.questions.all()}
        if reply.stage != reply.Stage.DRAFT:
            reply.stage = reply.Stage.DRAFT
            reply.save()
        reply = replies.save(
            reply, by=executor, draft=reply.draft | {"answers": answers}, revision=reply.revision
        )
        url = replies.submit(reply, by=executor).content["mark"]["url"]
        assert ("/s/" in url) is own
        assert ("pos.nso.ru" in url) is not own


@pytest.mark.parametrize("code", ["labour-novosibirsk", "industry-mordovia"])
def test_a_body_whose_order_prescribes_no_mark_prints_none(code: str) -> None:
    case, executor = assigned(code)
    assert letter(case, executor).mark is None


@pytest.mark.clause("industry-mordovia:11.2.13")
def test_mordovia_writes_without_serifs() -> None:
    case, executor = assigned("industry-mordovia")
    data = documents.letter_pdf(letter(case, executor))
    resources: Any = [page["/Resources"] for page in PdfReader(BytesIO(data)).pages]
    fonts = {
        str(font.get_object()["/BaseFont"]) for part in resources for font in part["/Font"].values()
    }
    assert fonts
    assert all("Sans" in font for font in fonts)


def test_a_letter_survives_being_stored_and_its_hash_is_that_of_its_words() -> None:
    case, executor = assigned()
    made = letter(case, executor)
    content = content_of(made)
    assert letter_from(content) == made
    other = content_of(letter(case, executor, closing="Звоните."))
    assert fingerprint(content) != fingerprint(other)
    assert fingerprint(content) == fingerprint(content_of(made))


def test_the_letter_has_as_many_pages_signed_as_the_signer_saw() -> None:
    case, executor = assigned()
    signer = make_team(case.body).signer
    zone = calendars.zone(case.body)
    for paragraphs in range(1, 60, 2):
        text = "\n".join(["Мы проверили заявку и готовим по ней решение."] * paragraphs)
        answers = {str(question.pk): text for question in case.questions.all()}
        written = letter(case, executor, answers=answers)
        seen = replace(
            written, number="", date_text="", signature_note=signature_note(signer, None, "", zone)
        )
        signed = replace(written, signature_note=signature_note(signer, RECEIVED, "0f" * 32, zone))
        assert documents.letter_pages(seen) == documents.letter_pages(signed), paragraphs
