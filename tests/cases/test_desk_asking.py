"""The desk's pages to ask, invite, write and stop; the panels that tell of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from otklik.cases import actions
from otklik.cases.asking_rules import Asked
from otklik.cases.models import Case, Clarification, Interim, NoReply, Stage, Withdrawal
from otklik.messages import actions as messages
from otklik.staff.models import Employee
from tests.factories import RECEIVED, Team, make_body, make_case, make_employee, make_team

pytestmark = pytest.mark.django_db
WORDS = "Уточните, пожалуйста, адрес пекарни."
ASKED = RECEIVED + timedelta(days=1)


def world(client: Client, code: str = "economy-novosibirsk") -> tuple[Case, Team]:
    body = make_body(code)
    team = make_team(body)
    client.force_login(team.executor)
    return make_case(body, Stage.ASSIGNED, team=team), team


def at(case: Case, what: str = "") -> str:
    return f"/desk/cases/{case.pk}/{what}"


def text_of(client: Client, case: Case, what: str = "") -> str:
    return client.get(at(case, what)).content.decode()


def values(case: Case, **more: object) -> dict[str, object]:
    return {"revision": Case.objects.get(pk=case.pk).revision, **more}


@pytest.mark.clause("economy-novosibirsk:6.2.a", "labour-novosibirsk:6.2")
def test_a_question_goes_out_from_the_page_and_waits_on_the_case(client: Client) -> None:
    case, _team = world(client)
    shown = text_of(client, case, "clarify")
    assert "Срок ответа не меняется" in shown
    assert case.reply_address in shown
    answer = client.post(
        at(case, "clarify"), values(case, channel="email", question=WORDS), follow=True
    )
    text = answer.content.decode()
    assert "Срок ответа идёт дальше" in text
    assert "ждём ответа клиента" in text
    assert WORDS in text
    assert Clarification.objects.get().message is not None


@pytest.mark.clause("economy-novosibirsk:6.2.a")
def test_a_talk_without_proof_is_refused_and_every_word_stays(client: Client) -> None:
    case, _team = world(client)
    bare = client.post(at(case, "clarify"), values(case, channel="phone", question=WORDS))
    for field in ("answer", "proof"):
        assert f'id="id_{field}_error"' in bare.content.decode()
    typed = values(case, channel="phone", question=WORDS, answer="Бердск, улица Ленина")
    answer = client.post(at(case, "clarify"), typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_proof_error"' in text
    assert "Бердск, улица Ленина" in text
    assert not Clarification.objects.exists()
    client.post(at(case, "clarify"), {**typed, "proof": "запись № 17"})
    text = text_of(client, case)
    for kept in ("Бердск, улица Ленина", "запись № 17", "Телефон", WORDS):
        assert kept in text


@pytest.mark.clause("economy-novosibirsk:6.2.b")
def test_the_page_lists_the_grounds_and_refuses_where_one_stands(client: Client) -> None:
    case, team = world(client)
    shown = text_of(client, case, "clarify")
    assert "Нельзя определить суть обращения" in shown
    assert "Сейчас клиента спрашивать нельзя" not in shown
    NoReply.objects.create(
        case=case, ground="unclear", reason="", text="", proposed_at=ASKED, proposed_by=team.registrar
    )  # fmt: skip
    assert "Сейчас клиента спрашивать нельзя" in text_of(client, case, "clarify")
    answer = client.post(at(case, "clarify"), values(case, channel="email", question=WORDS))
    assert answer.status_code == 422
    assert "Нельзя определить суть обращения" in answer.content.decode()
    assert WORDS in answer.content.decode()
    assert not Clarification.objects.exists()


@pytest.mark.clause("labour-novosibirsk:6.1")
def test_the_answer_and_what_is_learned_are_written_down(client: Client) -> None:
    case, team = world(client, "labour-novosibirsk")
    Case.objects.update(life_situation="переезд")
    row = actions.clarify(case, Asked(WORDS, "email"), by=team.executor)
    address = f"clarified/{row.pk}"
    assert WORDS in text_of(client, case, address)
    empty = client.post(at(case, address), values(case, channel="email", answer=""))
    assert empty.status_code == 422
    typed = values(
        case, channel="phone", answer="Родилась дочь", life_situation="рождение ребёнка", need="1"
    )
    text = client.post(at(case, address), typed, follow=True).content.decode()
    assert "Родилась дочь" in text
    assert "переезд → рождение ребёнка" in text
    assert "ждём ответа клиента" not in text
    assert client.get(at(case, address)).headers["Location"] == at(case)


def test_the_answer_may_come_with_a_letter_that_joined_the_case(client: Client) -> None:
    case, team = world(client)
    row = actions.clarify(case, Asked(WORDS, "email"), by=team.executor)
    accepted = messages.accept(
        case.body, source="desk", source_key="letter", channel="post", payload={"text": "Бердск"}
    )
    actions.attach_receipt(case, accepted.receipt, by=team.registrar)
    shown = text_of(client, case, f"clarified/{row.pk}")
    assert accepted.receipt.tracking_code in shown
    typed = values(case, channel="post", answer="Бердск", receipt=str(accepted.receipt.pk))
    client.post(at(case, f"clarified/{row.pk}"), typed)
    row.refresh_from_db()
    assert (row.receipt, row.answer_channel) == (accepted.receipt, "post")


@pytest.mark.clause("labour-novosibirsk:7.1.b")
def test_the_client_is_invited_with_day_and_place(client: Client) -> None:
    case, _team = world(client, "labour-novosibirsk")
    day = (timezone.now() + timedelta(days=5)).strftime("%Y-%m-%d")
    typed = values(case, channel="email", question="Обсудим заявку", meets_at=f"{day}T15:00")
    assert client.post(at(case, "invite"), typed).status_code == 422
    client.post(at(case, "invite"), {**typed, "place": "кабинет 305"})
    row = Clarification.objects.get()
    assert row.kind == Clarification.Kind.INVITATION
    assert row.meets_at is not None
    assert row.meets_at.hour == 8  # 15:00 in Novosibirsk
    assert "кабинет 305" in text_of(client, case)
    answered = values(case, agreed="yes", channel="phone", answer="Придёт")
    client.post(at(case, f"clarified/{row.pk}"), answered)
    assert "Клиент будет участвовать" in text_of(client, case)


@pytest.mark.clause("labour-novosibirsk:30")
def test_an_enquiry_shows_its_own_term_and_the_case_stays_open(client: Client) -> None:
    case, _team = world(client, "labour-novosibirsk")
    typed = values(case, kind="enquiry", text="Просим сообщить остаток.", recipient="Банк")
    assert client.post(at(case, "interim"), typed).status_code == 422
    text = client.post(
        at(case, "interim"), {**typed, "address": "630000, Новосибирск"}, follow=True
    ).content.decode()
    assert "Дело остаётся открытым" in text
    assert "Ответ ждём до" in text
    row = Interim.objects.get()
    assert client.get(at(case, f"interim/{row.pk}")).status_code == 405
    client.post(at(case, f"interim/{row.pk}"))
    assert "ответ получен" in text_of(client, case)
    assert Case.objects.get().stage == Stage.ASSIGNED


def test_what_the_client_added_is_new_until_it_was_opened(client: Client) -> None:
    case, _team = world(client)
    client.get(at(case))
    actions.add_by_client(case, text="Прошу учесть договор.", key="k")
    first, second = text_of(client, case), text_of(client, case)
    for text in (first, second):
        assert "Добавлено клиентом" in text
        assert "Прошу учесть договор." in text
    assert "новое" in first.split("additions-title")[2].split("</section>")[0]
    assert "новое" not in second.split("additions-title")[2].split("</section>")[0]


def test_the_wish_to_stop_stands_out_and_is_carried_out_on_its_page(client: Client) -> None:
    case, _team = world(client)
    assert 'name="channel"' in text_of(client, case, "withdraw")
    actions.ask_withdrawal(case, words="Вопрос решён", key="k")
    assert "Клиент просит прекратить рассмотрение" in text_of(client, case)
    shown = text_of(client, case, "withdraw")
    assert "Вопрос решён" in shown
    assert 'name="channel"' not in shown
    text = client.post(at(case, "withdraw"), values(case), follow=True).content.decode()
    assert "Клиент отозвал обращение" in text
    assert Case.objects.get().stage == Stage.WITHDRAWN
    assert Withdrawal.objects.get().decided_at is not None


def test_a_page_that_is_behind_stops_nothing(client: Client) -> None:
    case, _team = world(client)
    typed = values(case, channel="post")
    actions.add_by_client(case, text="Не прекращайте!", key="k")
    answer = client.post(at(case, "withdraw"), typed)
    assert answer.status_code == 422
    assert Case.objects.get().stage == Stage.ASSIGNED


@pytest.mark.parametrize(
    "what", ["clarify", "invite", "interim", "withdraw", "clarified/1", "interim/1"]
)
def test_who_has_not_the_case_has_not_its_pages(client: Client, what: str) -> None:
    case, team = world(client)
    row = actions.clarify(case, Asked(WORDS, "email"), by=team.executor)
    address = at(case, what.replace("/1", f"/{row.pk}"))
    strangers: list[Employee] = [
        make_employee(case.body, "executor"),
        make_employee(make_body("economy-magadan"), "registrar", "executor"),
    ]
    for stranger in strangers:
        client.force_login(stranger)
        assert client.post(address).status_code == 404
    client.force_login(make_employee(case.body, "administrator"))
    assert client.post(address).status_code == 403
