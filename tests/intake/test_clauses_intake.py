"""Who may be a client, and what is asked of him."""

from typing import Any

import pytest
from django.test import Client
from tests.intake.conftest import NOW

from otklik.cases.models import Case
from otklik.intake import actions
from otklik.intake.submission import read
from otklik.staff.actions import install_body
from otklik.staff.models import Body

pytestmark = pytest.mark.django_db


@pytest.mark.clause("economy-novosibirsk:2.4")
def test_an_organisation_is_asked_for_its_name_and_addressed_by_it(
    client: Client, body: Body, registrar: Any
) -> None:
    client.force_login(registrar)
    said = {
        "type": "information-request",
        "text": "Просим сообщить условия программы.",
        "kind": "organisation",
        "reply_channel": "email",
        "email": "office@example.ru",
        "channel": "post",
        "received_at": "2026-09-04T12:00",
        "key": "one-key",
    }
    refused = client.post("/desk/inbox/new", said)
    assert refused.status_code == 422
    assert "Напишите название организации" in refused.content.decode()
    taken = client.post(
        "/desk/inbox/new",
        said | {"organisation": "ООО «Пекарня»", "name": "Ковалёва Нина Сергеевна"},
    )
    assert taken.status_code == 302
    firm = Case.objects.get().client
    assert (firm.kind, firm.organisation, firm.surname) == (
        "organisation",
        "ООО «Пекарня»",
        "Ковалёва",
    )
    assert firm.display_name == "ООО «Пекарня»"


@pytest.mark.clause("economy-magadan:1.2.4")
def test_who_writes_for_an_organisation_is_kept_beside_it(said: dict[str, Any]) -> None:
    body = install_body("economy-magadan")
    given = said | {"kind": "organisation", "organisation": "ООО «Причал»"}
    given["type"] = "information-request"
    case = actions.take_in(actions.submit(body, read(given), source="web", at=NOW).receipt)
    assert case
    assert case.client.organisation == "ООО «Причал»"
    assert (case.client.surname, case.client.given_name) == ("Ковалёва", "Нина")


@pytest.mark.clause("economy-novosibirsk:title")
def test_an_employee_is_offered_appeals_and_requests_of_external_clients_only(
    client: Client, registrar: Any
) -> None:
    client.force_login(registrar)
    form = client.get("/desk/inbox/new").context["form"]
    types = [code for code, _label in form.fields["type"].choices]
    assert types == ["proposal", "application", "complaint", "information-request"]
    assert "employee" not in [code for code, _label in form.fields["kind"].choices]
