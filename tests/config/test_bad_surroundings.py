"""Where the surroundings are wrong, the command line says so in one line and never with a traceback."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

TERMS = ("terms", "--body=economy-novosibirsk", "--type=application", "--channel=web")


def otklik(*line: str, data: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    known = {
        name: value
        for name, value in os.environ.items()
        if name not in {"OTKLIK_DATABASE_URL", "DJANGO_SETTINGS_MODULE", "OTKLIK_SECRET_KEY"}
    }
    return subprocess.run(
        [sys.executable, "-m", "otklik.config.cli", *line],
        env={**known, "OTKLIK_DATA": str(data), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("line", "environment", "words"),
    [
        (("serve", "--data=/dev/null/no"), {}, "settings cannot be read"),
        (TERMS, {"OTKLIK_DATABASE_URL": "garbage"}, "settings cannot be read"),
        (("intake", "--body=economy-novosibirsk", "."),
         {"OTKLIK_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "database cannot be used"),
        (("serve", "--port=99999999"), {}, "port"),
        ((*TERMS, "--received=9999-12-31T23:59"), {}, "year"),
        ((*TERMS, "--received=0001-01-01T00:00+14:00"), {}, "year"),
        ((*TERMS, "--received=2024-02-30"), {}, "ISO 8601"),
    ],
)  # fmt: skip
def test_bad_surroundings_and_dates_are_told_in_one_line(
    tmp_path: Path, line: tuple[str, ...], environment: dict[str, str], words: str
) -> None:
    done = otklik(*line, data=tmp_path, **environment)
    assert done.returncode == 2
    told = done.stderr.strip().splitlines()
    assert len(told) == 1
    assert words in told[0]


def test_a_port_that_is_taken_is_told_before_anything_is_prepared(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = otklik("serve", f"--port={port}", data=tmp_path / "new")
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert str(port) in done.stderr
    assert not (tmp_path / "new" / "otklik.sqlite3").exists()
