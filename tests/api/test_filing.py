"""POST /api/v1/cases: an appeal is taken in durably, or refused with a problem document."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client, override_settings

from otklik.messages.models import Receipt
from otklik.staff.models import Body

pytestmark = pytest.mark.django_db
Post = Callable[..., Any]
Values = dict[str, Any]


def problem_of(response: Any, status: int, kind: str) -> dict[str, str]:
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    document = response.json()
    assert document["type"] == f"urn:otklik:problem:{kind}"
    assert document["status"] == status
    assert document["title"]
    assert document["detail"]
    assert Receipt.objects.count() == 0
    return {error["field"]: error["message"] for error in document.get("errors", [])}


@pytest.mark.clause("economy-novosibirsk:5.1.a")
def test_an_appeal_is_stored_and_answered_with_its_code_and_first_deadlines(
    body: Body, post: Post, appeal: Values
) -> None:
    with time_machine.travel(datetime(2026, 9, 4, 12, 0, tzinfo=UTC), tick=False):  # a Friday
        response = post(appeal)
    assert response.status_code == 201
    assert response["Content-Type"] == "application/json"
    answer = response.json()
    receipt = Receipt.objects.get()
    assert answer["code"] == receipt.tracking_code
    assert answer["received_at"] == "2026-09-04T19:00:00+07:00"
    assert answer["status_url"].endswith(f"/status/{receipt.tracking_code}")
    assert response["Location"].endswith(f"/api/v1/cases/{receipt.tracking_code}")
    due = {item["kind"]: item for item in answer["deadlines"]}
    assert due["acknowledgement"]["due"].startswith("2026-09-07T")  # one working day, a Monday
    assert due["acknowledgement"]["clause"] == "economy-novosibirsk:5.1.a"
    assert due["registration"]["due"].startswith("2026-09-07T")
    assert due["registration"]["basis"]
    assert receipt.body == body
    assert (receipt.source, receipt.channel, receipt.state) == ("api", "web", "accepted")
    assert receipt.payload == {key: value for key, value in appeal.items() if key != "body"}


def test_filing_sets_no_cookie_and_asks_for_no_csrf_token(body: Body, appeal: Values) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/api/v1/cases", appeal, content_type="application/json")
    assert response.status_code == 201
    assert not response.cookies


@pytest.mark.django_db(transaction=True)
def test_filing_is_one_statement_once_the_body_is_known(
    body: Body, post: Post, appeal: Values, django_assert_num_queries: Any
) -> None:
    assert post(appeal).status_code == 201
    with django_assert_num_queries(1):
        assert post(appeal).status_code == 201


def test_each_call_without_a_key_is_a_new_appeal(body: Body, post: Post, appeal: Values) -> None:
    codes = {post(appeal).json()["code"] for _ in range(2)}
    assert len(codes) == 2


class TestIdempotency:
    """Each case that docs/api.md names."""

    def test_a_repeated_key_with_the_same_content_gives_the_same_answer(
        self, body: Body, post: Post, appeal: Values
    ) -> None:
        first, second = post(appeal, key="7e2f"), post(appeal, key="7e2f")
        assert (first.status_code, second.status_code) == (201, 201)
        assert first.content == second.content
        assert "Idempotency-Replayed" not in first
        assert second["Idempotency-Replayed"] == "true"
        assert Receipt.objects.count() == 1

    def test_the_order_of_keys_and_white_space_do_not_make_another_content(
        self, body: Body, post: Post, appeal: Values
    ) -> None:
        turned = dict(reversed(appeal.items())) | {"surname": "  Ковалёва "}
        assert post(appeal, key="k").content == post(turned, key="k").content

    def test_a_repeated_key_with_another_content_is_refused_and_the_first_stays(
        self, body: Body, post: Post, appeal: Values
    ) -> None:
        assert post(appeal, key="k").status_code == 201
        response = post(appeal | {"text": "Другой вопрос."}, key="k")
        assert response.status_code == 422
        assert response.json()["type"] == "urn:otklik:problem:idempotency-key-reused"
        assert Receipt.objects.get().payload["text"] == appeal["text"]

    def test_a_refused_request_does_not_take_its_key(
        self, body: Body, post: Post, appeal: Values
    ) -> None:
        problem_of(post(appeal | {"text": ""}, key="k"), 422, "invalid")
        assert post(appeal, key="k").status_code == 201

    def test_a_key_in_quotes_is_the_same_key(self, body: Body, post: Post, appeal: Values) -> None:
        assert post(appeal, key='"k"').content == post(appeal, key="k").content

    @pytest.mark.parametrize("key", ["", " ", '""', "a b", "ключ", "k" * 201])
    def test_a_wrong_key_is_refused(self, body: Body, post: Post, appeal: Values, key: str) -> None:
        errors = problem_of(post(appeal, key=key), 422, "invalid")
        assert list(errors) == ["Idempotency-Key"]


class TestRefusals:
    """What is wrong is said at its field, and nothing is stored."""

    @pytest.mark.parametrize(
        "content", [" ", "{", "[1]", '"text"', "null", b"\xff\xfe", "[" * 100_000]
    )
    def test_what_is_no_json_object_is_malformed(
        self, body: Body, post: Post, content: Any
    ) -> None:
        problem_of(post(content), 400, "malformed")

    @pytest.mark.parametrize(
        "content_type", ["text/plain", "application/x-www-form-urlencoded", ""]
    )
    def test_another_content_type_is_refused(
        self, body: Body, post: Post, appeal: Values, content_type: str
    ) -> None:
        problem_of(post(appeal, content_type=content_type), 415, "not-json")

    def test_a_request_that_is_too_large_is_refused(
        self, body: Body, post: Post, appeal: Values
    ) -> None:
        with override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1024):
            problem_of(post(appeal | {"text": "я" * 2000}), 413, "too-large")

    @pytest.mark.parametrize("code", ["nowhere", "", None, 7, "x" * 5000, "\x00", "\ud800"])
    def test_an_unknown_body_is_named(
        self, body: Body, post: Post, appeal: Values, code: Any
    ) -> None:
        assert set(problem_of(post(appeal | {"body": code}), 422, "invalid")) == {"body"}

    @pytest.mark.parametrize("kind", ["novel", "", None, 7])
    def test_an_unknown_type_is_named(
        self, body: Body, post: Post, appeal: Values, kind: Any
    ) -> None:
        assert set(problem_of(post(appeal | {"type": kind}), 422, "invalid")) == {"type"}

    def test_a_type_that_the_ministry_does_not_offer_is_named(
        self, body: Body, post: Post, appeal: Values
    ) -> None:
        errors = problem_of(post(appeal | {"type": "message"}), 422, "invalid")
        assert set(errors) == {"type"}

    def test_every_mistake_is_told_at_once(self, body: Body, post: Post, appeal: Values) -> None:
        wrong = appeal | {"body": "x", "text": " ", "email": 5, "colour": "red"}
        errors = problem_of(post(wrong), 422, "invalid")
        assert set(errors) == {"body", "text", "email", "colour"}
        assert errors["text"] == "Заполните это поле."

    def test_a_sender_may_not_claim_an_identification(
        self, body: Body, post: Post, appeal: Values
    ) -> None:
        errors = problem_of(post(appeal | {"identification": "esia"}), 422, "invalid")
        assert set(errors) == {"identification"}

    def test_signs_that_no_database_keeps_do_no_harm(
        self, body: Body, post: Post, appeal: Values
    ) -> None:
        response = post(appeal | {"text": "Прошу\u0000 помочь \ud800\U0001f3e0", "\ud800": "x"})
        assert set(problem_of(response, 422, "invalid"))
        assert post(appeal | {"text": "Прошу\u0000 помочь \ud800\U0001f3e0"}).status_code == 201
        assert Receipt.objects.get().payload["text"] == "Прошу помочь \U0001f3e0"

    def test_another_method_is_refused(self, body: Body, client: Client) -> None:
        response = client.get("/api/v1/cases")
        problem_of(response, 405, "wrong-method")
        assert response["Allow"] == "POST"

    @pytest.mark.parametrize("address", ["/api/v1/", "/api/v1/people", "/api/v1/cases/a/b"])
    def test_another_address_is_a_problem_document(
        self, body: Body, client: Client, address: str
    ) -> None:
        problem_of(client.get(address), 404, "unknown-address")
        problem_of(client.post(address), 404, "unknown-address")
