"""An oral matter answered on the spot ends without a letter; every visit says how its matter was put."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from otklik.cases.models import Case
from otklik.messages.models import Outgoing, Receipt
from otklik.reception import actions
from otklik.reception.rules import VisitEntry
from otklik.regulations import profile
from otklik.replies.models import LetterVersion
from tests.factories import make_body, make_employee

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 11, 0, tzinfo=ZoneInfo("Asia/Novosibirsk"))
LN, IM = "labour-novosibirsk", "industry-mordovia"


@pytest.mark.clause("labour-novosibirsk:10.lead")
def test_a_visit_answered_orally_is_closed_without_any_letter() -> None:
    clerk = make_employee(make_body(LN), "receptionist")
    entry = VisitEntry(
        visitor="Соколова Анна Ильинична",
        gist="Просит назвать дни приёма документов.",
        identity_shown=True,
        answered_orally=True,
        facts_evident=True,
        consent_to_oral=True,
        oral_answer="По вторникам.",
    )
    visit = actions.keep_card(entry, official=clerk, by=clerk, at=AT)
    assert actions.close(visit, by=clerk, at=AT).closed_at == AT
    for kept in (Case, Receipt, LetterVersion, Outgoing):
        assert not kept.objects.exists()


@pytest.mark.clause("industry-mordovia:8.5.d")
def test_the_card_asks_how_the_matter_was_put_and_the_appeal_of_which_kind_it_is() -> None:
    clerk = make_employee(make_body(IM), "receptionist")
    client = Client()
    client.force_login(clerk)
    card = client.get(reverse("desk:new-visit")).content.decode()
    assert 'name="form" value="oral"' in card
    assert 'name="form" value="written"' in card
    entry = VisitEntry(visitor="Ким Олег", gist="Жалоба.", identity_shown=True, form="written")
    visit = actions.keep_card(entry, official=clerk, by=clerk, at=AT)
    form = client.get(reverse("desk:visit-appeal", args=[visit.pk])).content.decode()
    for code in ("application", "complaint", "information-request"):
        assert f">{profile(IM).work_type(code).label}</option>" in form


@pytest.mark.clause("industry-mordovia:8.5.g")
def test_that_the_talk_was_recorded_stands_on_the_card() -> None:
    clerk = make_employee(make_body(IM), "receptionist")
    entry = VisitEntry(visitor="Ким Олег", gist="О станках.", recorded=True, warned=True)
    visit = actions.keep_card(entry, official=clerk, by=clerk, at=AT)
    client = Client()
    client.force_login(clerk)
    card = client.get(reverse("desk:visit-card", args=[visit.pk])).content.decode()
    assert "да, посетителя предупредили заранее" in card
    assert visit.recorded
