"""Templates and materials: found by words, kept by those who may, seen by every employee of the body."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from otklik.journal.models import Entry
from otklik.knowledge import actions, queries, rules
from otklik.knowledge.models import Material, ReplyTemplate
from otklik.staff.models import Body, Employee
from otklik.staff.refusals import Refusal
from tests.factories import make_body, make_employee

ANSWER = "Заявки на субсидию принимает центр «Мой бизнес» по будням."


@pytest.fixture
def body() -> Body:
    return make_body()


@pytest.fixture
def executor(body: Body) -> Employee:
    return make_employee(body, "executor")


def signed_in(employee: Employee) -> Client:
    client = Client()
    client.force_login(employee)
    return client


@pytest.mark.django_db
@pytest.mark.clause("industry-mordovia:13.3", "labour-novosibirsk:20.2")
def test_ready_answers_are_found_by_any_form_of_the_words(body: Body, executor: Employee) -> None:
    actions.save_template(title="Субсидии пекарням", text=ANSWER, by=executor)
    actions.save_template(title="Другое", text="О дорогах.", by=executor)
    operator = signed_in(make_employee(body, "operator"))
    page = operator.get(reverse("desk:answers"), {"q": "заявка субсидиями"}).content.decode()
    assert ANSWER in page
    assert "О дорогах" not in page
    assert operator.get(reverse("desk:answers"), {"q": "пенсия"}).status_code == 200


@pytest.mark.django_db
def test_an_executor_adds_and_changes_a_template(executor: Employee) -> None:
    client = signed_in(executor)
    said = {"title": "Сроки", "text": ANSWER, "topic_code": ""}
    assert client.post(reverse("desk:new-template"), said).status_code == 302
    row = ReplyTemplate.objects.get()
    changed = client.post(
        reverse("desk:edit-template", args=[row.pk]), said | {"title": "Сроки заявки"}
    )
    assert changed.status_code == 302
    row.refresh_from_db()
    assert (row.title, row.owner) == ("Сроки заявки", executor)
    assert Entry.objects.filter(act="knowledge.save-template").count() == 2


@pytest.mark.django_db
def test_an_empty_template_is_refused_and_what_was_typed_stays(executor: Employee) -> None:
    page = signed_in(executor).post(reverse("desk:new-template"), {"title": " ", "text": ANSWER})
    assert page.status_code == 422
    assert ANSWER in page.content.decode()
    assert not ReplyTemplate.objects.exists()


@pytest.mark.django_db
@pytest.mark.clause("economy-novosibirsk:15.2.b")
def test_a_material_is_linked_to_its_quarter_and_every_employee_sees_it(body: Body) -> None:
    office = signed_in(make_employee(body, "office"))
    period = rules.quarter_of(date.today())  # noqa: DTZ011 - any day near now will do
    said = {
        "title": "Пишем яснее",
        "text": "Начинайте с ответа.",
        "period": period,
        "audience": "employees",
    }
    assert office.post(reverse("desk:new-material"), said).status_code == 302
    assert Material.objects.get().period == period
    for role in ("executor", "operator", "registrar", "administrator"):
        page = signed_in(make_employee(body, role)).get(
            reverse("desk:materials"), {"period": period}
        )
        assert "Начинайте с ответа." in page.content.decode()
        assert rules.quarter_name(period) in page.content.decode()


@pytest.mark.django_db
def test_only_the_analyst_changes_materials(executor: Employee) -> None:
    assert signed_in(executor).get(reverse("desk:new-material")).status_code == 403
    with pytest.raises(Refusal):
        actions.save_material(title="А", text="Б", period="", by=executor)


@pytest.mark.django_db
def test_another_bodys_texts_are_not_seen_and_not_changed(executor: Employee) -> None:
    other = make_employee(make_body("economy-magadan"), "executor", "office")
    theirs = actions.save_template(title="Чужой", text=ANSWER, by=other)
    client = signed_in(executor)
    assert client.get(reverse("desk:template", args=[theirs.pk])).status_code == 404
    assert "Чужой" not in client.get(reverse("desk:templates")).content.decode()
    with pytest.raises(Refusal):
        actions.save_template(template=theirs, title="Мой", text="Мой", by=executor)
    assert not queries.matching(executor, "субсидию")


@given(st.dates(date(2003, 1, 1), date(2090, 1, 1)))
def test_the_quarters_offered_are_real_and_go_back_from_today(day: date) -> None:
    offered = rules.last_quarters(day)
    assert offered[0] == rules.quarter_of(day)
    assert offered == sorted(set(offered), reverse=True)
    assert all(rules.is_quarter(item) for item in offered)
