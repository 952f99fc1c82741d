"""The outbox: what is put in, what people do with it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from tests.messages.factories import NOW, an_outgoing

from otklik.journal.models import Entry
from otklik.messages import storage
from otklik.messages.actions import cancel, enqueue, record_by_hand, retry
from otklik.messages.models import Outgoing, OutgoingFile
from otklik.staff.models import Body, Employee
from otklik.staff.refusals import Refusal

State = Outgoing.State


def message(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "acknowledgement",
        "about": "case:12",
        "channel": "email",
        "address": "petrova@example.net",
        "subject": "Ваше обращение получено",
        "text": "Здравствуйте!",
        "clause": "economy-novosibirsk:5.1.a",
        "key": "acknowledgement:12",
        "at": NOW,
        **changes,
    }


def test_a_message_waits_to_be_sent_with_its_files(body: Body) -> None:
    letter = storage.store(b"%PDF-1.7 letter", at=NOW)
    queued = enqueue(body, **message(files=[("Ответ.pdf", letter)]))
    assert (queued.state, queued.due_at, queued.created_at) == (State.QUEUED, NOW, NOW)
    assert queued.files.get().file == letter
    assert not Entry.objects.exists()  # the cause writes the journal, and the sending will


def test_the_same_key_gives_the_first_message_and_writes_nothing(body: Body) -> None:
    letter = storage.store(b"%PDF-1.7 letter", at=NOW)
    first = enqueue(body, **message(files=[("Ответ.pdf", letter)]))
    again = enqueue(body, **message(text="Другой текст", files=[("Ответ.pdf", letter)]))
    assert (again, again.text) == (first, "Здравствуйте!")
    assert (Outgoing.objects.count(), OutgoingFile.objects.count()) == (1, 1)


def test_a_message_disappears_with_its_cause(body: Body) -> None:
    with transaction.atomic():
        enqueue(body, **message())
        transaction.set_rollback(True)
    assert not Outgoing.objects.exists()


@pytest.mark.parametrize("channel", ["post", "in-person", "phone", "pos", "epgu", "vk", "internal"])
def test_a_channel_without_an_electronic_way_waits_for_a_person(body: Body, channel: str) -> None:
    assert enqueue(body, **message(channel=channel)).state == State.BY_HAND


def test_the_status_page_delivers_at_once(body: Body) -> None:
    shown = enqueue(body, **message(channel="web", address=""))
    assert (shown.state, shown.sent_at, shown.sent_by) == (State.SENT, NOW, "system:status-page")
    entry = Entry.objects.get()
    assert (entry.act, entry.subject, entry.clause) == (
        "messages.sent",
        "case:12",
        "economy-novosibirsk:5.1.a",
    )


@pytest.mark.parametrize("address", ["", "petrova", "petrova@", "a@b.ru\nBcc: c@d.ru"])
def test_an_address_that_cannot_work_is_shown_to_a_person_at_once(body: Body, address: str) -> None:
    failed = enqueue(body, **message(address=address))
    assert failed.state == State.FAILED
    assert failed.last_error == "Адрес электронной почты не указан или в нём ошибка."


def test_a_line_break_in_a_subject_forges_no_header(body: Body) -> None:
    queued = enqueue(body, **message(subject="Ответ\r\nBcc: all@example.org" + "!" * 400))
    assert queued.subject.startswith("Ответ Bcc: all@example.org!!!")
    assert len(queued.subject) == 300


def test_what_a_person_sent_himself_is_recorded(body: Body, employee: Employee) -> None:
    at = NOW + timedelta(hours=3)
    with time_machine.travel(NOW + timedelta(days=1)):
        queued = enqueue(body, **message(channel="post"))
        sent = record_by_hand(queued, by=employee, at=at, number="63009912345673")
    assert (sent.state, sent.sent_at, sent.sent_by) == (State.SENT, at, employee.actor.key)
    entry = Entry.objects.get(act="messages.sent")
    assert (entry.actor, entry.subject, entry.at) == (employee.actor.key, "case:12", at)
    assert entry.details["by_hand"] is True
    assert entry.details["number"] == "63009912345673"
    with pytest.raises(Refusal, match="уже отправлено"):
        record_by_hand(sent, by=employee)


@pytest.mark.parametrize(("days", "words"), [(1, "ещё не наступил"), (-1, "сообщения ещё не было")])
def test_a_sending_by_hand_is_neither_of_the_future_nor_before_the_writing(
    body: Body, employee: Employee, days: int, words: str
) -> None:
    waiting = enqueue(body, **message(channel="post"))
    with time_machine.travel(NOW), pytest.raises(Refusal, match=words) as caught:
        record_by_hand(waiting, by=employee, at=NOW + timedelta(days=days))
    assert caught.value.field == "day"


def test_the_journal_holds_neither_address_nor_text(body: Body, employee: Employee) -> None:
    record_by_hand(enqueue(body, **message(channel="post")), by=employee)
    written = str(Entry.objects.values().get())
    assert "petrova" not in written
    assert "Здравствуйте" not in written


def test_a_failed_message_goes_first_in_the_queue_again(body: Body, employee: Employee) -> None:
    failed = an_outgoing(body=body, state=State.FAILED, attempts=4, last_error="550 нет такого")
    at = NOW + timedelta(days=1)
    queued = retry(failed, by=employee, at=at)
    assert (queued.state, queued.due_at) == (State.QUEUED, at)
    assert Entry.objects.get().act == "messages.retried"


def test_a_message_whose_address_is_wrong_is_not_tried_again(
    body: Body, employee: Employee
) -> None:
    failed = enqueue(body, **message(address="petrova@"))
    with pytest.raises(Refusal, match="Адрес электронной почты"):
        retry(failed, by=employee)


@pytest.mark.parametrize("state", [State.SENT, State.SENDING, State.CANCELLED])
def test_what_is_sent_being_sent_or_cancelled_is_left_alone(
    body: Body, employee: Employee, state: str
) -> None:
    fixed = an_outgoing(body=body, state=state)
    for act in (record_by_hand, retry, cancel):
        with pytest.raises(Refusal):
            act(fixed, by=employee)
    assert not Entry.objects.exists()


def test_a_cancelled_message_stays_visible(body: Body, employee: Employee) -> None:
    assert cancel(enqueue(body, **message()), by=employee).state == State.CANCELLED
    assert Entry.objects.get().act == "messages.cancelled"
    assert enqueue(body, **message()).state == State.CANCELLED  # the same cause does not revive it
