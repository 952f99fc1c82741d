"""Who has the letter of a case open now: a sign of life from each page, not an act on the case and not journalled."""

from datetime import datetime, timedelta

from django.db import transaction

from otklik.cases.models import Case
from otklik.replies.actions.moving import now
from otklik.replies.models import Presence
from otklik.staff.models import Employee

GONE = timedelta(hours=1)
"""Older signs of life are deleted."""


@transaction.atomic
def be_present(case: Case, *, by: Employee, at: datetime | None = None) -> None:
    """Note that the employee has the letter open; forget who left long ago."""
    moment = now(at)
    Presence.objects.update_or_create(case=case, employee=by, defaults={"seen_at": moment})
    Presence.objects.filter(case=case, seen_at__lt=moment - GONE).delete()


@transaction.atomic
def leave(case: Case, *, by: Employee) -> None:
    """Note that the employee has closed the letter."""
    Presence.objects.filter(case=case, employee=by).delete()
