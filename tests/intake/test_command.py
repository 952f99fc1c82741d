"""`otklik intake`: letters from files, as the mailbox would take them in."""

import json
import mailbox
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests.intake.conftest import letter

from otklik.cases.models import Case
from otklik.messages.models import Receipt
from otklik.staff.models import Body

pytestmark = pytest.mark.django_db


def run(capsys: pytest.CaptureFixture[str], *paths: Path, body: str = "economy-novosibirsk") -> Any:
    call_command("intake", *map(str, paths), "--body", body, "--json")
    return json.loads(capsys.readouterr().out)


def test_a_letter_becomes_a_case_and_a_second_run_finds_nothing_new(
    body: Body, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "one.eml"
    file.write_bytes(letter())
    (row,) = run(capsys, file)
    case = Case.objects.get()
    assert row["file"] == str(file)
    assert row["new"] is True
    assert row["subject"] == "Субсидия"
    assert row["sender"] == "n.kovaleva@example.ru"
    assert row["attachments"] == []
    assert row["case"] == case.pk
    assert row["held"] is None
    (again,) = run(capsys, file)
    assert again == row | {"new": False}
    assert Receipt.objects.count() == 1


def test_folders_and_mboxes_are_read_whole(
    body: Body, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.EML").write_bytes(letter(Message_ID="<a@x>"))
    (tmp_path / "note.txt").write_text("not a letter")
    box = mailbox.mbox(tmp_path / "b.mbox")
    for name in ("b1", "b2"):
        box.add(letter(Message_ID=f"<{name}@x>"))
    box.close()
    rows = run(capsys, tmp_path)
    assert [row["new"] for row in rows] == [True] * 3
    assert {Path(row["file"]).name for row in rows} == {"a.EML", "b.mbox#1", "b.mbox#2"}
    assert Case.objects.count() == 3


def test_a_letter_that_cannot_be_understood_is_held_and_the_exit_says_so(
    body: Body, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "empty.eml"
    file.write_bytes(b"")
    with pytest.raises(SystemExit) as ended:
        call_command("intake", str(file), "--body", "economy-novosibirsk", "--json")
    assert ended.value.code == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert row["case"] is None
    assert row["held"] == "damaged"


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("missing.eml", "economy-novosibirsk", "there is no file"),
        (".", "economy-novosibirsk", "no .eml or .mbox file"),
        (".", "nowhere", "unknown body 'nowhere'"),
        (".", "economy-magadan", "is not installed here"),
    ],
)
def test_bad_input_is_one_clear_line_and_exit_2(
    body: Body, tmp_path: Path, name: str, code: str, said: str
) -> None:
    with pytest.raises(CommandError, match=said) as caught:
        call_command("intake", str(tmp_path / name), "--body", code)
    assert caught.value.returncode == 2
    assert "\n" not in str(caught.value)
