"""The published touchpoint registry."""

import csv
import io
from datetime import date

import pytest
from django.test import Client

from otklik.staff.models import Body
from otklik.touchpoints.models import RegistryVersion, Touchpoint
from tests.factories import make_body

pytestmark = pytest.mark.django_db


@pytest.mark.clause("regional-policy-novosibirsk:2.1.2")
def test_the_registry_in_force_is_public_with_its_order(client: Client) -> None:
    body = make_body("regional-policy-novosibirsk")
    RegistryVersion.objects.filter(body=body).update(
        order_number="приказ № 17", order_date=date(2026, 2, 3)
    )
    assert "/touchpoints/regional-policy-novosibirsk" in client.get("/touchpoints").content.decode()
    page = client.get("/touchpoints/regional-policy-novosibirsk").content.decode()
    assert "приказ № 17" in page
    assert "3 февраля 2026" in page
    for row in Touchpoint.objects.all():
        assert row.name in page


def test_a_draft_is_not_shown(client: Client, body: Body) -> None:
    RegistryVersion.objects.filter(body=body).update(state=RegistryVersion.State.DRAFT)
    page = client.get(f"/touchpoints/{body.code}").content.decode()
    assert "Пока ничего не опубликовано" in page
    assert "Ещё не опубликован" in client.get("/touchpoints").content.decode()


def test_the_table_has_every_row_and_no_formula(client: Client, body: Body) -> None:
    Touchpoint.objects.filter(code="tp-1").update(name="=HYPERLINK(1)")
    answer = client.get(f"/touchpoints/{body.code}.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == Touchpoint.objects.count() + 1
    assert rows[1][4] == "'=HYPERLINK(1)"


def test_a_sample_says_so_and_an_unknown_body_is_missing(client: Client, body: Body) -> None:
    assert "Это образец" in client.get(f"/touchpoints/{body.code}").content.decode()
    assert client.get("/touchpoints/no-such-body").status_code == 404
    assert client.get("/touchpoints/no-such-body.csv").status_code == 404
