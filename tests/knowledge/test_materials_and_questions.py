"""Materials by the results of the analysis, quarters that need none, typical questions."""

import pytest
from django.test import Client
from django.urls import reverse

from otklik.analytics import actions as analytics
from otklik.analytics.periods import Quarter
from otklik.analytics.queries import quarters_without_material
from otklik.journal.models import Entry
from otklik.knowledge import actions, queries
from otklik.knowledge.models import NoMaterial, TypicalQuestion
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal
from tests.factories import make_body, make_employee

pytestmark = pytest.mark.django_db
PERIOD = "2026Q1"


def office_of(code: str, *, frozen: bool = True) -> Employee:
    office = make_employee(make_body(code), "office")
    assert office.body is not None
    if frozen:
        analytics.freeze(office.body, Quarter.parse(PERIOD), by=office)
    return office


def signed_in(employee: Employee) -> Client:
    client = Client()
    client.force_login(employee)
    return client


def waits(office: Employee) -> bool:
    assert office.body is not None
    return quarters_without_material(office.body) == [PERIOD]


@pytest.mark.clause("labour-novosibirsk:22.d", "economy-magadan:4.1.d")
@pytest.mark.parametrize("code", ["labour-novosibirsk", "economy-magadan"])
def test_a_frozen_quarter_without_a_material_is_a_task_until_one_is_linked(code: str) -> None:
    office = office_of(code)
    client = signed_in(office)
    assert waits(office)
    assert "квартал без материала" in client.get(reverse("desk:today")).content.decode()
    page = client.get(reverse("desk:analysis"), {"period": PERIOD}).content.decode()
    assert f"{reverse('desk:new-material')}?period={PERIOD}" in page
    form = client.get(reverse("desk:new-material"), {"period": PERIOD}).context["form"]
    assert form["period"].value() == PERIOD
    said = {"title": "Памятка", "text": "Пишите яснее.", "period": PERIOD, "audience": "employees"}
    assert client.post(reverse("desk:new-material"), said).status_code == 302
    assert not waits(office)
    assert "квартал без материала" not in client.get(reverse("desk:today")).content.decode()


@pytest.mark.parametrize("code", ["industry-mordovia", "regional-policy-novosibirsk"])
def test_where_the_order_asks_for_no_material_there_is_no_task(code: str) -> None:
    assert not waits(office_of(code))


def test_a_quarter_that_is_not_frozen_waits_for_nothing() -> None:
    assert not waits(office_of("labour-novosibirsk", frozen=False))


@pytest.mark.clause("economy-magadan:4.1.d")
def test_in_magadan_a_material_is_for_clients_unless_the_writer_says_otherwise() -> None:
    office = office_of("economy-magadan")
    form = signed_in(office).get(reverse("desk:new-material")).context["form"]
    assert form["audience"].value() == "clients"


@pytest.mark.clause("economy-novosibirsk:15.2.b")
class TestNotNeeded:
    def test_it_is_recorded_with_its_reason_and_every_employee_reads_it(self) -> None:
        office = office_of("economy-novosibirsk")
        assert waits(office)
        client = signed_in(office)
        address = reverse("desk:waive-material")
        assert client.post(address, {"period": PERIOD, "reason": " "}).status_code == 422
        said = {"period": PERIOD, "reason": "Жалоб на ответы не было"}
        assert client.post(address, said).status_code == 302
        assert not waits(office)
        assert office.body is not None
        reader = signed_in(make_employee(office.body, "registrar"))
        shown = reader.get(reverse("desk:materials"), {"period": PERIOD}).content.decode()
        assert "Жалоб на ответы не было" in shown
        entry = Entry.objects.get(act="knowledge.waive-material")
        assert entry.clause == "economy-novosibirsk:15.2.b"

    def test_it_is_recorded_once_and_only_by_an_analyst(self) -> None:
        office = office_of("economy-novosibirsk")
        assert office.body is not None
        executor = make_employee(office.body, "executor")
        with pytest.raises(Refusal):
            actions.waive_material(PERIOD, reason="Нет", by=executor)
        actions.waive_material(PERIOD, reason="Нет", by=office)
        with pytest.raises(Refusal):
            actions.waive_material(PERIOD, reason="Снова", by=office)
        assert NoMaterial.objects.get().reason == "Нет"

    def test_an_unconditional_order_takes_no_such_record(self) -> None:
        office = office_of("labour-novosibirsk")
        page = signed_in(office).post(
            reverse("desk:waive-material"), {"period": PERIOD, "reason": "Нет"}
        )
        assert page.status_code == 422
        assert waits(office)


class TestTypicalQuestions:
    def test_they_are_kept_found_and_dropped(self) -> None:
        office = office_of("economy-novosibirsk", frozen=False)
        client = signed_in(office)
        said = {"question": "Когда выплатят пособие?", "answer": "В среду.", "topic_code": ""}
        assert client.post(reverse("desk:new-typical-question"), said).status_code == 302
        row = TypicalQuestion.objects.get()
        found = client.get(reverse("desk:typical-questions"), {"q": "пособия"}).content.decode()
        assert "Когда выплатят пособие?" in found
        assert (
            "Когда выплатят пособие?"
            in client.get(reverse("desk:answers"), {"q": "пособие"}).content.decode()
        )
        address = reverse("desk:typical-question", args=[row.pk])
        assert client.post(address, said | {"answer": "В четверг."}).status_code == 302
        client.post(reverse("desk:drop-typical-question", args=[row.pk]))
        assert not queries.questions_for(office)
        assert client.get(address).status_code == 404

    def test_an_answer_that_clients_read_has_no_gaps(self) -> None:
        office = office_of("economy-novosibirsk", frozen=False)
        said = {"question": "Когда?", "answer": "В {дата: день}.", "for_clients": "on"}
        page = signed_in(office).post(reverse("desk:new-typical-question"), said)
        assert page.status_code == 422
        assert "В {дата: день}." in page.content.decode()
        assert not TypicalQuestion.objects.exists()
