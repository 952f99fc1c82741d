"""GET /api/v1/cases/{code}: where an appeal is, without personal data."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from otklik.intake import actions
from otklik.messages.models import Receipt
from otklik.staff.models import Body

pytestmark = pytest.mark.django_db
Post = Callable[..., Any]


@pytest.fixture
def code(body: Body, post: Post, appeal: dict[str, Any]) -> str:
    return str(post(appeal).json()["code"])


def test_before_a_case_is_made_it_is_received(client: Client, code: str) -> None:
    answer = client.get(f"/api/v1/cases/{code}").json()
    assert (answer["code"], answer["state"], answer["number"]) == (code, "received", "")


def test_a_case_tells_its_state_and_dates_and_why(client: Client, code: str) -> None:
    actions.take_in(Receipt.objects.get())
    response = client.get(f"/api/v1/cases/{code}")
    answer = response.json()
    assert (answer["state"], answer["body"]) == ("received", "economy-novosibirsk")
    assert answer["received_at"].endswith("+07:00")
    due = {item["kind"]: item for item in answer["deadlines"]}
    assert due["registration"]["steps"][0].startswith("Начало:")
    assert due["registration"]["met_at"] is None
    assert response["Cache-Control"] == "no-store"


def test_nothing_personal_is_told(client: Client, code: str, appeal: dict[str, Any]) -> None:
    actions.take_in(Receipt.objects.get())
    told = client.get(f"/api/v1/cases/{code}").content.decode()
    for private in (appeal["surname"], appeal["given_name"], appeal["email"], appeal["text"]):
        assert private not in told


def test_a_held_receipt_is_received_for_its_sender_and_one_set_aside_is_dismissed(
    client: Client, code: str
) -> None:
    for state, told in (("held", "received"), ("dismissed", "dismissed")):
        Receipt.objects.update(state=state)
        assert client.get(f"/api/v1/cases/{code}").json()["state"] == told


def test_the_code_may_be_typed_as_people_do(client: Client, code: str) -> None:
    typed = code.lower().replace("-", " ")
    assert client.get(f"/api/v1/cases/{typed}").json()["code"] == code


@pytest.mark.parametrize("typed", ["AAAA-AAAA-AA", "x", "%00", "%ED%A0%80", "а" * 3000])
def test_an_unknown_code_is_a_problem_document(client: Client, body: Body, typed: str) -> None:
    response = client.get(f"/api/v1/cases/{typed}")
    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "urn:otklik:problem:unknown-code"


def test_the_documents_are_public_and_the_page_needs_nothing_from_elsewhere(
    client: Client, db: None
) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    assert set(schema["paths"]) == {"/api/v1/cases", "/api/v1/cases/{code}"}
    page = client.get("/api/v1/docs").content.decode()
    assert "/api/v1/cases/{code}" in page
    assert "Idempotency-Key" in page
    assert "reply_channel" in page
    assert "http://" not in page.replace("http://www.w3.org", "")
    assert "https://" not in page
