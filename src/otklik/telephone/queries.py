"""Reading telephone calls, always for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from otklik.staff.models import Employee, Power
from otklik.staff.queries import may
from otklik.telephone.models import Call

PAGE = 50


def visible_to(employee: Employee) -> QuerySet[Call]:
    """Return the calls of the employee's body, newest first, for those who note calls."""
    if employee.body_id is None or not may(employee, Power.CALLS):
        return Call.objects.none()
    calls = Call.objects.filter(body=employee.body_id)
    return calls.select_related("operator", "receipt", "body").order_by("-id")


def callbacks(employee: Employee) -> QuerySet[Call]:
    """Return the calls whose promised call back has not been made, the most urgent first."""
    promised = visible_to(employee).filter(callback_by__isnull=False, called_back_at=None)
    return promised.order_by("callback_by", "id")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list; `older` is the key of the next one, empty on the last."""

    rows: Sequence[Call]
    older: str


def page_of(calls: QuerySet[Call], *, older: str = "", oldest_first: bool = False) -> Page:
    """Return the page after the key; what is promised (`oldest_first`) is never so much that it needs pages."""
    if oldest_first:
        return Page(list(calls[: PAGE * 4]), "")
    if older.isascii() and older.isdigit() and len(older) < 19:
        calls = calls.filter(pk__lt=int(older))
    found = list(calls[: PAGE + 1])
    rows = found[:PAGE]
    return Page(rows, str(rows[-1].pk) if len(found) > PAGE else "")
