"""The public pages of Mordovia's ministry bar nobody: axe finds no violation on a desktop or a telephone."""

from typing import Any

import pytest
from pytest_django.live_server_helper import LiveServer

from otklik.cases.models import Stage
from tests.browser.conftest import DESKTOP, PHONE, Check, Visitor
from tests.factories import make_body, make_case

pytestmark = pytest.mark.django_db(transaction=True)
CODE = "industry-mordovia"


@pytest.mark.clause("industry-mordovia:6.1.c")
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_public_page_has_a_barrier(
    live_server: LiveServer,
    settings: Any,
    visitor: Visitor,
    accessible: Check,
    size: dict[str, int],
) -> None:
    settings.PUBLIC_URL = live_server.url
    settings.DEMO = True
    case = make_case(make_body(CODE), Stage.ASSIGNED)
    page = visitor(size)
    for path in ("/", "/touchpoints", f"/touchpoints/{CODE}?need=4", "/status",
                 f"/status/{case.tracking_code}", f"/survey/{CODE}", "/appeal"):  # fmt: skip
        answer = page.goto(live_server.url + path)
        assert answer
        assert answer.status == 200, path
        accessible(page)
