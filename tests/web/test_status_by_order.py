"""The client of Mordovia's ministry follows his appeal by its code: stage and dates."""

import pytest
from django.test import Client

from otklik.cases.models import Stage
from tests.factories import make_body, make_case

pytestmark = pytest.mark.django_db


@pytest.mark.clause("industry-mordovia:7.4")
def test_the_code_shows_the_present_stage_and_its_dates(client: Client) -> None:
    case = make_case(make_body("industry-mordovia"), Stage.ASSIGNED)
    client.post("/status", {"code": case.tracking_code})
    page = client.get("/status/shown").content.decode()
    assert case.number in page
    assert "Рассматривается" in page
    assert "3 марта" in page
    assert case.text not in page
