"""The page of the order: every employee reads by which rules the body works."""

import pytest
from django.test import Client
from django.urls import reverse

from otklik.knowledge import actions
from otklik.regulations import clause, profile
from tests.factories import make_body, make_employee

pytestmark = pytest.mark.django_db


def page_of(code: str) -> str:
    client = Client()
    client.force_login(make_employee(make_body(code), "executor"))
    return client.get(reverse("desk:order")).content.decode()


@pytest.mark.clause("economy-novosibirsk:4.lead")
def test_the_six_principles_stand_there_in_the_words_of_the_order() -> None:
    page = page_of("economy-novosibirsk")
    principles = profile("economy-novosibirsk").principles
    assert len(principles) == 6
    for principle in principles:
        assert principle.title in page
        assert principle.text in page


@pytest.mark.clause("economy-magadan:order:preamble", "economy-magadan:1.1.1.a")
def test_the_basis_names_the_roadmap_and_its_item() -> None:
    page = page_of("economy-magadan")
    assert "От 28.09.2023 № 292-рп" in page
    assert "Пункт 1.6 дорожной карты" in page


@pytest.mark.clause("economy-magadan:order:1")
def test_an_order_without_number_and_date_is_called_a_draft() -> None:
    assert "Проект: номер и дата не указаны" in page_of("economy-magadan")
    approved = page_of("labour-novosibirsk")
    assert "№ 1052 от 28.05.2024" in approved
    assert "Проект:" not in approved


@pytest.mark.clause("economy-magadan:order:5")
def test_control_over_the_order_stays_with_the_minister() -> None:
    page = page_of("economy-magadan")
    ruled = clause("economy-magadan:order:5")
    assert f"<dt>Министр</dt><dd>«{ruled.ru}» ({ruled.ref})</dd>" in page


@pytest.mark.parametrize(
    "code",
    [
        "economy-magadan",
        "economy-novosibirsk",
        "industry-mordovia",
        "labour-novosibirsk",
        "regional-policy-novosibirsk",
    ],
)
def test_notions_and_acts_of_each_order_are_shown(code: str) -> None:
    page = page_of(code)
    for definition in profile(code).definitions:
        assert definition.text in page
    for act in profile(code).acts:
        assert act.title in page


def test_a_visitor_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(reverse("desk:order")).status_code == 302


@pytest.mark.clause("economy-novosibirsk:15.1")
def test_the_method_of_the_analysis_is_named_with_its_date() -> None:
    page = page_of("economy-novosibirsk")
    assert "Единый порядок сбора и оценки обратной связи" in page
    assert "От 11.04.2024" in page


@pytest.mark.clause("economy-magadan:4.1.d")
def test_a_material_may_be_written_for_clients() -> None:
    office = make_employee(make_body("economy-magadan"), "office")
    row = actions.save_material(
        title="Как получить меру", text="По шагам.", period="2026Q3", audience="clients", by=office
    )
    assert (row.audience, row.period) == ("clients", "2026Q3")
