"""Everybody can file an appeal: by keyboard alone, in large print, in the dark."""

from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from otklik.cases.models import Case
from otklik.config.work import run_once
from otklik.staff.models import Body
from tests.browser.conftest import DESKTOP, Check, Visitor
from tests.factories import make_body

pytestmark = pytest.mark.django_db(transaction=True)
FOCUS = """() => {
    const e = document.activeElement, s = getComputedStyle(e), b = e.closest('label') || e;
    return {name: e.getAttribute('name') || '', value: e.getAttribute('value') || '',
            main: e.classList.contains('button-main'), tag: e.tagName,
            outlined: s.outlineStyle !== 'none' || getComputedStyle(b).outlineStyle !== 'none'
                      || s.boxShadow !== 'none'};
}"""


@pytest.fixture
def body(live_server: LiveServer, settings: Any) -> Body:
    settings.PUBLIC_URL = live_server.url
    settings.DEMO = True
    return make_body()


def tab_to(page: Page, **wanted: str) -> None:
    """Press Tab until the focus is on the wanted element; each stop must be seen."""
    for _ in range(80):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if found["tag"] != "BODY":
            assert found["outlined"], f"the focus cannot be seen on {found}"
        if all(found[key] == value for key, value in wanted.items()):
            return
    raise AssertionError(f"Tab never reaches {wanted} on {page.url}")


def on(page: Page) -> None:
    """Reach the main button by Tab and press Enter."""
    address = page.url
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUS)["main"]:
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never reaches the main button on {address}")


@pytest.mark.clause("economy-novosibirsk:4.2")
def test_an_appeal_is_filed_by_keyboard_alone(
    live_server: LiveServer, body: Body, visitor: Visitor
) -> None:
    page = visitor(DESKTOP)
    page.goto(f"{live_server.url}/appeal?body={body.code}")
    tab_to(page, name="type")
    page.keyboard.press("Space")
    on(page)
    tab_to(page, name="text")
    page.keyboard.type("Прошу пояснить, какие меры поддержки есть для пекарни?")
    on(page)
    tab_to(page, name="surname")
    page.keyboard.type("Соколова")
    tab_to(page, name="given_name")
    page.keyboard.type("Анна")
    on(page)
    tab_to(page, name="reply_channel")
    page.keyboard.press("Space")
    tab_to(page, name="email")
    page.keyboard.type("anna@example.org")
    tab_to(page, name="needs_note")
    page.keyboard.type("Крупный шрифт, пожалуйста")
    on(page)
    on(page)
    assert page.locator("#code").inner_text()
    run_once()
    assert Case.objects.get().client.needs_note == "Крупный шрифт, пожалуйста"


@pytest.mark.parametrize("colours", ["dark", "black-on-white", "white-on-black", "blue"])
def test_the_portal_is_readable_in_every_scheme_and_the_largest_print(
    live_server: LiveServer, body: Body, visitor: Visitor, accessible: Check, colours: str
) -> None:
    page = visitor(DESKTOP)
    page.goto(f"{live_server.url}/appearance")
    page.locator(f"[name=colours][value={colours}]").check(force=True)
    page.locator("[name=size][value='200']").check(force=True)
    page.locator("main .button-main").click()
    for path in ("/", "/appeal", "/status"):
        page.goto(f"{live_server.url}{path}")
        accessible(page)
        wide = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, path
