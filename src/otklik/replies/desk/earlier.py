"""The page of earlier replies on the topics of a case: consistent decisions need the earlier ones at hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from otklik.cases.desk.reaching import case_of, employee_of
from otklik.replies.suggestions import earlier_replies
from otklik.staff.models import Power
from otklik.web.access import needs


@needs(Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE)
@require_safe
def earlier(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what earlier cases on the topics were answered, the nearest by words first (industry-mordovia:6.5.c)."""
    case = case_of(request, pk)
    rows = earlier_replies(case, employee_of(request))
    context = {"case": case, "body": case.body, "rows": rows}
    return render(request, "replies/desk/earlier.html", context)
