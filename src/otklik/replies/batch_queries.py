"""Signed letters to choose from for the printer, and the batches that somebody ordered."""

from datetime import datetime, timedelta

from django.db.models import F as Column
from django.db.models import QuerySet
from django.utils import timezone

from otklik.cases import queries as cases
from otklik.replies.models import Decision, LetterVersion, PrintBatch, Reply
from otklik.staff.models import Employee

SIGNED = (Reply.Stage.SIGNED, Reply.Stage.DISPATCHED)
RECENT = timedelta(days=60)
SHOWN = 200
KEPT = timedelta(days=7)
"""So long the page of a batch offers its file."""


def printable_for(employee: Employee) -> QuerySet[LetterVersion]:
    """Return the signed letters that the employee may print."""
    return (
        LetterVersion.objects.filter(
            reply__stage__in=SIGNED,
            reply__case__in=cases.visible_to(employee),
            decisions__kind=Decision.Kind.SIGNED,
            pdf__isnull=False,
        )
        .distinct()
        .select_related("reply__case__body", "reply__case__client")
    )


def to_choose(
    employee: Employee, *, channel: str = "", at: datetime | None = None
) -> list[LetterVersion]:
    """Return the letters of the last two months, the newest first; `channel` keeps those that go that way."""
    since = (at or timezone.now()) - RECENT
    found = printable_for(employee).filter(decisions__at__gte=since)
    if channel:
        found = found.filter(dispatches__message__channel=channel)
    return list(
        found.annotate(signed_at=Column("decisions__at")).order_by("-signed_at", "-pk")[:SHOWN]
    )


def batches_of(employee: Employee) -> QuerySet[PrintBatch]:
    """Return the employee's own batches, the newest first: nobody takes the letters of another's choice."""
    return PrintBatch.objects.filter(ordered_by=employee, body=employee.body_id).select_related(
        "file", "body"
    )


def recent_batches(employee: Employee, at: datetime | None = None) -> QuerySet[PrintBatch]:
    """Return the batches whose files are still offered."""
    return batches_of(employee).filter(ordered_at__gte=(at or timezone.now()) - KEPT)
