"""Reading what stands beside a draft while it is written: who has it open, the key for copies in the browser."""

from base64 import b64encode
from datetime import datetime, timedelta

from django.utils.crypto import salted_hmac

from otklik.cases.models import Case
from otklik.replies.models import Presence
from otklik.staff.models import Employee

PRESENT = timedelta(seconds=80)
"""A page gives a sign of life every half a minute; after so long it is taken for closed."""


def others_at(case: Case, employee: Employee, now: datetime) -> list[Employee]:
    """Return who else has the letter of the case open now."""
    rows = (
        Presence.objects.filter(case=case, seen_at__gte=now - PRESENT)
        .exclude(employee=employee)
        .select_related("employee")
        .order_by("employee__surname", "employee_id")
    )
    return [row.employee for row in rows]


def copy_key(employee: Employee) -> str:
    """Return the key (base64, 256 bits) by which the employee's browser locks copies of what is not saved yet.

    It is never stored in the browser: whoever finds the copy later cannot read it without signing in as this employee.
    """
    digest = salted_hmac("replies.copies", str(employee.pk), algorithm="sha256").digest()
    return b64encode(digest).decode()
