"""Files of answers hold nobody's name; a mailing reaches only those who agreed; routes of the labour ministry."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client as Browser
from django.urls import reverse

from otklik.clients import actions as clients
from otklik.clients.models import Client, Consent
from otklik.journal.actors import CLIENT
from otklik.regulations import profile
from otklik.surveys import actions, queries
from otklik.surveys.rules import MAILING
from tests.factories import make_body, make_case, make_client
from tests.surveys.factories import make_officer

pytestmark = pytest.mark.django_db
AT = datetime(2026, 7, 15, 4, 0, tzinfo=UTC)
IM, LN = "industry-mordovia", "labour-novosibirsk"


@pytest.mark.clause("industry-mordovia:6.7.e")
def test_the_file_of_answers_has_neither_names_nor_contacts() -> None:
    body = make_body(IM)
    officer, person = make_officer(body), make_client(body)
    make_case(body, client=person)
    actions.enter_paper(
        body, by=officer, given={"21": "1", "4": "1"}, filled_on=date(2026, 7, 14), at=AT
    )
    browser = Browser()
    browser.force_login(officer)
    period = {"since": "2026-07-01", "until": "2026-07-31"}
    answer = browser.get(reverse("desk:answers-file"), period)
    assert answer.status_code == 200
    text = answer.content.decode("utf-8-sig")
    assert len(text.splitlines()) == 2
    assert person.surname not in text
    for contact in person.contacts.all():
        assert contact.address not in text


@pytest.mark.clause("industry-mordovia:12")
def test_a_mailing_of_mordovia_leaves_out_whoever_has_not_agreed() -> None:
    body = make_body(IM)
    agreed, silent = make_client(body, surname="Агафонов"), make_client(body, surname="Белов")
    clients.give_consent(agreed, purpose=MAILING, text="Согласен", source="web", by=CLIENT, at=AT)
    found = queries.may_be_mailed(Client.objects.order_by("surname"), AT)
    assert (found.reached, found.left_out) == ((agreed,), (silent,))
    assert profile(IM).switch("consent_for_mailings")
    assert Consent.objects.count() == 1


@pytest.mark.clause("labour-novosibirsk:21.2.lead")
def test_nine_of_the_eleven_routes_can_be_chosen_when_feedback_is_entered() -> None:
    body = make_body(LN)
    browser = Browser()
    browser.force_login(make_officer(body))
    page = browser.get(reverse("desk:paper-answer")).content.decode()
    offered = {source.code: f"{source.label}</option>" in page for source in profile(LN).sources}
    assert len(offered) == 11
    assert {code for code, shown in offered.items() if not shown} == {"epgu-polls", "social-polls"}
