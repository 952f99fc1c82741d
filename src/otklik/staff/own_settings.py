"""Reading what a body has set for itself; the last row of a code is in force."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from otklik.staff.models import Body, Setting


def own(body: Body, code: str, default: Any = None) -> Any:
    """Return what the body has set, or the default where it has set nothing."""
    found = Setting.objects.filter(body=body, code=code).order_by("-set_at", "-id")
    row = found.values_list("value", flat=True).first()
    return default if row is None else row


def history(body: Body, codes: Iterable[str]) -> QuerySet[Setting]:
    """Return every setting of these codes, the newest first."""
    rows = Setting.objects.filter(body=body, code__in=list(codes))
    return rows.select_related("set_by").order_by("-set_at", "-id")
