"""The list «Дела»: who sees what, how it is narrowed, sorted and paged."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otklik.cases import listing
from otklik.cases.models import Case, Stage
from tests.factories import RECEIVED, make_body, make_case, make_client, make_employee, make_team

pytestmark = pytest.mark.django_db
LIST = "/desk/cases/"


def shown(response: Any) -> list[int]:
    return [case.pk for case in response.context["page"].rows]


def test_a_registrar_sees_the_body_s_cases_and_never_another_body_s(client: Client) -> None:
    body, other = make_body(), make_body("economy-magadan")
    case = make_case(body)
    make_case(other)
    client.force_login(make_employee(body, "registrar"))
    response = client.get(LIST)
    assert shown(response) == [case.pk]
    assert str(case) in response.content.decode()


def test_an_executor_sees_his_own_cases_and_those_he_had_once(client: Client) -> None:
    body = make_body()
    team = make_team(body)
    own = make_case(body, Stage.ASSIGNED, team=team)
    make_case(body, Stage.ASSIGNED, team=make_team(body))
    make_case(body)
    client.force_login(team.executor)
    assert shown(client.get(LIST)) == [own.pk]


def test_a_head_chooses_between_his_own_and_his_unit_s_cases(client: Client) -> None:
    body = make_body()
    team = make_team(body)
    case = make_case(body, Stage.ASSIGNED, team=team)
    client.force_login(team.head)
    assert shown(client.get(LIST, {"scope": "mine"})) == []
    assert shown(client.get(LIST, {"scope": "unit"})) == [case.pk]
    # A scope that the powers do not open counts as not said: a head's list is the unit's.
    assert shown(client.get(LIST, {"scope": "all"})) == [case.pk]
    assert shown(client.get(LIST)) == [case.pk]


def test_the_list_is_narrowed_by_stage_and_marks_what_is_late_with_a_word(client: Client) -> None:
    body = make_body()
    received = make_case(body)
    registered = make_case(body, Stage.REGISTERED)
    client.force_login(make_employee(body, "registrar"))
    assert shown(client.get(LIST, {"stage": "registered"})) == [registered.pk]
    late = client.get(LIST, {"stage": "late"})
    assert set(shown(late)) == {received.pk, registered.pk}
    assert "просрочено" in late.content.decode()
    assert shown(client.get(LIST, {"stage": "answered"})) == []


def test_words_find_a_case_in_any_form_and_its_number_or_code_finds_it_too(client: Client) -> None:
    body = make_body()
    case = make_case(body, Stage.REGISTERED)
    make_case(
        body, client=make_client(body, surname="Ким"), text="Совсем другое.", summary="другое"
    )
    client.force_login(make_employee(body, "registrar"))
    for words in ("небольшие пекарни", "Соколовой", case.number, case.tracking_code.lower()):
        assert shown(client.get(LIST, {"q": words})) == [case.pk], words
    assert "Дел с такими словами нет" in client.get(LIST, {"q": "трактор"}).content.decode()


@pytest.mark.parametrize("sort", ["due", "-due", "received", "-received"])
def test_pages_by_key_show_each_case_once_forwards_and_backwards(
    client: Client, monkeypatch: pytest.MonkeyPatch, sort: str
) -> None:
    monkeypatch.setattr(listing, "PAGE", 3)
    body, person = make_body(), None
    for number in range(8):
        case = make_case(body, client=person, received_at=RECEIVED + timedelta(days=number // 2))
        person = case.client
    Case.objects.filter(pk__in=list(Case.objects.values_list("pk", flat=True)[:2])).update(
        next_due=None
    )
    client.force_login(make_employee(body, "registrar"))
    there, key = [], ""
    while True:
        response = client.get(LIST, {"sort": sort, "older": key} if key else {"sort": sort})
        there.append(shown(response))
        key = response.context["page"].older
        if not key:
            break
    everything = [pk for page in there for pk in page]
    assert len(there) == 3
    assert sorted(everything) == sorted(Case.objects.values_list("pk", flat=True))
    back, newer = [there[-1]], response.context["page"].newer
    while newer:
        response = client.get(LIST, {"sort": sort, "newer": newer})
        back.insert(0, shown(response))
        newer = response.context["page"].newer
    assert back == there


def test_the_nearest_term_comes_first(client: Client) -> None:
    body = make_body()
    later = make_case(body, received_at=RECEIVED + timedelta(days=2))
    sooner = make_case(body)
    client.force_login(make_employee(body, "registrar"))
    assert shown(client.get(LIST)) == [sooner.pk, later.pk]
    assert shown(client.get(LIST, {"sort": "received"})) == [sooner.pk, later.pk]
    assert shown(client.get(LIST, {"sort": "-received"})) == [later.pk, sooner.pk]


@pytest.mark.parametrize(
    "odd",
    [
        {"older": "~"},
        {"older": "2026-01-01~1"},
        {"newer": "x~9999999999999999999999"},
        {"older": "'~1"},
        {"sort": "body"},
        {"stage": "no-such"},
        {"scope": "body"},
        {"q": "\x00"},
    ],
)
def test_an_odd_address_counts_as_not_said(client: Client, odd: dict[str, str]) -> None:
    body = make_body()
    case = make_case(body)
    client.force_login(make_employee(body, "registrar"))
    response = client.get(LIST, odd)
    assert response.status_code == 200
    assert shown(response) == [case.pk]


def test_counts_stop_at_their_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "COUNT_LIMIT", 2)
    body = make_body()
    for _ in range(2):
        make_case(body)
    assert listing.capped(Case.objects.all()) == "2"
    make_case(body)
    assert listing.capped(Case.objects.all()) == "2+"


def test_the_list_asks_the_database_as_often_for_many_cases_as_for_one(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    body = make_body()
    team = make_team(body)
    for _ in range(6):
        make_case(body, Stage.ASSIGNED, team=team)
    client.force_login(team.registrar)
    with django_assert_max_num_queries(7):
        client.get(LIST)


def test_who_may_see_no_case_does_not_enter(client: Client) -> None:
    body = make_body()
    client.force_login(make_employee(body, "administrator"))
    assert client.get(reverse("desk:cases")).status_code == 403
