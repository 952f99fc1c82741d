"""Background work of the room."""

import logging
from datetime import datetime

from django.utils import timezone

from otklik.control.actions.sweeping import sweep
from otklik.staff.models import Body

log = logging.getLogger(__name__)


def sweep_bodies(now: datetime | None = None) -> int:
    """Look over the open cases of every body that is at work at the moment; returns how many notices were made.

    As often as it likes: each working morning has one round, each week its lists, each assignment its notice. A body
    that cannot be looked over (its calendar has no such year) does not hold up the others.
    """
    at = now or timezone.now()
    told = 0
    for body in Body.objects.filter(active=True):
        try:
            told += sweep(body, at)
        except Exception:  # the others go on; what is left is found by the next turn
            log.exception("control of %s was broken off; it goes on with the next turn", body.code)
    return told
