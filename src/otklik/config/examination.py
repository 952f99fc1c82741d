"""What is wrong with this installation: the checks behind `otklik doctor`."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from otklik import regulations, worktime
from otklik.cases.recount_queries import under_way
from otklik.journal import queries as journal
from otklik.messages import queries as messages
from otklik.messages import storage
from otklik.messages.models import StoredFile
from otklik.staff.calendars import calendar_of
from otklik.staff.models import Body

SAMPLE = 200
"""How many of the newest files are read and compared with their names."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: its name, what it found wrong (empty: nothing), and what there is to know all the same."""

    check: str
    problem: str = ""
    note: str = ""


def examine() -> Iterator[Finding]:
    """Run the checks in order; without a database those that need one are left out."""
    yield _database()
    if connection.connection is None:
        return
    for check in (
        _migrations,
        _regulations,
        _folder,
        _secret,
        _journal,
        _files,
        _queues,
        _calendar,
        _terms,
    ):
        yield _one(check)


def _one(check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except (
        DatabaseError,
        OSError,
        regulations.RegulationError,
        worktime.CalendarError,
    ) as error:
        return Finding(check.__name__.strip("_"), str(error).splitlines()[0])


def _database() -> Finding:
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return Finding("database", f"no answer: {str(error).splitlines()[0]}")
    return Finding("database")


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Finding(
        "migrations", f"{len(waiting)} not applied; run otklik migrate" if waiting else ""
    )


def _regulations() -> Finding:
    installed = set(Body.objects.values_list("profile", flat=True))
    unknown = sorted(installed - set(regulations.bodies()))
    regulations.profiles()
    return Finding("regulations", f"no profile for {', '.join(unknown)}" if unknown else "")


def _folder() -> Finding:
    with tempfile.TemporaryFile(dir=settings.DATA):
        return Finding("data folder")


def _secret() -> Finding:
    path = settings.DATA / "secret-key"
    if path.exists() and path.stat().st_mode & 0o077:
        return Finding("secret key", f"others may read {path.name}; chmod 600")
    if settings.DEMO and not settings.DEBUG and os.environ.get("OTKLIK_HTTPS"):
        return Finding(
            "secret key", "a demonstration installation (OTKLIK_DEMO) is served over HTTPS"
        )
    return Finding("secret key")


def _journal() -> Finding:
    broken = list(islice(journal.broken_links(), 5))
    ids = ", ".join(str(entry.pk) for entry in broken)
    return Finding("journal", f"the chain is broken at entries {ids}" if broken else "")


def _files() -> Finding:
    newest = StoredFile.objects.order_by("-id")[:SAMPLE]
    damaged = [stored.sha256[:12] for stored in newest if not _is_whole(stored)]
    return Finding("files", f"missing or damaged: {', '.join(damaged[:5])}" if damaged else "")


def _is_whole(stored: StoredFile) -> bool:
    try:
        return hashlib.sha256(storage.read(stored)).hexdigest() == stored.sha256
    except OSError:
        return False


def _queues() -> Finding:
    stuck = messages.stuck(timezone.now())
    parts = [
        f"{len(rows)} {what}"
        for rows, what in (
            (stuck.outgoing, "messages overdue"),
            (stuck.failed, "messages that need a person"),
            (stuck.receipts, "receipts not sorted"),
        )
        if rows
    ]
    return Finding("queues", "; ".join(parts))


def _calendar() -> Finding:
    next_year = timezone.now().year + 1
    late = timezone.now().month == 12
    for body in Body.objects.all()[:1]:
        if late and calendar_of(body).decreed_through < next_year:
            return Finding("calendar", f"the decree for {next_year} is not entered")
    return Finding("calendar")


def _terms() -> Finding:
    """Whether every open deadline is counted by the present calendar and term table; a recount is no problem."""
    found = [under_way(body) for body in Body.objects.filter(active=True)]
    parts = [f"{item.body.code}: {item.left} open cases left" for item in found if item]
    return Finding("terms", note=f"being counted anew ({'; '.join(parts)})" if parts else "")
