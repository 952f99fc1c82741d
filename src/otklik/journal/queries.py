"""Reading the journal."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from otklik.journal.actions import fingerprint
from otklik.journal.models import Entry


def history(*subjects: str) -> QuerySet[Entry]:
    """Return the acts on the given subjects (`case:12`), newest first."""
    return Entry.objects.filter(subject__in=subjects).order_by("-at", "-id")


def broken_links() -> Iterator[Entry]:
    """Yield each sealed entry whose place or hash does not follow from its content and the entry before."""
    sealed = Entry.objects.exclude(position=None).order_by("position")
    yield from _not_following(sealed.iterator(), "", 0)


def _not_following(entries: Iterable[Entry], previous: str, place: int) -> Iterator[Entry]:
    """Yield those that do not follow from the entry with the hash `previous` at `place` and from one another."""
    for entry in entries:
        place += 1
        if entry.position != place or entry.hash != fingerprint(entry, previous):
            yield entry
        previous, place = entry.hash, entry.position or place


PAGE = 50
CHECKED = 2000
"""So many of the last sealed entries a page checks; `otklik doctor` goes through all of them."""
SHOWN_BROKEN = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader of the journal looks for; empty values ask for nothing."""

    act: str = ""
    actor: str = ""
    """A part of the name."""
    subject: str = ""
    day: date | None = None


def of_body(body_code: str, wanted: Asked, place: ZoneInfo) -> QuerySet[Entry]:
    """Return the acts of a body that fit, newest first; `place` is the zone in which its days begin."""
    found = Entry.objects.filter(body_code=body_code).order_by("-id")
    if wanted.act:
        found = found.filter(act=wanted.act)
    if wanted.actor:
        found = found.filter(actor_name__icontains=wanted.actor)
    if wanted.subject:
        found = found.filter(subject=wanted.subject)
    if wanted.day:
        begins = datetime.combine(wanted.day, time.min, place)
        ends = datetime.combine(wanted.day + timedelta(days=1), time.min, place)
        found = found.filter(at__gte=begins, at__lt=ends)
    return found


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the journal; `older` and `newer` are the keys of its neighbours, empty where there is none."""

    rows: Sequence[Entry]
    newer: str
    older: str


def page_of(entries: QuerySet[Entry], *, newer: str = "", older: str = "") -> Page:
    """Return the page after the key `older` or before the key `newer`; a damaged key counts as none."""
    above, below = _key(newer), _key(older)
    if above is not None:
        found = list(entries.filter(pk__gt=above).order_by("id")[: PAGE + 1])
        rows = found[:PAGE][::-1]
        first = str(rows[0].pk) if len(found) > PAGE else ""
        return Page(rows, first, str(rows[-1].pk) if rows else "")
    if below is not None:
        entries = entries.filter(pk__lt=below)
    found = list(entries[: PAGE + 1])
    rows = found[:PAGE]
    return Page(
        rows,
        str(rows[0].pk) if below is not None and rows else "",
        str(rows[-1].pk) if len(found) > PAGE else "",
    )


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


@dataclass(frozen=True, slots=True)
class Chain:
    """Whether the last sealed entries follow from one another, and how far the seal reaches."""

    sealed_until: Entry | None
    checked: int
    broken: tuple[int, ...]
    """Numbers of the first entries that do not follow; no more than a few."""


def chain(limit: int = CHECKED) -> Chain:
    """Check the last `limit` sealed entries of the installation, each against the one before it."""
    newest = list(Entry.objects.exclude(position=None).order_by("-position")[: limit + 1])
    if not newest:
        return Chain(None, 0, ())
    rows = newest[::-1]
    previous, place = "", 0
    if len(rows) > limit:
        # the one before those checked
        previous, place = rows[0].hash, rows[0].position or 0
        rows = rows[1:]
    broken = [entry.pk for entry in _not_following(rows, previous, place)]
    return Chain(newest[0], len(rows), tuple(broken[:SHOWN_BROKEN]))
