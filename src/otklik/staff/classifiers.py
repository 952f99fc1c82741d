"""The thematic classifier that a body works by: the built-in tree until it imports the published list."""

import hashlib
import json
import threading
import time
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from otklik import documents, regulations
from otklik.regulations import Classifier, Topic
from otklik.regulations.classifier_file import (
    Difference,
    LineProblem,
    difference,
    parse_classifier,
)
from otklik.staff import calendars
from otklik.staff.models import Body, ClassifierVersion
from otklik.staff.refusals import Refusal

KEPT_SECONDS = 5.0
"""How long a process goes on with a classifier before it looks whether somebody has imported another."""

_lock = threading.Lock()
_Known = tuple[tuple[int, str, date], ...]
_kept: dict[int, tuple[float, _Known]] = {}


def forget() -> None:
    """Drop what this process knows of the versions; called after an import."""
    with _lock:
        _kept.clear()
    _loaded.cache_clear()


def classifier_of(body: Body, on: date | None = None) -> Classifier:
    """Return the version in force for the body on a day of its own zone (default today).

    A subordinate organisation without a list of its own works by its ministry's; the built-in tree is the default.
    """
    day = on or calendars.today(body)
    for pk, _version, since in reversed(_versions(body.pk)):
        if since <= day:
            return _loaded(pk)
    if body.parent_id is not None and body.parent is not None:
        return classifier_of(body.parent, day)
    return regulations.classifier()


def topic_by(body: Body, code: str, version: str = "") -> Topic | None:
    """Return the entry of a code as the version had it by which it was given; closed codes keep their titles.

    Without that version: the one in force, then any other that has the code, the newest first. None for no such code.
    """
    if not code:
        return None
    present = classifier_of(body)
    if present.version == version and present.has(code):
        return present.topic(code)
    known = list(reversed(_versions(body.pk)))
    if body.parent_id is not None:
        known += reversed(_versions(body.parent_id))
    others = [present, *(_loaded(pk) for pk, _version, _since in known), regulations.classifier()]
    others.sort(key=lambda item: item.version != version)  # the version meant comes first
    return next((item.topic(code) for item in others if item.has(code)), None)


def _versions(body: int) -> _Known:
    """Id, name and first day of each imported version, the oldest first."""
    now = time.monotonic()
    found = _kept.get(body)
    if found and now - found[0] < KEPT_SECONDS:
        return found[1]
    rows = ClassifierVersion.objects.filter(body=body).order_by("valid_from", "id")
    known = tuple(rows.values_list("pk", "version", "valid_from"))
    with _lock:
        _kept[body] = (now, known)
    return known


@lru_cache(maxsize=32)
def _loaded(pk: int) -> Classifier:
    """Read a version; it never changes, so it is kept."""
    row = ClassifierVersion.objects.get(pk=pk)
    entries = tuple(Topic.model_construct(code=code, title=title) for code, title in row.entries)
    return Classifier.model_construct(
        title=row.title,
        version=row.version,
        valid_from=row.valid_from,
        valid_until=None,
        entries=entries,
    )


@dataclass(frozen=True, slots=True)
class ClassifierImport:
    """An import as it would be made: what it changes, or what stands against it."""

    body: Body
    entries: tuple[Topic, ...]
    problems: tuple[LineProblem, ...]
    changes: Difference
    valid_from: date
    source: str = ""

    @property
    def is_present(self) -> bool:
        """Whether the list in force on the first day says all this already."""
        return not self.problems and self.changes.is_empty and not self.is_first

    @property
    def is_first(self) -> bool:
        """Whether the body still works by the built-in tree or its ministry's list."""
        return not _versions(self.body.pk)

    @property
    def sha256(self) -> str:
        """The fingerprint of the list and its first day; a page confirms exactly what it has shown."""
        told = json.dumps([self.valid_from.isoformat(), entry_pairs(self)], ensure_ascii=False)
        return hashlib.sha256(told.encode()).hexdigest()


def entry_pairs(plan: ClassifierImport) -> list[list[str]]:
    """Return code and title of each entry, as they are stored."""
    return [[entry.code, entry.title] for entry in plan.entries]


def plan_import(
    body: Body, data: bytes, *, valid_from: date | None = None, source: str = ""
) -> ClassifierImport:
    """Read a published list (XLSX, CSV) and compare it with the version in force on its first day; nothing is stored.

    Without a day it holds from today. Raises `Refusal` for a file that cannot be read or holds no entry.
    """
    since = valid_from or calendars.today(body)
    try:
        rows = documents.read_table(data)
    except documents.DocumentError as error:
        raise Refusal(str(error), field="file") from None
    parsed = parse_classifier(rows)
    changes = difference(classifier_of(body, since).entries, parsed.entries)
    return ClassifierImport(body, parsed.entries, parsed.problems, changes, since, source[:200])
