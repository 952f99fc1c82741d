"""Bytes on disk under their SHA-256: written and synced before any row speaks of them.

A file lies at `settings.FILES/ab/cd/<sha256>`. It is written under a temporary name in `incoming/`, synced,
renamed, and the folder is synced; only then a row may name it. A crash in between leaves a stray file (no row
names it) and never a row without its bytes. The same bytes are the same file and the same row.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone

from otklik.messages import inspection
from otklik.messages.models import StoredFile

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Placed:
    """Bytes that lie on the disk already, safe from a power cut; `media_type` is by content."""

    sha256: str
    size: int
    media_type: str


def store(
    data: bytes | BinaryIO, *, at: datetime | None = None, media_type: str = ""
) -> StoredFile:
    """Keep bytes for good and return their row; the same bytes give the same row.

    `data` is read from its present position to the end. The type is taken from the content unless given.
    """
    return row_of(place(data, media_type=media_type), at=at or timezone.now())


def place(data: bytes | BinaryIO, *, media_type: str = "") -> Placed:
    """Write bytes to the disk and sync them; no row yet (call it before the transaction)."""
    incoming = _folder(_root() / "incoming")
    digest = hashlib.sha256()
    size = 0
    descriptor, name = tempfile.mkstemp(dir=incoming)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            for chunk in _chunks(data):
                digest.update(chunk)
                size += len(chunk)
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        sha256 = digest.hexdigest()
        target = path_of(sha256)
        _folder(target.parent)
        if target.exists():
            Path(name).unlink()
        else:
            Path(name).chmod(0o440)
            Path(name).replace(target)
        _sync_folder(target.parent)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    if not media_type:
        with target.open("rb") as stored:
            media_type = inspection.media_type_of(stored)
    return Placed(sha256, size, media_type)


def row_of(placed: Placed, *, at: datetime) -> StoredFile:
    """Return the row of bytes that are on the disk, making it if it is not there yet."""
    stored, _ = StoredFile.objects.get_or_create(
        sha256=placed.sha256,
        defaults={"size": placed.size, "media_type": placed.media_type[:120], "created_at": at},
    )
    return stored


def open_file(stored: StoredFile) -> BinaryIO:
    """Open the bytes for reading; the caller closes. Raises FileNotFoundError when the disk lost them."""
    return path_of(stored.sha256).open("rb")


def read(stored: StoredFile) -> bytes:
    """Return all bytes. Raises FileNotFoundError when the disk lost them."""
    return path_of(stored.sha256).read_bytes()


def path_of(sha256: str) -> Path:
    """Return where bytes of that hash lie, or would lie."""
    return _root() / sha256[:2] / sha256[2:4] / sha256


def _root() -> Path:
    return Path(settings.FILES)


def _chunks(data: bytes | BinaryIO) -> Iterable[bytes]:
    if isinstance(data, bytes):
        yield data
        return
    while chunk := data.read(_CHUNK):
        yield chunk


def _folder(path: Path) -> Path:
    """Make a folder and its parents; the names of new ones are synced into their parents."""
    if not path.is_dir():
        _folder(path.parent)
        path.mkdir(exist_ok=True)
        _sync_folder(path.parent)
    return path


def _sync_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
