"""The reply studio: nothing typed is lost, nothing incomplete goes for signature."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from otklik.cases.models import Case, Stage
from otklik.journal.models import Entry
from otklik.knowledge.models import ReplyTemplate
from otklik.replies.models import LetterVersion, Reply
from tests.factories import RECEIVED, Team, make_body, make_case, make_client, make_team

pytestmark = pytest.mark.django_db
ANSWER = "Меры есть: субсидия и льготный заём."


@pytest.fixture
def team() -> Team:
    return make_team(make_body())


@pytest.fixture
def case(team: Team) -> Case:
    body = team.executor.body
    assert body is not None
    return make_case(body, Stage.ASSIGNED, team=team)


@pytest.fixture
def executor(client: Client, team: Team) -> Client:
    client.force_login(team.executor)
    return client


def address(case: Case) -> str:
    return f"/desk/cases/{case.pk}/reply"


def typed(case: Case, revision: int = 0, /, **changes: str) -> dict[str, str]:
    """The studio's form, complete, for a case with one question."""
    key = case.questions.get().pk
    known = {
        "salutation": "Уважаемая Анна Ильинична!",
        "opening": "Вы направили обращение в адрес: министерство. Вопрос: меры поддержки для пекарни.",
        "closing": "",
        "revision": str(revision),
        f"outcome-{key}": "solved",
        f"answer-{key}": ANSWER,
    }
    return known | {name.replace("KEY", str(key)): value for name, value in changes.items()}


def kept(case: Case) -> Reply:
    return Reply.objects.get(case=case)


def test_looking_starts_nothing(executor: Client, case: Case) -> None:
    response = executor.get(address(case))
    assert response.status_code == 200
    assert "Уважаемая Анна Ильинична!" in response.content.decode()
    assert not Reply.objects.exists()
    assert Entry.objects.filter(act="cases.look", subject=case.ref).count() == 1


def test_the_first_save_begins_the_reply_and_records_the_outcome(
    executor: Client, case: Case
) -> None:
    assert executor.post(address(case), typed(case, act="save")).status_code == 302
    reply, question = kept(case), case.questions.get()
    assert reply.draft["answers"] == {str(question.pk): ANSWER}
    assert question.outcome == "solved"
    assert ANSWER in executor.get(address(case)).content.decode()


@pytest.mark.clause("economy-novosibirsk:7")
def test_an_incomplete_outcome_is_said_at_its_field_and_kept_as_typed(
    executor: Client, case: Case
) -> None:
    changes = {"outcome-KEY": "promised", "promised_on-KEY": ""}
    response = executor.post(address(case), typed(case, **changes))
    key = case.questions.get().pk
    assert response.status_code == 422
    assert response.context["form"].errors[f"promised_on-{key}"] == [
        "Укажите, к какому дню вопрос будет решён."
    ]
    assert case.questions.get().outcome == ""
    again = executor.get(address(case)).context["form"]
    assert again[f"outcome-{key}"].value() == "promised"
    assert again[f"answer-{key}"].value() == ANSWER


@pytest.mark.parametrize("day", ["вчера", "2026-13-45", "0001-01-01"])
def test_a_date_that_is_none_is_refused_and_kept(executor: Client, case: Case, day: str) -> None:
    changes = {"outcome-KEY": "promised", "promised_on-KEY": day}
    response = executor.post(address(case), typed(case, **changes))
    key = case.questions.get().pk
    assert response.status_code == 422
    assert response.context["form"].errors[f"promised_on-{key}"]
    assert executor.get(address(case)).context["form"][f"promised_on-{key}"].value() == day


def test_the_list_of_what_is_missing_shrinks_with_each_autosave(
    executor: Client, case: Case
) -> None:
    def missing(**changes: str) -> list[str]:
        revision = kept(case).revision if Reply.objects.exists() else 0
        response = executor.post(
            address(case),
            typed(case, revision, act="autosave", **changes),
            headers={"HX-Request": "true"},
        )
        assert response.status_code == 200
        assert "missing" in response.json()["html"]
        return [lack.item.code for lack in response.context["missing"]]

    assert missing(**{"outcome-KEY": "", "answer-KEY": ""}) == ["outcome-1", "answer-1"]
    assert missing(**{"outcome-KEY": ""}) == ["outcome-1"]
    assert missing() == []


def test_saving_the_same_again_writes_nothing(executor: Client, case: Case) -> None:
    executor.post(address(case), typed(case))
    before = kept(case).revision
    executor.post(address(case), typed(case, before))
    assert kept(case).revision == before


def test_two_windows_see_both_texts_and_nothing_is_overwritten_unseen(
    executor: Client, case: Case
) -> None:
    executor.post(address(case), typed(case))
    old = kept(case).revision
    executor.post(address(case), typed(case, old, **{"answer-KEY": "Текст первого окна."}))
    response = executor.post(
        address(case), typed(case, old, **{"answer-KEY": "Текст второго окна."})
    )
    assert response.status_code == 409
    text = response.content.decode()
    assert "Текст первого окна." in text
    assert "Текст второго окна." in text
    key = str(case.questions.get().pk)
    assert kept(case).draft["answers"][key] == "Текст первого окна."
    # Having compared, the second window saves once more with the revision that its page now carries.
    shown = int(response.context["form"]["revision"].value())
    again = typed(case, shown, **{"answer-KEY": "Текст второго окна."})
    assert executor.post(address(case), again).status_code == 302
    assert kept(case).draft["answers"][key] == "Текст второго окна."


def test_an_autosave_in_an_old_window_says_so_and_changes_nothing(
    executor: Client, case: Case
) -> None:
    executor.post(address(case), typed(case))
    executor.post(address(case), typed(case, kept(case).revision, closing="Новое."))
    response = executor.post(address(case), typed(case, 1, act="autosave", closing="Старое."))
    assert response.json()["state"] == "conflict"
    assert kept(case).draft["closing"] == "Новое."


@pytest.mark.clause("economy-novosibirsk:4.1")
def test_a_letter_without_an_answer_does_not_go_for_signature(executor: Client, case: Case) -> None:
    response = executor.post(
        address(case), typed(case, act="submit", closing="Дописано", **{"answer-KEY": ""})
    )
    assert response.status_code == 422
    assert "На вопрос 1 нет ответа." in response.content.decode()
    assert kept(case).draft["closing"] == "Дописано"
    assert not LetterVersion.objects.exists()


def test_a_complete_letter_goes_for_signature_and_is_then_only_read(
    executor: Client, case: Case
) -> None:
    sent = executor.post(address(case), typed(case, act="submit"))
    assert sent.status_code == 302, sent.context["form"].errors
    assert kept(case).stage == Reply.Stage.FOR_SIGNATURE
    page = executor.get(address(case))
    assert "Письмо здесь можно только прочитать" in page.content.decode()
    late = executor.post(address(case), typed(case, kept(case).revision, closing="Поздно"))
    assert "Ничего не сохранено" in late.content.decode()
    assert kept(case).draft["closing"] == ""


def test_another_s_case_can_be_read_by_the_head_and_not_changed(
    client: Client, team: Team, case: Case
) -> None:
    client.force_login(team.executor)
    client.post(address(case), typed(case))
    client.force_login(team.head)
    assert "можно только прочитать" in client.get(address(case)).content.decode()
    client.post(address(case), typed(case, kept(case).revision, closing="Чужое"))
    assert kept(case).draft["closing"] == ""


@pytest.mark.clause("economy-novosibirsk:8.1.a")
def test_a_name_that_does_not_tell_the_form_is_confirmed_by_a_person(
    executor: Client, team: Team
) -> None:
    body = team.executor.body
    assert body is not None
    person = make_client(body, surname="Ким", given_name="Саша", patronymic="")
    case = make_case(body, Stage.ASSIGNED, team=team, client=person)
    assert "Уважаемая Саша!" in executor.get(address(case)).content.decode()
    executor.post(address(case), typed(case, greeting="f"))
    assert kept(case).draft["salutation"] == "Уважаемая Саша!"
    person.refresh_from_db()
    assert person.gender == "f"


def test_templates_of_the_own_body_stand_beside(executor: Client, case: Case) -> None:
    for body, title in ((case.body, "Наш шаблон"), (make_body("economy-magadan"), "Чужой шаблон")):
        ReplyTemplate.objects.create(body=body, title=title, text="…", updated_at=timezone.now())
    text = executor.get(address(case)).content.decode()
    assert "Наш шаблон" in text
    assert "Чужой шаблон" not in text


def test_a_long_sentence_is_shown_to_its_writer(executor: Client, case: Case) -> None:
    long = "Меры " + "поддержки и помощи " * 20 + "есть."
    response = executor.post(address(case), typed(case, act="autosave", **{"answer-KEY": long}))
    assert (
        "Длинное предложение" in response.json()["html"][f"margin-answer-{case.questions.get().pk}"]
    )


def test_the_draft_is_seen_as_it_would_be_printed(executor: Client, case: Case) -> None:
    executor.post(address(case), typed(case))
    pdf = executor.get(f"/desk/cases/{case.pk}/letter")
    assert pdf.content.startswith(b"%PDF")
    assert pdf["Content-Disposition"] == "inline"
    picture = executor.get(f"/desk/cases/{case.pk}/letter/1.png")
    assert picture.content.startswith(b"\x89PNG")
    assert executor.get(f"/desk/cases/{case.pk}/letter/9.png").status_code == 404


def test_no_letter_of_a_case_that_one_may_not_see(client: Client, case: Case) -> None:
    stranger = make_team(make_body("economy-magadan"))
    client.force_login(stranger.executor)
    for tail in ("reply", "letter", "letter/1.png", "letter.pdf"):
        assert client.get(f"/desk/cases/{case.pk}/{tail}").status_code == 404, tail


def test_an_absurdly_long_text_is_refused_and_stays_in_the_form(
    executor: Client, case: Case
) -> None:
    response = executor.post(address(case), typed(case, **{"answer-KEY": "я" * 70_000}))
    assert response.status_code == 422
    assert "В этой части 70\u00a0000 знаков, а можно 60\u00a0000." in response.content.decode()
    assert "я" * 70_000 in response.content.decode()


def test_a_case_received_long_ago_still_opens(executor: Client, team: Team) -> None:
    body = team.executor.body
    assert body is not None
    case: Any = make_case(
        body, Stage.ASSIGNED, team=team, received_at=RECEIVED - timedelta(days=400)
    )
    assert "просрочено" in executor.get(address(case)).content.decode()
