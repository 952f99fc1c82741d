"""To which segment the client belongs: the page of the case asks, the studio gives advice by it (industry-mordovia:11.1)."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from otklik.cases.desk.reaching import case_of, employee_of
from otklik.cases.models import Case
from otklik.clients import actions as clients
from otklik.clients.queries import segment_of
from otklik.staff.models import Employee, Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import may
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

POWERS = (Power.EXECUTE, Power.REGISTER, Power.ASSIGN)


@needs(*POWERS)
@require_POST
def choose_segment(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the segment chosen for the client of a case."""
    case = case_of(request, pk)
    try:
        clients.choose_segment(
            case.client, request.POST.get("segment", ""), by=employee_of(request)
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The segment of the client is kept."))
    return redirect("desk:case", pk)


def segments_of(case: Case, employee: Employee) -> dict[str, Any]:
    """Return the client's segment, and those to choose from where the employee may."""
    profile = profile_of(case.body)
    found = segment_of(profile, case.client)
    return {
        "label": found.label if found else "",
        "chosen": case.client.segment,
        "offered": [(item.code, item.label) for item in profile.segments]
        if may(employee, *POWERS)
        else [],
    }
