"""A throw-away PostgreSQL cluster for tests and measurements, gone when it is no longer needed."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path:
    """Return the folder of the newest PostgreSQL server programs; exits with a clear line when there are none."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4])
    )
    if not found:
        raise SystemExit(
            "PostgreSQL's server programs are missing; install the package postgresql."
        )
    return found[-1].parent


def _as_server(command: list[str]) -> list[str]:
    """The server refuses to run as root; then it runs as the user of Debian's package."""
    if os.geteuid() != 0:
        return command
    return ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--", *command]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[str]:
    """Start a cluster of its own on a free port of this machine and yield its address for OTKLIK_DATABASE_URL.

    Without `durable` nothing is synced to disk, which tests need not wait for; measurements ask for it.
    """
    folder = Path(tempfile.mkdtemp(prefix="otklik-postgres-"))
    data, bin_dir, port = folder / "data", programs(), _free_port()
    if os.geteuid() == 0:
        user = pwd.getpwnam("postgres")
        os.chown(folder, user.pw_uid, user.pw_gid)
    try:
        init = [
            str(bin_dir / "initdb"),
            "-D",
            str(data),
            "-U",
            "otklik",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
        subprocess.run(
            _as_server([*init, "--locale=C.UTF-8"]),
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=folder,
        )
        unsafe = (
            []
            if durable
            else ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]
        )
        options = [
            "-k",
            str(folder),
            "-h",
            "127.0.0.1",
            "-p",
            str(port),
            "-c",
            "max_connections=200",
            *unsafe,
        ]
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen(
                _as_server([str(bin_dir / "postgres"), "-D", str(data), *options]),
                stdout=log,
                stderr=log,
                cwd=folder,
            )
        try:
            ready = [str(bin_dir / "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-q"]
            for _ in range(300):
                if subprocess.run(ready, check=False).returncode == 0:
                    break
                try:
                    server.wait(0.1)
                    raise SystemExit(f"PostgreSQL did not start: {(folder / 'log').read_text()}")
                except subprocess.TimeoutExpired:
                    continue
            yield f"postgres://otklik@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
