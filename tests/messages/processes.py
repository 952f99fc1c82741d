"""Running real processes on a real database: what dies with a process cannot be shown inside one."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import dj_database_url
from django.conf import settings
from django.db import connection

_PREAMBLE = """
import json, os, signal, sys, threading
import django
django.setup()
from datetime import UTC, datetime
from otklik.messages import actions, storage
from otklik.messages.models import Attachment, Outgoing, Receipt, StoredFile
from otklik.staff.models import Body
body = Body.objects.get()
NOW = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
"""


class Processes:
    """Runs scripts on the test's database: PostgreSQL itself, or a file copied from SQLite.

    Make it when the rows that the scripts need are committed.
    """

    def __init__(self, folder: Path) -> None:
        self.environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "otklik.config.settings",
            "OTKLIK_DATA": str(folder),
            "OTKLIK_SMTP_HOST": "",
        }
        folder.mkdir(parents=True)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(folder / "otklik.sqlite3")])
            self.environment.pop("OTKLIK_DATABASE_URL", None)
        else:
            url = dj_database_url.parse(self.environment["OTKLIK_DATABASE_URL"])
            old, new = str(url["NAME"]), str(settings.DATABASES["default"]["NAME"])
            head, _, tail = self.environment["OTKLIK_DATABASE_URL"].rpartition(f"/{old}")
            self.environment["OTKLIK_DATABASE_URL"] = f"{head}/{new}{tail}"

    def run(self, script: str) -> tuple[int, Any]:
        """Run a script to its end; return its exit status and what it printed as JSON (or None)."""
        done = subprocess.run(
            [sys.executable, "-c", _PREAMBLE + script],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode > 0:
            raise AssertionError(done.stderr)
        return done.returncode, json.loads(done.stdout) if done.stdout.strip() else None
