"""`otklik terms`: agrees with law and calendar, takes other events, refuses what cannot be in one line."""

import json
from datetime import date, datetime, time, timedelta
from io import StringIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command

from otklik import regulations
from tests.cases import published_calendar as oracle

pytestmark = pytest.mark.django_db
BODIES = regulations.bodies()
APPEAL = {
    "body": "economy-novosibirsk",
    "type": "application",
    "channel": "web",
    "received": "2026-03-02T10:00",
}
MESSAGE = {
    "body": "industry-mordovia",
    "type": "message",
    "channel": "vk",
    "received": "2025-10-31T17:00",
}


def report(*more: str, **options: str) -> dict[str, Any]:
    out = StringIO()
    line = [f"--{name}={value}" for name, value in options.items()]
    call_command("terms", "--json", *line, *more, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def rows(*more: str, **options: str) -> dict[str, dict[str, Any]]:
    return {row["kind"]: row for row in report(*more, **options)["deadlines"]}


@pytest.mark.parametrize("body", BODIES)
def test_terms_agrees_with_the_published_calendar(body: str) -> None:
    zone = ZoneInfo(regulations.profile(body).timezone)
    for number in range(90):
        day = date(2015, 1, 5) + timedelta(days=52 * number)
        moment = datetime.combine(day, time(number % 24, 7 * number % 60), zone)
        found = rows(
            body=body,
            type="complaint",
            channel="web",
            received=moment.isoformat(),
            registered=moment.isoformat(),
        )
        due = {kind: datetime.fromisoformat(row["due"]) for kind, row in found.items()}
        assert due["reply"] == oracle.calendar_days(body, moment, 30, "previous")
        assert due["registration"] == oracle.calendar_days(body, moment, 3, "previous")
        assert due["forwarding"] == oracle.calendar_days(body, moment, 7, "previous")
        if body in {"economy-novosibirsk", "labour-novosibirsk"}:
            assert due["acknowledgement"] == oracle.working_days(body, moment, 1)
        for row in found.values():
            assert row["due"].endswith(f"{oracle.local(body, moment):%z}"[:3] + ":00") or (
                moment.year < 2017
            )


@pytest.mark.parametrize(
    ("registered", "due"),
    [("2025-12-02", "2025-12-30"), ("2024-12-03", "2024-12-28"), ("2024-10-03", "2024-11-02")],
)
def test_a_bare_date_of_registration_will_do(registered: str, due: str) -> None:
    given = APPEAL | {"received": f"{registered}T09:00", "registered": registered}
    assert rows(**given)["reply"]["due"].startswith(due)


def test_every_deadline_has_the_promised_keys_and_more() -> None:
    found = report(**APPEAL, registered="2026-03-03T10:00")
    assert found.keys() >= {"body", "type", "channel", "deadlines", "form", "timezone", "taken"}
    for row in found["deadlines"]:
        assert row.keys() >= {"kind", "due", "clause", "basis", "preliminary", "steps", "moves"}
        assert row["moves"]
        assert row["who"]
        assert {"code", "text"} == row["moves"][0].keys()
        assert datetime.fromisoformat(row["due"]).utcoffset() == timedelta(hours=7)


def test_moves_say_that_a_year_without_a_decree_may_move_the_date() -> None:
    given = APPEAL | {"received": "2028-05-01T10:00", "registered": "2028-05-02T10:00"}
    reply = rows(**given)["reply"]
    assert reply["preliminary"] is True
    assert "preliminary" in {row["code"] for row in reply["moves"]}
    assert "2028" in str(reply["moves"])


def test_other_events_start_terms_of_their_own() -> None:
    found = rows(
        "--event",
        "assignment=2025-10-31T17:30",
        "--event",
        "promise=2025-10-31T14:20:00Z",
        "--event",
        "change=2025-10-31T12:00",
        **MESSAGE,
    )
    assert found["social_reply"]["due"] == "2025-11-01T17:00:00+03:00"
    assert found["co_executor_part"]["due"] == "2025-11-01T12:30:00+03:00"
    assert found["co_executor_part"]["from"] == "assignment"
    assert found["callback"]["due"] == "2025-10-31T18:00:00+03:00"
    assert found["publication"]["due"] == "2025-11-10T18:00:00+03:00"


def test_a_message_may_be_found_later_than_it_came() -> None:
    found = rows("--event", "detection=2025-11-01T10:00", **MESSAGE)
    assert found["social_reply"]["started_at"] == "2025-11-01T10:00:00+03:00"
    assert found["registration"]["started_at"] == "2025-10-31T17:00:00+03:00"


def test_a_variant_has_a_term_of_its_own() -> None:
    given = APPEAL | {"received": "2026-03-03T10:00", "registered": "2026-03-03T10:00"}
    assert rows(**given)["forwarding"]["due"].startswith("2026-03-10")
    migration = rows("--variant", "migration", **given)["forwarding"]
    assert migration["due"].startswith("2026-03-06")
    assert migration["basis"] == "59-ФЗ, ст. 8, ч. 3.1"


@pytest.mark.parametrize(
    ("received", "taken"), [("2025-03-29T23:59", True), ("2025-03-30T00:00", False)]
)
def test_the_report_says_whether_the_channel_took_such_cases_on_the_day(
    received: str, taken: bool
) -> None:
    assert report(**APPEAL | {"channel": "email", "received": received})["taken"] is taken


def test_people_read_the_steps_and_what_would_move_the_date() -> None:
    out = StringIO()
    line = [f"--{name}={value}" for name, value in MESSAGE.items()]
    call_command("terms", *line, stdout=out)
    text = out.getvalue()
    assert "social_reply" in text
    assert "Начало: 31 октября 2025, пятница, 17:00." in text
    assert "~ Если исправят момент" in text


@pytest.mark.parametrize(
    ("more", "changed"),
    [
        ((), {"body": "nowhere"}),
        ((), {"type": "wish"}),
        ((), {"channel": "pigeon"}),
        ((), {"form": "sung"}),
        ((), {"received": "yesterday"}),
        ((), {"received": ""}),
        ((), {"received": "2026-13-01"}),
        ((), {"received": "2026-02-30T10:00"}),
        ((), {"received": "0001-01-01T00:00+14:00"}),
        ((), {"received": "9999-12-31T23:59-12:00"}),
        ((), {"received": "2009-12-31T23:59"}),
        ((), {"received": "2010-01-01T00:00+14:00"}),
        ((), {"received": "2045-12-31T12:00"}),
        ((), {"registered": "2020-01-01T10:00"}),
        ((), {"registered": "2026-03-01"}),
        ((), {"registered": "2046-01-01"}),
        (("--event", "assignment"), {}),
        (("--event", "assignment="), {}),
        (("--event", "=2026-03-03T10:00"), {}),
        (("--event", "wedding=2026-03-03T10:00"), {}),
        (("--event", "receipt=2026-03-03T10:00"), {}),
        (("--event", "reply_due=2026-03-03T10:00"), {}),
        (("--event", "assignment=2026-03-01T10:00"), {}),
        (("--event", "assignment=soon"), {}),
        (("--event", "change=2060-03-01T10:00"), {}),
        (("--event", "promise=2026-03-03", "--event", "promise=2026-03-04"), {}),
        (("--variant", "nonsense"), {}),
    ],
)
def test_bad_input_is_refused_in_one_english_line(
    more: tuple[str, ...], changed: dict[str, str]
) -> None:
    with pytest.raises(CommandError) as refused:
        report(*more, **APPEAL | changed)
    assert refused.value.returncode == 2
    said = str(refused.value)
    assert said
    assert "\n" not in said
    assert said.isascii()
