"""A ministry, its registrar, and letters and forms that arrive."""

from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from otklik.intake import actions, bodies
from otklik.intake.submission import read
from otklik.messages.actions import accept_mail
from otklik.messages.models import Receipt
from otklik.staff.actions import add_employee, install_body
from otklik.staff.models import Body, Employee

NOW = datetime(2026, 9, 4, 5, 0, tzinfo=UTC)
"""A Friday noon in Novosibirsk."""
PASSWORD = "one-long-invented-password"


@pytest.fixture(autouse=True)
def _own_files(tmp_path: Path) -> Any:
    bodies.forget()
    with override_settings(FILES=tmp_path / "files", MFA_REQUIRED=False):
        yield
    bodies.forget()


@pytest.fixture
def body(db: None) -> Body:
    return install_body("economy-novosibirsk")


@pytest.fixture
def registrar(body: Body) -> Employee:
    return add_employee(
        body,
        username="registrar",
        password=PASSWORD,
        surname="Орлова",
        given_name="Вера",
        roles=["registrar"],
    )


@pytest.fixture
def executor(body: Body) -> Employee:
    return add_employee(
        body,
        username="executor",
        password=PASSWORD,
        surname="Сомов",
        given_name="Пётр",
        roles=["executor"],
    )


@pytest.fixture
def stranger(body: Body) -> Employee:
    """A registrar of another ministry."""
    other = install_body("labour-novosibirsk")
    return add_employee(
        other,
        username="stranger",
        password=PASSWORD,
        surname="Чужов",
        given_name="Иван",
        roles=["registrar"],
    )


@pytest.fixture
def said() -> dict[str, Any]:
    return {
        "type": "application",
        "text": "Прошу разъяснить порядок участия в программе поддержки.",
        "surname": "Ковалёва",
        "given_name": "Нина",
        "reply_channel": "email",
        "email": "n.kovaleva@example.ru",
        "identification": "esia",
    }


@pytest.fixture
def filed(body: Body, said: dict[str, Any]) -> Callable[..., Receipt]:
    """Something filed through the web form."""

    def file(**changes: Any) -> Receipt:
        submission = read(said | changes)
        return actions.submit(body, submission, source="web", at=NOW).receipt

    return file


@pytest.fixture
def written(body: Body) -> Callable[..., Receipt]:
    """A letter that has arrived by e-mail."""

    def write(text: str = TEXT, at: datetime = NOW, **headers: str) -> Receipt:
        raw = letter(text, **headers)
        return accept_mail(body, raw, mailbox="test", received_at=at).receipt

    return write


TEXT = "Прошу разъяснить, какие документы нужны для получения субсидии."


def letter(text: str = TEXT, **headers: str) -> bytes:
    message = EmailMessage()
    fields = {
        "From": "Нина Сергеевна Ковалёва <n.kovaleva@example.ru>",
        "To": "mineconom@example.ru",
        "Subject": "Субсидия",
        "Date": "Fri, 04 Sep 2026 11:50:00 +0700",
        "Message-ID": "<one@example.ru>",
    }
    for name, value in (fields | {key.replace("_", "-"): v for key, v in headers.items()}).items():
        if value:
            message[name] = value
    message.set_content(text)
    return message.as_bytes()
