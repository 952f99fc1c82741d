"""The card of a case under two orders: what is offered, who sees what, when it is over."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from otklik.cases import actions, queries
from otklik.cases.models import Assignment, Case, Stage
from otklik.journal.actors import system
from otklik.messages import actions as messages
from otklik.messages.models import Outgoing
from otklik.regulations import profile
from otklik.staff import actions as staff
from otklik.staff.models import Body, Employee, Unit
from otklik.staff.refusals import Refusal
from tests.factories import (
    RECEIVED,
    Team,
    make_body,
    make_case,
    make_client,
    make_employee,
    make_team,
    register_case,
)

pytestmark = pytest.mark.django_db
LN, IM = "labour-novosibirsk", "industry-mordovia"
DAY = timedelta(days=1)


def page(client: Client, employee: Employee, case: Case, tail: str = "") -> str:
    client.force_login(employee)
    return client.get(f"/desk/cases/{case.pk}/{tail}").content.decode()


def in_work(code: str, **parts: Any) -> tuple[Case, Team]:
    body = make_body(code)
    team = make_team(body)
    return make_case(body, Stage.ASSIGNED, team=team, **parts), team


@pytest.mark.clause("labour-novosibirsk:2.2")
def test_proposal_application_and_the_oral_form_are_offered_at_registration(client: Client) -> None:
    body = make_body(LN)
    text = page(client, make_employee(body, "registrar"), make_case(body), "register")
    for label in ("Предложение", "Заявление", "Устная"):
        assert f">{label}</option>" in text


@pytest.mark.clause("labour-novosibirsk:1.1.a")
def test_the_client_s_answered_case_is_offered_for_linking_at_the_next_registration(
    client: Client,
) -> None:
    body = make_body(LN)
    person, team = make_client(body), make_team(body)
    first = make_case(body, Stage.ASSIGNED, team=team, client=person)
    second = make_case(body, client=person, received_at=RECEIVED + 30 * DAY)
    text = page(client, team.registrar, second, "register")
    assert f'<option value="{first.pk}">' in text
    assert first.number in text


@pytest.mark.clause("labour-novosibirsk:3.1", "industry-mordovia:6.1.a")
@pytest.mark.parametrize("code", [LN, IM])
def test_the_executor_sees_what_the_client_needs_borne_in_mind(client: Client, code: str) -> None:
    body = make_body(code)
    person, team = make_client(body, needs_note="сурдопереводчик"), make_team(body)
    case = make_case(body, Stage.ASSIGNED, team=team, client=person)
    assert "сурдопереводчик" in page(client, team.executor, case)


@pytest.mark.clause("labour-novosibirsk:7.1.a")
def test_the_card_tells_who_did_what_and_when(client: Client) -> None:
    case, team = in_work(LN)
    actions.consider(case.questions.get(), by=team.executor, outcome="solved", at=RECEIVED + DAY)
    text = page(client, team.head, case)
    assert case.questions.get().text in text
    assert "Вопрос уже решён" in text
    assert team.executor.short_name in text
    history = queries.history_of(case)
    assert [entry.act for entry in history][:3] == [
        "cases.consider", "cases.assign", "cases.register",
    ]  # fmt: skip
    assert history[0].at == RECEIVED + DAY
    assert history[0].actor_name.startswith(team.executor.short_name)


@pytest.mark.clause("labour-novosibirsk:7.5", "labour-novosibirsk:27", "labour-novosibirsk:30")
def test_nothing_but_a_signed_reply_that_was_sent_ends_a_case() -> None:
    case, team = in_work(LN)
    messages.deliver_due(RECEIVED + DAY)
    assert Outgoing.objects.get(kind="acknowledgement").sent_at
    with pytest.raises(Refusal):
        actions.dismiss(
            case, by=team.registrar, reason="Промежуточный ответ отправлен", at=RECEIVED
        )
    with pytest.raises(Refusal):
        actions.finish(case, by=system("deliver"), at=RECEIVED + DAY)
    case.refresh_from_db()
    assert (case.stage, case.closed_at) == (Stage.ASSIGNED, None)


@pytest.mark.clause("labour-novosibirsk:3.4")
def test_what_is_not_considered_needs_its_reason() -> None:
    body = make_body(LN)
    case = make_case(body)
    with pytest.raises(Refusal) as refusal:
        actions.dismiss(case, by=make_employee(body, "registrar"), reason=" ", at=RECEIVED)
    assert refusal.value.field == "reason"


def second_unit(body: Body) -> Team:
    unit = staff.add_unit(body, "benefits", "Отдел пособий")
    return Team(
        make_employee(body, "registrar", unit=unit),
        make_employee(body, "head", unit=unit),
        make_employee(body, "executor", unit=unit),
        make_employee(body, "signer", unit=unit),
    )


@pytest.mark.clause("labour-novosibirsk:24.1", "labour-novosibirsk:31")
def test_control_sees_the_open_cases_of_every_unit_with_their_terms_and_others_do_not(
    client: Client,
) -> None:
    body = make_body(LN)
    team = make_team(body)
    cases = [make_case(body, Stage.ASSIGNED, team=team),
             make_case(body, Stage.ASSIGNED, team=second_unit(body))]  # fmt: skip
    control = make_employee(body, "control")
    client.force_login(control)
    text = client.get(reverse("desk:cases"), {"scope": "all"}).content.decode()
    assert all(case.number in text for case in cases)
    assert "due" in text
    late = client.get(reverse("desk:today")).content.decode()
    assert "Отдел пособий" in late
    client.force_login(team.executor)
    text = client.get(reverse("desk:cases"), {"scope": "all"}).content.decode()
    assert cases[0].number in text
    assert cases[1].number not in text


@pytest.mark.clause("industry-mordovia:6.4.b")
def test_a_second_open_case_with_nearly_the_same_words_is_signalled_and_can_be_linked(
    client: Client,
) -> None:
    body = make_body(IM)
    person, team = make_client(body), make_team(body)
    first = make_case(body, Stage.ASSIGNED, team=team, client=person)
    second = make_case(body, client=person, received_at=RECEIVED + DAY)
    text = page(client, team.registrar, second, "register")
    assert "почти тот же текст" in text
    assert f'<option value="{first.pk}">' in text


@pytest.mark.clause("industry-mordovia:6.4.a")
def test_a_case_that_goes_from_unit_to_unit_keeps_one_history_and_the_client_s_channel() -> None:
    case, team = in_work(IM, reply_channel="post", reply_address="430000, Саранск")
    other = second_unit(case.body)
    boss = make_employee(case.body, "control", "head")
    topics = {question.pk: question.topic_code for question in case.questions.all()}
    unit = Unit.objects.get(code="benefits")
    actions.assign(
        case, by=boss, unit=unit, executor=other.executor, topics=topics, at=RECEIVED + DAY
    )
    case.refresh_from_db()
    assert (case.unit, case.reply_channel) == (unit, "post")
    for employee in (team.executor, other.executor, boss):
        seen = queries.visible_to(employee).get(pk=case.pk)
        assert [step.code for step in queries.status_of(seen)] == [
            "received", "registered", "considered", "answered",
        ]  # fmt: skip
        assert [e.act for e in queries.history_of(seen)].count("cases.assign") == 2


@pytest.mark.clause("industry-mordovia:6.7.b")
def test_a_colleague_without_rights_gets_nothing_by_the_address(client: Client) -> None:
    case, _team = in_work(IM)
    client.force_login(make_employee(case.body, "executor"))
    assert client.get(f"/desk/cases/{case.pk}/").status_code == 404
    client.force_login(make_employee(case.body, "operator"))
    assert client.get(f"/desk/cases/{case.pk}/").status_code in {403, 404}


@pytest.mark.clause("industry-mordovia:3.lead", "industry-mordovia:8.3.lead")
def test_a_registration_needs_its_line_of_activity_and_its_way(client: Client) -> None:
    body = make_body(IM)
    case = make_case(body)
    registrar = make_employee(body, "registrar")
    text = page(client, registrar, case, "register")
    for line in profile(IM).touchpoints.directions[:4]:
        assert f'<optgroup label="{line.label}">' in text
    for way in ("Почта", "Личный приём или передано лично", "Платформа обратной связи (ПОС)",
                "С сопроводительным письмом другого органа", "Форма на сайте"):  # fmt: skip
        assert f">{way}</option>" in text
    for channel, touchpoint, field in (("", None, "channel"), ("web", None, "touchpoint")):
        with pytest.raises(Refusal) as refusal:
            actions.register(
                case, by=registrar, type="application", form="electronic", channel=channel,
                questions=[], addressee="министерство", touchpoint=touchpoint, at=RECEIVED,
            )  # fmt: skip
        assert refusal.value.field == field


@pytest.mark.clause("industry-mordovia:8.3.a", "industry-mordovia:8.3.c")
@pytest.mark.clause("industry-mordovia:8.3.d", "industry-mordovia:8.3.e")
@pytest.mark.parametrize("channel", ["post", "in-person", "covering-letter", "pos"])
def test_the_way_of_a_written_appeal_stands_on_its_card(client: Client, channel: str) -> None:
    body = make_body(IM)
    form = "electronic" if channel == "pos" else "written"
    case = make_case(body, Stage.REGISTERED, form=form, channel=channel, reply_channel="post",
                     reply_address="430000, Саранск, ул. Ленина, 1")  # fmt: skip
    text = page(client, make_employee(body, "registrar"), case)
    assert profile(IM).channel(channel).label in text
    assert "430000, Саранск, ул. Ленина, 1" in text


@pytest.mark.clause("industry-mordovia:8.6.c")
def test_numbers_follow_each_other() -> None:
    body = make_body(IM)
    registrar = make_employee(body, "registrar")
    numbers = [register_case(make_case(body), registrar, ("Вопрос?",), at=RECEIVED).number
               for _ in range(3)]  # fmt: skip
    assert numbers == ["О-1/2026", "О-2/2026", "О-3/2026"]


@pytest.mark.clause("industry-mordovia:8.6.e")
def test_a_case_is_found_by_number_client_and_words() -> None:
    case, team = in_work(IM, text="Просим субсидию на станки.", summary="субсидия")
    make_case(case.body, text="О другом деле.", summary="другое")
    for words in (case.number, case.client.surname, "субсидии станкам"):
        assert case in queries.search(team.registrar, words)


@pytest.mark.clause("industry-mordovia:8.6.f", "industry-mordovia:8.6.g")
def test_an_assignment_keeps_its_words_and_the_executor_finds_it_on_his_day(client: Client) -> None:
    body = make_body(IM)
    team = make_team(body)
    case = make_case(body, Stage.REGISTERED, team=team)
    unit = team.executor.unit
    assert unit
    topics = {question.pk: question.topic_code for question in case.questions.all()}
    actions.assign(case, by=team.head, unit=unit, executor=team.executor, topics=topics,
                   instruction="Ответить до пятницы.", at=RECEIVED + DAY)  # fmt: skip
    kept = Assignment.objects.get(case=case, ended_at=None)
    assert (kept.instruction, kept.executor) == ("Ответить до пятницы.", team.executor)
    assert "Ответить до пятницы." in page(client, team.executor, case)
    mine = client.get(reverse("desk:cases")).content.decode()
    assert case.number in mine
    assert list(queries.mine(team.executor)) == [case]
