"""The table of terms and its calculator, and «Почему эта дата?», in a real browser: phone and desktop, accessible."""

from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from otklik.cases.models import Case, Stage
from otklik.staff.models import Employee
from tests.browser.conftest import DESKTOP, PHONE, Check, Visitor
from tests.factories import make_body, make_case, make_employee

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "bread-and-salt-2026"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def registrar(live_server: LiveServer, settings: Any) -> Employee:
    settings.PUBLIC_URL = live_server.url
    settings.DEMO = True
    employee = make_employee(make_body("industry-mordovia"), "registrar")
    employee.set_password(PASSWORD)
    employee.save()
    return employee


@pytest.fixture
def case(registrar: Employee) -> Case:
    assert registrar.body is not None
    return make_case(registrar.body, Stage.REGISTERED)


def press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).first.click()


def open_all(page: Page) -> None:
    """Open every «Почему эта дата?» and whatever else can be opened in the main part."""
    page.evaluate("document.querySelectorAll('main details').forEach(item => { item.open = true })")


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_the_terms_are_computed_and_explained_on_any_screen(
    live_server: LiveServer,
    registrar: Employee,
    case: Case,
    visitor: Visitor,
    accessible: Check,
    size: dict[str, int],
) -> None:
    page = visitor(size)
    page.goto(f"{live_server.url}/desk/terms/")
    page.locator("[name=login]").fill(registrar.username)
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "main button")
    accessible(page)
    assert page.evaluate(OVERFLOW) <= 0
    page.locator("[name=type]").select_option("message")
    page.locator("[name=channel]").select_option("vk")
    page.locator("[name=received]").fill("2025-10-31T17:00")
    press(page, "main form .button-main")
    open_all(page)
    said = page.locator("#computed").inner_text()
    assert "1 ноября 2025, суббота" in said
    assert "Что может её изменить" in said
    accessible(page)
    assert page.evaluate(OVERFLOW) <= 0
    for path in (f"/desk/cases/{case.pk}/", f"/status/{case.tracking_code}"):
        page.goto(f"{live_server.url}{path}")
        open_all(page)
        assert page.get_by_text("Что может её изменить").first.is_visible()
        accessible(page)
        assert page.evaluate(OVERFLOW) <= 0, path
