"""Signs of life of the studio's pages: who else has the letter open, and whether it has changed meanwhile."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST

from otklik.cases.assignment_queries import executes
from otklik.cases.desk.reaching import case_of, employee_of
from otklik.replies import queries
from otklik.replies import writing_queries as writing
from otklik.replies.actions.presence import be_present, leave
from otklik.staff.models import Power
from otklik.web.access import needs


@needs(Power.EXECUTE)
@require_POST
def present(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the page is open (or, with `leaving`, closed); tell who else is there and the present revision."""
    case, employee, now = case_of(request, pk), employee_of(request), timezone.now()
    if executes(case, employee, now):
        if request.POST.get("leaving"):
            leave(case, by=employee)
        else:
            be_present(case, by=employee, at=now)
    reply = queries.reply_of(case)
    context = {"others": writing.others_at(case, employee, now), "body": case.body}
    return JsonResponse(
        {
            "revision": reply.revision if reply else 0,
            "html": {"others": render_to_string("replies/desk/others.html", context, request)},
        }
    )
