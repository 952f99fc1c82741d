"""Taking in: once, whole, and before anything looks into it."""

import signal
from io import BytesIO
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoAssertNumQueries
from tests.messages.factories import NOW, a_body, a_receipt, acceptance
from tests.messages.processes import Processes

from otklik.messages import codes, storage
from otklik.messages.actions import KeyReused, NamedFile, accept
from otklik.messages.models import Attachment, Receipt, StoredFile
from otklik.staff.models import Body


@pytest.mark.django_db(transaction=True)
def test_an_appeal_without_files_is_one_statement(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    body = a_body()
    with django_assert_num_queries(1):
        accepted = accept(**acceptance(body))
    assert accepted.new
    assert Receipt.objects.get() == accepted.receipt
    assert accepted.receipt.payload == {"text": "Прошу починить остановку."}
    assert codes.normalise(accepted.receipt.tracking_code) == accepted.receipt.tracking_code


def test_the_same_again_gives_the_first_receipt(body: Body) -> None:
    first = accept(**acceptance(body))
    again = accept(**acceptance(body, received_at=None))
    assert (again.receipt, again.new) == (first.receipt, False)
    assert again.receipt.received_at == NOW
    assert Receipt.objects.count() == 1


def test_another_content_under_the_same_key_is_refused_and_nothing_is_kept(body: Body) -> None:
    first = accept(**acceptance(body))
    with pytest.raises(KeyReused) as caught:
        accept(**acceptance(body, payload={"text": "Совсем другое."}))
    assert caught.value.receipt == first.receipt
    assert Receipt.objects.count() == 1


def test_another_file_under_the_same_key_is_refused(body: Body) -> None:
    accept(**acceptance(body, files=[NamedFile("план.txt", b"one")]))
    with pytest.raises(KeyReused):
        accept(**acceptance(body, files=[NamedFile("план.txt", b"two")]))
    assert Attachment.objects.count() == 1


def test_bodies_and_sources_have_keys_of_their_own(body: Body) -> None:
    accept(**acceptance(body))
    assert accept(**acceptance(body, source="api")).new
    assert accept(**acceptance(a_body())).new


def test_a_code_that_is_taken_is_drawn_again(body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = a_receipt(body=body).tracking_code
    drawn = iter([taken, taken, "0000-0000-00"])
    monkeypatch.setattr(codes, "tracking_code", lambda: next(drawn))
    assert accept(**acceptance(body)).receipt.tracking_code == "0000-0000-00"


def test_raw_and_files_are_kept_byte_for_byte(body: Body) -> None:
    raw = b"From: a@example.net\r\n\r\nhello"
    files = [NamedFile("a.txt", b"text of a"), NamedFile("b.txt", BytesIO(b"text of b"))]
    receipt = accept(**acceptance(body, raw=raw, files=files)).receipt
    assert receipt.raw is not None
    assert storage.read(receipt.raw) == raw
    assert {item.name: storage.read(item.file) for item in receipt.attachments.all()} == {
        "a.txt": b"text of a",
        "b.txt": b"text of b",
    }


def test_the_same_file_twice_is_two_attachments_of_one_stored_file(body: Body) -> None:
    receipt = accept(
        **acceptance(body, files=[NamedFile("a.txt", b"same"), NamedFile("b.txt", b"same")])
    ).receipt
    assert receipt.attachments.count() == 2
    assert StoredFile.objects.count() == 1


def test_a_program_is_kept_with_the_reason_why_it_may_not_be_opened(body: Body) -> None:
    program = b"MZ" + b"\x00" * 100
    receipt = accept(**acceptance(body, files=[NamedFile("договор.pdf", program)])).receipt
    attachment = receipt.attachments.get()
    assert attachment.refused.startswith("Файл оказался программой")
    assert storage.read(attachment.file) == program


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Мои документы\\план.txt", "план.txt"),
        ("", "file"),
        ("а" * 300 + ".pdf", "а" * 180 + ".pdf"),
        ("спра\u202eвка\x00.txt", "справка.txt"),
    ],
)
def test_a_name_of_a_file_loses_its_path_and_its_tricks(body: Body, given: str, kept: str) -> None:
    receipt = accept(**acceptance(body, files=[NamedFile(given, b"text")])).receipt
    assert receipt.attachments.get().name == kept


def test_signs_that_no_database_keeps_are_left_out(body: Body) -> None:
    payload = {"text": "а\x00б\ud800в 😀", "list": ["\x00", {"k\x00": 1}]}
    receipt = accept(**acceptance(body, payload=payload)).receipt
    receipt.refresh_from_db()
    assert receipt.payload == {"text": "аб?в 😀", "list": ["", {"k": 1}]}


def test_accepting_inside_another_transaction_leaves_it_usable(body: Body) -> None:
    with transaction.atomic():
        accept(**acceptance(body))
        assert not accept(**acceptance(body)).new
        assert Receipt.objects.count() == 1


RACE = """
start = threading.Barrier(12)
results = []
def deliver():
    start.wait()
    accepted = actions.accept(
        body, source="web", source_key="one-key", channel="web", payload={"text": "Прошу ответа."},
        files=[actions.NamedFile("a.txt", b"one and the same")] if WITH_FILE else [],
    )
    results.append((accepted.receipt.pk, accepted.new))
threads = [threading.Thread(target=deliver) for _ in range(12)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
print(json.dumps([results, Receipt.objects.count(), Attachment.objects.count()]))
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("with_file", [False, True])
def test_the_same_key_from_many_threads_gives_one_receipt(with_file: bool, tmp_path: Path) -> None:
    a_body()
    _, (results, receipts, attachments) = Processes(tmp_path / "data").run(
        f"WITH_FILE = {with_file}" + RACE
    )
    assert (receipts, attachments) == (1, int(with_file))
    assert len(results) == 12
    assert sum(new for _, new in results) == 1
    assert len({pk for pk, _ in results}) == 1


ACCEPT_WITH_FILE = """
accepted = actions.accept(
    body, source="mail:in", source_key="letter-1", channel="email", payload={}, received_at=NOW,
    raw=b"From: a@example.net\\r\\n\\r\\nhello", files=[actions.NamedFile("a.txt", b"attached")],
)
print(json.dumps(accepted.new))
"""
DIE_BEFORE_THE_ROWS = """
from otklik.messages.actions import receiving
def die(*args):
    os.kill(os.getpid(), signal.SIGKILL)
receiving._insert = die
"""
DIE_BEFORE_COMMIT = """
from django.db.backends.base.base import BaseDatabaseWrapper
def die(self):
    assert Receipt.objects.filter(source_key="letter-1").exists()
    os.kill(os.getpid(), signal.SIGKILL)
BaseDatabaseWrapper.commit = die
"""
COUNTS = """
rows = [Receipt.objects.count(), Attachment.objects.count(), StoredFile.objects.count()]
lost = [stored.pk for stored in StoredFile.objects.all() if not storage.read(stored)]
from django.conf import settings
files = sum(path.is_file() for path in settings.FILES.rglob("*"))
print(json.dumps([rows, lost, files]))
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("death", [DIE_BEFORE_THE_ROWS, DIE_BEFORE_COMMIT])
def test_a_process_killed_before_the_commit_loses_and_doubles_nothing(
    death: str, tmp_path: Path
) -> None:
    a_body()
    processes = Processes(tmp_path / "data")
    status, acknowledged = processes.run(death + ACCEPT_WITH_FILE)
    assert (status, acknowledged) == (-signal.SIGKILL, None)
    assert processes.run(COUNTS)[1] == [[0, 0, 0], [], 2]  # stray files, which no row names

    assert processes.run(ACCEPT_WITH_FILE) == (0, True)  # the sender delivers again
    assert processes.run(COUNTS)[1] == [[1, 1, 2], [], 2]
    assert processes.run(ACCEPT_WITH_FILE) == (0, False)  # and once more
    assert processes.run(COUNTS)[1] == [[1, 1, 2], [], 2]


ACCEPT_PLAIN = """
actions.accept(body, source="web", source_key="1", channel="web", payload={}, received_at=NOW)
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("accepting", "rows"), [(ACCEPT_WITH_FILE, [1, 1, 2]), (ACCEPT_PLAIN, [1, 0, 0])]
)
def test_what_was_acknowledged_is_there_after_the_process_is_killed(
    accepting: str, rows: list[int], tmp_path: Path
) -> None:
    a_body()
    processes = Processes(tmp_path / "data")
    status, _ = processes.run(accepting + "os.kill(os.getpid(), signal.SIGKILL)")
    assert status == -signal.SIGKILL
    assert processes.run(COUNTS)[1] == [rows, [], rows[2]]
