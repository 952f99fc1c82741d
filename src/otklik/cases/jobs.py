"""Background work of the case room."""

import logging
import time
from datetime import timedelta

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from otklik.cases import actions
from otklik.cases.models import Deadline, Stage
from otklik.journal.actors import system
from otklik.messages.models import Outgoing
from otklik.regulations import RegulationError
from otklik.staff.models import Body
from otklik.worktime import CalendarError

log = logging.getLogger(__name__)

BEFORE_THE_END = timedelta(hours=2)
"""So long before the first-reaction term ends the system acknowledges by itself."""


def acknowledge_unregistered(limit: int = 200) -> int:
    """Acknowledge the cases that nobody registered in time; returns how many."""
    soon = timezone.now() + BEFORE_THE_END
    rows = Deadline.objects.filter(
        kind="acknowledgement",
        superseded_at=None,
        met_at=None,
        due__lte=soon,
        case__stage=Stage.RECEIVED,
    ).select_related("case")[:limit]
    return sum(
        actions.acknowledge_late(row.case, by=system("acknowledge")) is not None for row in rows
    )


def note_sent_acknowledgements(limit: int = 500) -> int:
    """Mark the first-reaction terms as met whose letter has gone out, at the moment it did; returns how many."""
    about = Concat(Value("case:"), Cast(OuterRef("case_id"), CharField()), output_field=CharField())
    sent = Outgoing.objects.filter(kind="acknowledgement", state=Outgoing.State.SENT, about=about)
    rows = (
        Deadline.objects.filter(kind="acknowledgement", superseded_at=None, met_at=None)
        .annotate(sent_at=Subquery(sent.values("sent_at")[:1]))
        .filter(sent_at__isnull=False)[:limit]
    )
    return sum(actions.note_acknowledged(row.case, at=row.sent_at) for row in rows)


def recompute_deadlines(seconds: float = 5.0) -> int:
    """Count open deadlines anew where calendar or term table have changed, for so long; returns how many steps.

    What is left waits for the next turn. A body whose calendar cannot be counted with does not hold up the others.
    """
    stop = time.monotonic() + seconds
    steps = 0
    for body in Body.objects.filter(active=True):
        try:
            while time.monotonic() < stop and actions.recompute_next(body, timezone.now()):
                steps += 1
        except (CalendarError, RegulationError):
            log.exception("the deadlines of %s could not be counted anew", body.code)
    return steps


def train_topics() -> int:
    """Learn the topics of each body anew where enough questions have been classified since; returns how many models."""
    return sum(
        actions.train_topics(body, by=system("train-topics")) is not None
        for body in Body.objects.filter(active=True)
    )
