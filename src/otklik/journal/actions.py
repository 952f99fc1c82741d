"""Writing the journal: every act of every room goes through `write`."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from otklik.journal.actors import Actor
from otklik.journal.models import Entry


def write(
    act: str,
    subject: str,
    *,
    actor: Actor,
    body: str = "",
    clause: str = "",
    at: datetime | None = None,
    **details: Any,
) -> Entry:
    """Append one entry; call it inside the transaction of the act itself.

    `act` is `room.verb`, `subject` is `kind:id`; `clause` is the clause id that asks for the act.
    """
    return Entry.objects.create(
        at=at or timezone.now(),
        body_code=body,
        act=act,
        subject=subject,
        actor=actor.key,
        actor_name=actor.name,
        clause=clause,
        details=details,
    )


def fingerprint(entry: Entry, previous: str) -> str:
    """Return the SHA-256 that binds an entry to the one before it in the chain (hex, 64 characters)."""
    fields = [
        previous,
        str(entry.position),
        str(entry.pk),
        entry.at.isoformat(),
        entry.body_code,
        entry.act,
        entry.subject,
        entry.actor,
        entry.actor_name,
        entry.clause,
        json.dumps(entry.details, sort_keys=True, ensure_ascii=False),
    ]
    return hashlib.sha256("\x1f".join(fields).encode()).hexdigest()


def seal(limit: int = 5000) -> int:
    """Chain the entries not sealed yet, oldest first; return how many.

    Entries are written without a lock and chained afterwards, so that the journal never queues those who act
    (docs/decisions/0003-journal-sealed-afterwards.md). The chain follows the order of sealing: an entry whose
    transaction ended late is sealed with the next turn. Two sealers at once do no harm: the last sealed row is
    locked, and places are unique.
    """
    with transaction.atomic():
        last = (
            Entry.objects.select_for_update().exclude(position=None).order_by("-position").first()
        )
        fresh = list(Entry.objects.filter(position=None).order_by("id")[:limit])
        previous, position = (last.hash, last.position or 0) if last else ("", 0)
        for entry in fresh:
            position += 1
            entry.position = position
            entry.hash = previous = fingerprint(entry, previous)
        Entry.objects.bulk_update(fresh, ["position", "hash"], batch_size=500)
    return len(fresh)
