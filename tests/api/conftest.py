"""A ministry that takes in appeals, and a client who speaks JSON to it."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from otklik.intake import bodies
from otklik.staff.actions import install_body
from otklik.staff.models import Body

Post = Callable[..., Any]


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    bodies.forget()
    cache.clear()
    yield
    bodies.forget()


@pytest.fixture
def body(db: None) -> Body:
    return install_body("economy-novosibirsk")


@pytest.fixture
def post(client: Client) -> Post:
    def send(values: Any, key: str | None = None, **options: Any) -> Any:
        content = values if isinstance(values, (str, bytes)) else json.dumps(values)
        headers = {} if key is None else {"Idempotency-Key": key}
        options.setdefault("content_type", "application/json")
        return client.post("/api/v1/cases", content, headers=headers, **options)

    return send


@pytest.fixture
def appeal() -> dict[str, Any]:
    return {
        "body": "economy-novosibirsk",
        "type": "application",
        "surname": "Ковалёва",
        "given_name": "Нина",
        "text": "Прошу разъяснить порядок участия в программе.",
        "reply_channel": "email",
        "email": "n.kovaleva@example.ru",
    }
