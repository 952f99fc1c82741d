"""Background work of the room."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from otklik.staff.calendars import today
from otklik.staff.models import Body
from otklik.surveys.models import Answer, Invitation

DAYS_BACK = 7
BATCH = 5000


def stir_answers(now: datetime | None = None) -> int:
    """Write the answers of past days anew in random order, and all used invitations at once.

    A database keeps traces of the order of writing that no model shows: the row number of SQLite,
    the transaction number of PostgreSQL, by which an answer could be put beside the invitation
    used in the same transaction. After this the order of the rows is that of their random keys,
    and all rows of the batch have one transaction number. Run once a day, it reaches the last
    seven days; returns how many answers were written anew.
    """
    at = now or timezone.now()
    stirred = 0
    for body in Body.objects.all():
        with transaction.atomic():
            stirred += _stir(body, at)
    return stirred


def _stir(body: Body, at: datetime) -> int:
    day = today(body, at)
    past = Answer.objects.filter(body=body, answered_on__lt=day).order_by("-answered_on")
    last_days = past.values_list("answered_on", flat=True).distinct()[:DAYS_BACK]
    rows = list(
        Answer.objects.select_for_update()
        .filter(body=body, answered_on__in=list(last_days))
        .order_by("id")
    )
    if rows:
        Answer.objects.filter(pk__in=[row.pk for row in rows]).delete()
        Answer.objects.bulk_create(rows, batch_size=BATCH)
    Invitation.objects.filter(body=body, used=True).update(used=True)
    return len(rows)
