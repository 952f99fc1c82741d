"""The floor: a bare WSGI application whose whole work is one committed insert.

It has the driver settings of Otklik (settings.py): SQLite in WAL with synchronous=FULL, or psycopg
with autocommit; one connection a thread. BENCH_DATABASE is the file or the PostgreSQL address.
"""

import os
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterable
from typing import Any

import psycopg

DATABASE = os.environ.get("BENCH_DATABASE", "")
_here = threading.local()

StartResponse = Callable[[str, list[tuple[str, str]]], object]


def _connect() -> tuple[Any, str]:
    if DATABASE.startswith("postgresql:"):
        return psycopg.connect(DATABASE, autocommit=True), "%s"
    connection = sqlite3.connect(DATABASE, timeout=20, isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "cache_size=-64000"):
        connection.execute(f"PRAGMA {pragma}")
    return connection, "?"


def prepare() -> None:
    """Make the one table."""
    kind = "bigserial" if DATABASE.startswith("postgresql:") else "integer"
    connection, _mark = _connect()
    connection.execute(
        f"CREATE TABLE receipt (id {kind} PRIMARY KEY, code text UNIQUE, received float, payload text)"
    )
    connection.close()


def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
    """Store the request's content and answer 201 with a code."""
    content = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])).decode()
    if not hasattr(_here, "connection"):
        _here.connection, mark = _connect()
        _here.insert = (
            f"INSERT INTO receipt (code, received, payload) VALUES ({mark}, {mark}, {mark})"
        )
    code = uuid.uuid4().hex
    _here.connection.execute(_here.insert, (code, time.time(), content))
    answer = f'{{"code": "{code}"}}'.encode()
    headers = [("Content-Type", "application/json"), ("Content-Length", str(len(answer)))]
    start_response("201 Created", headers)
    return [answer]


if __name__ == "__main__":
    prepare()
