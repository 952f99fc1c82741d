"""Rate limits: who asks too often is told when to come back."""

import warnings
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from otklik.web import limits


@pytest.fixture(autouse=True)
def _limits(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RATE_LIMITS = True
    rules = tuple((method, prefix, 2, 600) for method, prefix, _limit, _seconds in limits.RULES)
    monkeypatch.setattr(limits, "RULES", rules)
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)
    cache.clear()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/survey/economy-novosibirsk", "/s/token", "/api/v1/cases"])
def test_who_asks_too_often_is_told_when_to_come_back(client: Client, address: str) -> None:
    for _ in range(2):
        assert client.post(address).status_code != 429
    refused = client.post(address)
    assert refused.status_code == 429
    assert refused["Retry-After"] == "600"
    assert client.post(address, REMOTE_ADDR="192.0.2.7").status_code != 429


@pytest.mark.django_db
def test_the_api_is_refused_with_a_problem_document(client: Client) -> None:
    answers = [client.post("/api/v1/cases") for _ in range(3)]
    assert answers[-1]["Content-Type"] == "application/problem+json"
    assert answers[-1].json()["status"] == 429


@pytest.mark.django_db
def test_the_keys_of_the_counters_suit_every_cache(client: Client) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        client.post("/api/v1/cases", REMOTE_ADDR="2001:db8::1")
