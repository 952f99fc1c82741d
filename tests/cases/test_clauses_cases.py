"""What the orders want recorded of a case, and shown on its card and in the list."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from otklik.cases import actions
from otklik.cases.models import Case, Stage
from otklik.cases.rules import QuestionEntry
from otklik.messages.codes import tracking_code
from otklik.regulations import profile
from otklik.touchpoints.queries import touchpoints_of
from tests.factories import make_body, make_case, make_client, make_employee, make_team, topic

pytestmark = pytest.mark.django_db
ECONOMY = profile("economy-novosibirsk")


def typed(case: Case, **changes: str) -> dict[str, str]:
    """A registration form, complete."""
    point = touchpoints_of(case.body).first()
    assert point is not None
    return {
        "type": "application",
        "form": "electronic",
        "channel": "web",
        "touchpoint": str(point.pk),
        "addressee": "министру",
        "summary": "меры поддержки",
        "note": "",
        "revision": str(case.revision),
        "question-TOTAL_FORMS": "1",
        "question-INITIAL_FORMS": "1",
        "question-0-text": "Какие меры поддержки есть?",
        "question-0-topic": topic(),
        **changes,
    }


@pytest.fixture
def case() -> Case:
    return make_case(make_body())


@pytest.fixture
def registrar(client: Client, case: Case) -> Client:
    client.force_login(make_employee(case.body, "registrar"))
    return client


def register(client: Client, case: Case, **changes: str) -> Any:
    return client.post(f"/desk/cases/{case.pk}/register", typed(case, **changes))


def card(client: Client, case: Case) -> str:
    return client.get(f"/desk/cases/{case.pk}/").content.decode()


@pytest.mark.clause("economy-novosibirsk:2.1", "economy-novosibirsk:2.6")
def test_life_situation_and_need_are_kept_and_stand_on_the_card(
    registrar: Client, case: Case
) -> None:
    need = ECONOMY.needs[2]
    register(registrar, case, life_situation="открывает пекарню", need=str(need.number))
    case.refresh_from_db()
    assert (case.life_situation, case.need) == ("открывает пекарню", str(need.number))
    page = card(registrar, case)
    assert "открывает пекарню" in page
    assert need.label in page


@pytest.mark.clause("economy-novosibirsk:3.a")
def test_the_card_of_an_appeal_names_the_instruction_and_its_term(
    registrar: Client, case: Case
) -> None:
    register(registrar, case, type="complaint")
    page = card(registrar, case)
    assert "приказ от 25.11.2019 № 122" in page
    assert "Ответ на обращение" in page
    assert "59-ФЗ, ст. 12, ч. 1" in page
    assert "приказ от 22.06.2018 № 63" not in page


@pytest.mark.clause("economy-novosibirsk:3.b", "economy-novosibirsk:2.2")
@pytest.mark.parametrize(("form", "channel"), [("electronic", "web"), ("oral", "phone")])
def test_a_request_for_information_is_considered_by_its_own_act_and_terms(
    registrar: Client, case: Case, form: str, channel: str
) -> None:
    response = register(registrar, case, type="information-request", form=form, channel=channel)
    assert response.status_code == 302
    page = card(registrar, case)
    assert "приказ от 22.06.2018 № 63" in page
    assert "приказ от 25.11.2019 № 122" not in page
    case.refresh_from_db()
    assert case.number.startswith(ECONOMY.work_type("information-request").letter)
    bases = {row.basis for row in case.deadlines.filter(superseded_at=None) if row.basis}
    assert bases
    assert all("59-ФЗ" not in basis for basis in bases)
    reply = case.deadlines.get(kind="reply", superseded_at=None)
    assert reply.basis == "8-ФЗ, ст. 18"


@pytest.mark.clause("economy-novosibirsk:2.3")
def test_without_a_channel_of_the_order_nothing_is_registered(
    registrar: Client, case: Case
) -> None:
    page = registrar.get(f"/desk/cases/{case.pk}/register")
    offered = [code for code, _label in page.context["form"].fields["channel"].choices]
    assert offered == [item.code for item in ECONOMY.channels if item.offered]
    for channel in ("", "pigeon"):
        response = register(registrar, case, channel=channel)
        assert response.status_code == 422
        assert response.context["form"].errors["channel"]
    case.refresh_from_db()
    assert case.stage == Stage.RECEIVED


@pytest.mark.clause("economy-novosibirsk:2.5")
def test_proposal_application_and_complaint_are_offered_and_the_form_is_obligatory(
    registrar: Client, case: Case
) -> None:
    form = registrar.get(f"/desk/cases/{case.pk}/register").context["form"]
    types = [code for code, _label in form.fields["type"].choices]
    assert types[:3] == ["proposal", "application", "complaint"]
    assert {code for code, _label in form.fields["form"].choices} == {
        "written",
        "electronic",
        "oral",
    }
    response = register(registrar, case, form="")
    assert response.status_code == 422
    assert response.context["form"].errors["form"]


@pytest.mark.clause("economy-novosibirsk:2.7")
def test_the_registry_in_force_cites_the_order_that_approved_it(case: Case) -> None:
    point = touchpoints_of(case.body).first()
    assert point is not None
    assert point.version.order_number == "приказ от 15.02.2024 № 27"


@pytest.mark.clause("economy-novosibirsk:4.6.a")
def test_the_list_says_which_feedback_is_due_next_and_what_is_late(client: Client) -> None:
    body = make_body()
    case = make_case(body, Stage.ASSIGNED, team=make_team(body))
    client.force_login(make_employee(body, "control"))
    place = ZoneInfo("Asia/Novosibirsk")

    def page(day: int) -> str:
        with time_machine.travel(datetime(2026, 3, day, 12, 0, tzinfo=place), tick=False):
            return client.get("/desk/cases/", {"scope": "all"}).content.decode()

    in_time = page(4)
    assert "Первичная обратная связь" in in_time
    assert "04.03.2026" in in_time
    assert "просрочено" not in in_time
    assert "просрочено" in page(6)
    actions.note_acknowledged(case, at=datetime(2026, 3, 4, 12, 0, tzinfo=place))
    answered = page(6)
    assert "Ответ на обращение" in answered
    assert "Первичная обратная связь" not in answered
    assert "просрочено" not in answered


@pytest.mark.clause("economy-novosibirsk:6.1")
def test_the_card_shows_the_executor_the_questions_and_the_term(client: Client) -> None:
    body = make_body()
    team = make_team(body)
    case = make_case(body, Stage.ASSIGNED, team=team)
    client.force_login(team.executor)
    page = card(client, case)
    assert str(team.executor) in page
    assert case.questions.get().text in page
    assert "ещё не рассмотрен" in page
    assert "Ответ на обращение" in page


@pytest.mark.clause("economy-magadan:1.2.3", "economy-magadan:3.2.lead", "economy-magadan:3.2.1")
def test_an_employee_s_appeal_to_a_head_is_a_case_of_an_internal_client(client: Client) -> None:
    body = make_body("economy-magadan")
    colleague = make_client(body, kind="employee")
    case = actions.open_case(
        body,
        colleague,
        type="internal-request",
        form="oral",
        channel="internal",
        text="Прошу объяснить порядок отпусков.",
        summary="порядок отпусков",
        addressee="начальник отдела",
        reply_channel="internal",
        received_at=datetime(2026, 3, 3, tzinfo=ZoneInfo("UTC")),
        tracking_code=tracking_code(),
        by=make_employee(body, "registrar").actor,
    )
    registrar = make_employee(body, "registrar")
    actions.register(
        case,
        by=registrar,
        type="internal-request",
        form="oral",
        channel="internal",
        questions=[QuestionEntry("Какой порядок отпусков?", topic())],
        addressee="начальник отдела",
        touchpoint=touchpoints_of(body).first(),
    )
    client.force_login(registrar)
    page = card(client, case)
    assert "начальник отдела" in page
    assert colleague.get_kind_display() in page
    assert "Устная" in page
