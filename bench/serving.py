"""Gunicorn with two processes, for Otklik and for the floor alike."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PROCESSES = 2
THREADS = 4
ROOT = Path(__file__).resolve().parent.parent


@contextmanager
def served(application: str, variables: Mapping[str, str], log: Path) -> Iterator[int]:
    """Serve a WSGI application and yield its port."""
    port = _free_port()
    command = [
        sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}",
        "--workers", str(PROCESSES), "--worker-class", "gthread", "--threads", str(THREADS),
        "--keep-alive", "30", "--no-control-socket",
    ]  # fmt: skip
    with log.open("ab") as stream:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | variables, stdout=stream, stderr=stream
        )
    try:
        _wait(port, process, log)
        yield port
    finally:
        process.terminate()
        process.wait(30)


def run(arguments: list[str], variables: Mapping[str, str]) -> None:
    """Run a Python module to its end; SystemExit with what it said when it fails."""
    command = [sys.executable, *arguments]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"bench: {' '.join(arguments)}: {done.stderr.strip()[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _attempt in range(300):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    process.terminate()
    raise SystemExit(f"bench: the server did not start: {log.read_text('utf-8')[-2000:]}")
