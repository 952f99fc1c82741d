"""Installing without serving: bodies once, people with checked passwords, nothing secret in the log."""

import io
import logging
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from otklik.config.logs import WithoutSecrets
from otklik.staff.models import Body, Employee, Power
from otklik.staff.queries import may
from tests.factories import make_body

pytestmark = pytest.mark.django_db


def add(
    monkeypatch: pytest.MonkeyPatch, *options: str, password: str = "dlinnyy-parol-2026"
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    line = [
        "add_employee",
        "chief",
        "--body",
        "economy-novosibirsk",
        "--name",
        "Иванова Мария Петровна",
    ]
    call_command(*line, *options, stdout=StringIO())


def test_bodies_are_installed_once() -> None:
    for _ in range(2):
        call_command("install", "labour-novosibirsk", stdout=StringIO())
    assert Body.objects.get().registry_versions.count() == 1


def test_an_unknown_body_is_refused_before_anything_is_done() -> None:
    with pytest.raises(CommandError) as refused:
        call_command("install", "labour-novosibirsk", "nowhere")
    assert refused.value.returncode == 2
    assert not Body.objects.exists()


def test_the_first_administrator_comes_from_the_command_line(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_body()
    add(monkeypatch, "--role", "administrator", "--post", "администратор")
    person = Employee.objects.get(username="chief")
    assert (person.surname, person.given_name, person.patronymic) == (
        "Иванова",
        "Мария",
        "Петровна",
    )
    assert person.check_password("dlinnyy-parol-2026")
    assert may(person, Power.ADMINISTER)


@pytest.mark.parametrize(
    ("options", "password"),
    [
        (["--role", "king"], "dlinnyy-parol-2026"),
        (["--unit", "nowhere"], "dlinnyy-parol-2026"),
        ([], "short"),
        ([], ""),
    ],
)
def test_a_bad_account_is_refused(
    monkeypatch: pytest.MonkeyPatch, options: list[str], password: str
) -> None:
    make_body()
    with pytest.raises(CommandError) as refused:
        add(monkeypatch, *options, password=password)
    assert refused.value.returncode == 2
    assert not Employee.objects.filter(username="chief").exists()


@pytest.mark.parametrize(
    ("message", "args", "shown"),
    [
        ("Not Found: %s", ("/status/K7M2-9QXP-4R",), "Not Found: /status/…"),
        ("%s: %s", ("Unprocessable", "/s/a-token_of-the-survey"), "Unprocessable: /s/…"),
        ("GET /api/v1/cases/K7M29QXP4R?x=1 404", (), "GET /api/v1/cases/…?x=1 404"),
        ("the job %s failed", ("take-in",), "the job take-in failed"),
    ],
)
def test_codes_and_tokens_do_not_stand_in_the_log(
    message: str, args: tuple[str, ...], shown: str
) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, args, None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == shown
