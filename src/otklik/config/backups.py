"""One file that holds the whole installation: database and files, consistent with each other.

Files never change and stand on disk before the rows that name them, so the database is copied
first and the files after it: every row of the copy finds its file.
"""

import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}
KEY_FILE = "secret-key"
FILES = "files"


class BackupError(Exception):
    """What stands in the way, in one clear line."""


def write(target: Path) -> int:
    """Write the backup to `target` (a .tar.gz); returns its size in bytes.

    The file appears whole or not at all. Raises `BackupError`.
    """
    if target.exists():
        raise BackupError(f"{target} exists already; name a new file")
    if not target.parent.is_dir():
        raise BackupError(f"{target.parent} is not a folder")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".otklik-backup-") as name:
        folder = Path(name)
        dump = folder / DATABASE[connection.vendor]
        _dump(dump)
        archive = folder / "backup.tar.gz"
        with tarfile.open(archive, "w:gz", compresslevel=6) as tar:
            tar.add(dump, dump.name)
            for part in (KEY_FILE, FILES):
                if (settings.DATA / part).exists():
                    tar.add(settings.DATA / part, part)
        with archive.open("rb") as stream:
            os.fsync(stream.fileno())
        archive.chmod(0o600)
        archive.replace(target)
    return target.stat().st_size


def restore(source: Path) -> None:
    """Bring an empty installation to the state of the backup.

    Raises `BackupError` when the installation is not empty, or the file is no backup for this
    kind of database; then nothing is changed.
    """
    if not source.is_file():
        raise BackupError(f"{source} is not a file")
    if connection.introspection.table_names():
        raise BackupError(
            "this installation is not empty; restore into a new OTKLIK_DATA and database"
        )
    settings.DATA.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.DATA, prefix=".otklik-restore-") as name:
        folder = Path(name)
        try:
            with tarfile.open(source, "r:gz") as tar:
                tar.extractall(folder, filter="data")
        except (tarfile.TarError, OSError, EOFError) as error:
            raise BackupError(f"{source} is not a whole backup: {error}") from None
        dump = folder / DATABASE[connection.vendor]
        if not dump.exists():
            raise BackupError(f"{source} holds no {connection.vendor} database")
        _load(dump)
        for part in (KEY_FILE, FILES):
            if (folder / part).exists():
                target = settings.DATA / part
                if target.is_dir():
                    shutil.rmtree(target)
                (folder / part).replace(target)


def _dump(target: Path) -> None:
    if connection.vendor == "sqlite":
        with sqlite3.connect(target) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
        return
    _run("pg_dump", ["--format=custom", "--no-owner", f"--file={target}"])


def _load(dump: Path) -> None:
    if connection.vendor == "sqlite":
        connections.close_all()
        path = Path(str(connection.settings_dict["NAME"]))
        for leftover in path.parent.glob(f"{path.name}*"):
            leftover.unlink()
        dump.replace(path)
        return
    _run("pg_restore", ["--no-owner", "--single-transaction", "--exit-on-error", str(dump)])


def _run(program: str, arguments: list[str]) -> None:
    """Run one of PostgreSQL's programs against our database; its password goes by the environment only."""
    if shutil.which(program) is None:
        raise BackupError(f"the program {program} is missing; install PostgreSQL's client programs")
    database: dict[str, Any] = connection.settings_dict
    names = {
        "PGHOST": "HOST",
        "PGPORT": "PORT",
        "PGUSER": "USER",
        "PGPASSWORD": "PASSWORD",
        "PGDATABASE": "NAME",
    }
    environment = {key: str(database[name]) for key, name in names.items() if database.get(name)}
    done = subprocess.run(  # noqa: S603 - a program of the database, no shell
        [program, *([] if program == "pg_dump" else [f"--dbname={database['NAME']}"]), *arguments],
        env={**os.environ, **environment},
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode != 0:
        reason = done.stderr.strip().splitlines()
        raise BackupError(f"{program} failed: {reason[-1] if reason else done.returncode}")
