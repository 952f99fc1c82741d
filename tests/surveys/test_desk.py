"""Employees' pages: feedback of a period, paper forms."""

from datetime import date
from io import BytesIO

import pytest
from django.test import Client as Browser
from django.urls import reverse
from pypdf import PdfReader

from otklik.staff.models import Body
from otklik.surveys.models import Answer
from tests.factories import make_body, make_employee
from tests.surveys.factories import AnswerFactory, given, make_officer

pytestmark = pytest.mark.django_db
PERIOD = {"since": "2026-07-01", "until": "2026-09-30"}


@pytest.fixture
def body() -> Body:
    return make_body()


def signed_in(client: Browser, body: Body) -> Browser:
    """The browser of an officer of the responsible unit."""
    client.force_login(
        make_officer(body), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


@pytest.mark.clause("economy-novosibirsk:11.1", "labour-novosibirsk:21.1")
def test_feedback_of_a_period_is_listed_with_the_lowest_scores_first(
    client: Browser, body: Body
) -> None:
    for score, word in ((3, "средне"), (1, "плохо"), (2, "так себе")):
        AnswerFactory.create(body=body, values={"29": score, "29-comment": word}, satisfied=False)
    AnswerFactory.create_batch(5, body=body)
    AnswerFactory.create(
        body=body, answered_on=date(2026, 10, 1), values={"29": 1, "29-comment": "позже"}
    )
    other = make_body("economy-magadan")
    AnswerFactory.create(body=other, values={"29": 1, "29-comment": "чужое"})
    page = signed_in(client, body).get(reverse("desk:feedback"), PERIOD).content.decode()
    assert page.index("плохо") < page.index("так себе") < page.index("средне")
    assert "5 / 8" in page
    assert "позже" not in page
    assert "чужое" not in page


@pytest.mark.clause("economy-magadan:5.6")
def test_figures_of_few_answers_stay_hidden(client: Browser, body: Body) -> None:
    AnswerFactory.create_batch(4, body=body)
    page = signed_in(client, body).get(reverse("desk:feedback"), PERIOD).content.decode()
    assert "4 / 4" not in page
    assert "Средние оценки" not in page


@pytest.mark.clause("economy-magadan:5.6")
def test_a_small_group_is_not_named_beside_a_difficulty(client: Browser, body: Body) -> None:
    AnswerFactory.create_batch(9, body=body)
    told = {"29": 1, "29-comment": "Ждали год"}
    AnswerFactory.create(body=body, values=told, process_group="Редкий процесс", source="post")
    page = signed_in(client, body).get(reverse("desk:feedback"), PERIOD).content.decode()
    assert "Ждали год" in page
    assert "Редкий процесс</p>" not in page
    assert "скрыто" in page


@pytest.mark.clause("economy-novosibirsk:app1:fn2")
def test_the_entry_page_shows_codes_and_keeps_a_paper_form(client: Browser, body: Body) -> None:
    path = reverse("desk:paper-answer")
    page = signed_in(client, body).get(path).content.decode()
    assert "(21)" in page
    assert "(30)" in page
    sent = client.post(path, given(body) | {"filled_on": "2026-07-01", "source": "events"})
    assert sent.status_code == 302
    kept = Answer.objects.get()
    assert (kept.way, kept.source) == (Answer.Way.PAPER, "events")


def test_a_wrong_day_is_told_and_the_typed_answers_stay(client: Browser, body: Body) -> None:
    typed = given(body, c29="1", c29_comment="Долго") | {"filled_on": "32.07"}
    sent = signed_in(client, body).post(reverse("desk:paper-answer"), typed)
    page = sent.content.decode()
    assert sent.status_code == 422
    assert "Долго" in page
    assert 'href="#ffilled_on"' in page


@pytest.mark.clause("economy-novosibirsk:app1:fn2")
def test_others_see_neither_feedback_nor_the_entry_page(client: Browser, body: Body) -> None:
    client.force_login(
        make_employee(body, "executor"),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    for name in ("desk:feedback", "desk:paper-answer", "desk:answers-file"):
        assert client.get(reverse(name)).status_code == 403


def test_an_officer_outside_the_responsible_unit_cannot_enter_forms(
    client: Browser, body: Body
) -> None:
    client.force_login(
        make_employee(body, "office"), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    sent = client.post(reverse("desk:paper-answer"), given(body) | {"filled_on": "2026-07-01"})
    assert sent.status_code == 422
    assert not Answer.objects.exists()


@pytest.mark.clause("economy-novosibirsk:app1:form", "economy-novosibirsk:10.5")
def test_the_questionnaire_prints_with_all_questions_and_the_address(
    client: Browser, body: Body
) -> None:
    file = signed_in(client, body).get(reverse("desk:questionnaire-file"))
    assert file["Content-Type"] == "application/pdf"
    reader = PdfReader(BytesIO(file.content))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for part in ("1(11).", "17(30).", "СТАТИСТИЧЕСКИЙ", f"/survey/{body.code}"):
        assert part in text


@pytest.mark.clause("economy-novosibirsk:app1:fn2")
def test_the_file_for_the_platform_holds_paper_answers_only(client: Browser, body: Body) -> None:
    AnswerFactory.create(body=body, values={"21": 2})
    AnswerFactory.create(body=body, values={"21": 1}, way=Answer.Way.PAPER)
    file = signed_in(client, body).get(reverse("desk:answers-file"), PERIOD)
    lines = file.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("11;12;13")
    assert len(lines) == 2


def test_the_feedback_page_costs_few_queries(
    client: Browser, body: Body, django_assert_max_num_queries: object
) -> None:
    AnswerFactory.create_batch(30, body=body)
    signed_in(client, body)
    with django_assert_max_num_queries(12):  # type: ignore[operator]  # a fixture of pytest-django
        client.get(reverse("desk:feedback"), PERIOD)
