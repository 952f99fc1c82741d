"""Rows for the tests of the room; all people and letters are invented."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from factory.django import DjangoModelFactory

from otklik.messages import codes
from otklik.messages.models import Outgoing, Receipt
from otklik.staff.models import Body, Employee

NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)


class BodyFactory(DjangoModelFactory[Body]):
    """A ministry with a mailbox."""

    class Meta:
        model = Body

    profile = "economy-novosibirsk"
    name = "Министерство экономического развития Новосибирской области"
    short_name = "Минэкономразвития НСО"
    timezone = "Asia/Novosibirsk"
    mailbox = "mineconom@example.org"


class EmployeeFactory(DjangoModelFactory[Employee]):
    """Somebody who works in a body, without any power."""

    class Meta:
        model = Employee

    surname = "Кольцова"
    given_name = "Ирина"
    patronymic = "Павловна"
    post = "консультант"


class ReceiptFactory(DjangoModelFactory[Receipt]):
    """An appeal from the site, not placed yet."""

    class Meta:
        model = Receipt

    source = "web"
    fingerprint = "0" * 64
    channel = "web"
    received_at = NOW


class OutgoingFactory(DjangoModelFactory[Outgoing]):
    """An acknowledgement that waits to be sent by e-mail."""

    class Meta:
        model = Outgoing

    kind = "acknowledgement"
    about = "case:1"
    channel = "email"
    address = "petrova@example.net"
    subject = "Ваше обращение получено"
    text = "Здравствуйте! Ваше обращение получено."
    due_at = NOW
    created_at = NOW


_numbers = count(1)


def a_body(**fields: Any) -> Body:
    """Make a ministry."""
    fields = {"code": f"test-body-{next(_numbers)}", **fields}
    return BodyFactory.create(**fields)


def an_employee(**fields: Any) -> Employee:
    """Make somebody who works in a body."""
    fields = {"username": f"employee{next(_numbers)}", **_of_a_body(fields)}
    return EmployeeFactory.create(**fields)


def a_receipt(**fields: Any) -> Receipt:
    """Make an appeal from the site, not placed yet."""
    own = {"source_key": f"key-{next(_numbers)}", "tracking_code": codes.tracking_code()}
    fields = {**own, **_of_a_body(fields)}
    return ReceiptFactory.create(**fields)


def an_outgoing(**fields: Any) -> Outgoing:
    """Make an acknowledgement that waits to be sent by e-mail."""
    fields = {"idempotency_key": f"acknowledgement:{next(_numbers)}", **_of_a_body(fields)}
    return OutgoingFactory.create(**fields)


def _of_a_body(fields: dict[str, Any]) -> dict[str, Any]:
    return fields if "body" in fields else {"body": a_body(), **fields}


def acceptance(body: Body, **changes: Any) -> dict[str, Any]:
    """Return the arguments of `accept` for an appeal from the site, with changes."""
    return {
        "body": body,
        "source": "web",
        "source_key": "key-1",
        "channel": "web",
        "payload": {"text": "Прошу починить остановку."},
        "received_at": NOW,
        **changes,
    }
