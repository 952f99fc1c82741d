"""«Почта»: letters printed together, sent with their numbers, lists of the day, what the post office says."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader
from pytest_django import Settings
from tests.messages.factories import NOW, a_body, an_outgoing
from tests.messages.test_desk import make_employee, signed_in

from otklik import documents
from otklik.messages import storage
from otklik.messages.models import Outgoing, OutgoingFile
from otklik.messages.post_lists import numbers_in, read_outcomes
from otklik.staff.models import Body, Employee

State = Outgoing.State
pytestmark = pytest.mark.django_db
FIRST, SECOND = "63009912345673", "RR473124829US"


@pytest.fixture(autouse=True)
def _today(settings: Settings) -> Iterator[None]:
    settings.MFA_REQUIRED = False
    with time_machine.travel(NOW + timedelta(days=2), tick=False):
        yield


@pytest.fixture
def ministry() -> Body:
    return a_body()


@pytest.fixture
def registrar(ministry: Body) -> Employee:
    return make_employee(ministry, "registrar")


@pytest.fixture
def desk(registrar: Employee) -> Client:
    return signed_in(registrar)


def a_letter(body: Body, **fields: Any) -> Outgoing:
    return an_outgoing(
        body=body,
        **{
            "channel": "post",
            "state": State.BY_HAND,
            "recipient": "Соколова Анна Ильинична",
            "address": "630000, Новосибирск, ул. Мира, 1",
            "subject": "Ответ на обращение",
        }
        | fields,
    )


def with_pdf(letter: Outgoing, pages: int = 1) -> Outgoing:
    whole = "\n".join("Текст ответа министерства. " * 60 for _ in range(pages * 2))
    pdf = documents.posted_letter_pdf(
        documents.PostedLetter(("Министерство",), ("Соколовой А. И.",), "Ответ", whole)
    )
    for name, data in (("Ответ 1.pdf", pdf), ("Ответ 1.docx", b"PK docx")):
        kind = "application/pdf" if name.endswith("pdf") else "application/zip"
        stored = storage.store(data, at=NOW, media_type=kind)
        OutgoingFile.objects.create(message=letter, file=stored, name=name)
    return letter


def marked(*letters: Outgoing, act: str, **more: str) -> dict[str, Any]:
    return {"letter": [str(letter.pk) for letter in letters], "act": act, **more}


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(pdf)).pages)


def test_marked_letters_become_one_file_for_the_printer(ministry: Body, desk: Client) -> None:
    signed, worded = with_pdf(a_letter(ministry)), a_letter(ministry, text="Обращение получено.")
    found = desk.post(reverse("desk:post-chosen"), marked(signed, worded, act="print"))
    assert found["Content-Type"] == "application/pdf"
    text = text_of(found.content)
    assert "Текст ответа министерства" in text
    assert "Обращение получено." in text
    assert "Соколова Анна Ильинична" in text
    assert Outgoing.objects.filter(printed_at=NOW + timedelta(days=2)).count() == 2


def test_on_both_sides_each_letter_begins_on_its_own_sheet(ministry: Body, desk: Client) -> None:
    letters = [a_letter(ministry, text="Обращение получено.") for _ in range(3)]
    sides = desk.post(reverse("desk:post-chosen"), marked(*letters, act="print", duplex="1"))
    assert len(PdfReader(BytesIO(sides.content)).pages) == 6


def test_envelopes_bear_the_addressees(ministry: Body, desk: Client) -> None:
    letter = a_letter(ministry)
    found = desk.post(reverse("desk:post-chosen"), marked(letter, act="envelopes", format="dl"))
    text = text_of(found.content)
    assert "Соколова Анна Ильинична" in text
    assert "ул. Мира" in text
    strange = desk.post(reverse("desk:post-chosen"), marked(letter, act="envelopes", format="x"))
    assert strange.status_code == 302


def test_many_letters_are_sent_with_a_pasted_column_of_numbers(
    ministry: Body, desk: Client
) -> None:
    letters = [a_letter(ministry) for _ in range(3)]
    chosen = desk.post(reverse("desk:post-chosen"), marked(*letters, act="send"))
    page = chosen["Location"]
    assert desk.get(page).status_code == 200
    assert not Outgoing.objects.filter(state=State.SENT).exists()
    wrong = desk.post(page, {"day": "2026-03-05", "numbers": f"{FIRST}\n63009912345678"})
    assert wrong.status_code == 422
    assert "Строка 2" in wrong.content.decode()
    assert FIRST in wrong.content.decode()
    assert not Outgoing.objects.filter(state=State.SENT).exists()
    done = desk.post(
        page, {"day": "2026-03-05", "numbers": f"630099 12 34567 3\r\n\r\n{SECOND}\r\n"}
    )
    assert done.status_code == 302
    kept = Outgoing.objects.order_by("id").values_list("state", "tracking")
    assert list(kept) == [(State.SENT, FIRST), (State.SENT, ""), (State.SENT, SECOND)]
    assert desk.post(page, {"day": "2026-03-05"}).status_code == 404


def test_numbers_may_come_the_day_after(ministry: Body, desk: Client) -> None:
    letter = a_letter(ministry, state=State.SENT, sent_at=NOW)
    page = desk.post(reverse("desk:post-chosen"), marked(letter, act="number"))["Location"]
    assert desk.post(page, {"numbers": ""}).status_code == 422
    assert desk.post(page, {"numbers": FIRST}).status_code == 302
    letter.refresh_from_db()
    assert letter.tracking == FIRST


def test_nothing_marked_is_said(desk: Client) -> None:
    found = desk.post(reverse("desk:post-chosen"), {"act": "print"}, follow=True)
    assert "Сначала отметьте письма" in found.content.decode()


@pytest.mark.clause("labour-novosibirsk:10.3.c")
def test_the_list_of_the_day_can_be_printed_and_opened_as_a_table(
    ministry: Body, desk: Client
) -> None:
    a_letter(ministry, state=State.SENT, sent_at=NOW, tracking=FIRST)
    a_letter(ministry, state=State.SENT, sent_at=NOW - timedelta(days=3), recipient="Вчерашний")
    address = reverse("desk:post-list")
    pdf = text_of(desk.get(address, {"day": "2026-03-04"}).content)
    for words in (
        "04.03.2026",
        "Соколова Анна Ильинична",
        "ул. Мира",
        "630099 12 34567 3",
        "Всего: 1",
    ):
        assert words in pdf
    assert "Вчерашний" not in pdf
    sheet = openpyxl.load_workbook(
        BytesIO(desk.get(address, {"day": "2026-03-04", "as": "xlsx"}).content)
    ).active
    assert sheet is not None
    cells = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "Соколова Анна Ильинична" in cells
    assert "630099 12 34567 3" in cells
    empty = desk.get(address, {"day": "2026-01-01"}, follow=True).content.decode()
    assert "писем не отправляли" in empty


TABLE = f"""ШПИ;Дата;Статус
{FIRST};05.03.2026 14:20;Вручение адресату
63009912345680;06.03.2026;Возврат: Истек срок хранения
{SECOND};05.03.2026;Сортировка
без номера;05.03.2026;Вручено
""".encode("cp1251")


def test_a_table_of_the_post_office_is_taken_in(ministry: Body, desk: Client) -> None:
    sent = {"state": State.SENT, "sent_at": NOW}
    first = a_letter(ministry, tracking=FIRST, **sent)
    second = a_letter(ministry, tracking=SECOND, **sent)
    foreign = a_letter(a_body(), tracking="63009912345680", **sent)
    page = reverse("desk:post-outcomes")
    found = desk.post(page, {"file": SimpleUploadedFile("table.csv", TABLE)}).content.decode()
    for row in (first, second, foreign):
        row.refresh_from_db()
    assert (first.outcome, str(first.outcome_on)) == ("arrived", "2026-03-05")
    assert (second.outcome, foreign.outcome) == ("", "")
    assert "Записано: 1 письмо" in found
    assert "Ещё в пути: 1 строка" in found
    assert "63009912345680" in found
    again = desk.post(page, {"file": SimpleUploadedFile("table.csv", TABLE)}).content.decode()
    assert "Было известно: 1 письмо" in again


def test_a_file_that_is_no_table_changes_nothing(desk: Client) -> None:
    page = reverse("desk:post-outcomes")
    for data in (b"", b"\x00\xff" * 50, b"PK\x03\x04broken"):
        file = SimpleUploadedFile("table.xlsx", data)
        assert desk.post(page, {"file": file}).status_code in {200, 422}


def test_a_letter_that_came_back_is_entered_by_hand(ministry: Body, desk: Client) -> None:
    letter = a_letter(ministry, state=State.SENT, sent_at=NOW)
    page = reverse("desk:outgoing-outcome", args=[letter.pk])
    said = {"outcome": "came-back", "day": "2026-03-06", "reason": "", "note": ""}
    assert "Выберите, почему" in desk.post(page, said, follow=True).content.decode()
    desk.post(page, said | {"reason": "moved"})
    letter.refresh_from_db()
    assert (letter.outcome, letter.outcome_reason) == ("came-back", "moved")
    shown = desk.get(reverse("desk:post"), {"show": "came-back"}).content.decode()
    assert "адресат не проживает" in shown
    assert "ждёт решения" in shown
    log = desk.get(reverse("desk:outbox"), {"show": "came-back"}).content.decode()
    assert "Ответ на обращение" in log


def test_only_who_sends_mail_sees_the_post(ministry: Body) -> None:
    letter = a_letter(ministry)
    for role, status in (("executor", 403), ("signer", 403), ("control", 403), ("registrar", 200)):
        client = signed_in(make_employee(ministry, role))
        assert client.get(reverse("desk:post")).status_code == status, role
        assert client.get(reverse("desk:post-outcomes")).status_code == status, role
    executor = signed_in(make_employee(ministry, "executor"))
    assert (
        executor.post(reverse("desk:post-chosen"), marked(letter, act="print")).status_code == 403
    )
    letter.refresh_from_db()
    assert letter.printed_at is None


def test_another_body_s_letters_are_neither_shown_nor_printed(ministry: Body, desk: Client) -> None:
    foreign = a_letter(a_body(), subject="Чужое письмо")
    assert "Чужое письмо" not in desk.get(reverse("desk:post")).content.decode()
    for act in ("print", "send", "envelopes"):
        answer = desk.post(reverse("desk:post-chosen"), marked(foreign, act=act))
        assert answer["Location"].startswith(reverse("desk:post"))
    assert desk.get(f"{reverse('desk:post-send')}?letter={foreign.pk}").status_code == 404


@pytest.mark.parametrize(
    "address", ["?show=zzz&page=x", "?page=99999", "?page=٣", "?show=posted&page=-1"]
)
def test_a_strange_address_shows_the_page(desk: Client, address: str) -> None:
    assert desk.get(reverse("desk:post") + address).status_code == 200


def test_the_page_costs_the_same_however_many_letters_wait(
    ministry: Body, desk: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(12):
        with_pdf(a_letter(ministry))
    desk.get(reverse("desk:post"))
    with django_assert_max_num_queries(20):
        assert desk.get(reverse("desk:post")).content.count(b'name="letter"') == 12


def test_a_pasted_column_keeps_its_empty_lines() -> None:
    assert numbers_in(f" 630099 12 34567 3 \r\n\r\n{SECOND.lower()}\r\n\r\n") == [FIRST, "", SECOND]
    assert numbers_in("") == []


def test_the_last_word_about_an_item_counts() -> None:
    table = [
        (1, ("Номер", "Событие", "Дата")),
        (2, (FIRST, "Вручено", "2026-03-05")),
        (3, (FIRST, "Возврат: отказ адресата", "31.02.2026")),
        (4, ("", "Итого", "")),
    ]
    read = read_outcomes(table)
    assert [(row.outcome, row.reason, row.day) for row in read.rows] == [
        ("came-back", "refused", None)
    ]
    assert read.unclear == (4,)
