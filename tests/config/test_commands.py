"""The promised commands: their JSON, their exit codes, one clear line for bad input."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from otklik import regulations

pytestmark = pytest.mark.django_db


def run(*line: str) -> str:
    out = StringIO()
    call_command(*line, stdout=out)
    return out.getvalue()


def terms(**options: str) -> dict[str, dict[str, object]]:
    line = [f"--{name}={value}" for name, value in options.items()]
    report = json.loads(run("terms", "--json", *line))
    assert report["body"] == options["body"]
    return {row["kind"]: row for row in report["deadlines"]}


def test_terms_prints_each_deadline_with_clause_and_steps() -> None:
    rows = terms(
        body="economy-novosibirsk",
        type="application",
        channel="web",
        received="2024-04-26T17:30+07:00",
    )
    acknowledgement = rows["acknowledgement"]
    assert acknowledgement["due"] == "2024-04-27T18:00:00+07:00"
    assert acknowledgement["clause"] == "economy-novosibirsk:5.1.a"
    assert acknowledgement["steps"]
    assert acknowledgement["preliminary"] is False
    assert "reply" not in rows


def test_terms_takes_a_time_without_offset_as_the_bodys_own() -> None:
    rows = terms(
        body="economy-magadan",
        type="complaint",
        channel="post",
        received="2026-03-02T10:00",
        registered="2026-03-03T10:00",
    )
    assert str(rows["reply"]["due"]).endswith("+11:00")


def test_terms_marks_dates_beyond_the_decreed_years_as_preliminary() -> None:
    rows = terms(
        body="labour-novosibirsk",
        type="application",
        channel="web",
        received="2027-12-20T10:00",
        registered="2027-12-20T11:00",
    )
    assert rows["reply"]["preliminary"] is True


@pytest.mark.parametrize(
    "changed",
    [
        {"body": "nowhere"},
        {"type": "wish"},
        {"channel": "pigeon"},
        {"received": "yesterday"},
        {"registered": "2020-01-01T10:00"},
        {"received": "1850-01-01T10:00"},
    ],
)
def test_terms_refuses_bad_input_in_one_line(changed: dict[str, str]) -> None:
    given = {
        "body": "economy-novosibirsk",
        "type": "application",
        "channel": "web",
        "received": "2026-03-02T10:00",
        **changed,
    }
    with pytest.raises(CommandError) as refused:
        terms(**given)
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)


def test_salutation_prints_the_words_and_their_source(tmp_path: Path) -> None:
    names = tmp_path / "names.txt"
    names.write_text("Ли Ян\n\nИванова Мария Петровна\n", "utf-8")
    rows = json.loads(run("salutation", "Иванов Пётр Ильич", "--file", str(names), "--json"))
    assert [row["salutation"] for row in rows] == [
        "Уважаемый Пётр Ильич!",
        "Здравствуйте, Ян!",
        "Уважаемая Мария Петровна!",
    ]
    assert [row["confirm"] for row in rows] == [False, True, False]


@pytest.mark.parametrize("line", [[], ["--file", "missing.txt"], ["Анна", "--body", "nowhere"]])
def test_salutation_refuses_bad_input(line: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        run("salutation", *line)
    assert refused.value.returncode == 2


def test_clauses_prints_all_of_them_and_one_bodys() -> None:
    rows = json.loads(run("clauses", "--json"))
    assert len(rows) == 533
    assert set(rows[0]) >= {"id", "ref", "status", "code", "tests", "why"}
    own = json.loads(run("clauses", "--json", "--body", "labour-novosibirsk"))
    assert len(own) == len(regulations.clauses("labour-novosibirsk"))
    assert "533 clauses" in run("clauses")


def test_clauses_refuses_an_unknown_body() -> None:
    with pytest.raises(CommandError) as refused:
        run("clauses", "--body", "nowhere")
    assert refused.value.returncode == 2
