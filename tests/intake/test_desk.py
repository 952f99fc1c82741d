"""The desk: «Входящие», the holding pen, a new receipt, files; each for whoever may."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.intake.conftest import NOW, letter

from otklik.cases.models import Case
from otklik.intake import actions, queries
from otklik.intake.submission import read
from otklik.journal.models import Entry
from otklik.messages.actions import NamedFile, accept, accept_mail
from otklik.messages.models import Receipt
from otklik.regulations import profile
from otklik.staff.actions import add_employee, install_body
from otklik.staff.models import Body, Employee

pytestmark = pytest.mark.django_db
Make = Callable[..., Receipt]


@pytest.fixture
def desk(client: Client, registrar: Employee) -> Client:
    client.force_login(registrar)
    return client


@pytest.fixture
def held(body: Body) -> Receipt:
    """A letter without a text, which waits for a person."""
    receipt = accept_mail(body, letter(" "), mailbox="t", received_at=NOW).receipt
    assert actions.take_in(receipt) is None
    return receipt


class TestInbox:
    def test_what_arrived_stands_beside_the_list_with_the_clients_earlier_cases(
        self, desk: Client, filed: Make
    ) -> None:
        first = actions.take_in(filed())
        second = actions.take_in(filed())
        assert first
        assert second
        page = desk.get(f"/desk/inbox/{second.pk}/").content.decode()
        assert page.count("list-row") == 2
        assert "Прошу разъяснить порядок" in page
        assert f"/desk/cases/{second.pk}/register" in page
        assert f"/desk/cases/{first.pk}/" in page
        assert "Возможно, повтор" in page

    @pytest.mark.clause("industry-mordovia:8.1.b")
    def test_an_appeal_from_the_site_stands_in_the_queue_with_its_way_and_time(
        self, client: Client, said: dict[str, Any]
    ) -> None:
        body = install_body("industry-mordovia")
        clerk = add_employee(
            body,
            username="clerk",
            password=None,
            surname="Чибрикова",
            given_name="Анна",
            roles=["registrar"],
        )
        need = said | {"needs_note": "Ответ крупным шрифтом"}
        receipt = actions.submit(body, read(need), source="web", at=NOW).receipt
        case = actions.take_in(receipt)
        assert case
        client.force_login(clerk)
        page = client.get(f"/desk/inbox/{case.pk}/").content.decode()
        assert "04.09.2026 08:00" in page  # Saransk is three hours ahead of UTC
        assert profile("industry-mordovia").channel("web").label in page
        assert "Ответ крупным шрифтом" in page

    def test_looking_at_a_case_is_journalled(self, desk: Client, filed: Make) -> None:
        case = actions.take_in(filed())
        assert case
        desk.get(f"/desk/inbox/{case.pk}/")
        assert Entry.objects.filter(act="cases.look", subject=case.ref).count() == 1

    def test_an_empty_inbox_says_so(self, desk: Client) -> None:
        assert "Всё зарегистрировано" in desk.get("/desk/inbox/").content.decode()

    def test_another_body_sees_nothing_of_it(
        self, client: Client, stranger: Employee, filed: Make
    ) -> None:
        case = actions.take_in(filed())
        assert case
        client.force_login(stranger)
        assert "Ковалёва" not in client.get("/desk/inbox/").content.decode()
        assert client.get(f"/desk/inbox/{case.pk}/").status_code == 404

    def test_an_executor_has_no_inbox(self, client: Client, executor: Employee) -> None:
        client.force_login(executor)
        for address in ("/desk/inbox/", "/desk/inbox/held/", "/desk/inbox/new"):
            assert client.get(address).status_code == 403

    def test_pages_by_key_show_every_case_once_in_both_directions(
        self, filed: Make, registrar: Employee
    ) -> None:
        for _ in range(7):
            actions.take_in(filed())
        rows = Case.objects.all()
        everything = [row.pk for row in rows.order_by("received_at", "pk")]
        page, seen = queries.page_of(rows, size=3), []
        seen += [row.pk for row in page.rows]
        assert page.newer == ""
        while page.older:
            page = queries.page_of(rows, older=page.older, size=3)
            seen += [row.pk for row in page.rows]
        assert seen == everything
        back = queries.page_of(rows, newer=page.newer, size=3)
        assert [row.pk for row in back.rows] == everything[3:6]
        first = queries.page_of(rows, newer=back.newer, size=3)
        assert [row.pk for row in first.rows] == everything[:3]
        assert first.newer == ""

    @pytest.mark.parametrize(
        "key", ["x", "2026-01-01_1", "2026-01-01T00:00:00+00:00_٣", "_", "1" * 500]
    )
    def test_a_key_that_is_none_gives_the_first_page(
        self, desk: Client, filed: Make, key: str
    ) -> None:
        actions.take_in(filed())
        for name in ("newer", "older"):
            assert "list-row" in desk.get("/desk/inbox/", {name: key}).content.decode()


class TestHoldingPen:
    def test_the_reason_and_the_guesses_are_shown(
        self, desk: Client, filed: Make, held: Receipt
    ) -> None:
        case = actions.take_in(filed())
        assert case
        page = desk.get(f"/desk/inbox/held/{held.pk}/").content.decode()
        assert "Нет текста" in page
        assert "n.kovaleva@example.ru" in page
        assert "тот же адрес клиента" in page
        assert f"/desk/inbox/receipts/{held.pk}/original" in page

    def test_a_guess_by_the_code_in_the_text_comes_first(
        self, desk: Client, filed: Make, body: Body
    ) -> None:
        case = actions.take_in(filed())
        assert case
        text = f"автоматически: дело {case.tracking_code.lower().replace('-', ' ')} получено"
        raw = letter(text, Auto_Submitted="auto-replied", From="Робот <robot@example.org>")
        receipt = accept_mail(body, raw, mailbox="t", received_at=NOW).receipt
        actions.take_in(receipt)
        page = desk.get(f"/desk/inbox/held/{receipt.pk}/").content.decode()
        assert "в тексте стоит его код" in page

    def test_one_click_attaches_it_to_the_guessed_case(
        self, desk: Client, filed: Make, held: Receipt
    ) -> None:
        case = actions.take_in(filed())
        assert case
        response = desk.post(f"/desk/inbox/held/{held.pk}/attach", {"where": case.tracking_code})
        assert response.status_code == 302
        held.refresh_from_db()
        assert held.state == Receipt.State.PLACED
        assert set(case.receipts.values_list("receipt", flat=True)) >= {held.pk}
        again = desk.post(f"/desk/inbox/held/{held.pk}/attach", {"where": case.tracking_code})
        assert again.status_code == 409
        assert "уже кто-то поработал" in again.content.decode()

    def test_an_unknown_case_is_said_at_its_field(self, desk: Client, held: Receipt) -> None:
        response = desk.post(f"/desk/inbox/held/{held.pk}/attach", {"where": "О-999/2026"})
        assert response.status_code == 422
        assert "Такого дела нет" in response.content.decode()

    def test_completing_what_is_missing_opens_the_case(self, desk: Client, held: Receipt) -> None:
        values = {
            "type": "information-request",
            "kind": "person",
            "name": "Ковалёва Нина Сергеевна",
            "text": "Просит сообщить часы приёма (прочитано со скана).",
            "reply_channel": "email",
            "email": "n.kovaleva@example.ru",
        }
        response = desk.post(f"/desk/inbox/held/{held.pk}/place", values)
        case = Case.objects.get()
        assert response.status_code == 302
        assert response["Location"] == f"/desk/cases/{case.pk}/register"
        assert (case.type, case.channel, case.received_at) == ("information-request", "email", NOW)
        assert case.tracking_code == held.tracking_code
        entry = Entry.objects.get(act="cases.open")
        assert entry.actor.startswith("employee:")

    def test_a_mistake_keeps_what_was_typed(self, desk: Client, held: Receipt) -> None:
        values = {"type": "application", "kind": "person", "text": "Набрано со скана.",
                  "reply_channel": "email", "email": "кривой адрес"}  # fmt: skip
        response = desk.post(f"/desk/inbox/held/{held.pk}/place", values)
        page = response.content.decode()
        assert response.status_code == 422
        assert "Набрано со скана." in page
        assert "Это не адрес электронной почты" in page
        assert Case.objects.count() == 0

    def test_setting_aside_needs_a_reason_and_keeps_the_receipt(
        self, desk: Client, held: Receipt
    ) -> None:
        address = f"/desk/inbox/held/{held.pk}/dismiss"
        assert desk.post(address, {"reason": "  "}).status_code == 422
        assert desk.post(address, {"reason": "Реклама"}).status_code == 302
        held.refresh_from_db()
        assert (held.state, held.held_note) == (Receipt.State.DISMISSED, "Реклама")
        assert Entry.objects.filter(act="intake.dismiss").count() == 1

    def test_reading_it_again_works_once_the_cause_is_mended(
        self, desk: Client, body: Body, said: dict[str, Any]
    ) -> None:
        accepted = accept(body, source="web", source_key="1", channel="web", payload={})
        assert actions.take_in(accepted.receipt) is None
        address = f"/desk/inbox/held/{accepted.receipt.pk}/release"
        assert desk.post(address).status_code == 302
        assert Receipt.objects.get().state == Receipt.State.HELD
        Receipt.objects.update(payload=said)
        assert desk.post(address).status_code == 302
        assert Receipt.objects.get().state == Receipt.State.PLACED

    def test_another_body_cannot_touch_it(
        self, client: Client, stranger: Employee, held: Receipt
    ) -> None:
        client.force_login(stranger)
        assert client.get(f"/desk/inbox/held/{held.pk}/").status_code == 404
        for act in ("attach", "place", "dismiss", "release"):
            assert client.post(f"/desk/inbox/held/{held.pk}/{act}").status_code == 404
        held.refresh_from_db()
        assert held.state == Receipt.State.HELD


class TestFiles:
    @pytest.fixture
    def receipt(self, body: Body) -> Receipt:
        files = [
            NamedFile("опись.txt", "Опись".encode()),
            NamedFile("счёт.pdf", b"MZ\x90\x00" * 50),
        ]
        return accept(
            body, source="desk", source_key="f", channel="post", payload={}, files=files
        ).receipt

    def test_a_file_is_only_ever_downloaded_and_the_opening_is_journalled(
        self, desk: Client, receipt: Receipt
    ) -> None:
        good = receipt.attachments.get(refused="")
        response = desk.get(f"/desk/inbox/receipts/{receipt.pk}/files/{good.pk}")
        assert b"".join(response.streaming_content) == "Опись".encode()  # type: ignore[attr-defined]
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["Content-Type"] == "application/octet-stream"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert Entry.objects.filter(act="intake.open-file").count() == 1

    def test_a_program_is_never_given(self, desk: Client, receipt: Receipt) -> None:
        bad = receipt.attachments.exclude(refused="").get()
        assert desk.get(f"/desk/inbox/receipts/{receipt.pk}/files/{bad.pk}").status_code == 404

    def test_another_body_and_a_signed_out_visitor_get_nothing(
        self, client: Client, stranger: Employee, receipt: Receipt
    ) -> None:
        good = receipt.attachments.get(refused="")
        address = f"/desk/inbox/receipts/{receipt.pk}/files/{good.pk}"
        assert client.get(address).status_code == 302
        client.force_login(stranger)
        assert client.get(address).status_code == 404
        assert Entry.objects.filter(act="intake.open-file").count() == 0

    def test_the_letter_is_given_as_it_came(self, desk: Client, written: Make) -> None:
        receipt = written()
        response = desk.get(f"/desk/inbox/receipts/{receipt.pk}/original")
        assert b"".join(response.streaming_content) == letter()  # type: ignore[attr-defined]


class TestNewReceipt:
    @pytest.fixture
    def typed(self) -> dict[str, Any]:
        moment = timezone.now() + timedelta(hours=7)
        return {
            "key": "form-1",
            "channel": "post",
            "form": "",
            "received_at": (moment - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
            "type": "complaint",
            "kind": "person",
            "name": "Ковалёв Пётр Ильич",
            "text": "Жалоба на отказ в субсидии.",
            "reply_channel": "post",
            "postal_address": "630007, Новосибирск, ул. Ленина, 1",
            "identification": "paper-signature",
        }

    def test_the_form_opens_with_the_present_moment_of_the_body(self, desk: Client) -> None:
        page = desk.get("/desk/inbox/new").content.decode()
        here = timezone.now() + timedelta(hours=7)
        assert f'value="{here:%Y-%m-%dT%H}' in page

    def test_paper_becomes_a_case_with_its_scan(self, desk: Client, typed: dict[str, Any]) -> None:
        scan = SimpleUploadedFile("скан.pdf", b"%PDF-1.4\n%%EOF")
        response = desk.post("/desk/inbox/new", typed | {"attachments": [scan]})
        case = Case.objects.get()
        assert response["Location"] == f"/desk/cases/{case.pk}/register"
        assert (case.channel, case.form, case.type) == ("post", "written", "complaint")
        assert case.identification == "paper-signature"
        assert case.client.display_name == "Ковалёв Пётр Ильич"
        assert timedelta(hours=1) < timezone.now() - case.received_at < timedelta(hours=3)
        receipt = Receipt.objects.get()
        assert receipt.attachments.get().name == "скан.pdf"
        assert Entry.objects.filter(act="intake.enter").count() == 1

    def test_an_oral_appeal_has_its_own_form(self, desk: Client, typed: dict[str, Any]) -> None:
        desk.post("/desk/inbox/new", typed | {"channel": "in-person", "form": "oral"})
        assert Case.objects.get().form == "oral"

    def test_the_form_sent_twice_makes_one_case(self, desk: Client, typed: dict[str, Any]) -> None:
        first = desk.post("/desk/inbox/new", typed)
        second = desk.post("/desk/inbox/new", typed)
        assert first["Location"] == second["Location"]
        assert Case.objects.count() == 1
        third = desk.post("/desk/inbox/new", typed | {"text": "Другое."})
        assert third.status_code == 409
        assert "Другое." in third.content.decode()

    @pytest.mark.parametrize(
        ("changes", "sentence"),
        [
            ({"text": ""}, "Обязательное поле"),
            ({"text": "\u200b"}, "Заполните это поле."),
            ({"text": "я" * 30001}, "30000"),
            ({"received_at": "2999-01-01T10:00"}, "ещё не наступил"),
            ({"received_at": "1999-01-01T10:00"}, "больше года назад"),
            ({"received_at": "вчера"}, "Напишите дату и время"),
            ({"postal_address": ""}, "укажите почтовый адрес"),
            ({"channel": "pigeon"}, "pigeon"),
            ({"type": ""}, "Обязательное поле"),
        ],
    )
    def test_a_mistake_is_said_at_its_field_and_nothing_is_stored(
        self, desk: Client, typed: dict[str, Any], changes: dict[str, str], sentence: str
    ) -> None:
        response = desk.post("/desk/inbox/new", typed | changes)
        page = response.content.decode()
        assert response.status_code == 422
        assert sentence in page
        assert "Ковалёв Пётр Ильич" in page
        assert Receipt.objects.count() == 0

    @pytest.mark.parametrize(
        ("content", "sentence"), [(b"", "пуст"), (b"MZ\x90\x00" * 20, "программ")]
    )
    def test_a_file_that_may_not_be_opened_is_refused_by_name(
        self, desk: Client, typed: dict[str, Any], content: bytes, sentence: str
    ) -> None:
        file = SimpleUploadedFile("договор.pdf", content)
        page = desk.post("/desk/inbox/new", typed | {"attachments": [file]}).content.decode()
        assert "договор.pdf" in page
        assert sentence in page
        assert "Жалоба на отказ" in page
        assert Receipt.objects.count() == 0

    def test_looking_does_not_write(self, desk: Client) -> None:
        before = Entry.objects.count(), Receipt.objects.count()
        desk.get("/desk/inbox/new")
        desk.get("/desk/inbox/held/")
        assert (Entry.objects.count(), Receipt.objects.count()) == before
