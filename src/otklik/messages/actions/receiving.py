"""Taking in: what arrived is stored whole and committed before anything looks into it."""

import hashlib
import json
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from typing import Any, BinaryIO

from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from otklik.messages import codes, inspection, storage
from otklik.messages.models import Attachment, Receipt, StoredFile
from otklik.staff.models import Body

_CODE_ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file as its sender gave it: his name for it, and its bytes or a seekable stream of them."""

    name: str
    data: bytes | BinaryIO


@dataclass(frozen=True, slots=True)
class Accepted:
    """The receipt of what arrived; `new` is False when the same had arrived before."""

    receipt: Receipt
    new: bool


class KeyReused(Exception):  # noqa: N818 - what happened; not an error of ours
    """Another content came under a key that is taken; nothing was stored."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(f"the key of receipt {receipt.pk} came again with another content")
        self.receipt = receipt
        """The first receipt under that key."""


@dataclass(frozen=True, slots=True)
class OnDisk:
    """An attachment whose bytes are safe on the disk, and what the inspection said of it."""

    name: str
    placed: storage.Placed
    refused: str


def accept(  # noqa: PLR0913 - what arrived has these parts, and they are all named
    body: Body,
    *,
    source: str,
    source_key: str,
    channel: str,
    payload: dict[str, Any],
    received_at: datetime | None = None,
    raw: bytes | None = None,
    files: Sequence[NamedFile] = (),
    fingerprint: str = "",
) -> Accepted:
    """Store what arrived and commit; when this returns, it survives a power cut.

    Bytes go to the disk first, then one transaction writes the rows; without files and without
    `raw` that is a single INSERT. A second delivery under the same key (`body`, `source`,
    `source_key`) with the same content returns the first receipt and `new=False`. `fingerprint`
    replaces the hash of the content where "the same" means less than every byte (mail: trace
    headers differ with the way). A file that may not be opened is kept, with the reason.

    The receipt itself is the record of the act: no journal entry, for this is the hot path;
    the journal begins when the receipt is placed.

    Raises `KeyReused` when the key is taken by another content.
    """
    payload = storable(payload)
    held = [put_on_disk(file) for file in files]
    raw_placed = storage.place(raw, media_type="message/rfc822") if raw is not None else None
    receipt = Receipt(
        body=body,
        source=source,
        source_key=source_key,
        channel=channel,
        payload=payload,
        received_at=received_at or timezone.now(),
        fingerprint=fingerprint
        or content_fingerprint(
            channel,
            payload,
            [(file.name, file.placed.sha256) for file in held],
            raw_placed.sha256 if raw_placed else "",
        ),
    )
    for attempt in range(_CODE_ATTEMPTS):
        receipt.tracking_code = codes.tracking_code()
        try:
            _insert(receipt, raw_placed, held)
        except IntegrityError:
            receipt.pk = None
            first = Receipt.objects.filter(body=body, source=source, source_key=source_key).first()
            if first is not None:
                return _repeated(first, receipt.fingerprint)
            if attempt + 1 == _CODE_ATTEMPTS:
                raise
        else:
            return Accepted(receipt, new=True)
    raise AssertionError("the loop above always returns or raises")


def content_fingerprint(
    channel: str,
    payload: dict[str, Any],
    files: Sequence[tuple[str, str]] = (),
    raw_sha256: str = "",
) -> str:
    """Return the SHA-256 (hex) of a content; `files` are (name, SHA-256) in the order sent."""
    whole = [channel, payload, list(files), raw_sha256]
    return hashlib.sha256(
        json.dumps(whole, sort_keys=True, separators=(",", ":")).encode("ascii")
    ).hexdigest()


def attach(receipt: Receipt, files: Sequence[OnDisk], *, at: datetime) -> None:
    """Write the rows of files that are on the disk; call it in the transaction of the receipt."""
    stored = _stored([file.placed for file in files], at)
    Attachment.objects.bulk_create(
        Attachment(
            receipt=receipt,
            file=stored[file.placed.sha256],
            name=file.name,
            refused=file.refused,
        )
        for file in files
    )


def put_on_disk(file: NamedFile) -> OnDisk:
    """Inspect a file and keep its bytes; no row yet (call it before the transaction)."""
    stream = BytesIO(file.data) if isinstance(file.data, bytes) else file.data
    seen = inspection.inspect(stream, file.name)
    placed = storage.place(stream, media_type=seen.media_type)
    return OnDisk(_file_name(file.name), placed, seen.refused[:300])


def _insert(receipt: Receipt, raw: storage.Placed | None, files: list[OnDisk]) -> None:
    """Write the rows in one transaction; a lone INSERT is one by itself unless within another."""
    alone = raw is None and not files and not connection.in_atomic_block
    with nullcontext() if alone else transaction.atomic():
        if raw:
            receipt.raw = storage.row_of(raw, at=receipt.received_at)
        _write(receipt)
        if files:
            attach(receipt, files, at=receipt.received_at)


def _write(receipt: Receipt) -> None:
    """Insert the row as `receipt.save(force_insert=True)` would, with a statement made once.

    This is the hot path, and building the same statement anew costs as much as running it.
    """
    values = [
        field.get_db_prep_save(field.value_from_object(receipt), connection) for field in _columns()
    ]
    with connection.cursor() as cursor:
        cursor.execute(_statement(), values)
        (receipt.pk,) = cursor.fetchone()


@cache
def _columns() -> list[Any]:
    fields = Receipt._meta.local_concrete_fields  # noqa: SLF001 - Django's documented model API
    return [field for field in fields if not field.primary_key]


@cache
def _statement() -> str:
    names = ", ".join(connection.ops.quote_name(field.column) for field in _columns())
    marks = ", ".join("%s" for _ in _columns())
    table = connection.ops.quote_name(Receipt._meta.db_table)  # noqa: SLF001 - as above
    return f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING id"  # noqa: S608 - our own names only


def _stored(parts: Sequence[storage.Placed], at: datetime) -> dict[str, StoredFile]:
    """Return the rows of bytes by hash; made in the order of the hashes, against deadlocks."""
    unique = {part.sha256: part for part in parts}
    return {sha256: storage.row_of(unique[sha256], at=at) for sha256 in sorted(unique)}


def _repeated(first: Receipt, fingerprint: str) -> Accepted:
    if first.fingerprint != fingerprint:
        raise KeyReused(first)
    return Accepted(first, new=False)


def _file_name(name: str) -> str:
    """Keep the sender's name for a file, without a path, control signs, or more than fits."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    clean = "".join(sign for sign in _without_surrogates(last) if sign.isprintable()).strip()
    if len(clean) > 200:
        stem, dot, suffix = clean.rpartition(".")
        clean = stem[:180] + dot + suffix[:15] if dot else clean[:200]
    return clean or "file"


def storable(payload: dict[str, Any]) -> dict[str, Any]:
    """Return the payload without what no database keeps: NUL signs, halves of surrogate pairs."""
    text = json.dumps(payload)
    if "\\u0000" not in text and "\\ud" not in text:
        return payload
    cleaned: dict[str, Any] = _clean(payload)
    return cleaned


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return _without_surrogates(value).replace("\x00", "")
    if isinstance(value, list | tuple):
        return [_clean(item) for item in value]
    if isinstance(value, dict):
        return {_clean(key): _clean(item) for key, item in value.items()}
    return value


def _without_surrogates(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
