"""`otklik calendar`: reading a year's decree, what it would move, and refusals with exit code 2 and nothing changed."""

import json
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from otklik.cases.models import Deadline, Stage
from otklik.staff import calendars
from otklik.staff.models import Body, CalendarDay, DecreedYear
from tests.factories import make_body, make_case
from tests.worktime.test_published import as_csv, as_xml

pytestmark = pytest.mark.django_db
DECEMBER = datetime(2027, 12, 14, 10, tzinfo=ZoneInfo("Asia/Novosibirsk"))
MOVED = as_xml(2028).replace("<days>", '<days><day d="01.13" t="1" f="01.02"/>')


@pytest.fixture
def body() -> Body:
    return make_body()


def run(*line: str | Path) -> Any:
    out = StringIO()
    call_command("calendar", *map(str, line), "--json", stdout=out)
    calendars.forget()
    return json.loads(out.getvalue())


def written(tmp_path: Path, content: str | bytes, name: str = "calendar.xml") -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_preview_names_the_deadlines_that_would_move_and_stores_nothing(
    body: Body, tmp_path: Path
) -> None:
    case = make_case(body, Stage.REGISTERED, received_at=DECEMBER)
    rows = list(Deadline.objects.values())
    report = run("import", written(tmp_path, MOVED), "--preview")
    assert report["year"] == 2028
    assert report["imported"] is False
    (found,) = report["bodies"]
    assert found["cases"] == 1
    reply = next(move for move in found["nearest"] if move["kind"] == "reply")
    assert reply["case"] == case.number
    assert reply["before"] == "2028-01-13T18:00:00+07:00"
    assert reply["after"] == "2028-01-12T18:00:00+07:00"
    assert {"day": "2028-01-13", "kind": "off"}.items() <= report["days"][0].items()
    assert list(Deadline.objects.values()) == rows
    assert not CalendarDay.objects.exists()
    assert not DecreedYear.objects.exists()


def test_an_import_is_kept_and_a_second_one_changes_nothing(body: Body, tmp_path: Path) -> None:
    path = written(tmp_path, MOVED)
    assert run("import", path, "--decree", "Постановление № 1")["imported"] is True
    assert calendars.calendar_of(body).decreed_through == 2028
    assert not calendars.calendar_of(body).is_working(date(2028, 1, 13))
    again = run("import", path)
    assert (again["imported"], again["changes_nothing"]) == (False, True)
    assert DecreedYear.objects.get().act == "Постановление № 1"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_files_come_in_several_encodings(body: Body, tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, as_csv(2028).encode(encoding), "calendar.csv")
    assert run("import", path)["imported"] is True
    assert calendars.calendar_of(body).decreed_through == 2028


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not text"),
        (b"PK\x03\x04" + bytes(40), "not text"),
        ("x" * 1_000_001, "too long"),
        ("{}", "no column «Январь»"),
        ("<html><body/></html>", "begins with <html>"),
        (as_xml(2029), "a gap: the file is for 2029"),
        (as_xml(2028).replace('d="06.12"', 'd="05.09"'), "2028-05-09 is named twice"),
        (as_xml(2028).replace('d="06.12"', 'd="06.31"'), "«06.31» is not a day of 2028"),
        (as_csv(2028).replace('"1,2,3', '"2,3'), "a gap: the public holiday 2028-01-01"),
    ],
)
def test_a_wrong_file_ends_with_one_line_and_code_2_and_nothing_changes(
    body: Body, tmp_path: Path, content: str | bytes, message: str
) -> None:
    version = calendars.calendar_of(body).version
    with pytest.raises(CommandError, match=message) as refused:
        run("import", written(tmp_path, content))
    assert refused.value.returncode == 2
    assert "\n" not in str(refused.value)
    calendars.forget()
    assert calendars.calendar_of(body).version == version
    assert not CalendarDay.objects.exists()


def test_another_year_than_was_asked_for_is_refused(body: Body, tmp_path: Path) -> None:
    del body
    with pytest.raises(CommandError, match="for the year 2028, not 2027") as refused:
        run("import", written(tmp_path, MOVED), "--year", "2027")
    assert refused.value.returncode == 2


@pytest.mark.parametrize(
    "line", [("import", "/nowhere/calendar.xml"), ("show", "2026", "--body", "ministry-of-magic")]
)
def test_a_file_that_is_not_there_and_an_unknown_body_are_refused(
    body: Body, line: tuple[str, ...]
) -> None:
    del body
    with pytest.raises(CommandError) as refused:
        run(*line)
    assert refused.value.returncode == 2


def test_a_regional_file_is_for_one_body(body: Body, tmp_path: Path) -> None:
    mordovia = make_body("industry-mordovia")
    text = as_xml(2027).replace("<days>", '<days><day d="08.27" t="1"/>')
    run("import", written(tmp_path, text), "--body", mordovia.code)
    assert not calendars.calendar_of(mordovia).is_working(date(2027, 8, 27))
    assert calendars.calendar_of(body).is_working(date(2027, 8, 27))


@pytest.mark.parametrize(
    ("year", "days", "hours"), [(2023, 247, 1973), (2024, 248, 1979), (2027, 247, 1972)]
)
def test_a_shown_year_has_the_published_sums(body: Body, year: int, days: int, hours: int) -> None:
    (row,) = [row for row in run("show", str(year)) if row["body"] == body.code]
    assert (row["working_days"], row["hours_40"]) == (days, hours)
    assert row["preliminary"] is False


def test_a_year_without_a_decree_is_shown_as_preliminary(body: Body) -> None:
    out = StringIO()
    call_command("calendar", "show", "2028", "--body", body.code, stdout=out)
    assert "preliminary" in out.getvalue().splitlines()[0]
    with pytest.raises(CommandError) as refused:
        call_command("calendar", "show", "2099", stdout=out)
    assert refused.value.returncode == 2
