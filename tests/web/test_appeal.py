"""The public way to an appeal: one thing a page, nothing lost, posted twice is one case."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from otklik.cases.models import Case
from otklik.intake.jobs import take_in_receipts
from otklik.messages.models import Receipt
from otklik.staff.models import Body
from tests.factories import make_body
from tests.web.filing import ABOUT, REPLY, TEXT, answer, send, token, until_check

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo(settings: Any) -> None:
    """A demonstration has a test provider of identities."""
    settings.DEMO = True


# --- the way through


def test_an_information_request_needs_no_identification(client: Client, body: Body) -> None:
    until_check(client)
    code = send(client)
    receipt = Receipt.objects.get()
    assert receipt.tracking_code == code
    assert receipt.payload["type"] == "information-request"
    assert receipt.payload["surname"] == "Примерова"
    assert receipt.payload["email"] == "vera@example.org"
    assert receipt.source == "web"


def test_an_appeal_keeps_how_the_person_was_identified(
    client: Client, body: Body, demo: None
) -> None:
    until_check(
        client, "complaint", about={"kind": "person", "surname": "Чужая", "given_name": "Имя"}
    )
    send(client)
    payload = Receipt.objects.get().payload
    assert payload["identification"] == "esia"
    assert (payload["surname"], payload["given_name"]) == ("Примерова", "Вера")


@pytest.mark.clause("industry-mordovia:8.1.b")
def test_what_was_sent_stands_in_the_registrars_inbox(client: Client, demo: None) -> None:
    make_body("industry-mordovia")
    until_check(client, "application")
    code = send(client)
    take_in_receipts()
    case = Case.objects.get()
    assert case.tracking_code == code
    assert case.channel == "web"
    assert case.received_at == Receipt.objects.get().received_at
    assert case.stage == "received"


@pytest.mark.clause("economy-novosibirsk:4.2")
def test_a_special_need_comes_with_the_appeal(client: Client, body: Body) -> None:
    until_check(client, reply=REPLY | {"needs_note": "Крупный шрифт, пожалуйста"})
    send(client)
    take_in_receipts()
    assert Case.objects.get().client.needs_note == "Крупный шрифт, пожалуйста"


def test_each_step_has_one_heading_and_leads_to_the_next(client: Client, body: Body) -> None:
    for step, values in (
        ("kind", {"type": "information-request"}),
        ("text", {"text": TEXT}),
        ("about", ABOUT),
        ("reply", REPLY),
    ):
        assert client.get("/appeal").headers["Location"].startswith(f"/appeal/{step}")
        page = client.get(f"/appeal/{step}").content.decode()
        assert page.count("<h1") == 1
        assert "Шаг" in page
        assert answer(client, step, **values).status_code == 302
    assert client.get("/appeal").headers["Location"] == "/appeal/check"


def test_what_was_said_stands_there_when_one_comes_back(client: Client, body: Body) -> None:
    until_check(client)
    assert TEXT in client.get("/appeal/text").content.decode()
    assert 'value="Примерова"' in client.get("/appeal/about").content.decode()
    answer(client, "text", text="Иначе")
    assert client.get("/appeal").headers["Location"] == "/appeal/check"
    assert "Иначе" in client.get("/appeal/check").content.decode()


def test_all_answers_are_shown_for_checking_each_with_its_way_back(
    client: Client, body: Body
) -> None:
    until_check(
        client, reply=REPLY | {"extra_channel": "post", "postal_address": "630000, ул. Мира, 1"}
    )
    page = client.get("/appeal/check").content.decode()
    for words in (
        TEXT,
        "Примерова Вера Андреевна",
        "vera@example.org",
        "630000, ул. Мира, 1",
        "Запрос информации",
    ):
        assert words in page
    for step in ("kind", "text", "about", "reply"):
        assert f'href="/appeal/{step}"' in page


def test_the_confirmation_has_code_dates_reasons_and_what_happens_next(
    client: Client, body: Body
) -> None:
    until_check(client)
    code = send(client)
    page = client.get("/appeal/done").content.decode()
    assert f"/status/{code}" in page
    assert "data:image/svg+xml;base64," in page
    assert page.count("Почему эта дата?") == 3
    assert "не позднее" in page
    assert "Что будет дальше" in page


def test_nothing_is_written_before_it_is_sent(client: Client, body: Body) -> None:
    client.get("/appeal?body=economy-novosibirsk", follow=True)
    assert "appeal" not in client.session
    until_check(client)
    client.get("/appeal/check")
    assert not Receipt.objects.exists()


# --- twice, stale, out of order


def test_posted_twice_it_is_one_appeal(client: Client, body: Body) -> None:
    until_check(client)
    form = {"token": token(client)}
    first = client.post("/appeal/check", form)
    second = client.post("/appeal/check", form)
    assert first.headers["Location"] == second.headers["Location"] == "/appeal/done"
    assert Receipt.objects.count() == 1


def test_two_posts_at_the_same_moment_are_one_appeal(client: Client, body: Body) -> None:
    until_check(client)
    form, draft = {"token": token(client)}, client.session["appeal"]
    client.post("/appeal/check", form)
    session = client.session
    session["appeal"] = draft
    del session["appeal-sent"]
    session.save()
    client.post("/appeal/check", form)
    assert Receipt.objects.count() == 1


def test_a_new_appeal_after_the_first_is_another_one(client: Client, body: Body) -> None:
    until_check(client)
    first = send(client)
    until_check(client)
    assert send(client) != first
    assert Receipt.objects.count() == 2


def test_a_step_posted_after_the_session_ended_is_kept(client: Client, body: Body) -> None:
    assert answer(client, "text", text=TEXT).headers["Location"] == "/appeal/kind"
    assert answer(client, "kind", type="information-request").headers["Location"] == "/appeal/about"
    assert TEXT in client.get("/appeal/text").content.decode()


def test_a_later_step_leads_back_to_the_open_one(client: Client, body: Body) -> None:
    assert client.get("/appeal/reply").headers["Location"] == "/appeal/kind"
    assert client.get("/appeal/check").headers["Location"] == "/appeal/kind"
    assert client.post("/appeal/check", {"token": "x"}).headers["Location"] == "/appeal/kind"
    assert client.get("/appeal/done").headers["Location"] == "/"
    assert client.get("/appeal/no-such-step").status_code == 404


def test_begin_anew_forgets_the_draft(client: Client, body: Body) -> None:
    until_check(client)
    assert client.get("/appeal/again").status_code == 405
    client.post("/appeal/again")
    assert client.get("/appeal").headers["Location"].startswith("/appeal/kind")


def test_with_several_bodies_the_first_step_asks_which(client: Client, body: Body) -> None:
    make_body("labour-novosibirsk")
    assert client.get("/appeal").headers["Location"] == "/appeal/body"
    wrong = answer(client, "body", body="no-such-body")
    assert wrong.status_code == 422
    assert "Такого министерства нет. Выберите из списка." in wrong.content.decode()
    assert answer(client, "body", body="labour-novosibirsk").headers["Location"] == "/appeal/kind"
    assert "Минтруда" in client.get("/appeal/kind").content.decode()
    assert (
        client.get("/appeal/kind", {"body": "no-such-body"}).headers["Location"] == "/appeal/body"
    )


@pytest.mark.parametrize(
    "reply",
    [
        {"reply_channel": "web", "email": "vera@example.org"},
        {"reply_channel": "web", "extra_channel": "post", "postal_address": "630000, ул. Мира, 1"},
        {"reply_channel": "post", "postal_address": "630000, ул. Мира, 1", "email": "не почта"},
    ],
)
def test_every_way_of_replying_can_be_sent(
    client: Client, body: Body, reply: dict[str, str]
) -> None:
    until_check(client, reply=reply)
    send(client)
    payload = Receipt.objects.get().payload
    assert payload.get("reply_channel", "web") == reply["reply_channel"]
    assert payload.get("email", "") in ("", "vera@example.org")


# --- identification


def test_without_a_provider_an_appeal_is_offered_other_ways(
    client: Client, body: Body, settings: Any
) -> None:
    settings.DEMO = False
    assert answer(client, "kind", type="application").headers["Location"] == "/appeal/identity"
    page = client.get("/appeal/identity").content.decode()
    assert "ещё не подключён" in page
    assert "gosuslugi.ru" in page
    assert "/appeal/paper/economy-novosibirsk" in page
    assert 'value="information-request"' in page
    assert 'name="person"' not in page


def test_the_test_provider_answers_in_a_demonstration_only(
    client: Client, body: Body, settings: Any
) -> None:
    settings.DEMO = False
    answer(client, "kind", type="application")
    answer(client, "identity", person="1")
    assert client.get("/appeal").headers["Location"] == "/appeal/identity"


def test_the_test_provider_knows_its_people_only(client: Client, body: Body, demo: None) -> None:
    answer(client, "kind", type="application")
    page = client.get("/appeal/identity").content.decode()
    assert "Учебный вход вместо Госуслуг" in page
    assert answer(client, "identity", person="99").status_code == 422


def test_an_unidentified_appeal_cannot_be_sent(client: Client, body: Body, settings: Any) -> None:
    settings.DEMO = False
    until_check(client)
    form = token(client)
    answer(client, "kind", type="complaint")
    assert client.post("/appeal/check", {"token": form}).headers["Location"] == "/appeal/identity"
    assert not Receipt.objects.exists()


def test_the_visitor_cannot_claim_to_be_identified(client: Client, body: Body) -> None:
    until_check(client, about=ABOUT | {"identification": "passport", "form": "oral"})
    send(client)
    assert "identification" not in Receipt.objects.get().payload


# --- mistakes, each at its field, nothing lost


@pytest.mark.parametrize(
    ("step", "values", "field", "message"),
    [
        ("kind", {}, "type", "Выберите, что вы хотите сделать."),
        ("kind", {"type": "deputy-enquiry"}, "type", "Здесь это отправить нельзя."),
        ("text", {"text": ""}, "text", "Напишите, о чём обращение."),
        ("text", {"text": " \u200b\u202e\u00ad\n"}, "text", "Напишите, о чём обращение."),
        ("text", {"text": "я" * 30_001}, "text", "30000"),
        ("about", ABOUT | {"kind": ""}, "kind", "Выберите, от чьего имени вы пишете."),
        ("about", ABOUT | {"surname": ""}, "surname", "Напишите фамилию"),
        ("about", ABOUT | {"given_name": "\u200b"}, "given_name", "Напишите имя."),
        ("about", ABOUT | {"surname": "Я" * 151}, "surname", "150"),
        ("about", ABOUT | {"kind": "organisation"}, "organisation", "организации"),
        ("reply", {}, "reply_channel", "Выберите, как вам ответить."),
        ("reply", {"reply_channel": "email"}, "email", "по электронной почте"),
        ("reply", {"reply_channel": "email", "email": "не почта"}, "email", "name@example.ru"),
        ("reply", {"reply_channel": "post"}, "postal_address", "почт"),
        ("reply", {"reply_channel": "web"}, "email", "по закону нужен адрес"),
        ("reply", REPLY | {"extra_channel": "email"}, "extra_channel", "канал"),
        ("reply", REPLY | {"needs_note": "я" * 501}, "needs_note", "500"),
        ("reply", {"reply_channel": "telegram"}, "reply_channel", "Выберите"),
    ],
)
def test_a_mistake_stands_at_its_field_and_in_the_summary(
    client: Client, body: Body, step: str, values: dict[str, str], field: str, message: str
) -> None:
    if step != "kind":
        answer(client, "kind", type="information-request")
    found = answer(client, step, **values)
    page = found.content.decode()
    assert found.status_code == 422
    assert "Исправьте, пожалуйста" in page
    assert f'id="id_{field}_error"' in page
    assert f'href="#id_{field}' in page
    assert message in page
    assert "<title>Ошибка:" in page


def test_the_typed_text_stays_after_a_mistake(client: Client, body: Body) -> None:
    answer(client, "kind", type="information-request")
    page = answer(
        client, "about", surname="Примерова <b>", given_name="", kind="person"
    ).content.decode()
    assert 'value="Примерова &lt;b&gt;"' in page
    long = "Слово " * 6000
    assert long.strip()[:5000] in answer(client, "text", text=long).content.decode()


def test_invisible_signs_go_and_emoji_stay(client: Client, body: Body) -> None:
    until_check(client, text={"text": "До\u202eрога\u200b сломана 🙂\r\n\r\nкогда \u0007починят?"})
    send(client)
    assert Receipt.objects.get().payload["text"] == "Дорога сломана 🙂\n\nкогда починят?"


# --- files


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", b"\0" * 30_000_000)
    return out.getvalue()


def test_files_stay_between_the_steps_and_go_with_the_appeal(client: Client, body: Body) -> None:
    answer(client, "kind", type="information-request")
    answer(client, "text", text="", add="1", attachments=[upload("фото.txt", "снимок".encode())])
    page = client.get("/appeal/text").content.decode()
    assert "фото.txt" in page
    until_check(client)
    assert "фото.txt" in client.get("/appeal/check").content.decode()
    send(client)
    assert [item.name for item in Receipt.objects.get().attachments.all()] == ["фото.txt"]


def test_a_file_can_be_taken_out_and_the_unfinished_text_stays(client: Client, body: Body) -> None:
    answer(client, "kind", type="information-request")
    answer(client, "text", text="Начало", add="1", attachments=[upload("a.txt", b"one")])
    sha = client.session["appeal"]["files"][0]["sha256"]
    answer(client, "text", text="Начало письма", remove=sha)
    page = client.get("/appeal/text").content.decode()
    assert "a.txt" not in page
    assert "Начало письма" in page


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("пусто.pdf", b"", "Файл пуст"),
        ("отчёт.pdf", b"MZ\x90\x00" + b"\0" * 200, "программ"),
        ("скрипт.bat", b"@echo off", "программ"),
        ("bomb.zip", bomb(), "архив"),
        ("broken.zip", b"PK\x03\x04 broken", "архив"),
    ],
)
def test_a_bad_file_is_refused_at_its_field_and_the_text_stays(
    client: Client, body: Body, name: str, data: bytes, message: str
) -> None:
    answer(client, "kind", type="information-request")
    found = answer(
        client, "text", text=TEXT, attachments=[upload(name, data), upload("good.txt", b"good")]
    )
    page = found.content.decode()
    assert found.status_code == 422
    assert f"«{name}»" in page
    assert message in page.lower() or message in page
    assert TEXT in page
    assert "good.txt" in page
    assert not Receipt.objects.exists()


def test_a_file_over_the_limit_is_dropped_while_it_arrives(
    client: Client, body: Body, settings: Any
) -> None:
    settings.ATTACHMENT_LIMIT_BYTES = 1024 * 1024
    answer(client, "kind", type="information-request")
    found = answer(
        client, "text", text=TEXT, attachments=[upload("big.txt", b"x" * (3 * 1024 * 1024))]
    )
    page = found.content.decode()
    assert found.status_code == 422
    assert "«big.txt»" in page
    assert "1 МБ" in page
    assert TEXT in page
    assert not client.session["appeal"]["files"]


def test_no_more_files_than_the_limit(client: Client, body: Body, settings: Any) -> None:
    settings.ATTACHMENTS_LIMIT = 2
    answer(client, "kind", type="information-request")
    files = [upload(f"{number}.txt", f"file {number}".encode()) for number in range(3)]
    found = answer(client, "text", text=TEXT, attachments=files)
    assert found.status_code == 422
    assert "«2.txt»" in found.content.decode()
    assert len(client.session["appeal"]["files"]) == 2


def test_a_file_name_cannot_harm(client: Client, body: Body) -> None:
    answer(client, "kind", type="information-request")
    answer(
        client, "text", text=TEXT, add="1", attachments=[upload("../../e\u202etc/<b>.txt", b"data")]
    )
    page = client.get("/appeal/text").content.decode()
    assert "&lt;b&gt;.txt" in page
    assert "<b>.txt" not in page


def test_a_text_of_megabytes_is_refused_with_a_page_of_ours(client: Client, body: Body) -> None:
    answer(client, "kind", type="information-request")
    found = answer(client, "text", text="я" * 3_000_000)
    assert found.status_code == 400
    assert "Не удалось понять запрос" in found.content.decode()
