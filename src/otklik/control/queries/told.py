"""What an employee has been told, and the weekly lists that he may see."""

from django.db.models import Q, QuerySet

from otklik.control.models import ControlLine, ControlList, Notice
from otklik.staff.models import Employee, Power
from otklik.staff.queries import powers_of

LOOKING_POWERS = (Power.CONTROL, Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE)
"""Whoever has one of these sees the weekly lists, each as far as he sees the cases."""


def notices_of(employee: Employee) -> QuerySet[Notice]:
    """Return the employee's own notices, newest first."""
    return Notice.objects.filter(employee=employee).order_by("-created_at", "-id")


def unread_count(employee: Employee) -> int:
    """Return how many notices the employee has not read."""
    return Notice.objects.filter(employee=employee, read_at=None).count()


def lists_for(employee: Employee) -> QuerySet[ControlList]:
    """Return the weekly lists of the employee's body, newest first; never another body's."""
    if powers_of(employee).isdisjoint(LOOKING_POWERS):
        return ControlList.objects.none()
    return ControlList.objects.filter(body=employee.body_id).order_by("-week", "-made_at", "kind")


def lines_for(employee: Employee, of: ControlList) -> QuerySet[ControlLine]:
    """Return the lines of a list that the employee may see: all, his unit's, or his own (labour-novosibirsk:24.1)."""
    lines = ControlLine.objects.filter(list=of, list__body=employee.body_id).order_by("due", "id")
    powers = powers_of(employee)
    if not powers.isdisjoint({Power.CONTROL, Power.VIEW_BODY}):
        return lines
    own = Q(executor=employee)
    if Power.VIEW_UNIT in powers and employee.unit_id is not None:
        return lines.filter(Q(unit=employee.unit_id) | own)
    return lines.filter(own) if Power.EXECUTE in powers else lines.none()
