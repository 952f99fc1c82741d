"""The start page: whom to write to, what one needs, how long it takes."""

import pytest
from django.test import Client

from otklik.staff.models import Body
from tests.factories import make_body

pytestmark = pytest.mark.django_db


def test_with_one_body_the_start_page_is_its_own(client: Client, body: Body) -> None:
    page = client.get("/").content.decode()
    assert "Министерство экономического развития Новосибирской области" in page
    assert "/appeal?body=economy-novosibirsk" in page
    assert "Где моё обращение" in page


def test_the_start_page_says_how_long_it_takes(client: Client, body: Body) -> None:
    page = client.get("/").content.decode()
    assert "1 рабочий день" in page
    assert "3 дня" in page
    assert "30 дней" in page
    assert "до 20 МБ" in page


def test_with_several_bodies_one_chooses(client: Client, body: Body) -> None:
    make_body("industry-mordovia")
    page = client.get("/").content.decode()
    assert "?body=economy-novosibirsk" in page
    assert "?body=industry-mordovia" in page
    assert (
        "/appeal?body=industry-mordovia" in client.get("/?body=industry-mordovia").content.decode()
    )


def test_an_unknown_body_is_told_so(client: Client, body: Body) -> None:
    answer = client.get("/", {"body": "no-such-body"})
    assert answer.status_code == 404
    assert "Такого министерства здесь нет" in answer.content.decode()
    assert client.get("/", {"body": "'; drop table --"}).status_code == 404


def test_an_empty_installation_has_a_start_page_too(client: Client) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "пока нет ни одного министерства" in page.content.decode()


@pytest.mark.clause("economy-magadan:5.2.2")
def test_the_general_survey_is_linked_and_opens(client: Client) -> None:
    make_body("economy-magadan")
    assert "/survey/economy-magadan" in client.get("/").content.decode()
    assert client.get("/survey/economy-magadan", follow=True).status_code == 200


def test_the_paper_form_asks_for_what_the_law_asks(client: Client, body: Body) -> None:
    page = client.get("/appeal/paper/economy-novosibirsk").content.decode()
    for words in ("Кому:", "От кого", "Почтовый адрес", "Дата:", "Подпись:"):
        assert words in page
    assert client.get("/appeal/paper/no-such-body").status_code == 404
