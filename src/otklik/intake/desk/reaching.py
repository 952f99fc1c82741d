"""How a page reaches a receipt: only one of the employee's own body, and only with the power."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from otklik.intake import queries
from otklik.messages.models import Receipt
from otklik.staff.models import Employee, Power
from otklik.staff.queries import may


def employee_of(request: HttpRequest) -> Employee:
    """Return who is signed in; the gate lets nobody else reach a desk page."""
    if not isinstance(request.user, Employee):
        raise PermissionDenied
    return request.user


def receipt_of(request: HttpRequest, pk: int) -> Receipt:
    """Return the receipt, or answer 404 when there is none that this employee may see."""
    receipt = queries.receipts(employee_of(request)).filter(pk=pk).first()
    if receipt is None:
        raise Http404
    return receipt


def tabs_for(employee: Employee) -> list[tuple[object, ...]]:
    """Return the parts of «Входящие» that the employee's powers open, with their counts."""
    return queries.parts_of_inbox(employee, registers=may(employee, Power.REGISTER))
