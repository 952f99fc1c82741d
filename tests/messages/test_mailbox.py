"""Letters are fetched from a real IMAP server, once each, and none is lost."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.db import DatabaseError
from imap_tools.errors import MailboxLoginError
from tests.messages.dovecot import Dovecot
from tests.messages.smtp import free_port

from otklik.messages import jobs, mailbox, storage
from otklik.messages.models import Receipt
from otklik.staff.models import Body

SAMPLES = Path(__file__).parent.parent / "mail"
REAL = (SAMPLES / "real.eml").read_bytes()
KOI8 = (SAMPLES / "koi8.eml").read_bytes()
ARRIVED = datetime(2026, 3, 4, 4, 42, 19, tzinfo=UTC)


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    dovecot = Dovecot()
    yield dovecot
    dovecot.stop()


@pytest.fixture
def dovecot(server: Dovecot) -> Dovecot:
    with server.open() as box:
        for folder in box.folder.list():
            box.folder.set(folder.name)
            box.delete(box.uids())
        if box.folder.exists("Принято"):
            box.folder.set("INBOX")
            box.folder.delete("Принято")
        box.append(REAL, "INBOX", dt=ARRIVED)
        box.append(KOI8, "INBOX", dt=ARRIVED + timedelta(minutes=5))
    return server


def left(dovecot: Dovecot, folder: str = "INBOX", criteria: str = "ALL") -> int:
    with dovecot.open() as box:
        box.folder.set(folder)
        return len(box.uids(criteria))


def test_letters_become_receipts_byte_for_byte(dovecot: Dovecot, body: Body) -> None:
    fetched = mailbox.fetch(body, dovecot.account)
    assert (len(fetched.new), fetched.repeated, fetched.failed) == (2, 0, 0)
    first, second = Receipt.objects.order_by("id")
    assert first.raw is not None
    assert second.raw is not None
    assert (storage.read(first.raw), storage.read(second.raw)) == (REAL, KOI8)
    assert first.source == "mail:mineconom@nso.ru"
    assert first.received_at == ARRIVED  # when it reached the mailbox, not when it was fetched


def test_stored_letters_are_marked_and_not_fetched_again(dovecot: Dovecot, body: Body) -> None:
    mailbox.fetch(body, dovecot.account)
    assert left(dovecot, criteria="UNSEEN") == 0
    assert left(dovecot) == 2
    assert mailbox.fetch(body, dovecot.account) == mailbox.Fetched((), 0, 0)


def test_stored_letters_are_moved_to_a_folder_of_their_own(dovecot: Dovecot, body: Body) -> None:
    account = replace(dovecot.account, done_folder="Принято")
    assert len(mailbox.fetch(body, account).new) == 2
    assert (left(dovecot), left(dovecot, "Принято")) == (0, 2)


def test_with_a_folder_even_a_letter_that_a_person_has_read_is_fetched(
    dovecot: Dovecot, body: Body
) -> None:
    with dovecot.open() as box:
        assert len(list(box.fetch())) == 2  # reading marks them as read
    assert len(mailbox.fetch(body, replace(dovecot.account, done_folder="Принято")).new) == 2


def test_a_letter_is_not_marked_before_it_is_stored(
    dovecot: Dovecot, body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(mailbox, "accept_mail", fail)
    with pytest.raises(DatabaseError):
        mailbox.fetch(body, dovecot.account)
    assert left(dovecot, criteria="UNSEEN") == 2


def test_a_crash_after_storing_takes_no_letter_twice(
    dovecot: Dovecot, body: Body, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(mailbox, "_mark", lambda box, uid, account: None)
        assert len(mailbox.fetch(body, dovecot.account).new) == 2
    assert mailbox.fetch(body, dovecot.account) == mailbox.Fetched((), 2, 0)
    assert left(dovecot, criteria="UNSEEN") == 0
    assert Receipt.objects.count() == 2


def test_not_more_letters_than_the_limit_are_fetched_at_once(dovecot: Dovecot, body: Body) -> None:
    assert len(mailbox.fetch(body, dovecot.account, limit=1).new) == 1
    assert len(mailbox.fetch(body, dovecot.account, limit=1).new) == 1
    assert Receipt.objects.count() == 2


def test_every_damaged_letter_is_fetched_too(dovecot: Dovecot, body: Body) -> None:
    damaged = ["truncated", "unknown-charset", "html-only", "auto-reply"]
    with dovecot.open() as box:
        for name in damaged:
            box.append((SAMPLES / f"{name}.eml").read_bytes(), "INBOX")
    assert len(mailbox.fetch(body, dovecot.account).new) == 2 + len(damaged)


def test_a_wrong_password_and_a_dead_server_are_said(dovecot: Dovecot, body: Body) -> None:
    with pytest.raises(MailboxLoginError):
        mailbox.fetch(body, replace(dovecot.account, password="wrong"))
    with pytest.raises(ConnectionRefusedError):
        mailbox.fetch(body, replace(dovecot.account, port=free_port()))


def test_a_password_is_never_printed(dovecot: Dovecot) -> None:
    assert dovecot.account.password not in repr(dovecot.account)


def address_of(dovecot: Dovecot, password: str = "") -> str:
    account = dovecot.account
    user, secret = quote(account.username, safe=""), quote(password or account.password, safe="")
    return f"imap+plain://{user}:{secret}@{account.host}:{account.port}/INBOX?done=Принято"


def test_the_job_fetches_from_each_mailbox_of_the_settings(
    dovecot: Dovecot, body: Body, settings: Any
) -> None:
    settings.MAILBOXES = {
        body.code: address_of(dovecot),
        "no-such-body": "imaps://a:b@localhost/INBOX",
    }
    assert jobs.fetch_mail() == 2
    assert jobs.fetch_mail() == 0


def test_a_mailbox_that_cannot_be_read_is_said_without_its_password(
    dovecot: Dovecot, body: Body, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MAILBOXES = {body.code: address_of(dovecot, "a-wrong-password")}
    assert jobs.fetch_mail() == 0
    assert body.code in caplog.text
    assert "a-wrong-password" not in caplog.text


@pytest.mark.parametrize("address", ["", "http://a:b@host", "imaps://host/INBOX", "imaps:///INBOX"])
def test_an_address_that_names_no_account_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="imaps://user:password@host"):
        mailbox.account_of(address, mailbox="mail@example.org")
