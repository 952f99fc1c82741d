"""Fetching letters from a mailbox (IMAP): stored and committed first, marked on the server after.

A crash in between leaves the letter where it was; the next fetch finds its receipt by the key and
only marks it. So a letter is never lost, and never taken twice.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from django.utils import timezone
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessageFlags
from imap_tools.errors import ImapToolsError

from otklik.messages.actions import accept_mail
from otklik.messages.models import Receipt
from otklik.staff.models import Body

log = logging.getLogger(__name__)

SCHEMES: dict[str, Literal["tls", "starttls", "none"]] = {
    "imaps": "tls",
    "imap": "starttls",
    "imap+plain": "none",
}
TIMEOUT = 30
"""Seconds for which the server may be silent."""
_INTERNAL_DATE = re.compile(rb'INTERNALDATE "([^"]+)"')


@dataclass(frozen=True, slots=True)
class Account:
    """A mailbox of a body. With `done_folder` letters are moved there once they are stored."""

    mailbox: str
    """The address under which receipts name the mailbox."""
    host: str
    username: str
    password: str = field(repr=False)
    port: int = 993
    security: Literal["tls", "starttls", "none"] = "tls"
    folder: str = "INBOX"
    done_folder: str = ""
    """Empty: letters stay and are marked read; then nobody else may read the mailbox."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a fetch found; `failed` letters stay on the server and are tried the next time."""

    new: tuple[Receipt, ...]
    repeated: int
    failed: int


def account_of(address: str, *, mailbox: str) -> Account:
    """Read an account from its address, `imaps://user:password@host:993/INBOX?done=Folder`.

    `imaps` is TLS, `imap` STARTTLS, `imap+plain` none (a server on the same machine). User, password and folders are
    percent-encoded where they need it. Raises ValueError in one line without the password.
    """
    parts = urlsplit(address)
    security = SCHEMES.get(parts.scheme)
    if security is None or not parts.hostname or not parts.username:
        raise ValueError(
            f"the mailbox address of {mailbox} must be imaps://user:password@host/FOLDER"
        )
    return Account(
        mailbox=mailbox,
        host=parts.hostname,
        username=unquote(parts.username),
        password=unquote(parts.password or ""),
        port=parts.port or (993 if security == "tls" else 143),
        security=security,
        folder=unquote(parts.path.strip("/")) or "INBOX",
        done_folder=dict(parse_qsl(parts.query)).get("done", ""),
    )


def fetch(body: Body, account: Account, *, limit: int = 200) -> Fetched:
    """Take in at most `limit` letters, oldest first; do not call it inside a transaction.

    The moment of receipt is the one at which the letter reached the mailbox (the server's
    INTERNALDATE). Raises `ImapToolsError` or `OSError` when the server cannot be reached or used,
    and database errors as they come; what was committed before stays.
    """
    new: list[Receipt] = []
    repeated = failed = 0
    with _signed_in(account) as box:
        if account.done_folder and not box.folder.exists(account.done_folder):
            box.folder.create(account.done_folder)
        wanted = "ALL" if account.done_folder else "UNSEEN"
        for uid in box.uids(wanted)[:limit]:
            found = _letter(box, uid)
            if found is None:
                log.warning("mailbox of %s: a letter could not be fetched", body.code)
                failed += 1
                continue
            raw, arrived = found
            accepted = accept_mail(body, raw, mailbox=account.mailbox, received_at=arrived)
            if accepted.new:
                new.append(accepted.receipt)
            else:
                repeated += 1
            _mark(box, uid, account)
    return Fetched(tuple(new), repeated, failed)


@contextmanager
def _signed_in(account: Account) -> Iterator[BaseMailBox]:
    kinds = {"tls": MailBox, "starttls": MailBoxStartTls, "none": MailBoxUnencrypted}
    box: BaseMailBox = kinds[account.security](account.host, account.port, timeout=TIMEOUT)
    with box.login(account.username, account.password, initial_folder=account.folder):
        yield box


def _letter(box: BaseMailBox, uid: str) -> tuple[bytes, datetime] | None:
    """Return a letter byte for byte and when it reached the mailbox; looking marks nothing."""
    status, parts = box.client.uid("FETCH", uid, "(INTERNALDATE BODY.PEEK[])")
    if status != "OK":
        return None
    for part in parts:
        if isinstance(part, tuple) and len(part) == 2:
            described, raw = part
            whole = described + b" ".join(item for item in parts if isinstance(item, bytes))
            return raw, _arrival(whole)
    return None


def _arrival(described: bytes) -> datetime:
    """Read the server's date; one that is missing or lies ahead becomes the present moment."""
    now = timezone.now()
    match = _INTERNAL_DATE.search(described)
    if match is None:
        return now
    try:
        text = match.group(1).decode("ascii").strip()
        arrived = datetime.strptime(text, "%d-%b-%Y %H:%M:%S %z").astimezone(UTC)
    except ValueError:
        return now
    return min(arrived, now)


def _mark(box: BaseMailBox, uid: str, account: Account) -> None:
    """Move or mark a stored letter; where the server refuses, the next fetch does it."""
    try:
        if account.done_folder:
            box.move(uid, account.done_folder)
        else:
            box.flag(uid, MailMessageFlags.SEEN, value=True)
    except ImapToolsError:
        log.warning("mailbox: a stored letter could not be marked; the next fetch will do it")
