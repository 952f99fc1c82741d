"""One person stays one client, two people stay two."""

import pytest

from otklik.clients import actions, queries
from otklik.clients.models import Client
from otklik.clients.rules import contact_key, same_name
from otklik.journal.actors import CLIENT
from tests.factories import make_body

pytestmark = pytest.mark.django_db


def anna(**parts: str) -> Client:
    return actions.find_or_create(
        make_body(),
        contacts={"email": parts.get("email", "anna@example.org")},
        surname=parts.get("surname", "Соколова"),
        given_name=parts.get("given_name", "Анна"),
        patronymic=parts.get("patronymic", "Ильинична"),
    )


def test_the_same_name_and_contact_is_the_same_client() -> None:
    assert anna().pk == anna(email="ANNA@example.org").pk


def test_a_patronymic_that_was_missing_is_filled_in() -> None:
    first = anna(patronymic="")
    assert anna().pk == first.pk
    first.refresh_from_db()
    assert first.patronymic == "Ильинична"


def test_a_family_with_one_mailbox_stays_two_clients() -> None:
    assert anna().pk != anna(given_name="Пётр", patronymic="Ильич").pk


def test_one_person_as_an_employee_and_as_a_citizen_stays_two_clients() -> None:
    employee = actions.find_or_create(
        make_body(),
        kind=Client.Kind.EMPLOYEE,
        surname="Соколова",
        given_name="Анна",
        contacts={"email": "anna@example.org"},
    )
    assert anna().pk != employee.pk


def test_two_people_of_one_name_stay_two_clients() -> None:
    assert anna().pk != anna(email="other@example.org").pk


@pytest.mark.clause("economy-novosibirsk:2.4")
def test_an_organisation_is_a_client_of_its_own() -> None:
    firm = actions.find_or_create(
        make_body(),
        kind="organisation",
        organisation="ООО «Пекарня»",
        contacts={"email": "a@example.org"},
    )
    assert firm.display_name == "ООО «Пекарня»"
    assert firm.kind == Client.Kind.ORGANISATION


@pytest.mark.parametrize(
    ("channel", "left", "right"),
    [
        ("email", "Anna@Example.org", "anna@example.org "),
        ("phone", "8 (383) 200-10-20", "+7 383 2001020"),
        ("post", "г. Новосибирск, ул. Лесная, 1", "г Новосибирск ул Лесная 1"),
    ],
)
def test_an_address_is_compared_as_people_mean_it(channel: str, left: str, right: str) -> None:
    assert contact_key(channel, left) == contact_key(channel, right)


def test_names_are_compared_without_case_and_the_letter_yo() -> None:
    assert same_name(("СЕМЁНОВ", "Пётр", ""), ("Семенов", "пётр", "Ильич"))
    assert not same_name(("Семенов", "Пётр", "Ильич"), ("Семенов", "Пётр", "Олегович"))


def test_a_withdrawn_consent_no_longer_counts() -> None:
    client = anna()
    actions.give_consent(
        client, purpose="surveys", text="Согласен на опросы", source="web", by=CLIENT
    )
    assert queries.has_consent(client, "surveys")
    actions.withdraw_consent(client, purpose="surveys", by=CLIENT)
    assert not queries.has_consent(client, "surveys")


def test_an_address_whose_letters_grow_with_folding_still_fits() -> None:
    body = make_body()
    first, again = (
        actions.find_or_create(body, surname="Ким", contacts={"post": "ß" * 500}) for _time in "ab"
    )
    assert first == again
