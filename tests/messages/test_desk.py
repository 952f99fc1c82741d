"""«Исходящие»: who sees it, what it shows, what can be decided there."""

from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings
from tests.messages.factories import NOW, a_body, an_employee, an_outgoing

from otklik.messages import queries, storage
from otklik.messages.models import Outgoing, OutgoingFile
from otklik.staff import actions as staff
from otklik.staff.models import Appointment, Body, Employee, Role

State = Outgoing.State
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Settings) -> None:
    settings.MFA_REQUIRED = False


@pytest.fixture
def ministry() -> Body:
    return a_body()


@pytest.fixture
def registrar(ministry: Body) -> Employee:
    return make_employee(ministry, "registrar")


def make_employee(body: Body, role: str) -> Employee:
    """Make an employee with a role of a new installation."""
    staff.install_roles()
    employee = an_employee(body=body)
    Appointment.objects.create(
        employee=employee, role=Role.objects.get(code=role), since=date(2000, 1, 1)
    )
    return employee


def signed_in(employee: Employee) -> Client:
    client = Client()
    client.force_login(employee)
    return client


@pytest.mark.clause("economy-novosibirsk:5.2.a")
def test_each_item_shows_its_kind_channel_address_date_and_clause(
    ministry: Body, registrar: Employee
) -> None:
    an_outgoing(
        body=ministry, kind="reply", subject="Ответ на обращение", state=State.SENT,
        sent_at=NOW, clause="economy-novosibirsk:5.2.a",
    )  # fmt: skip
    page = signed_in(registrar).get("/desk/outbox/?show=sent").content.decode()
    for words in (
        "Ответ на обращение",
        "Электронная почта",
        "petrova@example.net",
        "04.03.2026 12:06",  # the body's own time, UTC+7
        "п. 5, абз. 2",
        "Отправлено",
    ):
        assert words in page


def test_the_page_begins_with_what_waits_for_a_person(ministry: Body, registrar: Employee) -> None:
    an_outgoing(body=ministry, subject="Письмо по почте", channel="post", state=State.BY_HAND)
    an_outgoing(body=ministry, subject="Отбитое письмо", state=State.FAILED, last_error="550 нет")
    an_outgoing(body=ministry, subject="Ушедшее письмо", state=State.SENT)
    an_outgoing(body=ministry, subject="Ждущее письмо")
    client = signed_in(registrar)
    page = client.get("/desk/outbox/").content.decode()
    assert "Письмо по почте" in page
    assert "Отбитое письмо" in page
    assert "550 нет" in page
    assert "Ушедшее письмо" not in page
    assert "Ждущее письмо" not in page
    by_post = client.get("/desk/outbox/?show=all&channel=post").content.decode()
    assert "Письмо по почте" in by_post
    assert "Отбитое письмо" not in by_post


def test_an_empty_list_says_what_will_stand_there(registrar: Employee) -> None:
    page = signed_in(registrar).get("/desk/outbox/").content.decode()
    assert "Ничего не ждёт решения" in page


@pytest.mark.parametrize("address", ["/desk/outbox/", "/desk/outbox/?newer=x&older=%00&show=zzz"])
def test_a_strange_address_shows_the_list(registrar: Employee, address: str) -> None:
    assert signed_in(registrar).get(address).status_code == 200


def test_only_those_with_a_power_see_the_outbox(ministry: Body) -> None:
    message = an_outgoing(body=ministry)
    executor = signed_in(make_employee(ministry, "executor"))
    control = signed_in(make_employee(ministry, "control"))
    for address in ("/desk/outbox/", f"/desk/outbox/{message.pk}/"):
        assert executor.get(address).status_code == 403
        assert control.get(address).status_code == 200
        assert Client().get(address).status_code == 302


def test_whoever_only_looks_cannot_decide(ministry: Body) -> None:
    message = an_outgoing(body=ministry, state=State.FAILED)
    signer = signed_in(make_employee(ministry, "signer"))
    page = signer.get(f"/desk/outbox/{message.pk}/").content.decode()
    assert '<form method="post" action="/desk/outbox' not in page
    assert signer.post(f"/desk/outbox/{message.pk}/again/").status_code == 403


def test_another_body_s_messages_do_not_exist_here(registrar: Employee) -> None:
    foreign = an_outgoing(body=a_body(), state=State.FAILED, subject="Чужое письмо")
    item = OutgoingFile.objects.create(
        message=foreign, file=storage.store(b"secret", at=NOW), name="a.txt"
    )
    client = signed_in(registrar)
    assert "Чужое письмо" not in client.get("/desk/outbox/?show=all").content.decode()
    root = f"/desk/outbox/{foreign.pk}/"
    assert client.get(root).status_code == 404
    assert client.get(f"{root}files/{item.pk}/").status_code == 404
    for act in ("again", "cancel", "by-hand"):
        assert client.post(f"{root}{act}/", {"day": "2026-03-04"}).status_code == 404
    foreign.refresh_from_db()
    assert foreign.state == State.FAILED


def test_a_get_changes_nothing(ministry: Body, registrar: Employee) -> None:
    message = an_outgoing(body=ministry, state=State.FAILED)
    client = signed_in(registrar)
    for act in ("again", "cancel", "by-hand"):
        assert client.get(f"/desk/outbox/{message.pk}/{act}/").status_code == 405
    message.refresh_from_db()
    assert message.state == State.FAILED


def test_a_failed_message_is_sent_again(ministry: Body, registrar: Employee) -> None:
    message = an_outgoing(body=ministry, state=State.FAILED, last_error="550 нет такого")
    client = signed_in(registrar)
    page = client.get(f"/desk/outbox/{message.pk}/").content.decode()
    assert "550 нет такого" in page
    assert "Повторить отправку" in page
    after = client.post(f"/desk/outbox/{message.pk}/again/", follow=True).content.decode()
    assert "Сообщение снова в очереди." in after
    message.refresh_from_db()
    assert message.state == State.QUEUED


def test_a_cancelled_message_is_not_sent(ministry: Body, registrar: Employee) -> None:
    message = an_outgoing(body=ministry)
    client = signed_in(registrar)
    client.post(f"/desk/outbox/{message.pk}/cancel/")
    message.refresh_from_db()
    assert message.state == State.CANCELLED
    again = client.post(f"/desk/outbox/{message.pk}/cancel/", follow=True).content.decode()
    assert "уже отправлено, отправляется или отменено" in again


def test_a_letter_taken_to_the_post_is_recorded_with_its_day_and_number(
    ministry: Body, registrar: Employee
) -> None:
    message = an_outgoing(body=ministry, channel="post", state=State.BY_HAND)
    client = signed_in(registrar)
    with time_machine.travel(NOW + timedelta(days=2)):
        client.force_login(registrar)
        after = client.post(
            f"/desk/outbox/{message.pk}/by-hand/",
            {"day": "2026-03-05", "number": "63009912345673"},
            follow=True,
        ).content.decode()
    assert "Отправлено вручную, номер 63009912345673" in after
    message.refresh_from_db()
    assert message.state == State.SENT
    assert message.sent_at is not None
    assert message.sent_at.isoformat() == "2026-03-05T16:59:59.999999+00:00"
    assert message.sent_by == registrar.actor.key


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("", "Обязательное поле"),
        ("завтра", "правильную дату"),
        ("2999-01-01", "ещё не наступил"),
        ("2020-01-01", "сообщения ещё не было"),
    ],
)
def test_a_wrong_day_is_said_at_its_field_and_nothing_typed_is_lost(
    ministry: Body, registrar: Employee, day: str, words: str
) -> None:
    message = an_outgoing(body=ministry, channel="post", state=State.BY_HAND)
    response = signed_in(registrar).post(
        f"/desk/outbox/{message.pk}/by-hand/", {"day": day, "number": "63009912345673"}
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "63009912345673" in page
    message.refresh_from_db()
    assert message.state == State.BY_HAND


def test_a_file_is_given_so_that_it_can_do_no_harm(ministry: Body, registrar: Employee) -> None:
    message = an_outgoing(body=ministry)
    client = signed_in(registrar)
    found = {}
    for name, data in (
        ("Ответ.pdf", b"%PDF-1.7"),
        ("стр.html", b"<html><script>1</script></html>"),
    ):
        item = OutgoingFile.objects.create(
            message=message, file=storage.store(data, at=NOW), name=name
        )
        found[name] = client.get(f"/desk/outbox/{message.pk}/files/{item.pk}/")
    assert found["Ответ.pdf"]["Content-Type"] == "application/pdf"
    assert found["Ответ.pdf"]["Content-Disposition"].startswith("inline")
    assert found["стр.html"]["Content-Type"] == "application/octet-stream"
    assert found["стр.html"]["Content-Disposition"].startswith("attachment")
    assert found["стр.html"]["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in found["стр.html"]["Content-Security-Policy"]


def test_pages_go_through_all_messages_and_back(ministry: Body, registrar: Employee) -> None:
    for number in range(120):
        an_outgoing(
            body=ministry, subject=str(number), created_at=NOW + timedelta(minutes=number // 2)
        )
    seen: list[list[str]] = []
    page = queries.outbox(registrar)
    while True:
        seen.append([message.subject for message in page.rows])
        if not page.older:
            break
        page = queries.outbox(registrar, older=page.older)
    assert [len(rows) for rows in seen] == [50, 50, 20]
    assert [subject for rows in seen for subject in rows] == [str(n) for n in reversed(range(120))]
    back = queries.outbox(registrar, newer=page.newer)
    assert [message.subject for message in back.rows] == seen[1]
    first = queries.outbox(registrar, newer=back.newer)
    assert [message.subject for message in first.rows] == seen[0]
    assert first.newer == ""


def test_the_list_costs_the_same_however_long(
    ministry: Body, registrar: Employee, django_assert_max_num_queries: object
) -> None:
    for _ in range(30):
        an_outgoing(body=ministry)
    client = signed_in(registrar)
    with django_assert_max_num_queries(14):  # type: ignore[operator]  # pytest-django's fixture
        client.get("/desk/outbox/?show=all")
