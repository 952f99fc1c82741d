"""Registration and assignment by the pages: what is typed, refused, kept and done."""

from typing import Any

import pytest
from django.test import Client

from otklik.cases import actions
from otklik.cases.models import Case, Stage
from otklik.messages.models import Outgoing
from otklik.touchpoints.queries import touchpoints_of
from tests.factories import RECEIVED, make_body, make_case, make_employee, make_team, topic

pytestmark = pytest.mark.django_db


def typed(case: Case, **changes: str) -> dict[str, str]:
    """A registration form as the registrar fills it in."""
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
        "question-TOTAL_FORMS": "3",
        "question-INITIAL_FORMS": "1",
        "question-0-text": "Какие меры поддержки есть?",
        "question-0-topic": f"{topic()} название",
        **changes,
    }


@pytest.fixture
def case() -> Case:
    return make_case(make_body())


@pytest.fixture
def registrar(client: Client, case: Case) -> Client:
    client.force_login(make_employee(case.body, "registrar"))
    return client


def post(client: Client, case: Case, **changes: str) -> Any:
    return client.post(f"/desk/cases/{case.pk}/register", typed(case, **changes))


@pytest.mark.clause("economy-novosibirsk:9.a")
def test_registering_gives_a_number_and_a_topic_to_each_question(
    registrar: Client, case: Case
) -> None:
    response = post(
        registrar, case, **{"question-1-text": "Почему нет ответа?", "question-1-topic": topic()}
    )
    assert response.status_code == 302
    case.refresh_from_db()
    assert case.stage == Stage.REGISTERED
    assert case.number
    assert [(q.text, q.topic_code) for q in case.questions.all()] == [
        ("Какие меры поддержки есть?", topic()),
        ("Почему нет ответа?", topic()),
    ]
    assert Outgoing.objects.filter(kind="acknowledgement", about=case.ref).count() == 1


def test_the_form_proposes_the_questions_found_in_the_text(registrar: Client, case: Case) -> None:
    text = registrar.get(f"/desk/cases/{case.pk}/register").content.decode()
    assert "Почему на нашу заявку от января нет ответа?" in text
    assert "Ответ на обращение" in text, "the reply term that registering now would give"


def test_everything_missing_is_said_at_its_field_and_nothing_typed_is_lost(
    registrar: Client, case: Case
) -> None:
    response = post(
        registrar,
        case,
        addressee="",
        touchpoint="",
        summary="набранный текст",
        **{"question-0-topic": ""},
    )
    assert response.status_code == 422
    form, rows = response.context["form"], response.context["row_forms"]
    assert {"addressee", "touchpoint"} <= set(form.errors)
    assert rows[0].errors["topic"] == ["Выберите тему вопроса."]
    assert "набранный текст" in response.content.decode()
    case.refresh_from_db()
    assert case.stage == Stage.RECEIVED


def test_a_registration_without_questions_is_refused_at_the_first_row(
    registrar: Client, case: Case
) -> None:
    response = post(registrar, case, **{"question-0-text": " \u200b "})
    assert response.context["row_forms"][0].errors["text"] == ["Запишите хотя бы один вопрос."]


def test_a_topic_is_found_by_its_words_or_refused_with_the_choice(
    registrar: Client, case: Case
) -> None:
    response = post(registrar, case, **{"question-0-topic": "обращение"})
    assert "подходит несколько тем" in response.context["row_forms"][0].errors["topic"][0]
    response = post(registrar, case, **{"question-0-topic": "9999.9999.9999.9999"})
    assert "нет" in response.context["row_forms"][0].errors["topic"][0]
    response = post(registrar, case, **{"question-0-topic": "Инвестиционная политика"})
    assert response.status_code == 302


def test_a_closed_channel_needs_the_reason(registrar: Client, case: Case) -> None:
    response = post(registrar, case, channel="email")
    assert response.status_code == 422
    assert "note" in response.context["form"].errors
    assert response.context["channel_closed"]
    response = post(registrar, case, channel="email", note="Подписано усиленной подписью.")
    assert response.status_code == 302


def test_one_more_question_needs_no_script_and_loses_nothing(registrar: Client, case: Case) -> None:
    before = registrar.get(f"/desk/cases/{case.pk}/register")
    response = post(
        registrar, case, act="add-question", summary="набрано", **{"question-1-text": "Второй?"}
    )
    assert response.status_code == 200
    texts = [row["text"].value() for row in response.context["row_forms"]]
    assert texts[:2] == ["Какие меры поддержки есть?", "Второй?"]
    assert len(texts) > 3
    assert "набрано" in response.content.decode()
    assert len(before.context["row_forms"]) >= 3
    case.refresh_from_db()
    assert case.stage == Stage.RECEIVED


def test_the_terms_follow_the_type_before_anything_is_registered(
    registrar: Client, case: Case
) -> None:
    def reply_term(kind: str) -> list[str]:
        response = post(registrar, case, act="dates", type=kind)
        return [t.label for t in response.context["terms"].watched if "Ответ" in t.label]

    assert reply_term("application") == ["Ответ на обращение"]
    assert reply_term("information-request") == ["Ответ на запрос информации"]
    case.refresh_from_db()
    assert case.stage == Stage.RECEIVED


def test_a_page_that_is_behind_is_told_so_and_keeps_what_was_typed(
    registrar: Client, case: Case
) -> None:
    response = post(registrar, case, revision="7", summary="набранный текст")
    assert response.status_code == 422
    text = response.content.decode()
    assert "дело изменил кто-то другой" in text
    assert "набранный текст" in text


def test_another_case_of_the_client_may_be_named_as_repeated_and_nobody_else_s(
    registrar: Client, case: Case
) -> None:
    own = make_case(case.body, client=case.client)
    stranger = make_case(case.body)
    assert post(registrar, case, earlier=str(stranger.pk)).status_code == 422
    assert post(registrar, case, earlier=str(own.pk)).status_code == 302
    case.refresh_from_db()
    assert case.earlier == own


def test_nearly_the_same_text_of_the_client_is_shown_as_a_duplicate(
    registrar: Client, case: Case
) -> None:
    make_case(case.body, client=case.client)
    text = registrar.get(f"/desk/cases/{case.pk}/register").content.decode()
    assert "почти тот же текст" in text


@pytest.mark.clause("economy-novosibirsk:4.6.b")
def test_what_is_no_appeal_is_set_aside_with_its_reason_only(registrar: Client, case: Case) -> None:
    address = f"/desk/cases/{case.pk}/dismiss"
    refused = registrar.post(address, {"reason": "  "})
    assert refused.status_code == 422
    assert "Напишите причину." in refused.content.decode()
    assert registrar.get(address).status_code == 405
    assert registrar.post(address, {"reason": "реклама"}).status_code == 302
    case.refresh_from_db()
    assert (case.stage, case.registration_note) == (Stage.DISMISSED, "реклама")


def test_a_registered_case_has_no_registration_form(registrar: Client, case: Case) -> None:
    assert post(registrar, case).status_code == 302
    response = registrar.get(f"/desk/cases/{case.pk}/register")
    assert response.status_code == 302
    assert "на этапе" in post(registrar, case).content.decode()


def test_only_a_registrar_registers(client: Client, case: Case) -> None:
    client.force_login(make_employee(case.body, "signer"))
    assert client.get(f"/desk/cases/{case.pk}/register").status_code == 403


@pytest.mark.clause("economy-novosibirsk:9.b")
def test_the_head_gives_the_case_with_confirmed_topics(client: Client) -> None:
    body = make_body()
    team = make_team(body)
    case = make_case(body, Stage.REGISTERED, team=team)
    question = case.questions.get()
    client.force_login(team.head)
    address = f"/desk/cases/{case.pk}/assign"
    assert "свободен" in client.get(address).content.decode()
    data = {"executor": str(team.executor.pk), "revision": str(case.revision)}
    refused = client.post(address, {**data, f"topic-{question.pk}": "", "instruction": "Срочно"})
    assert refused.status_code == 422
    assert f"topic-{question.pk}" in refused.context["form"].errors
    assert "Срочно" in refused.content.decode()
    done = client.post(
        address, {**data, f"topic-{question.pk}": topic(), "instruction": "Позвоните клиенту"}
    )
    assert done.status_code == 302
    case.refresh_from_db()
    assert (case.stage, case.executor) == (Stage.ASSIGNED, team.executor)
    assert case.assignments.get().instruction == "Позвоните клиенту"


@pytest.mark.clause("economy-novosibirsk:6.1")
def test_no_case_goes_to_nobody(client: Client) -> None:
    body = make_body()
    team = make_team(body)
    case = make_case(body, Stage.REGISTERED, team=team)
    client.force_login(team.head)
    response = client.post(f"/desk/cases/{case.pk}/assign", {"revision": str(case.revision)})
    assert response.context["form"].errors["executor"] == ["Выберите ответственного исполнителя."]


def test_the_head_sees_how_much_each_executor_has(client: Client) -> None:
    body = make_body()
    team = make_team(body)
    make_case(body, Stage.ASSIGNED, team=team)
    case = make_case(body, Stage.REGISTERED, team=team)
    client.force_login(team.head)
    text = client.get(f"/desk/cases/{case.pk}/assign").content.decode()
    assert "1 открытое дело" in text
    assert "просрочено: 1" in text


def test_somebody_else_s_change_meanwhile_is_said_to_the_head(client: Client) -> None:
    body = make_body()
    team = make_team(body)
    case = make_case(body, Stage.REGISTERED, team=team)
    question = case.questions.get()
    old = case.revision
    actions.assign(
        case,
        by=team.head,
        unit=team.executor.unit,  # type: ignore[arg-type]  # the team works in a unit
        executor=team.executor,
        topics={question.pk: question.topic_code},
        at=RECEIVED,
    )
    client.force_login(team.head)
    response = client.post(
        f"/desk/cases/{case.pk}/assign",
        {"executor": str(team.head.pk), "revision": str(old), f"topic-{question.pk}": topic()},
    )
    assert "дело изменил кто-то другой" in response.content.decode()
    case.refresh_from_db()
    assert case.executor == team.executor
