"""A backup holds everything, restores into an empty installation, and says clearly what stands in the way."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

Otklik = Callable[..., "subprocess.CompletedProcess[str]"]

FILL = """
import django; django.setup()
from otklik.journal import actions as journal
from otklik.journal.actors import system
from otklik.messages import storage
from otklik.staff import actions as staff
body = staff.install_body("economy-novosibirsk")
storage.store("Письмо, которое нельзя потерять".encode())
journal.write("staff.test", "body:1", actor=system("test"), body=body.code)
journal.seal()
"""
READ = """
import django; django.setup()
from otklik.messages import storage
from otklik.messages.models import StoredFile
from otklik.staff.models import Body
print(Body.objects.get().code, storage.read(StoredFile.objects.get()).decode())
"""


@pytest.fixture
def databases(tmp_path: Path) -> Iterator[list[str]]:
    """Addresses of two empty databases of the kind under test; empty texts mean the embedded one."""
    url = os.environ.get("OTKLIK_DATABASE_URL", "")
    if not url:
        yield ["", ""]
        return
    names = [f"backup_{os.getpid()}_{number}" for number in range(2)]
    with psycopg.connect(url, autocommit=True) as server:
        for name in names:
            server.execute(f"CREATE DATABASE {name}")
    parts = urlsplit(url)
    yield [urlunsplit(parts._replace(path=f"/{name}")) for name in names]
    with psycopg.connect(url, autocommit=True) as server:
        for name in names:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def installations(tmp_path: Path, databases: list[str]) -> list[Otklik]:
    """Two installations as functions that run a command line in them."""

    def runner(folder: str, url: str) -> Otklik:
        environment = {
            **os.environ,
            "OTKLIK_DATA": str(tmp_path / folder),
            "OTKLIK_DATABASE_URL": url,
        }
        environment["DJANGO_SETTINGS_MODULE"] = "otklik.config.settings"
        environment.pop("OTKLIK_SECRET_KEY", None)

        def run(*command: str, code: str = "") -> "subprocess.CompletedProcess[str]":
            line = ["-c", code] if code else ["-m", "otklik.config.cli", *command]
            return subprocess.run(
                [sys.executable, *line],
                env=environment,
                check=False,
                capture_output=True,
                text=True,
                timeout=120,
            )

        return run

    return [runner("first", databases[0]), runner("second", databases[1])]


def test_a_backup_restores_database_and_files_and_the_doctor_finds_nothing(
    installations: list[Otklik], tmp_path: Path
) -> None:
    first, second = installations
    assert first("migrate", "-v0").returncode == 0
    filled = first(code=FILL)
    assert filled.returncode == 0, filled.stderr
    target = str(tmp_path / "backup.tar.gz")
    written = first("backup", target)
    assert written.returncode == 0, written.stderr
    assert Path(target).stat().st_mode & 0o077 == 0

    restored = second("restore", target)
    assert restored.returncode == 0, restored.stderr
    assert "Письмо, которое нельзя потерять" in second(code=READ).stdout
    examined = second("doctor")
    assert examined.returncode == 0, examined.stdout

    again = second("restore", target)
    assert again.returncode == 2
    assert "not empty" in again.stderr
    assert "Traceback" not in again.stderr


@pytest.mark.parametrize("content", [b"", b"not an archive", b"\x1f\x8b\x08\x00damaged"])
def test_a_damaged_backup_changes_nothing(
    installations: list[Otklik], tmp_path: Path, content: bytes
) -> None:
    source = tmp_path / "damaged.tar.gz"
    source.write_bytes(content)
    done = installations[0]("restore", str(source))
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1, done.stderr


def test_the_doctor_finds_a_lost_file(installations: list[Otklik], tmp_path: Path) -> None:
    first = installations[0]
    assert first("migrate", "-v0").returncode == 0
    assert first(code=FILL).returncode == 0
    for path in (tmp_path / "first" / "files").rglob("*"):
        if path.is_file():
            path.unlink()
    examined = first("doctor")
    assert examined.returncode == 1
    assert "missing or damaged" in examined.stdout
