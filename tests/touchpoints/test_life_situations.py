"""Life situations: kept by employees, shown with their solutions and touchpoints to a client before he writes."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from otklik.journal.models import Entry
from otklik.knowledge import actions as knowledge
from otklik.staff.models import Body, Employee
from otklik.staff.refusals import Refusal
from otklik.touchpoints import actions
from otklik.touchpoints.models import LifeSituation, Solution, Touchpoint
from otklik.touchpoints.queries import has_help, solutions_of, touchpoints_of
from otklik.touchpoints.rules import is_link
from tests.factories import make_body, make_employee


@pytest.fixture
def body(db: None) -> Body:
    return make_body("industry-mordovia")


@pytest.fixture
def office(body: Body) -> Employee:
    return make_employee(body, "office")


@pytest.fixture
def situation(office: Employee, body: Body) -> LifeSituation:
    row = actions.save_situation(title="Расширяю производство", text="Деньги и сети.", by=office)
    code = touchpoints_of(body)[0].code
    actions.save_solution(
        row, title="Субсидия", text="Подайте заявку.", link="/appeal", touchpoints=[code], by=office
    )
    return row


def signed_in(employee: Employee) -> Client:
    client = Client()
    client.force_login(employee)
    return client


def help_of(body: Body) -> str:
    return Client().get(reverse("portal:help", args=[body.code])).content.decode()


@pytest.mark.clause("industry-mordovia:6.2.a")
def test_a_client_sees_solutions_and_touchpoints_of_what_happened_to_him(
    situation: LifeSituation, office: Employee, body: Body
) -> None:
    address = reverse("portal:help-situation", args=[body.code, situation.pk])
    assert Client().get(address).status_code == 404
    actions.move_situation(situation, "publish", by=office)
    assert address in help_of(body)
    page = Client().get(address).content.decode()
    assert "Субсидия" in page
    assert "Подайте заявку." in page
    assert touchpoints_of(body)[0].name in page
    assert f"?body={body.code}" in page
    actions.move_situation(situation, "withdraw", by=office)
    assert Client().get(address).status_code == 404


def test_help_is_offered_on_the_start_page_only_where_there_is_some(
    situation: LifeSituation, office: Employee, body: Body
) -> None:
    start = f"{reverse('portal:start')}?body={body.code}"
    address = reverse("portal:help", args=[body.code])
    assert not has_help(body)
    assert address not in Client().get(start).content.decode()
    actions.move_situation(situation, "publish", by=office)
    assert address in Client().get(start).content.decode()
    assert Client().get(address).status_code == 200


def test_typical_questions_and_materials_for_clients_stand_there_and_no_others(
    office: Employee, body: Body
) -> None:
    knowledge.save_question(question="Когда приём?", answer="В среду.", for_clients=True, by=office)
    knowledge.save_question(question="Как писать?", answer="Ясно.", by=office)
    knowledge.save_material(
        title="Для людей", text="Так.", period="", audience="clients", by=office
    )
    knowledge.save_material(title="Для своих", text="Так.", period="", by=office)
    page = help_of(body)
    assert "Когда приём?" in page
    assert "Для людей" in page
    assert "Как писать?" not in page
    assert "Для своих" not in page
    assert help_of(make_body("economy-magadan")).count("Когда приём?") == 0


def test_a_touchpoint_that_left_the_registry_is_left_out(situation: LifeSituation) -> None:
    code = situation.solutions.get().touchpoints[0]
    assert solutions_of(situation)[0].touchpoints
    Touchpoint.objects.filter(code=code).update(code="иная")
    assert solutions_of(situation)[0].touchpoints == ()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": " "}, "title"),
        ({"text": ""}, "text"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "//evil.example"}, "link"),
        ({"touchpoints": ["нет такой"]}, "touchpoints"),
    ],
)
def test_a_solution_that_is_none_is_refused_and_what_was_typed_stays(
    situation: LifeSituation, office: Employee, wrong: dict[str, Any], field: str
) -> None:
    said = {"title": "Заём", "text": "Подайте заявление.", "link": "", **wrong}
    address = reverse("desk:new-solution", args=[situation.pk])
    page = signed_in(office).post(address, said)
    assert page.status_code == 422
    assert page.context["form"].errors[field]
    assert Solution.objects.count() == 1
    with pytest.raises(Refusal):
        actions.save_solution(situation, by=office, **said)


def test_the_pages_keep_publish_and_take_away(office: Employee, body: Body) -> None:
    client = signed_in(office)
    kept = client.post(reverse("desk:new-situation"), {"title": "Открываю дело", "text": ""})
    row = LifeSituation.objects.get()
    assert kept.status_code == 302
    publish = reverse("desk:move-situation", args=[row.pk, "publish"])
    assert client.post(publish).status_code == 422
    client.post(
        reverse("desk:new-solution", args=[row.pk]),
        {"title": "Заём", "text": "Подайте заявление.", "position": "1"},
    )
    assert client.post(publish).status_code == 302
    solution = row.solutions.get()
    drop = reverse("desk:drop-solution", args=[row.pk, solution.pk])
    assert client.post(drop).status_code == 422
    assert "Заём" in client.get(reverse("desk:situation", args=[row.pk])).content.decode()
    assert "Открываю дело" in client.get(reverse("desk:situations")).content.decode()
    edit = reverse("desk:edit-situation", args=[row.pk])
    assert client.post(edit, {"title": "Открываю своё дело", "text": ""}).status_code == 302
    assert "Открываю своё дело" in help_of(body)
    entry = Entry.objects.filter(act="touchpoints.publish-situation").get()
    assert entry.clause == "industry-mordovia:6.2.a"


def test_whoever_may_not_and_another_body_change_nothing(
    situation: LifeSituation, body: Body
) -> None:
    executor = make_employee(body, "executor")
    stranger = make_employee(make_body("economy-magadan"), "office")
    for person, status in ((executor, 403), (stranger, 404)):
        address = reverse("desk:move-situation", args=[situation.pk, "publish"])
        assert signed_in(person).post(address).status_code == status
        with pytest.raises(Refusal):
            actions.move_situation(situation, "publish", by=person)
    assert (
        signed_in(stranger).get(reverse("desk:situation", args=[situation.pk])).status_code == 404
    )


@given(st.text(max_size=40))
def test_a_link_is_an_address_of_the_web_or_of_this_house(text: str) -> None:
    if is_link(text):
        assert text.startswith(("http://", "https://", "/"))
        assert not text.startswith("//")
        assert not any(sign.isspace() for sign in text)


@pytest.mark.parametrize("text", ["https://example.ru/page", "http://example.ru", "/appeal?body=x"])
def test_good_links_are_taken(text: str) -> None:
    assert is_link(text)
