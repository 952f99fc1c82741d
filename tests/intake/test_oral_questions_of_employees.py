"""An employee's oral question that needs work: due by the end of the working day, overdue after it (Mordovia, p. 16)."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from tests.factories import make_body, make_employee

from otklik.cases.models import Case, Deadline

pytestmark = [pytest.mark.django_db, pytest.mark.clause("industry-mordovia:16.4")]
SARANSK = ZoneInfo("Europe/Moscow")
ASKED = {
    "type": "internal-request",
    "channel": "internal",
    "form": "oral",
    "text": "Нужна справка из соседнего отдела.",
    "kind": "employee",
    "name": "Семёнов Пётр Ильич",
    "reply_channel": "phone",
    "phone": "8 (834) 200-00-00",
}


def entered(client: Client, at: datetime) -> Case:
    with time_machine.travel(at, tick=False):
        values = ASKED | {"received_at": f"{at:%Y-%m-%dT%H:%M}", "key": f"{at:%m%d%H%M}"}
        response = client.post("/desk/inbox/new", values)
        assert response.status_code == 302, response.content.decode()
    return Case.objects.latest("pk")


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2026-03-17T11:00", "2026-03-17T18:00"),
        ("2026-03-17T17:55", "2026-03-17T18:00"),
        ("2026-03-17T18:00", "2026-03-18T18:00"),
        ("2026-04-30T11:00", "2026-04-30T17:00"),
        ("2026-03-14T11:00", "2026-03-16T18:00"),
    ],
)
def test_it_is_due_by_the_end_of_the_working_day(client: Client, asked: str, due: str) -> None:
    registrar = make_employee(make_body("industry-mordovia"), "registrar")
    client.force_login(registrar)
    case = entered(client, datetime.fromisoformat(asked).replace(tzinfo=SARANSK))
    row = Deadline.objects.get(case=case, kind="internal_answer")
    assert row.due == datetime.fromisoformat(due).replace(tzinfo=SARANSK)
    assert row.clause == "industry-mordovia:16.4"
    assert case.next_due is not None
    assert case.next_due <= row.due


def test_after_the_end_of_the_day_it_is_overdue_on_the_card(client: Client) -> None:
    registrar = make_employee(make_body("industry-mordovia"), "registrar")
    client.force_login(registrar)
    case = entered(client, datetime(2026, 3, 17, 11, 0, tzinfo=SARANSK))
    for hour, words in ((17, "сегодня"), (19, "истёк")):
        with time_machine.travel(datetime(2026, 3, 17, hour, 0, tzinfo=SARANSK), tick=False):
            page = client.get(f"/desk/cases/{case.pk}/").content.decode()
        assert "Устный ответ сотруднику" in page
        assert words in page
        assert ("due-late" in page) == (hour == 19)
