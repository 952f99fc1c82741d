"""The secret address of an employee's calendar feed: made, renewed, revoked by himself."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from otklik.control.models import CalendarKey
from otklik.control.models.calendar_key import digest_of
from otklik.journal import actions as journal
from otklik.staff.models import Employee
from otklik.staff.queries import body_of

SECRET_BYTES = 32


@transaction.atomic
def renew_calendar_key(employee: Employee, *, at: datetime | None = None) -> str:
    """Make a new secret for the employee's feed and return it; the address used until now stops working.

    It is returned this once: only its hash is kept.
    """
    secret, moment = secrets.token_urlsafe(SECRET_BYTES), at or timezone.now()
    CalendarKey.objects.update_or_create(
        employee=employee, defaults={"digest": digest_of(secret), "made_at": moment}
    )
    _note("control.renew-calendar-key", employee, moment)
    return secret


@transaction.atomic
def revoke_calendar_key(employee: Employee, *, at: datetime | None = None) -> bool:
    """Make the employee's address stop working; return whether there was one."""
    deleted, _per_model = CalendarKey.objects.filter(employee=employee).delete()
    if deleted:
        _note("control.revoke-calendar-key", employee, at or timezone.now())
    return bool(deleted)


def _note(act: str, employee: Employee, at: datetime) -> None:
    journal.write(
        act, f"employee:{employee.pk}", actor=employee.actor, body=body_of(employee).code, at=at
    )
