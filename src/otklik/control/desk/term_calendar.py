"""«Календарь сроков»: the employee's address for calendar programs, made, renewed and revoked by himself."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from otklik.control.actions import calendar_keys
from otklik.control.portal import address_of
from otklik.control.queries import feed
from otklik.staff.models import Employee, Power
from otklik.web.access import needs


@needs(Power.EXECUTE, Power.ASSIGN)
@require_safe
def term_calendar(request: HttpRequest) -> HttpResponse:
    """Say what the feed is and whether there is one; the address itself cannot be shown again."""
    return _page(request, _employee(request))


@needs(Power.EXECUTE, Power.ASSIGN)
@never_cache
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Make a new address and show it this once."""
    employee = _employee(request)
    return _page(request, employee, address_of(calendar_keys.renew_calendar_key(employee)))


@needs(Power.EXECUTE, Power.ASSIGN)
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """Make the address stop working."""
    if calendar_keys.revoke_calendar_key(_employee(request)):
        messages.success(request, _("The address no longer works."))
    return redirect("desk:term-calendar")


def _employee(request: HttpRequest) -> Employee:
    if not isinstance(request.user, Employee) or request.user.body_id is None:
        raise PermissionDenied
    return request.user


def _page(request: HttpRequest, employee: Employee, address: str = "") -> HttpResponse:
    return render(
        request,
        "control/desk/term_calendar.html",
        {
            "body": employee.body,
            "key": feed.key_of(employee),
            "whole_unit": feed.has_unit_feed(employee),
            "address": address,
        },
    )
