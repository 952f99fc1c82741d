"""Hints at a case: what is noticed, where it leads, and that a person decides."""

from datetime import timedelta

import pytest
from django.test import Client

from otklik.cases.desk.hint_cards import hint_rows
from otklik.cases.models import Case, NoReply, Stage
from otklik.staff.models import Body
from tests.factories import RECEIVED, Team, make_body, make_case, make_client, make_team

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def body() -> Body:
    return make_body("labour-novosibirsk")


@pytest.fixture
def team(body: Body) -> Team:
    return make_team(body)


def codes(case: Case, team: Team) -> list[str]:
    rows = hint_rows(case, team.registrar)
    return [row.hint.code for row in rows]


def test_an_ordinary_appeal_has_no_panel_of_hints(client: Client, body: Body, team: Team) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team)
    client.force_login(team.executor)
    assert 'id="hints"' not in client.get(f"/desk/cases/{case.pk}/").content.decode()


@pytest.mark.parametrize(
    ("text", "code", "ground"),
    [
        ("Вы охуели с такими ответами? Прошу ответить.", "obscenity", "abusive"),
        ("Я вас всех убью, если не ответите.", "threat", "abusive"),
        ("Прошу отменить решение Центрального районного суда.", "court", "court"),
        ("кырвш дурпш лыпка нывгш пырша гвнык шлыпра дкыв", "illegible", "illegible"),
        ("Ленина пять.", "unclear", "unclear"),
    ],
)
def test_a_hint_leads_to_the_page_of_its_ground(
    client: Client, body: Body, team: Team, text: str, code: str, ground: str
) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team, text=text)
    assert codes(case, team) == [code]
    client.force_login(team.executor)
    shown = client.get(f"/desk/cases/{case.pk}/").content.decode()
    address = f"/desk/cases/{case.pk}/no-reply/{ground}"
    assert f'href="{address}"' in shown
    assert client.get(address).status_code == 200
    assert not NoReply.objects.exists(), "looking decides nothing"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Сосед угрожает убить жену и детей, помогите.", "crime"),
        ("Почему мне неверно посчитали пенсию? Прошу отремонтировать дорогу.", "several-bodies"),
    ],
)
def test_what_belongs_to_another_body_leads_to_forwarding(
    client: Client, body: Body, team: Team, text: str, code: str
) -> None:
    case = make_case(body, Stage.ASSIGNED, team=team, text=text)
    assert codes(case, team) == [code]
    client.force_login(team.head)
    assert (
        f"/desk/cases/{case.pk}/forward" in client.get(f"/desk/cases/{case.pk}/").content.decode()
    )


def test_before_the_registration_the_hint_says_that_it_is_decided_later(
    client: Client, body: Body, team: Team
) -> None:
    case = make_case(body, text="Я вас всех убью, если не ответите.")
    client.force_login(team.registrar)
    shown = client.get(f"/desk/cases/{case.pk}/register").content.decode()
    assert "Возможно, угроза должностному лицу" in shown
    assert "Решается после регистрации" in shown
    assert "/no-reply/abusive" not in shown


def test_a_repetition_names_the_earlier_case_also_to_another_addressee(
    body: Body, team: Team
) -> None:
    who = make_client(body)
    first = make_case(body, Stage.ASSIGNED, team=team, client=who)
    again = make_case(
        body, client=who, text=f"Повторно. {first.text}", received_at=RECEIVED + 9 * DAY,
        addressee="губернатор",
    )  # fmt: skip
    (row,) = hint_rows(again, team.registrar)
    (earlier,) = row.earlier
    assert earlier.case == first
    assert "адресовано: министерство" in earlier.told


def test_the_same_words_of_another_client_are_no_repetition(body: Body, team: Team) -> None:
    make_case(body, Stage.ASSIGNED, team=team)
    assert codes(make_case(body), team) == []


def test_without_a_name_or_an_address_the_ground_is_that_of_the_law_of_the_type(
    body: Body, team: Team
) -> None:
    nobody = make_client(body, surname="Аноним", given_name="", patronymic="")
    appeal = make_case(body, Stage.REGISTERED, team=team, client=nobody, reply_address="")
    request = make_case(
        body, Stage.REGISTERED, team=team, client=nobody, reply_address="", type="information-request"
    )  # fmt: skip
    grounds = []
    for case in (appeal, request):
        (row,) = [r for r in hint_rows(case, team.registrar) if r.hint.code == "nameless"]
        assert row.hint.ground is not None
        grounds.append(row.hint.ground.code)
    assert grounds == ["anonymous", "request-no-contact"]


def test_a_closed_case_and_another_language_get_no_hints(body: Body, team: Team) -> None:
    rude = "Вы охуели с такими ответами? Прошу ответить."
    case = make_case(body, Stage.ASSIGNED, team=team, text=rude)
    Case.objects.filter(pk=case.pk).update(stage=Stage.ANSWERED)
    case.refresh_from_db()
    assert codes(case, team) == []
    other = make_case(body, text="кырвш дурпш лыпка нывгш пырша гвнык шлыпра дкыв", language="myv")
    assert codes(other, team) == []


def test_hostile_words_in_a_hint_stay_text(client: Client, body: Body, team: Team) -> None:
    text = "<script>alert(1)</script> Я вас всех убью <b>, если не ответите."
    case = make_case(body, Stage.ASSIGNED, team=team, text=text)
    client.force_login(team.executor)
    shown = client.get(f"/desk/cases/{case.pk}/").content.decode()
    assert 'id="hints"' in shown
    assert "<script>alert" not in shown
