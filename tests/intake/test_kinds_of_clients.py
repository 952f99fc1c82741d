"""Who may turn to a body: the kinds of client of its own order are offered and recorded."""

from datetime import date

import pytest
from django.test import Client as Browser
from tests.factories import RECEIVED, make_body, make_employee

from otklik.clients.models import Client
from otklik.intake import actions
from otklik.intake.forms import client_kinds
from otklik.intake.submission import read
from otklik.messages import actions as messages
from otklik.regulations import profile

pytestmark = pytest.mark.django_db
LN, IM, RN = "labour-novosibirsk", "industry-mordovia", "regional-policy-novosibirsk"


@pytest.mark.clause("labour-novosibirsk:order:preamble.a")
def test_a_person_an_organisation_and_an_entrepreneur_are_offered() -> None:
    offered = dict(client_kinds(profile(LN)))
    assert {"person", "organisation", "entrepreneur"} <= set(offered)
    body = make_body(LN)
    browser = Browser()
    browser.force_login(make_employee(body, "registrar"))
    form = browser.get("/desk/inbox/new").content.decode()
    for code in ("person", "organisation", "entrepreneur"):
        assert f'<option value="{code}"' in form


@pytest.mark.clause("regional-policy-novosibirsk:1.3.2")
def test_every_kind_of_outsider_but_the_foreigner_is_offered_apart() -> None:
    offered = {str(label) for _code, label in client_kinds(profile(RN))}
    named = {
        kind.label
        for kind in profile(RN).clients
        if kind.clause == f"{RN}:1.3.2" and kind.code != "foreigner"
    }
    assert len(named) == 5
    assert named <= offered


@pytest.mark.clause("labour-novosibirsk:2.1", "regional-policy-novosibirsk:1.3.1")
@pytest.mark.parametrize("code", [LN, RN])
@pytest.mark.parametrize(
    ("kind", "named"),
    [
        ("person", {"surname": "Ким", "given_name": "Олег"}),
        ("organisation", {"organisation": "ООО «Пекарня»"}),
    ],
)
def test_what_kind_of_client_it_is_is_recorded(code: str, kind: str, named: dict[str, str]) -> None:
    body = make_body(code)
    said = read({"type": "application", "text": "Просим ответить.", "kind": kind,
                 "email": "a@example.org", "reply_channel": "email", **named})  # fmt: skip
    accepted = messages.accept(
        body, source="web", source_key=f"{code}-{kind}", channel="web",
        payload=said.as_payload(), received_at=RECEIVED,
    )  # fmt: skip
    case = actions.take_in(accepted.receipt)
    assert case is not None
    assert Client.objects.get().kind == case.client.kind == kind


@pytest.mark.clause("industry-mordovia:8.3.b")
def test_mail_and_the_internet_reception_are_ways_of_mordovia() -> None:
    day = date(2026, 3, 3)
    channels = {channel.code for channel in profile(IM).channels if channel.open_on(day)}
    assert {"web", "email"} <= channels
    assert profile(IM).channel("email").address == "minprom@e-mordovia.ru"
