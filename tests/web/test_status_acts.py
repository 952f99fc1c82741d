"""The status page as a place to act: answer the ministry, add, ask to stop; and what it tells of the case."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from otklik.cases import actions
from otklik.cases.asking_rules import Asked
from otklik.cases.models import (
    Case,
    Clarification,
    Extension,
    Forwarding,
    NoReply,
    Proposal,
    Stage,
    Withdrawal,
)
from otklik.messages.models import Attachment, Receipt
from otklik.staff.models import Body
from tests.factories import Team, make_case, make_team

pytestmark = pytest.mark.django_db
WORDS = "Уточните, пожалуйста, адрес пекарни."
MORE = "Прошу учесть договор аренды."


@pytest.fixture
def team(body: Body) -> Team:
    return make_team(body)


@pytest.fixture
def case(body: Body, team: Team) -> Case:
    return make_case(body, Stage.ASSIGNED, team=team)


def page(client: Client, case: Case) -> str:
    return client.get(f"/status/{case.tracking_code}").content.decode()


def ask(case: Case, by: Team, **parts: object) -> Clarification:
    return actions.clarify(case, Asked(WORDS, "email", **parts), by=by.executor)  # type: ignore[arg-type]  # fields of Asked


def added(client: Client, case: Case, what: str = "add", **values: object) -> object:
    return client.post(f"/status/{case.tracking_code}/{what}", values)


def test_the_question_stands_on_top_with_the_way_to_answer(
    client: Client, case: Case, team: Team
) -> None:
    row = ask(case, team)
    text = page(client, case)
    assert "Министерство просит уточнить" in text
    assert WORDS in text
    address = f"/status/{case.tracking_code}/answer/{row.pk}"
    assert address in text
    assert "Срок ответа не меняется" in client.get(address).content.decode()
    assert WORDS in client.get(address).content.decode()


def test_an_answer_is_kept_and_the_question_goes(client: Client, case: Case, team: Team) -> None:
    row = ask(case, team)
    answer = client.post(
        f"/status/{case.tracking_code}/answer/{row.pk}",
        {"text": "Бердск\u200b, Ленина, 1"},
        follow=True,
    )
    text = answer.content.decode()
    row.refresh_from_db()
    assert row.answer == "Бердск, Ленина, 1"
    assert "Сотрудник министерства увидит ваш ответ" in text
    assert "Министерство просит уточнить" not in text
    assert "Ваш ответ получен" in text
    again = client.get(f"/status/{case.tracking_code}/answer/{row.pk}")
    assert again.headers["Location"] == f"/status/{case.tracking_code}"


def test_an_invitation_says_when_and_where_and_asks_for_yes_or_no(
    client: Client, case: Case, team: Team
) -> None:
    meets = timezone.now() + timedelta(days=3)
    row = ask(case, team, is_invitation=True, meets_at=meets, place="кабинет 305")
    text = page(client, case)
    assert "Министерство приглашает вас" in text
    assert "кабинет 305" in text
    address = f"/status/{case.tracking_code}/answer/{row.pk}"
    refused = client.post(address, {"text": "Приду"})
    assert refused.status_code == 422
    assert "Приду" in refused.content.decode()
    assert client.post(address, {"agreed": "yes"}).status_code == 302
    assert Clarification.objects.get().agreed is True


def test_the_client_adds_words_and_files(client: Client, case: Case) -> None:
    assert "Дополнить обращение" in page(client, case)
    file = SimpleUploadedFile("договор.txt", "Договор аренды".encode())
    answer = client.post(
        f"/status/{case.tracking_code}/add", {"text": MORE, "attachments": [file]}, follow=True
    )
    text = answer.content.decode()
    assert "Добавлено к обращению" in text
    assert "Вы дополнили обращение" in text
    receipt = Receipt.objects.get(source="status")
    assert receipt.place.case == case
    assert Attachment.objects.get(receipt=receipt).name == "договор.txt"


def test_a_program_is_refused_at_the_files_and_the_words_stay(client: Client, case: Case) -> None:
    file = SimpleUploadedFile("virus.exe", b"MZ" + b"\0" * 200)
    answer = client.post(f"/status/{case.tracking_code}/add", {"text": MORE, "attachments": [file]})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "virus.exe" in text
    assert MORE in text
    assert not Receipt.objects.filter(source="status").exists()


def test_a_file_over_the_limit_and_too_many_files_are_refused(
    client: Client, case: Case, settings: object
) -> None:
    settings.ATTACHMENT_LIMIT_BYTES = 1024 * 1024  # type: ignore[attr-defined]  # pytest-django's settings
    settings.ATTACHMENTS_LIMIT = 1  # type: ignore[attr-defined]  # as above
    large = SimpleUploadedFile("large.txt", b"a" * (1024 * 1024 + 1))
    small = [SimpleUploadedFile(f"{name}.txt", b"plain words") for name in "ab"]
    for files, said in (([large], "больше 1 МБ"), (small, "не больше файлов, чем 1")):
        answer = client.post(
            f"/status/{case.tracking_code}/add", {"text": MORE, "attachments": files}
        )
        assert answer.status_code == 422
        assert said in answer.content.decode().casefold().replace("мб", "МБ")
    assert not Receipt.objects.filter(source="status").exists()


def test_an_empty_addition_is_told_at_its_field(client: Client, case: Case) -> None:
    answer = client.post(f"/status/{case.tracking_code}/add", {"text": " \u200b "})
    assert answer.status_code == 422
    assert 'id="id_text_error"' in answer.content.decode()


def test_the_button_pressed_twice_adds_once(client: Client, case: Case) -> None:
    token = "7f1f6a52-6f0f-4b0e-9f0e-0d2d0c0b0a09"
    for _turn in range(2):
        added(client, case, text=MORE, token=token)
    assert Receipt.objects.filter(source="status").count() == 1


def test_by_the_code_of_the_session_no_address_names_it(client: Client, case: Case) -> None:
    client.post("/status", {"code": case.tracking_code})
    text = client.get("/status/shown").content.decode()
    assert "/status/shown/add" in text
    assert f"/status/{case.tracking_code}" not in text
    answer = client.post("/status/shown/add", {"text": MORE})
    assert answer.headers["Location"] == "/status/shown"
    assert Receipt.objects.filter(source="status").exists()


def test_stopping_asks_once_more_and_then_waits_for_an_official(
    client: Client, case: Case, team: Team
) -> None:
    address = f"/status/{case.tracking_code}/stop"
    assert "Прекратить рассмотрение?" in client.get(address).content.decode()
    assert not Withdrawal.objects.exists()
    text = client.post(address, {"words": "Вопрос решён"}, follow=True).content.decode()
    assert "Вы попросили прекратить рассмотрение" in text
    assert f'href="{address}"' not in text
    assert Case.objects.get().stage == Stage.ASSIGNED
    ask(case, team)
    assert "Министерство просит уточнить" not in page(client, case)
    actions.withdraw(case, by=team.registrar)
    ended = page(client, case)
    assert "Рассмотрение прекращено по вашей просьбе" in ended
    assert "Дополнить обращение" not in ended
    assert client.get(address).headers["Location"] == f"/status/{case.tracking_code}"


def test_without_the_right_code_nothing_can_be_done(client: Client, case: Case) -> None:
    for code in ("shown", "ZZZZ-ZZZZ-ZZ"):
        for what in ("add", "stop", "answer/1"):
            answer = client.post(f"/status/{code}/{what}", {"text": MORE})
            assert answer.headers["Location"] == "/status"
    assert not Receipt.objects.filter(source="status").exists()
    assert case.stage == Stage.ASSIGNED


def test_another_case_s_question_is_not_answered(client: Client, case: Case, team: Team) -> None:
    other = make_case(case.body, Stage.ASSIGNED, team=team)
    row = ask(other, team)
    client.post(f"/status/{case.tracking_code}/answer/{row.pk}", {"text": "чужое"})
    row.refresh_from_db()
    assert row.answer == ""


def test_a_get_changes_nothing(client: Client, case: Case, team: Team) -> None:
    row = ask(case, team)
    before = list(Case.objects.values())
    for what in ("add", "stop", f"answer/{row.pk}"):
        assert client.get(f"/status/{case.tracking_code}/{what}").status_code == 200
    assert list(Case.objects.values()) == before
    assert not Receipt.objects.filter(source="status").exists()


def test_what_others_decided_is_told_in_plain_sentences(
    client: Client, case: Case, team: Team
) -> None:
    now = timezone.now()
    part = Forwarding.objects.create(
        case=case, recipient="Минстрой области", channel="post", reason="", decided_at=now,
        decided_by=team.head,
    )  # fmt: skip
    Extension.objects.create(
        case=case, state=Proposal.APPROVED, progress="", reason="", previous_due=now,
        new_due=case.received_at + timedelta(days=60), prepared_at=now, prepared_by=team.executor,
        decided_at=now, decided_by=team.head,
    )  # fmt: skip
    text = page(client, case)
    assert "Часть вопросов направлена: Минстрой области" in text
    assert "Срок ответа продлён до 2 мая 2026 года" in text
    Case.objects.update(stage=Stage.FORWARDED, closed_at=now)
    assert f"Обращение направлено: {part.recipient}. Ответ придёт оттуда" in page(client, case)
    NoReply.objects.create(
        case=case, state=Proposal.APPROVED, ground="unclear", reason="", text="", proposed_at=now,
        proposed_by=team.executor, decided_at=now, decided_by=team.head,
    )  # fmt: skip
    Case.objects.update(stage=Stage.NO_REPLY)
    text = page(client, case)
    assert "Рассмотрение закончено без ответа по существу" in text
    assert "Нельзя определить суть обращения" in text
    assert "Сотрудникова" not in text


def test_a_proposal_not_decided_is_nobody_s_news(client: Client, case: Case, team: Team) -> None:
    now = timezone.now()
    Extension.objects.create(
        case=case, progress="", reason="", previous_due=now, new_due=now, prepared_at=now,
        prepared_by=team.executor,
    )  # fmt: skip
    NoReply.objects.create(
        case=case, ground="unclear", reason="", text="", proposed_at=now, proposed_by=team.executor
    )
    text = page(client, case)
    assert "продлён" not in text
    assert "без ответа" not in text
