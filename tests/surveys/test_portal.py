"""The questionnaire in a browser without any script."""

from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from otklik.staff.models import Body
from otklik.surveys import actions
from otklik.surveys.models import Answer, Invitation
from tests.factories import make_body
from tests.surveys.factories import given

pytestmark = pytest.mark.django_db


@pytest.fixture
def body() -> Body:
    return make_body()


def link(body: Body, **context: object) -> str:
    """Path of a new one-time link."""
    made = actions.invite(body, about="case:12", context=context)
    return reverse("portal:survey", args=[made.token])


def part(answers: dict[str, str], block: int) -> dict[str, str]:
    """The answers whose code belongs to the block."""
    return {key: value for key, value in answers.items() if key.startswith(str(block))}


def test_opening_a_link_changes_nothing(client: Browser, body: Body) -> None:
    path = link(body)
    for _time in range(2):
        assert client.get(path).status_code == 200
        assert client.head(path).status_code == 200
    assert not Invitation.objects.get().used
    assert not Answer.objects.exists()


def test_the_whole_way_step_by_step_without_a_script(client: Browser, body: Body) -> None:
    path = link(body, channel="email", type="application")
    first = client.get(path).content.decode()
    assert 'name="15" value="13" checked' in first
    assert 'name="21"' not in first
    answers = given(body)
    second = client.post(path, part(answers, 1) | {"step": "1", "act": "on"})
    page = second.content.decode()
    assert second.status_code == 200
    assert 'name="27"' in page
    assert 'name="26"' not in page
    assert '<input type="hidden" name="15" value="13">' in page
    done = client.post(path, answers | {"step": "2", "act": "on"})
    assert done.status_code == 302
    assert client.get(done["Location"]).status_code == 200
    assert Invitation.objects.get().used
    assert Answer.objects.get().values["30"] == 5


@pytest.mark.clause("economy-novosibirsk:app1:low")
def test_a_low_score_leads_to_the_question_on_difficulties(client: Browser, body: Body) -> None:
    path = link(body)
    answers = given(body, c29="2")
    asked = client.post(path, answers | {"step": "2", "act": "on"})
    assert asked.status_code == 200
    assert 'name="29-comment"' in asked.content.decode()
    assert not Answer.objects.exists()
    told = answers | {"29-comment": "Ответ шёл месяц", "step": "0", "act": "on"}
    assert client.post(path, told).status_code == 302
    assert Answer.objects.get().values["29-comment"] == "Ответ шёл месяц"


def test_the_difficulty_may_stay_untold(client: Browser, body: Body) -> None:
    path = link(body)
    assert client.post(path, given(body, c29="2") | {"step": "0"}).status_code == 302
    assert "29-comment" not in Answer.objects.get().values


def test_what_is_missing_is_named_at_its_field_and_nothing_typed_is_lost(
    client: Browser, body: Body
) -> None:
    path = link(body)
    answers = given(body, c29="1", c29_comment="Долго <b>ждали</b>")
    del answers["23"]
    wrong = client.post(path, answers | {"step": "2", "act": "on"})
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert 'href="#f23-1"' in page
    assert "Долго &lt;b&gt;ждали&lt;/b&gt;" in page
    assert not Answer.objects.exists()


def test_going_back_keeps_the_answers(client: Browser, body: Body) -> None:
    path = link(body)
    back = client.post(path, given(body, c29="3") | {"step": "2", "act": "back"})
    page = back.content.decode()
    assert '<input type="hidden" name="29" value="3">' in page
    assert 'name="15" value="13" checked' in page


def test_a_used_an_ended_and_a_broken_link_say_what_happened(client: Browser, body: Body) -> None:
    path = link(body)
    client.post(path, given(body) | {"step": "2"})
    used = client.get(path)
    assert used.status_code == 410
    assert "уже ответили" in used.content.decode()
    Invitation.objects.update(used=False, valid_until=timezone.now() - timedelta(days=1))
    ended = client.get(path)
    assert ended.status_code == 410
    assert reverse("portal:survey-open", args=[body.code]) in ended.content.decode()
    for token in ("x", "%00", "а" * 300):
        assert client.get(f"/s/{token}").status_code == 404


def test_sending_twice_keeps_one_answer(client: Browser, body: Body) -> None:
    path = link(body)
    sent = given(body) | {"step": "2"}
    assert client.post(path, sent).status_code == 302
    assert client.post(path, sent).status_code == 410
    assert Answer.objects.count() == 1


@pytest.mark.clause("economy-novosibirsk:12.p3")
def test_the_open_form_can_be_answered_on_any_day_by_anybody(client: Browser, body: Body) -> None:
    path = reverse("portal:survey-open", args=[body.code])
    assert client.get(path).status_code == 200
    for _time in range(2):
        assert client.post(path, given(body) | {"step": "2"}).status_code == 302
    assert Answer.objects.count() == 2
    assert client.get("/survey/no-such-body").status_code == 404


@pytest.mark.parametrize("step", ["", "7", "-1", "²", "99999999", "abc"])
def test_a_damaged_step_does_not_break_the_page(client: Browser, body: Body, step: str) -> None:
    path = link(body)
    assert client.post(path, {"step": step, "15": "x" * 20000}).status_code == 422
    assert not Answer.objects.exists()


@pytest.mark.clause("economy-magadan:5.2.2")
@pytest.mark.parametrize("code", ["economy-magadan", "labour-novosibirsk", "industry-mordovia"])
def test_bodies_without_a_form_of_their_own_have_the_neutral_one(
    client: Browser, code: str
) -> None:
    path = reverse("portal:survey-open", args=[make_body(code).code])
    assert client.get(path).status_code == 200


def test_a_browser_with_its_token_and_origin_can_send_the_form(body: Body) -> None:
    """A page without referrer makes browsers send `Origin: null`, which the gate refuses."""
    browser = Browser(enforce_csrf_checks=True)
    path = link(body)
    page = browser.get(path)
    assert "no-referrer" not in page.content.decode()
    assert page["Referrer-Policy"] == "same-origin"
    sent = given(body) | {"step": "2", "csrfmiddlewaretoken": str(page.context["csrf_token"])}
    assert browser.post(path, sent, HTTP_ORIGIN="http://testserver").status_code == 302


def test_the_page_tells_what_is_kept(client: Browser, body: Body) -> None:
    page = client.get(link(body)).content.decode()
    assert "Что мы храним" in page
    assert "noindex" in page


def test_a_page_of_the_survey_costs_few_queries(
    client: Browser, body: Body, django_assert_max_num_queries: object
) -> None:
    path = link(body)
    with django_assert_max_num_queries(5):  # type: ignore[operator]  # a fixture of pytest-django
        client.get(path)
