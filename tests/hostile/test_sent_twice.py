"""A form that is sent twice has done its act once, and people are told so kindly."""

import pytest
from django.test import Client
from django.urls import reverse

from otklik.reception.models import Visit
from otklik.staff.models import Body
from otklik.surveys import actions as surveys
from otklik.surveys import queries as questionnaires
from otklik.surveys.models import Answer
from otklik.surveys.sheet import fields_of
from otklik.telephone.models import Call
from tests.factories import make_body, make_employee

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef" * 2


@pytest.fixture
def body() -> Body:
    return make_body()


def test_a_call_noted_twice_is_one_call(client: Client, body: Body) -> None:
    client.force_login(make_employee(body, "operator"))
    said = {"direction": "in", "caller": "Ким", "phone": "1", "note": "Вопрос", "switches": "0"}
    first, again = (client.post(reverse("desk:new-call"), said) for _time in range(2))
    assert (first.status_code, again["Location"]) == (302, first["Location"])
    assert Call.objects.count() == 1
    client.post(reverse("desk:new-call"), said | {"note": "Другой вопрос"})
    assert Call.objects.count() == 2


def test_a_card_kept_twice_is_one_card(client: Client, body: Body) -> None:
    receptionist = make_employee(body, "receptionist")
    client.force_login(receptionist)
    card = {
        "official": receptionist.pk, "visitor": "Ким", "form": "oral", "gist": "Вопрос", "result": "case",
        "identity_shown": "on",
    }  # fmt: skip
    first, again = (client.post(reverse("desk:new-visit"), card) for _time in range(2))
    assert (first.status_code, again["Location"]) == (302, first["Location"])
    assert Visit.objects.count() == 1


def filled(body: Body) -> dict[str, str]:
    """The questionnaire as it is sent at its end: nothing but marks of four for every scale."""
    asked = questionnaires.opening(body)
    known = questionnaires.known_beforehand(asked)
    scales = {str(q.code): "4" for q in asked.questionnaire.questions if q.kind == "scale"}
    return dict.fromkeys(fields_of(asked), "") | scales | known


def test_a_paper_form_entered_twice_is_one_answer_and_two_alike_are_two(
    client: Client, body: Body
) -> None:
    office = body.units.get(is_office=True)
    client.force_login(make_employee(body, "office", unit=office))
    page = reverse("desk:paper-answer")
    assert 'name="form-key"' in client.get(page).content.decode()
    sent = filled(body) | {"filled_on": "2026-03-03", "form-key": KEY}
    answers = [client.post(page, sent).status_code for _time in range(2)]
    assert (answers, Answer.objects.count()) == ([302, 302], 1)
    client.post(page, sent | {"form-key": KEY[::-1]})
    assert Answer.objects.count() == 2


def test_answers_sent_twice_by_a_link_are_one_and_the_client_is_thanked(body: Body) -> None:
    link = surveys.invite(body, about="case:1", context={})
    asked = questionnaires.opening(body, invitation=questionnaires.invitation_of(link.token))
    kept = surveys.answer(asked, {}, key=KEY)
    assert surveys.answer(asked, {}, key=KEY) == kept
    browser = Client()
    again = browser.post(f"/s/{link.token}", {"form-key": KEY})
    assert (again.status_code, again["Location"]) == (302, reverse("portal:survey-thanks"))
    assert browser.post(f"/s/{link.token}", {"form-key": KEY[::-1]}).status_code == 410
    assert Answer.objects.count() == 1


def test_the_number_of_an_answer_does_not_betray_the_key_of_its_form(body: Body) -> None:
    asked = questionnaires.opening(body)
    kept = surveys.answer(asked, {}, key=KEY)
    assert KEY not in (kept.pk.hex, str(kept.pk))
    assert surveys.answer(asked, {}).pk != surveys.answer(asked, {}).pk
