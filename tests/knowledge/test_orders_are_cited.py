"""Number, date, basis and control of three orders, as every employee reads them on the page of the order."""

import pytest
from django.test import Client
from django.urls import reverse

from otklik.knowledge import actions
from otklik.regulations import clause, profile
from otklik.staff.models import Body, Employee, Unit
from tests.factories import make_body, make_employee

pytestmark = pytest.mark.django_db
LN, IM, RN = "labour-novosibirsk", "industry-mordovia", "regional-policy-novosibirsk"


def shown_to(employee: Employee, page: str = "desk:order") -> str:
    client = Client()
    client.force_login(employee)
    return client.get(reverse(page)).content.decode()


def page_of(code: str) -> str:
    return shown_to(make_employee(make_body(code), "executor"))


@pytest.mark.clause("labour-novosibirsk:order:1", "industry-mordovia:order:1")
@pytest.mark.parametrize(
    ("code", "words"), [(LN, "№ 1052 от 28.05.2024"), (IM, "№ 97 от 25.06.2024")]
)
def test_the_governing_order_is_named_by_number_and_date(code: str, words: str) -> None:
    assert words in page_of(code)


@pytest.mark.clause("labour-novosibirsk:order:preamble.b", "industry-mordovia:order:preamble")
@pytest.mark.clause("industry-mordovia:order:reg", "regional-policy-novosibirsk:order:preamble")
@pytest.mark.parametrize(
    ("code", "words"),
    [
        (LN, "От 06.10.2021 № 2816-р"),
        (IM, "От 28.09.2023 № 667-Р"),
        (IM, "От 29.06.2024 № 072024004"),
        (RN, "От 28.09.2023 № 157"),
    ],
)
def test_basis_and_registration_are_listed_with_their_numbers(code: str, words: str) -> None:
    assert words in page_of(code)


@pytest.mark.clause("labour-novosibirsk:12", "labour-novosibirsk:13")
def test_reception_and_registration_cite_the_instruction() -> None:
    page = page_of(LN)
    assert "От 24.01.2022 № 38" in page
    assert profile(LN).register_of("application").template == "{type_letter}-{seq}/{year}"


@pytest.mark.clause("labour-novosibirsk:order:2", "industry-mordovia:order:2")
@pytest.mark.clause("regional-policy-novosibirsk:order:3")
@pytest.mark.parametrize(
    ("clause_id", "post"),
    [
        (f"{LN}:order:2", "Начальник управления организационно-кадровой работы"),
        (f"{IM}:order:2", "Первый заместитель Министра"),
        (f"{RN}:order:3", "Министр"),
    ],
)
def test_control_over_the_order_lies_with_a_post(clause_id: str, post: str) -> None:
    page = page_of(clause_id.split(":", 1)[0])
    assert f"<dt>{post}</dt>" in page
    assert clause(clause_id).ref in page


@pytest.mark.clause("labour-novosibirsk:3.lead", "industry-mordovia:6.lead")
@pytest.mark.parametrize(("code", "number"), [(LN, 6), (IM, 7)])
def test_every_principle_stands_there_with_its_words(code: str, number: int) -> None:
    page, principles = page_of(code), profile(code).principles
    assert len(principles) == number
    for principle in principles:
        assert principle.text in page


@pytest.mark.clause("industry-mordovia:17")
def test_the_regional_procedure_of_feedback_is_cited() -> None:
    assert "От 14.05.2024 № 5" in page_of(IM)


@pytest.mark.clause("labour-novosibirsk:22.d")
def test_a_material_after_the_analysis_is_seen_by_every_employee() -> None:
    body: Body = make_body(LN)
    office = make_employee(body, "office", unit=Unit.objects.get(body=body, is_office=True))
    actions.save_material(
        title="Как отвечать о пособиях", text="Начните с суммы.", period="2026Q1", by=office
    )
    page = shown_to(make_employee(body, "operator"), "desk:materials")
    assert "Начните с суммы." in page
