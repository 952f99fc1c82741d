"""«Where is my case»: by the code, with dates and reasons, and without a name."""

import pytest
from django.test import Client
from django.utils import timezone

from otklik.cases.models import Case, Stage
from otklik.messages import storage
from otklik.messages.models import Outgoing, OutgoingFile
from otklik.staff.models import Body
from tests.factories import make_case
from tests.web.filing import send, until_check

pytestmark = pytest.mark.django_db


def letter(case: Case, *, state: str = Outgoing.State.SENT, channel: str = "web") -> OutgoingFile:
    now = timezone.now()
    message = Outgoing.objects.create(
        body=case.body, kind="reply", about=case.ref, channel=channel, subject="Ответ на ваше обращение",
        text="Меры поддержки есть.", idempotency_key=f"{case.pk}-{state}-{channel}", state=state,
        due_at=now, created_at=now, sent_at=now,
    )  # fmt: skip
    stored = storage.store(b"%PDF-1.7 letter", at=now)
    return OutgoingFile.objects.create(message=message, file=stored, name="Ответ.pdf")


def test_the_code_may_be_typed_in_any_way(client: Client, body: Body) -> None:
    case = make_case(body)
    typed = f"  {case.tracking_code.lower().replace('-', ' ')} "
    answer = client.post("/status", {"code": typed})
    assert answer.headers["Location"] == "/status/shown"
    page = client.get("/status/shown").content.decode()
    assert case.tracking_code in page
    assert "Почему эта дата?" in page


@pytest.mark.parametrize("code", ["", "K7M2-9QXP-4R", "'; --", "я" * 500, "\u202e\x00", "🙂"])
def test_a_wrong_code_is_told_at_its_field(client: Client, body: Body, code: str) -> None:
    answer = client.post("/status", {"code": code})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'id="id_code_error"' in page
    assert "Исправьте, пожалуйста" in page


def test_the_code_stands_in_no_address_after_it_was_typed(client: Client, body: Body) -> None:
    case = make_case(body)
    answer = client.post("/status", {"code": case.tracking_code}, follow=True)
    assert all(case.tracking_code not in address for address, _status in answer.redirect_chain)


def test_the_link_of_the_confirmation_opens_the_page(client: Client, body: Body) -> None:
    until_check(client)
    code = send(client)
    answer = Client().get(f"/status/{code}")
    assert answer.status_code == 200
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer.headers["Cache-Control"]
    page = answer.content.decode()
    assert page.count("не позднее") == 2
    assert "noindex" in page


def test_a_broken_link_asks_for_the_code(client: Client, body: Body) -> None:
    answer = client.get("/status/ZZZZ-ZZZZ-ZZ")
    assert answer.status_code == 404
    assert "Обращения с таким кодом нет" in answer.content.decode()


def test_the_page_names_nobody(client: Client, body: Body) -> None:
    case = make_case(body, Stage.ASSIGNED)
    page = client.get(f"/status/{case.tracking_code}").content.decode()
    for name in (case.client.surname, case.text, "Сотрудникова"):
        assert name not in page


def test_the_present_step_is_marked_and_past_ones_have_dates(client: Client, body: Body) -> None:
    case = make_case(body, Stage.ASSIGNED)
    page = client.get(f"/status/{case.tracking_code}").content.decode()
    assert case.number in page
    assert page.count('aria-current="step"') == 1
    assert page.count("step-done") == 2
    assert "3 марта 2026, вторник" in page


def test_letters_handed_over_here_are_shown_with_their_files(client: Client, body: Body) -> None:
    case = make_case(body, Stage.ASSIGNED)
    shown = letter(case)
    page = client.get(f"/status/{case.tracking_code}").content.decode()
    assert "Ответ на ваше обращение" in page
    assert "Меры поддержки есть." in page
    answer = client.get(f"/status/{case.tracking_code}/{shown.pk}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 letter"  # type: ignore[attr-defined]  # a file response
    client.post("/status", {"code": case.tracking_code})
    assert client.get(f"/status/shown/{shown.pk}").status_code == 200


def test_other_letters_and_other_cases_stay_closed(client: Client, body: Body) -> None:
    case, other = make_case(body, Stage.ASSIGNED), make_case(body)
    waiting = letter(case, state=Outgoing.State.QUEUED)
    by_mail = letter(case, channel="email")
    shown = letter(case)
    assert client.get(f"/status/{case.tracking_code}/{waiting.pk}").status_code == 404
    assert client.get(f"/status/{case.tracking_code}/{by_mail.pk}").status_code == 404
    assert client.get(f"/status/{other.tracking_code}/{shown.pk}").status_code == 404
    assert client.get(f"/status/shown/{shown.pk}").status_code == 404
    assert client.get("/status/shown").headers["Location"] == "/status"


def test_the_form_does_not_show_a_case_by_itself(client: Client, body: Body) -> None:
    case = make_case(body)
    client.post("/status", {"code": case.tracking_code})
    assert case.tracking_code not in client.get("/status").content.decode()
