"""Files lie on the disk under their hash, once, before any row names them."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from tests.messages.factories import NOW

from otklik.messages import storage
from otklik.messages.models import StoredFile

pytestmark = pytest.mark.django_db


def test_bytes_come_back_and_lie_under_their_hash(files_folder: Path) -> None:
    data = "Текст письма".encode()
    stored = storage.store(data, at=NOW)
    sha256 = hashlib.sha256(data).hexdigest()
    assert (stored.sha256, stored.size, stored.media_type) == (sha256, len(data), "text/plain")
    assert (files_folder / sha256[:2] / sha256[2:4] / sha256).read_bytes() == data
    assert storage.read(stored) == data
    with storage.open_file(stored) as stream:
        assert stream.read() == data


def test_the_same_bytes_are_one_row_and_one_file(files_folder: Path) -> None:
    first = storage.store(b"same", at=NOW)
    assert storage.store(BytesIO(b"same"), at=NOW) == first
    assert StoredFile.objects.count() == 1
    assert [path for path in files_folder.rglob("*") if path.is_file()] == [
        storage.path_of(first.sha256)
    ]


def test_a_stream_larger_than_a_piece_is_kept_whole() -> None:
    data = bytes(range(256)) * 5000
    assert storage.read(storage.store(BytesIO(data), at=NOW)) == data


def test_a_stream_that_breaks_leaves_nothing_behind(files_folder: Path) -> None:
    class Broken(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError("the wire was cut")

    with pytest.raises(OSError, match="the wire was cut"):
        storage.store(Broken(b"lost"), at=NOW)
    assert not [path for path in files_folder.rglob("*") if path.is_file()]
    assert not StoredFile.objects.exists()


def test_a_stored_file_cannot_be_written_by_chance(files_folder: Path) -> None:
    stored = storage.store(b"final", at=NOW)
    assert storage.path_of(stored.sha256).stat().st_mode & 0o222 == 0
