"""Schemathesis: whatever the OpenAPI document allows or forbids, the API answers as it says."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

from otklik.staff.models import Body

application = get_wsgi_application()
OPERATIONS = [("/api/v1/cases", "POST"), ("/api/v1/cases/{code}", "GET")]


@pytest.fixture
def api(body: Body, settings: Any) -> Iterator[Any]:
    """The API by its own document; the test's database connection outlives each request."""
    settings.RATE_LIMITS = False
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_operation_is_tried(api: Any) -> None:
    found = [(item.ok().path, item.ok().method.upper()) for item in api.get_all_operations()]
    assert found == OPERATIONS


@pytest.mark.parametrize(
    ("path", "method", "mode"),
    [
        (*OPERATIONS[0], GenerationMode.POSITIVE),
        (*OPERATIONS[0], GenerationMode.NEGATIVE),
        (*OPERATIONS[1], GenerationMode.POSITIVE),  # no code is wrong by its form alone
    ],
)
def test_each_answer_is_as_documented(
    api: Any, path: str, method: str, mode: GenerationMode
) -> None:
    @settings(
        max_examples=50,
        derandomize=True,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=api[path][method].as_strategy(generation_mode=mode))
    def check(case: Any) -> None:
        # Bodies, channels and contacts that go together are rules of data, which no schema can say.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    check()
