"""A morning's look over all open cases of a body, beside the bare SQL that reads and writes the same rows.

A process of its own: `python -m bench.control CASES ROUNDS`; prints one line of JSON. Every case has something to say to
somebody (its term is over, or ends within three days), so each row read becomes a line of somebody's notice. The floor
is one SELECT of the same deadlines by cursor, and the INSERT of the same notices and outbox rows (taken from what the
look has just written) in transactions of the same size. Both take turns; the rows are removed in between.
"""

import gc
import json
import sys
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

import django
from psycopg.types.json import Jsonb

django.setup()

from django.db import connection, transaction  # noqa: E402 - settings come first

from otklik.cases.models import Assignment, Case, Deadline  # noqa: E402
from otklik.clients.models import Client  # noqa: E402
from otklik.control import jobs  # noqa: E402
from otklik.control.models import ControlList, Notice, Round, ToldAssignment  # noqa: E402
from otklik.journal.models import Entry  # noqa: E402
from otklik.messages.models import Outgoing  # noqa: E402
from otklik.staff.actions import add_employee, add_unit, install_body  # noqa: E402

BODY = "labour-novosibirsk"
DAY = date(2026, 11, 18)
"""A Wednesday without a weekly list of its own."""
EXECUTORS = 400
UNITS = 20
CHUNK = 200
SPREAD = 14
"""Terms end on the ten days before, on the day itself and on the three days after."""


def main() -> None:
    """Fill, measure in turns, print."""
    number, rounds = int(sys.argv[1]), int(sys.argv[2])
    body = _fill(number)
    figures = [_measured(body) for _ in range(rounds + 1)][1:]  # the first one warms up
    ours, floor = (median(one[side] for one in figures) for side in (0, 1))
    ratio = median(one[0] / one[1] for one in figures)
    print(json.dumps({"ours": ours, "floor": floor, "ratio": ratio, "told": figures[0][2]}))


def _measured(body: Any) -> tuple[float, float, int]:

    _clear()
    gc.collect()
    begun = time.perf_counter()
    told = jobs.sweep_bodies(_morning())
    ours = time.perf_counter() - begun
    assert told == Notice.objects.count() > 0
    notices, letters = _written("control_notice"), _written("otklik_messages_outgoing")
    _clear()
    gc.collect()
    begun = time.perf_counter()
    read = _read(body)
    _write("otklik_messages_outgoing", letters)
    _write("control_notice", notices)
    floor = time.perf_counter() - begun
    assert read
    return ours, floor, told


def _read(body: Any) -> int:
    """Read what the look reads, as the driver gives it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.case_id, c.number, c.stage, c.unit_id, c.executor_id, d.kind, d.due, d.part, c.tracking_code"
            " FROM cases_deadline d JOIN cases_case c ON c.id = d.case_id"
            " WHERE d.superseded_at IS NULL AND d.met_at IS NULL AND d.due < %s AND c.body_id = %s",
            [datetime(2026, 12, 31, tzinfo=UTC), body.pk],
        )
        return len(cursor.fetchall())


def _written(table: str) -> tuple[list[str], list[tuple[Any, ...]]]:

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        names = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
    if connection.vendor == "postgresql":  # what the driver has read as a document goes back as one
        rows = [tuple(Jsonb(v) if isinstance(v, list) else v for v in row) for row in rows]
    return names, rows


def _write(table: str, written: tuple[list[str], list[tuple[Any, ...]]]) -> None:

    names, rows = written
    marks = ", ".join(["%s"] * len(names))
    statement = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})"
    for start in range(0, len(rows), CHUNK):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, rows[start : start + CHUNK])


def _clear() -> None:

    for model in (ToldAssignment, Notice, Round, Outgoing):
        model.objects.all().delete()
    Entry.objects.filter(act__startswith="control.").delete()


def _morning() -> datetime:

    return datetime.combine(DAY, clock(9, 30), ZoneInfo("Asia/Novosibirsk")).astimezone(UTC)


def _fill(number: int) -> Any:
    """Commit a body with its people and so many open cases, each given to an executor weeks ago."""
    body = install_body(BODY)
    units = [add_unit(body, f"unit-{n}", f"Отдел {n}") for n in range(UNITS)]
    people = [
        add_employee(
            body, username=f"e{n}", password=None, surname="Иванова", given_name="Мария",
            patronymic="Петровна", unit=units[n % UNITS], email=f"e{n}@example.org",
            roles=["head"] if n < UNITS else ["executor"],
        )
        for n in range(EXECUTORS)
    ]  # fmt: skip
    client = Client.objects.create(body=body, surname="Ким", created_at=_morning())
    given = _morning() - timedelta(days=40)
    ends = [datetime.combine(DAY + timedelta(days=n - 10), clock(11), UTC) for n in range(SPREAD)]
    cases = Case.objects.bulk_create(
        (
            Case(
                body=body, tracking_code=f"B{n:012d}", stage="assigned", type="application",
                form="electronic", channel="web", client=client, addressee="министерство",
                summary="вопрос", text="Прошу разъяснить порядок.", reply_channel="email",
                regulation_version="x", received_at=given, number=f"О-{n}/2026",
                registered_at=given, unit=people[n % EXECUTORS].unit,
                executor=people[n % EXECUTORS], next_due=ends[n % SPREAD],
            )
            for n in range(number)
        ),
        batch_size=2000,
    )  # fmt: skip
    Deadline.objects.bulk_create(
        (
            Deadline(
                case=case, kind="reply", due=case.next_due, basis="59-ФЗ", starts_from="registration",
                started_at=given, day_zero="excluded", on_day_off="previous",
                calendar_version="x", computed_at=given,
            )
            for case in cases
        ),
        batch_size=2000,
    )  # fmt: skip
    Assignment.objects.bulk_create(
        (
            Assignment(
                case=case, unit_id=case.unit_id, executor_id=case.executor_id,
                given_by=people[0], given_at=given,
            )
            for case in cases
        ),
        batch_size=2000,
    )  # fmt: skip
    for kind, monday in (("final", date(2026, 11, 9)), ("preventive", date(2026, 11, 16))):
        ControlList.objects.create(
            body=body, kind=kind, week=monday, first_day=monday, last_day=monday,
            made_at=given, told_at=given,
        )  # fmt: skip
    return body


if __name__ == "__main__":
    main()
