"""How a page reaches a case: only one that the employee may see, and the opening is journalled."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from otklik.cases import actions, queries
from otklik.cases.models import Case
from otklik.staff.models import Employee


def employee_of(request: HttpRequest) -> Employee:
    """Return who is signed in; the gate lets nobody else reach a desk page."""
    if not isinstance(request.user, Employee):
        raise PermissionDenied
    return request.user


def case_of(request: HttpRequest, pk: int) -> Case:
    """Return the case, or answer 404 when there is none that this employee may see."""
    case = (
        queries.visible_to(employee_of(request))
        .select_related("body", "client", "unit", "executor", "touchpoint", "earlier")
        .filter(pk=pk)
        .first()
    )
    if case is None:
        raise Http404
    return case


def opened(request: HttpRequest, pk: int) -> Case:
    """Return the case as `case_of` does, and journal that the employee opened it."""
    case = case_of(request, pk)
    actions.look(case, by=employee_of(request))
    return case
