"""Question, answer, addition and the wish to stop, in a real browser: on a phone, without scripts, accessible."""

from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from otklik.cases import actions
from otklik.cases.asking_rules import Asked
from otklik.cases.models import Case, Clarification, Stage, Withdrawal
from otklik.messages.models import Attachment
from otklik.staff.models import Body
from tests.browser.conftest import DESKTOP, PHONE, Check, Visitor
from tests.factories import make_body, make_case, make_team

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "bread-and-salt-2026"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def body(live_server: LiveServer, settings: Any) -> Body:
    settings.PUBLIC_URL = live_server.url
    settings.DEMO = True
    return make_body()


@pytest.fixture
def case(body: Body) -> Case:
    case = make_case(body, Stage.ASSIGNED, team=make_team(body))
    assert case.executor is not None
    actions.clarify(case, Asked("Где находится пекарня?", "email"), by=case.executor)
    return case


def press(page: Page, selector: str) -> None:
    with page.expect_navigation():
        page.locator(selector).click()


def test_the_client_answers_adds_and_stops_on_his_phone_without_scripts(
    live_server: LiveServer, case: Case, visitor: Visitor
) -> None:
    page = visitor(PHONE, scripts=False)
    page.goto(f"{live_server.url}/status/{case.tracking_code}")
    press(page, "main a.button-main")
    page.locator("[name=text]").fill("В Бердске")
    press(page, "form button.button-main")
    assert Clarification.objects.get().answer == "В Бердске"
    press(page, "a[href$='/add']")
    page.locator("[name=attachments]").set_input_files(
        {"name": "договор.txt", "mimeType": "text/plain", "buffer": "Договор".encode()}
    )
    press(page, "form button.button-main")
    assert Attachment.objects.get().name == "договор.txt"
    press(page, "a[href$='/stop']")
    press(page, "form button.button-danger")
    assert Withdrawal.objects.get().decided_at is None
    assert page.url == f"{live_server.url}/status/{case.tracking_code}"


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_the_pages_of_the_client_are_accessible(
    live_server: LiveServer, case: Case, visitor: Visitor, accessible: Check, size: dict[str, int]
) -> None:
    page = visitor(size)
    status = f"{live_server.url}/status/{case.tracking_code}"
    for path in ("", "/add", "/stop", f"/answer/{Clarification.objects.get().pk}"):
        page.goto(f"{status}{path}")
        accessible(page)
        assert page.evaluate(OVERFLOW) <= 0, path
    press(page, "form button.button-main")
    assert page.locator("#id_text_error").count() == 1
    accessible(page)


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_the_desk_s_pages_of_asking_are_accessible(
    live_server: LiveServer, case: Case, visitor: Visitor, accessible: Check, size: dict[str, int]
) -> None:
    executor = case.executor
    assert executor is not None
    executor.set_password(PASSWORD)
    executor.save()
    actions.write_interim(
        case, by=executor, kind="enquiry", text="Прошу", recipient="Банк", address="630000"
    )
    actions.add_by_client(case, text="Прошу учесть", key="k")
    actions.ask_withdrawal(case, words="Решилось", key="k2")
    page = visitor(size)
    page.goto(f"{live_server.url}/desk/")
    page.locator("[name=login]").fill(executor.username)
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "main button")
    desk = f"{live_server.url}/desk/cases/{case.pk}"
    answer = f"/clarified/{Clarification.objects.get().pk}"
    for path in ("/", "/clarify", "/invite", answer, "/interim", "/withdraw"):
        page.goto(f"{desk}{path}")
        accessible(page)
        assert page.evaluate(OVERFLOW) <= 0, path
