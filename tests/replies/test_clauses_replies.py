"""What the order wants of a reply and of the page on which it is written."""

from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from otklik import documents
from otklik.cases.models import Case, Stage
from otklik.regulations import profile
from otklik.replies.letter import letter_of
from tests.factories import Team, make_body, make_case, make_team

pytestmark = pytest.mark.django_db
ECONOMY = profile("economy-novosibirsk")
LONG = "Министерство " + "подробно и обстоятельно " * 19 + "рассмотрело Ваше обращение."


@pytest.fixture
def team() -> Team:
    return make_team(make_body())


@pytest.fixture
def case(team: Team) -> Case:
    body = team.executor.body
    assert body is not None
    return make_case(body, Stage.ASSIGNED, team=team)


@pytest.fixture
def executor(client: Client, team: Team) -> Client:
    client.force_login(team.executor)
    return client


def studio(client: Client, case: Case) -> str:
    return client.get(f"/desk/cases/{case.pk}/reply").content.decode()


def save(
    client: Client, case: Case, answer: str, outcome: str = "solved", act: str = "save"
) -> str:
    key = case.questions.get().pk
    said = {
        "salutation": "Уважаемая Анна Ильинична!",
        "opening": "Вы направили обращение в адрес: министерство.",
        "closing": "",
        "revision": "0",
        f"outcome-{key}": outcome,
        f"answer-{key}": answer,
        "act": act,
    }
    response = client.post(f"/desk/cases/{case.pk}/reply", said, follow=True)
    return response.content.decode()


@pytest.mark.clause("economy-novosibirsk:4.lead")
def test_the_guidance_beside_the_letter_lists_the_six_principles(
    executor: Client, case: Case
) -> None:
    panel = studio(executor, case).partition('id="guidance"')[2].partition("</details>")[0]
    assert len(ECONOMY.principles) == 6
    for principle in ECONOMY.principles:
        assert f"<b>{principle.title}</b>: {principle.text}" in panel
    assert "/desk/order/" in panel


@pytest.mark.clause("economy-novosibirsk:4.4", "economy-novosibirsk:8.3.a")
def test_a_sentence_of_sixty_words_is_flagged_as_hard_to_read(executor: Client, case: Case) -> None:
    assert len(LONG.split()) >= 60
    hints = save(executor, case, LONG).partition('id="hints"')[2].partition("</section>")[0]
    assert "трудно читать" in hints
    assert "Министерство подробно и обстоятельно" in hints


@pytest.mark.clause("economy-novosibirsk:4.4")
def test_short_sentences_are_not_flagged(executor: Client, case: Case) -> None:
    page = save(executor, case, "Субсидия есть. Заявки принимают до мая.")
    assert "Длинное предложение" not in page


@pytest.mark.clause("economy-novosibirsk:4.5")
def test_the_explanation_of_decision_and_result_is_asked_for_and_missed(
    executor: Client, case: Case
) -> None:
    page = studio(executor, case)
    assert "Объясните простыми словами, что решено и чего удалось добиться." in page
    assert "На вопрос 1 нет ответа." in save(executor, case, "")
    refused = save(executor, case, " ", act="submit")
    assert "На вопрос 1 нет ответа." in refused
    case.refresh_from_db()
    assert case.stage == Stage.ASSIGNED


@pytest.mark.clause("economy-novosibirsk:7.1", "economy-novosibirsk:7.3")
def test_each_outcome_prompts_what_the_answer_should_say(executor: Client, case: Case) -> None:
    page = studio(executor, case)
    assert "Назовите, что сделано и когда." in page
    assert "Объясните, от чего зависит решение." in page
    assert "точный срок сейчас нельзя" in ECONOMY.outcome("possible").wording


@pytest.mark.clause("economy-novosibirsk:8.3.b")
def test_the_letterhead_stands_in_its_order_and_names_the_instructions_behind_it(
    case: Case, team: Team
) -> None:
    draft = {"salutation": "Уважаемая Анна Ильинична!", "opening": "Вы писали.", "answers": {}}
    letter = letter_of(
        case, draft, signer=team.signer, executor=team.executor, survey_url="https://example.org/s"
    )
    page = PdfReader(BytesIO(documents.letter_pdf(letter))).pages[0].extract_text()
    text = " ".join(page.split())
    places = [text.index(line) for line in ECONOMY.letterhead.lines]
    assert places == sorted(places)
    assert places[-1] < text.index("Уважаемая Анна Ильинична!")
    assert "№ 345" in ECONOMY.letterhead.basis
    assert "№ 47" in ECONOMY.letterhead.basis
