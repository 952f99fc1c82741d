"""Reading visits, always for somebody."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from otklik.reception.models import Visit
from otklik.staff.models import Employee, Power
from otklik.staff.queries import may

PAGE = 50


def visible_to(employee: Employee) -> QuerySet[Visit]:
    """Return the cards of the employee's body, newest first, for those who keep the reception."""
    if employee.body_id is None or not may(employee, Power.RECEPTION):
        return Visit.objects.none()
    visits = Visit.objects.filter(body=employee.body_id)
    return visits.select_related("official", "recorded_by", "receipt", "body").order_by("-id")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list; `older` is the key of the next one, empty on the last."""

    rows: Sequence[Visit]
    older: str


def page_of(visits: QuerySet[Visit], *, older: str = "") -> Page:
    """Return the page after the key; a damaged key counts as none."""
    if older.isascii() and older.isdigit() and len(older) < 19:
        visits = visits.filter(pk__lt=int(older))
    found = list(visits[: PAGE + 1])
    rows = found[:PAGE]
    return Page(rows, str(rows[-1].pk) if len(found) > PAGE else "")
