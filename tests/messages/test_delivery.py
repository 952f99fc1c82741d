"""Sending: by a real SMTP server, again and again until it goes or a person decides."""

import signal
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings
from tests.messages.factories import NOW, a_body, a_receipt, an_outgoing
from tests.messages.processes import Processes
from tests.messages.smtp import SmtpServer, free_port

from otklik.journal.models import Entry
from otklik.messages import jobs, queries, storage, transports
from otklik.messages.actions import delivery, enqueue
from otklik.messages.actions.delivery import LEASE, claim, deliver_due, pause_after
from otklik.messages.models import Outgoing, OutgoingFile
from otklik.messages.transports import Result, Retry, Sent
from otklik.staff.models import Body

State = Outgoing.State


@pytest.fixture
def smtp(settings: Settings) -> Iterator[SmtpServer]:
    server = SmtpServer()
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.port
    yield server
    server.stop()


@pytest.fixture
def waiting(body: Body) -> Outgoing:
    return an_outgoing(body=body, clause="economy-novosibirsk:5.1.b", about="case:12")


def test_a_letter_arrives_with_its_attachments(smtp: SmtpServer, waiting: Outgoing) -> None:
    pdf = storage.store(b"%PDF-1.7 the letter", at=NOW)
    OutgoingFile.objects.create(message=waiting, file=pdf, name="Ответ министерства.pdf")
    assert deliver_due(NOW) == delivery.Delivery(sent=1)
    (letter,) = smtp.handler.letters
    assert smtp.handler.receivers == ["petrova@example.net"]
    assert letter["Subject"].strip() == "Ваше обращение получено"
    assert letter["From"] == "Минэкономразвития НСО <mineconom@example.org>"
    assert letter["Message-ID"] == transports.email.message_id(waiting)
    body = letter.get_body()
    assert body is not None
    assert body.get_content().strip() == "Здравствуйте! Ваше обращение получено."
    (attachment,) = letter.iter_attachments()
    assert attachment.get_filename() == "Ответ министерства.pdf"
    assert attachment.get_content_type() == "application/pdf"
    assert attachment.get_content() == b"%PDF-1.7 the letter"

    waiting.refresh_from_db()
    assert (waiting.state, waiting.sent_at, waiting.sent_by) == (
        State.SENT,
        NOW,
        "system:deliver-outbox",
    )
    entry = Entry.objects.get()
    assert (entry.act, entry.subject, entry.at) == ("messages.sent", "case:12", NOW)
    assert entry.clause == "economy-novosibirsk:5.1.b"
    assert entry.details == {
        "message": waiting.pk,
        "kind": "acknowledgement",
        "channel": "email",
        "attempt": 1,
    }


def test_what_is_sent_is_not_sent_again(smtp: SmtpServer, waiting: Outgoing) -> None:
    deliver_due(NOW)
    assert deliver_due(NOW + timedelta(days=30)) == delivery.Delivery()
    assert len(smtp.handler.letters) == 1


def test_only_a_letter_that_a_person_wrote_lacks_the_mark_of_a_machine(
    smtp: SmtpServer, body: Body
) -> None:
    kinds = ("acknowledgement", "channel-notice", "reply", "reply-duplicate", "replying-robot")
    for kind in kinds:
        an_outgoing(body=body, kind=kind, subject=kind)
    deliver_due(NOW)
    marks = {letter["Subject"]: letter["Auto-Submitted"] for letter in smtp.handler.letters}
    assert marks == {
        "acknowledgement": "auto-generated",
        "channel-notice": "auto-generated",
        "reply": None,
        "reply-duplicate": None,
        "replying-robot": "auto-generated",
    }


@pytest.mark.parametrize("at_data", [False, True])
def test_a_temporary_refusal_is_tried_again_later(
    smtp: SmtpServer, waiting: Outgoing, at_data: bool
) -> None:
    answer = "451 4.3.0 try again later"
    setattr(smtp.handler, "data_answer" if at_data else "rcpt_answer", answer)
    assert deliver_due(NOW) == delivery.Delivery(retried=1)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == (State.QUEUED, 1)
    assert waiting.due_at == NOW + timedelta(minutes=1)
    assert waiting.last_error == "Почтовый сервер ответил: 451 4.3.0 try again later"
    assert deliver_due(NOW + timedelta(seconds=59)) == delivery.Delivery()

    smtp.handler.data_answer = smtp.handler.rcpt_answer = ""
    assert deliver_due(NOW + timedelta(minutes=1)) == delivery.Delivery(sent=1)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.last_error) == (State.SENT, "")


@pytest.mark.parametrize("at_data", [False, True])
def test_a_final_refusal_waits_for_a_person(
    smtp: SmtpServer, waiting: Outgoing, at_data: bool
) -> None:
    answer = "550 5.1.1 no such user"
    setattr(smtp.handler, "data_answer" if at_data else "rcpt_answer", answer)
    assert deliver_due(NOW) == delivery.Delivery(failed=1)
    waiting.refresh_from_db()
    assert waiting.state == State.FAILED
    assert waiting.last_error == "Почтовый сервер ответил: 550 5.1.1 no such user"
    assert Entry.objects.get().act == "messages.failed"
    assert deliver_due(NOW + timedelta(days=30)) == delivery.Delivery()


def test_a_server_that_is_down_is_tried_with_growing_pauses(
    waiting: Outgoing, settings: Settings
) -> None:
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = free_port()
    now = NOW
    pauses = []
    for _ in range(8):
        assert deliver_due(now) == delivery.Delivery(retried=1)
        waiting.refresh_from_db()
        pauses.append((waiting.due_at - now) / timedelta(minutes=1))
        now = waiting.due_at
    assert pauses == [1, 5, 15, 60, 240, 1440, 1440, 1440]
    assert waiting.last_error == "Почтовый сервер недоступен (ConnectionRefusedError)."
    assert not Entry.objects.exists()


def test_one_letter_that_cannot_go_does_not_hold_up_the_next(smtp: SmtpServer, body: Body) -> None:
    lost = storage.store(b"lost", at=NOW)
    without_file = an_outgoing(body=body)
    OutgoingFile.objects.create(message=without_file, file=lost, name="a.txt")
    storage.path_of(lost.sha256).unlink()
    an_outgoing(body=body, address="second@example.net")
    assert deliver_due(NOW) == delivery.Delivery(sent=1, failed=1)
    assert smtp.handler.receivers == ["second@example.net"]


def test_a_transport_that_breaks_is_tried_again(
    waiting: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        def send(self, message: Outgoing) -> Result:
            raise ZeroDivisionError

    monkeypatch.setattr(transports, "of", lambda channel: Broken())
    assert deliver_due(NOW) == delivery.Delivery(retried=1)


def test_a_channel_that_lost_its_transport_waits_for_a_person(body: Body) -> None:
    orphan = an_outgoing(body=body, channel="vk")
    assert deliver_due(NOW) == delivery.Delivery(by_hand=1)
    orphan.refresh_from_db()
    assert orphan.state == State.BY_HAND


def test_no_transaction_is_open_while_a_message_is_sent(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_outgoing()
    inside = []

    class Watching:
        def send(self, message: Outgoing) -> Result:
            inside.append(connection.in_atomic_block)
            assert Outgoing.objects.get().state == State.SENDING
            return Sent()

    monkeypatch.setattr(transports, "of", lambda channel: Watching())
    deliver_due(NOW)
    assert inside == [False]


def test_a_claimed_message_belongs_to_one_worker_until_its_lease_ends(waiting: Outgoing) -> None:
    first = claim(NOW)
    assert first == waiting
    assert claim(NOW + LEASE - timedelta(seconds=1)) is None
    second = claim(NOW + LEASE)
    assert second is not None
    assert (second.pk, second.attempts) == (waiting.pk, 2)


def test_a_worker_whose_lease_ended_records_nothing(
    waiting: Outgoing, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow:
        def send(self, message: Outgoing) -> Result:
            assert claim(NOW + LEASE) is not None  # meanwhile another worker took it
            return Retry("too late")

    monkeypatch.setattr(transports, "of", lambda channel: Slow())
    deliver_due(NOW)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts, waiting.last_error) == (State.SENDING, 2, "")


def test_the_longest_due_goes_first_and_not_more_than_the_limit(
    smtp: SmtpServer, body: Body
) -> None:
    for minutes in (3, 1, 2):
        an_outgoing(body=body, subject=str(minutes), due_at=NOW - timedelta(minutes=minutes))
    deliver_due(NOW, limit=2)
    assert [letter["Subject"] for letter in smtp.handler.letters] == ["3", "2"]


def test_without_a_server_letters_become_files(
    waiting: Outgoing, settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_HOST = ""
    deliver_due(NOW)
    (path,) = (tmp_path / "outgoing-mail").iterdir()
    letter = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(letter, EmailMessage)
    assert path.suffix == ".eml"
    assert letter["To"] == "petrova@example.net"
    Outgoing.objects.update(state=State.QUEUED)
    deliver_due(NOW)
    assert list((tmp_path / "outgoing-mail").iterdir()) == [path]  # a repetition is the same file


SEND = """
done = actions.deliver_due(NOW_LATER)
print(json.dumps([done.sent, [m.state for m in Outgoing.objects.all()]]))
"""
DIE_AFTER_SENDING = """
from otklik.messages.actions import delivery
def die(*args):
    os.kill(os.getpid(), signal.SIGKILL)
delivery._record = die
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_after_sending_sends_again_under_the_same_message_id(
    tmp_path: Path,
) -> None:
    body = a_body()
    an_outgoing(body=body)
    data = tmp_path / "data"
    processes = Processes(data)
    status, _ = processes.run("NOW_LATER = NOW\n" + DIE_AFTER_SENDING + SEND)
    assert status == -signal.SIGKILL
    (first,) = (data / "outgoing-mail").iterdir()
    message_id = message_from_bytes(first.read_bytes())["Message-ID"]
    first.rename(tmp_path / "first.eml")

    assert processes.run("NOW_LATER = NOW\n" + SEND)[1] == [0, ["sending"]]  # leased
    later = "from datetime import timedelta\nNOW_LATER = NOW + timedelta(minutes=10)\n"
    assert processes.run(later + SEND)[1] == [1, ["sent"]]
    (second,) = (data / "outgoing-mail").iterdir()
    assert message_from_bytes(second.read_bytes())["Message-ID"] == message_id


RACE = """
start = threading.Barrier(6)
def work():
    start.wait()
    actions.deliver_due(NOW)
threads = [threading.Thread(target=work) for _ in range(6)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(json.dumps(sorted(Outgoing.objects.values_list("state", "attempts"))))
"""


@pytest.mark.django_db(transaction=True)
def test_many_workers_send_each_message_once(tmp_path: Path) -> None:
    body = a_body()
    for _ in range(20):
        an_outgoing(body=body)
    _, rows = Processes(tmp_path / "data").run(RACE)
    assert rows == [["sent", 1]] * 20


def test_pauses_grow_and_then_stay_a_day() -> None:
    pauses = [pause_after(attempts) for attempts in range(1, 20)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == timedelta(days=1)


def test_the_watchdog_finds_what_does_not_move(
    body: Body, caplog: pytest.LogCaptureFixture
) -> None:
    overdue = an_outgoing(body=body)
    an_outgoing(body=body, due_at=NOW + timedelta(days=1))
    failed = an_outgoing(body=body, state=State.FAILED)
    receipt = a_receipt(body=body)
    a_receipt(body=body, state="held")
    assert queries.stuck(NOW) == queries.Stuck((), (failed.pk,), ())
    found = queries.stuck(NOW + timedelta(hours=2))
    assert found == queries.Stuck((overdue.pk,), (failed.pk,), (receipt.pk,))


def test_the_jobs_send_and_watch(
    smtp: SmtpServer, waiting: Outgoing, caplog: pytest.LogCaptureFixture
) -> None:
    an_outgoing(state=State.FAILED, address="secret@example.net")
    assert jobs.deliver_outbox() == 1
    found = jobs.watch_stuck()
    assert len(found.failed) == 1
    assert "need a person" in caplog.text
    assert "secret@" not in caplog.text


def test_an_outbox_that_is_put_in_goes_out(smtp: SmtpServer, body: Body) -> None:
    enqueue(
        body, kind="reply", about="case:1", channel="email", address="иванов@пример.рф",
        subject="Ответ", text="Текст", key="reply:1", at=NOW,
    )  # fmt: skip
    enqueue(
        body, kind="reply", about="case:1", channel="email", address="ivanov@пример.рф",
        subject="Ответ", text="Текст", key="reply:2", at=NOW,
    )  # fmt: skip
    assert deliver_due(NOW).sent == 1
    assert smtp.handler.receivers == ["ivanov@xn--e1afmkfd.xn--p1ai"]
