"""What stands in an employee's calendar: open terms of his cases, of his unit's when he heads it."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from otklik.cases.models import Assignment, Case, Deadline, Stage
from otklik.cases.rules import AFTER_THE_END, ANSWERS, OPEN_STAGES
from otklik.control.models import CalendarKey
from otklik.control.models.calendar_key import digest_of
from otklik.staff.models import Employee, Power
from otklik.staff.queries import absent_whom, powers_of

LIMIT = 500
"""Terms in one feed, the nearest ones; no calendar is read further."""
KINDS = ("reply_internal", *ANSWERS, "co_executor_part", *AFTER_THE_END)
"""Terms that an executor must meet; registration and acknowledgement are met before a case is his."""
_WITH_TERMS = (*OPEN_STAGES, Stage.ANSWERED)
"""Open cases, and answered ones: what the reply promised may still be open."""
READERS = (Power.EXECUTE, Power.ASSIGN)
"""Who has terms of his own to remember."""


def owner_of(secret: str) -> Employee | None:
    """Return whose feed the secret opens, or None: unknown, revoked, of somebody who has left or has no terms."""
    keys = CalendarKey.objects.select_related("employee", "employee__body")
    key = keys.filter(digest=digest_of(secret), employee__is_active=True).first()
    if key is None or powers_of(key.employee).isdisjoint(READERS):
        return None
    return key.employee


def key_of(employee: Employee) -> CalendarKey | None:
    """Return the employee's present key, or None."""
    return CalendarKey.objects.filter(employee=employee).first()


def has_unit_feed(employee: Employee) -> bool:
    """Whether the feed holds the terms of the whole unit: its head sees them all."""
    return employee.unit_id is not None and Power.ASSIGN in powers_of(employee)


def terms_for(employee: Employee, day: date) -> Sequence[Deadline]:
    """Return the open terms of the feed on the body's local day, the nearest first, each with its case.

    Terms of the employee's own cases, of parts given to him as a co-executor, of those for whom he stands in; of his
    whole unit when he heads it.
    """
    owners = Q(executor__in={employee.pk, *absent_whom(employee, day)})
    if has_unit_feed(employee):
        owners |= Q(unit=employee.unit_id)
    # First the cases, by the narrow indexes of executor and unit; then the terms of these alone.
    alive = Case.objects.filter(owners, stage__in=_WITH_TERMS, next_due__isnull=False)
    nearest = list(alive.order_by("next_due").values_list("pk", flat=True)[:LIMIT])
    parts = Assignment.objects.filter(
        executor=employee, role=Assignment.Role.CO, ended_at=None, reported_at=None
    )
    given = {str(pk): case for pk, case in parts.values_list("pk", "case")}
    of_part = Q(case__in=given.values(), kind="co_executor_part", part__in=given)
    found = Deadline.objects.filter(
        Q(case__in=nearest) | of_part,
        case__body=employee.body_id,
        case__stage__in=_WITH_TERMS,
        superseded_at=None,
        met_at=None,
        kind__in=KINDS,
    ).exclude(~Q(kind__in=AFTER_THE_END), case__stage=Stage.ANSWERED)
    only = found.select_related("case").only(
        "kind", "part", "due", "computed_at", "case__number", "case__body"
    )
    return list(only.order_by("due", "pk")[:LIMIT])
