"""The API's short way past the middlewares of pages: what it leaves out and what it keeps."""

from typing import Any

import pytest
from django.test import Client

from otklik.config import short_way
from otklik.web import access

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/api/v1/cases/K7M2-9QXP-4R", "/api/v1/cases"])
def test_an_answer_of_the_api_lets_a_browser_do_nothing(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer["Content-Security-Policy"] == short_way.POLICY
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Length"] == str(len(answer.content))
    assert answer["Content-Type"] == "application/problem+json"
    assert not answer.cookies


def test_a_session_is_not_even_read(client: Client, django_assert_num_queries: Any) -> None:
    client.cookies["otklik-session"] = "a" * 32
    with django_assert_num_queries(0):
        assert client.get("/api/v1/cases").status_code == 405


def test_pages_keep_their_own_policy(client: Client) -> None:
    assert "script-src 'self'" in client.get("/status")["Content-Security-Policy"]
    assert "script-src 'self'" in client.get("/api/v1/docs")["Content-Security-Policy"]


def test_a_view_that_is_not_public_goes_through_the_gate(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(short_way, "access_of", lambda view: (access.SIGNED_IN,))
    answer = client.get("/api/v1/cases/K7M2-9QXP-4R")
    assert answer["Content-Security-Policy"] != short_way.POLICY


def test_https_is_demanded_of_the_api_too(client: Client, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert client.post("/api/v1/cases").status_code == 301
