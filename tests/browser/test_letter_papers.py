"""Pages of letters on paper in a real browser: the letterhead, the files of a letter, the batch for the printer."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from otklik.cases.models import Stage
from otklik.replies import actions
from otklik.replies.letterheads import first_head, letterhead_of
from otklik.staff.models import Body, Employee
from tests.browser.conftest import DESKTOP, PHONE, Check, Visitor
from tests.documents.samples import EMBLEM
from tests.factories import make_body, make_case, make_employee, make_team
from tests.replies.route_world import write
from tests.replies.signed_letters import NOW, POSTAL, signed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def body(live_server: LiveServer, settings: Any) -> Body:
    settings.PUBLIC_URL = live_server.url
    return make_body("labour-novosibirsk")


def as_employee(page: Page, who: Employee, live_server: LiveServer) -> Page:
    client = Client()
    client.force_login(who)
    value = client.cookies[django_settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": django_settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
    )
    return page


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


@pytest.mark.parametrize("scripts", [True, False])
def test_the_administrator_looks_at_a_letterhead_and_puts_it_into_force(
    live_server: LiveServer,
    body: Body,
    visitor: Visitor,
    shots: Path,
    tmp_path: Path,
    scripts: bool,
) -> None:
    page = as_employee(
        visitor(DESKTOP, scripts=scripts), make_employee(body, "administrator"), live_server
    )
    page.goto(f"{live_server.url}/desk/letterhead/")
    picture = tmp_path / "emblem.svg"
    picture.write_bytes(EMBLEM)
    page.set_input_files("input[name=emblem]", picture)
    page.fill("input[name=emblem_alt]", "Щит")
    page.check("input[name=layout][value=longitudinal]")
    page.click("button[value=look]")
    expect(page.get_by_text("Так будет выглядеть")).to_be_visible()
    assert letterhead_of(body).emblem is None
    page.click("button[value=save]")
    expect(page.get_by_text("Действует новый бланк, версия 1")).to_be_visible()
    page.screenshot(path=shots / "letterhead.png", full_page=True)
    head = letterhead_of(body)
    assert (head.emblem, head.layout) == (EMBLEM, "longitudinal")


def test_the_pages_are_accessible_and_fit_a_telephone(
    live_server: LiveServer, body: Body, visitor: Visitor, accessible: Check, shots: Path
) -> None:
    team = make_team(body)
    administrator = make_employee(body, "administrator")
    actions.save_letterhead(body, first_head(body), by=administrator)
    reply = write(make_case(body, Stage.ASSIGNED, team=team), team.executor, at=NOW)
    actions.enclose(
        reply, by=team.executor, data=b"text", name="a.txt", title="справка на 1 л.", at=NOW
    )
    letters = [signed(body, team, **POSTAL), signed(body, team)]
    batch = actions.make_batch(actions.order_batch([item.pk for item in letters], by=team.signer))
    with time_machine.travel(NOW + timedelta(days=1), tick=True):
        for who, name, address in (
            (administrator, "letterhead", "letterhead/"),
            (administrator, "version", f"letterhead/{body.code}/1"),
            (team.executor, "files", f"letters/{reply.pk}/files"),
            (team.signer, "printing", "printing/"),
        ):
            for size in (DESKTOP, PHONE):
                page = as_employee(visitor(size), who, live_server)
                page.goto(f"{live_server.url}/desk/{address}")
                page.screenshot(path=shots / f"{name}-{size['width']}.png", full_page=True)
                assert fits(page), f"{name} at {size['width']}"
                accessible(page)
    page = as_employee(visitor(DESKTOP), team.signer, live_server)
    page.goto(f"{live_server.url}/desk/printing/{batch.pk}")
    accessible(page)
    page.screenshot(path=shots / "batch.png")
    page.goto(f"{live_server.url}/desk/cases/{letters[0].reply.case_id}")
    expect(page.get_by_role("link", name="Конверт и сопроводительный лист")).to_be_visible()
    page.screenshot(path=shots / "case.png", full_page=True)
