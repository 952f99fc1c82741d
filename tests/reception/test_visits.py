"""Personal reception: the card, the answer on the spot, the appeal that comes of it, the end of a visit."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from otklik import regulations
from otklik.cases.models import Case
from otklik.intake.actions import take_in
from otklik.intake.submission import Submission
from otklik.journal.models import Entry
from otklik.reception import actions
from otklik.reception.models import Visit
from otklik.reception.rules import VisitEntry
from otklik.staff.models import Body, Employee
from otklik.staff.refusals import Refusal
from tests.factories import make_body, make_employee

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 11, 0, tzinfo=ZoneInfo("Europe/Moscow"))
ENTRY = "С согласия заявителя ответ на обращение дан устно, письменный ответ не требуется"


def clerk_of(code: str) -> Employee:
    return make_employee(make_body(code), "receptionist")


@pytest.fixture
def labour() -> Employee:
    return clerk_of("labour-novosibirsk")


@pytest.fixture
def mordovia() -> Employee:
    return clerk_of("industry-mordovia")


def signed_in(employee: Employee) -> Client:
    client = Client()
    client.force_login(employee)
    return client


def body_of(employee: Employee) -> Body:
    assert employee.body
    return employee.body


def entry(**parts: object) -> VisitEntry:
    known: dict[str, object] = {
        "visitor": "Соколова Анна Ильинична",
        "gist": "Просит объяснить порядок приёма документов.",
        "identity_shown": True,
    }
    return VisitEntry(**(known | parts))  # type: ignore[arg-type]


def oral(**parts: object) -> VisitEntry:
    known: dict[str, object] = {
        "answered_orally": True,
        "facts_evident": True,
        "consent_to_oral": True,
        "oral_answer": "Документы принимают по вторникам.",
    }
    return entry(**(known | parts))


def keep(what: VisitEntry, by: Employee) -> Visit:
    return actions.keep_card(what, official=by, by=by, at=AT)


def refused(what: VisitEntry, by: Employee) -> str:
    with pytest.raises(Refusal) as refusal:
        keep(what, by)
    assert not Visit.objects.exists()
    return refusal.value.field


@pytest.mark.clause("labour-novosibirsk:11.b", "industry-mordovia:8.5.i")
@pytest.mark.parametrize("code", ["labour-novosibirsk", "industry-mordovia"])
def test_an_oral_answer_needs_obvious_facts_and_consent(code: str) -> None:
    clerk = clerk_of(code)
    assert refused(oral(facts_evident=False), clerk) == "facts_evident"
    assert refused(oral(consent_to_oral=False), clerk) == "consent_to_oral"


@pytest.mark.clause("industry-mordovia:8.5.k")
def test_an_oral_answer_needs_its_summary_on_the_card(mordovia: Employee) -> None:
    assert refused(oral(oral_answer=" "), mordovia) == "oral_answer"


@pytest.mark.clause("industry-mordovia:8.5.e")
def test_a_card_without_the_matter_is_refused(mordovia: Employee) -> None:
    assert refused(entry(gist=" "), mordovia) == "gist"


@pytest.mark.clause("industry-mordovia:8.5.h")
def test_a_recording_without_a_warning_before_is_refused(mordovia: Employee) -> None:
    assert refused(entry(recorded=True), mordovia) == "warned"
    assert keep(entry(recorded=True, warned=True), mordovia).recorded


@pytest.mark.clause("industry-mordovia:8.5.c")
def test_a_card_is_not_closed_until_a_document_was_shown(mordovia: Employee) -> None:
    visit = keep(oral(identity_shown=False), mordovia)
    with pytest.raises(Refusal) as refusal:
        actions.close(visit, by=mordovia, handwritten=True)
    assert refusal.value.clause == "industry-mordovia:8.5.c"
    actions.show_identity(visit, by=mordovia)
    assert actions.close(visit, by=mordovia, handwritten=True).closed_at


@pytest.mark.clause("labour-novosibirsk:11.a", "industry-mordovia:8.5.l")
def test_a_visit_without_an_oral_answer_ends_only_with_an_appeal_of_its_date(
    labour: Employee,
) -> None:
    visit = keep(entry(), labour)
    with pytest.raises(Refusal):
        actions.close(visit, by=labour)
    said = Submission(
        type="application", text=visit.gist, name=visit.visitor,
        reply_channel="post", postal_address="г. Новосибирск, ул. Мира, 1",
    )  # fmt: skip
    case = take_in(actions.make_appeal(visit, said, by=labour).receipt)
    assert case is not None
    assert (case.form, case.channel, case.received_at) == ("oral", "in-person", AT)
    assert case.deadlines.filter(kind="registration").exists()
    assert actions.close(visit, by=labour).closed_at
    with pytest.raises(Refusal):
        actions.make_appeal(visit, said, by=labour)


@pytest.mark.clause("labour-novosibirsk:11.c")
def test_the_fixed_entry_stands_on_card_and_printout_word_for_word(labour: Employee) -> None:
    visit = keep(oral(), labour)
    client = signed_in(labour)
    for page in ("desk:visit", "desk:visit-card"):
        assert ENTRY in client.get(reverse(page, args=[visit.pk])).content.decode()
    written = keep(entry(), labour)
    assert ENTRY not in client.get(reverse("desk:visit-card", args=[written.pk])).content.decode()
    assert regulations.profile("labour-novosibirsk").reception.oral_answer_entry == ENTRY


@pytest.mark.clause("labour-novosibirsk:11.d")
def test_only_the_official_who_held_the_reception_confirms_the_answer(labour: Employee) -> None:
    other = make_employee(body_of(labour), "receptionist")
    visit = keep(oral(), labour)
    with pytest.raises(Refusal) as refusal:
        actions.close(visit, by=other)
    assert refusal.value.clause == "labour-novosibirsk:11.d"
    card = signed_in(other).get(reverse("desk:visit-card", args=[visit.pk])).content.decode()
    sign = card[card.index('class="card-sign"') :]
    assert labour.post in sign
    assert labour.short_name in sign
    assert actions.close(visit, by=labour).closed_at


@pytest.mark.clause("industry-mordovia:8.5.j")
def test_consent_in_the_visitors_own_hand_where_the_order_asks_for_it(mordovia: Employee) -> None:
    visit = keep(oral(), mordovia)
    client = signed_in(mordovia)
    card = client.get(reverse("desk:visit-card", args=[visit.pk])).content.decode()
    assert 'class="card-hand"' in card
    without = client.post(reverse("desk:close-visit", args=[visit.pk]))
    assert without.status_code == 409
    assert "пишет согласие своей рукой" in without.content.decode()
    assert (
        client.post(reverse("desk:close-visit", args=[visit.pk]), {"handwritten": "on"}).status_code
        == 302
    )
    visit.refresh_from_db()
    assert visit.handwritten
    assert visit.closed_at


def test_no_lines_for_handwriting_where_the_officials_signature_is_enough(labour: Employee) -> None:
    visit = keep(oral(), labour)
    card = signed_in(labour).get(reverse("desk:visit-card", args=[visit.pk])).content.decode()
    assert 'class="card-hand"' not in card


@pytest.mark.clause("industry-mordovia:8.5.d", "industry-mordovia:8.5.f")
def test_a_paper_that_was_brought_becomes_a_written_appeal_and_is_never_answered_on_the_spot(
    mordovia: Employee,
) -> None:
    assert refused(oral(form="written"), mordovia) == "result"
    client = signed_in(mordovia)
    said = {
        "official": mordovia.pk, "visitor": "Соколова Анна Ильинична", "identity_shown": "on",
        "form": "written", "gist": "Жалоба на бездействие.", "result": "case",
    }  # fmt: skip
    kept = client.post(reverse("desk:new-visit"), said)
    visit = Visit.objects.get()
    assert kept["Location"] == reverse("desk:visit-appeal", args=[visit.pk])
    values = {
        "type": "complaint", "text": visit.gist, "kind": "person", "name": visit.visitor,
        "reply_channel": "post", "postal_address": "г. Саранск, ул. Советская, 1",
    }  # fmt: skip
    assert client.post(kept["Location"], values).status_code == 302
    case = Case.objects.get()
    assert (case.type, case.form, case.channel) == ("complaint", "written", "in-person")
    assert client.post(kept["Location"], values).status_code == 409


@pytest.mark.clause("economy-novosibirsk:10.5")
def test_at_the_end_the_page_offers_the_qr_the_link_and_the_paper_questionnaire() -> None:
    clerk = clerk_of("economy-novosibirsk")
    visit = keep(oral(), clerk)
    client = signed_in(clerk)
    address = reverse("desk:visit", args=[visit.pk])
    assert "/survey/economy-novosibirsk" not in client.get(address).content.decode()
    client.post(reverse("desk:close-visit", args=[visit.pk]))
    page = client.get(address).content.decode()
    assert "/survey/economy-novosibirsk" in page
    assert "data:image/svg+xml;base64," in page
    paper = reverse("desk:questionnaire-file")
    assert paper in page
    assert client.get(paper)["Content-Type"] == "application/pdf"


def test_what_was_typed_stays_when_the_card_is_refused(labour: Employee) -> None:
    said = {
        "official": labour.pk,
        "visitor": "Ким",
        "form": "oral",
        "gist": "О льготе.",
        "result": "oral",
    }
    page = signed_in(labour).post(reverse("desk:new-visit"), said)
    assert page.status_code == 422
    assert "О льготе." in page.content.decode()


def test_every_act_of_a_visit_is_journalled_without_personal_data(labour: Employee) -> None:
    visit = keep(oral(), labour)
    actions.close(visit, by=labour)
    acts = Entry.objects.filter(subject=f"visit:{visit.pk}").order_by("id")
    assert [row.act for row in acts] == ["reception.keep-card", "reception.close"]
    assert "Соколова" not in str([row.details for row in acts])


def test_cards_of_another_body_are_not_seen(labour: Employee, mordovia: Employee) -> None:
    visit = keep(entry(), mordovia)
    client = signed_in(labour)
    assert client.get(reverse("desk:visit", args=[visit.pk])).status_code == 404
    assert "Соколова" not in client.get(reverse("desk:visits")).content.decode()
    with pytest.raises(Refusal):
        actions.keep_card(entry(), official=mordovia, by=labour)
