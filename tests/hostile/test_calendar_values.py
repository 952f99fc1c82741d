"""Hostile values in the forms of the calendar: refused at the field or shown back, never a failure."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from otklik.staff.models import CalendarDay, DecreedYear
from tests.factories import make_body, make_employee
from tests.hostile.test_posted_values import browser, failures
from tests.hostile.values import HOSTILE
from tests.worktime.test_published import as_xml

pytestmark = pytest.mark.django_db
NOTE = "Указ"
FORMS = {
    "calendar-day": {"date": "2026-12-30", "kind": "off", "note": NOTE, "scope": "own"},
    "calendar-swap": {"off": "2026-12-08", "worked": "2026-12-12", "note": NOTE, "scope": "own"},
    "calendar-decree": {
        "year": "2028", "decree": NOTE, "scope": "all", "text": as_xml(2028), "name": "a.xml",
    },
}  # fmt: skip
DATES = ("0001-01-01", "9999-12-31", "2026-02-30", "-1", "2045-12-31", "2010-01-01")


@pytest.mark.parametrize("page", FORMS)
def test_no_value_breaks_a_form_of_the_calendar(page: str) -> None:
    client = browser()
    client.force_login(make_employee(make_body(), "administrator"))
    usual = FORMS[page] | {"seen": "0" * 32, "step": "make"}
    assert list(failures(client, reverse(f"desk:{page}"), usual, (*HOSTILE, *DATES))) == []
    assert not CalendarDay.objects.exists()
    assert not DecreedYear.objects.exists()


@pytest.mark.parametrize(
    "content",
    [
        b"<" * 200_000,
        b'<calendar year="2028">' + b"<days>" * 5_000,
        b"\xff\xfe\x00<\x00",
        '<calendar year="2028"><days><day d="٠١.٠١" t="1"/></days></calendar>'.encode(),
        b'"' + b",".join([b'"1'] * 10_000),
        b"\r\n\r\n;;;;",
    ],
)
def test_no_file_breaks_the_reading_of_a_year(content: bytes) -> None:
    client = browser()
    client.force_login(make_employee(make_body(), "administrator"))
    data = {"scope": "all", "file": SimpleUploadedFile("a.csv", content)}
    assert client.post(reverse("desk:calendar-decree"), data).status_code == 422


@pytest.mark.parametrize(
    "value", ["2026-13-01", "٢٠٢٦-01-01", "\x00", "2026-12-30' --", "9999-12-31"]
)
def test_no_day_in_the_address_breaks_the_page(value: str) -> None:
    client = browser()
    client.force_login(make_employee(make_body(), "administrator"))
    for page in ("calendar-day", "calendar-swap"):
        assert client.get(reverse(f"desk:{page}"), {"date": value}).status_code == 200
    assert client.get(reverse("desk:calendar"), {"year": value}).status_code in (200, 404)
