"""Papers about a case: its card, the envelope of its letter; who may take them, and what the journal keeps."""

import io

import docx
import pytest
from django.test import Client
from django.urls import reverse

from otklik.cases.models import Case
from otklik.journal.models import Entry
from otklik.replies.models import LetterVersion
from otklik.staff.models import Body
from tests.documents.samples import pdf, run_together
from tests.factories import Team, make_body, make_case, make_employee, make_team
from tests.replies.signed_letters import POSTAL, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> Body:
    return make_body("labour-novosibirsk")


def by_post(body: Body, team: Team) -> LetterVersion:
    return signed(body, team, **POSTAL)


def words_of(data: bytes) -> str:
    return run_together("".join(page.extract_text() for page in pdf(data).pages))


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_the_card_tells_the_whole_case_on_paper(client: Client, body: Body, kind: str) -> None:
    team = make_team(body)
    case = signed(body, team).reply.case
    client.force_login(team.signer)
    answer = client.get(reverse("desk:case-card", args=[case.pk, kind]))
    data = answer.content
    if kind == "pdf":
        text = words_of(data)
    else:
        document = docx.Document(io.BytesIO(data))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = run_together("".join([p.text for p in document.paragraphs] + cells))
    question = case.questions.get()
    parts = (
        "Регистрационно-контрольнаякарточка",
        case.number,
        case.client.display_name,
        question.text,
        case.executor.short_name,  # type: ignore[union-attr]  # assigned
        "59-ФЗ",
        case.letters.get().number,
    )
    for part in parts:
        assert run_together(part) in text, part
    assert case.tracking_code not in text
    assert run_together(case.tracking_code) not in text
    assert Entry.objects.filter(act="replies.print-card", subject=case.ref).count() == 1


def test_the_card_of_a_case_that_is_not_registered_yet_leaves_nothing_to_guess(
    client: Client, body: Body
) -> None:
    case = make_case(body)
    client.force_login(make_employee(body, "registrar"))
    text = words_of(client.get(reverse("desk:case-card", args=[case.pk, "pdf"])).content)
    assert "None" not in text
    assert run_together(case.summary) in text


def test_names_of_files_carry_no_name_of_a_person(client: Client, body: Body) -> None:
    team = make_team(body)
    version = by_post(body, team)
    client.force_login(team.signer)
    pk = version.reply.case_id
    for address in (
        reverse("desk:case-card", args=[pk, "pdf"]),
        reverse("desk:envelope", args=[pk]),
    ):
        header = client.get(address).headers["Content-Disposition"]
        assert "attachment" in header
        assert "%D0%A1%D0%BE%D0%BA%D0%BE%D0%BB" not in header  # «Сокол…»


def test_envelope_and_cover_sheet_name_the_client_the_letter_and_what_lies_inside(
    client: Client, body: Body
) -> None:
    team = make_team(body)
    version = by_post(body, team)
    client.force_login(team.signer)
    answer = client.get(reverse("desk:envelope", args=[version.reply.case_id]), {"format": "dl"})
    pages = pdf(answer.content).pages
    assert len(pages) == 2
    front, cover = (run_together(page.extract_text()) for page in pages)
    assert (
        round(pages[0].mediabox.width / 72 * 25.4),
        round(pages[0].mediabox.height / 72 * 25.4),
    ) == (220, 110)
    assert "633010" in front
    assert run_together("ул. Лесная, д. 14, г. Бердск") in front
    assert run_together(version.reply.number) in cover
    assert "Описьвложений" in cover
    assert Entry.objects.filter(act="replies.print-envelope").count() == 1


def test_a_letter_that_goes_by_mail_needs_no_envelope(client: Client, body: Body) -> None:
    team = make_team(body)
    version = signed(body, team)
    client.force_login(team.signer)
    answer = client.get(reverse("desk:envelope", args=[version.reply.case_id]))
    assert answer.status_code == 302
    assert not Entry.objects.filter(act="replies.print-envelope").exists()


@pytest.mark.parametrize("form", ["a0", "", "../dl"])
def test_an_envelope_that_nobody_sells_is_not_there(client: Client, body: Body, form: str) -> None:
    team = make_team(body)
    version = by_post(body, team)
    client.force_login(team.signer)
    answer = client.get(reverse("desk:envelope", args=[version.reply.case_id]), {"format": form})
    assert answer.status_code == 404


def test_papers_of_a_foreign_case_are_not_there(client: Client, body: Body) -> None:
    foreign: Case = make_case(make_body("industry-mordovia"))
    client.force_login(make_team(body).signer)
    for name, args in (("case-card", [foreign.pk, "pdf"]), ("envelope", [foreign.pk])):
        assert client.get(reverse(f"desk:{name}", args=args)).status_code == 404
