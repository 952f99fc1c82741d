"""«Входящие»: what waits for registration on the left, what arrived on the right."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from otklik.cases import queries as cases
from otklik.cases.actions import look
from otklik.cases.desk import shown
from otklik.cases.desk.case_facts import client_facts, contact_facts
from otklik.cases.models import Case
from otklik.intake import queries
from otklik.intake.desk.reaching import employee_of, tabs_for
from otklik.staff.models import Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import body_of, may
from otklik.web.access import needs


@needs(Power.RECEIPTS, Power.REGISTER)
@require_safe
def inbox(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Show what waits for registration, the oldest first; the opening of a case is journalled."""
    employee = employee_of(request)
    if not may(employee, Power.REGISTER):
        return redirect("desk:held")
    waiting = cases.inbox(employee)
    page = queries.page_of(
        waiting, newer=request.GET.get("newer", ""), older=request.GET.get("older", "")
    )
    case = waiting.filter(pk=pk).first() if pk is not None else next(iter(page.rows), None)
    if pk is not None and case is None:
        raise Http404
    context: dict[str, object] = {
        "page": page,
        "case": case,
        "body": body_of(employee),
        "parts": tabs_for(employee),
        "query": request.GET.urlencode(),
        "profile": profile_of(body_of(employee)),
    }
    if case is not None:
        look(case, by=employee)
        context |= _arrived(case)
    return render(request, "intake/desk/inbox.html", context)


def _arrived(case: Case) -> dict[str, object]:
    profile = profile_of(case.body)
    return {
        "type": profile.work_type(case.type).label,
        "channel": profile.channel(case.channel).label,
        "receipts": cases.receipts_of(case),
        "client": client_facts(case),
        "contacts": contact_facts(profile, case),
        "earlier": cases.earlier_of(case),
        "duplicates": cases.probable_duplicates(case),
        "terms": shown.terms_of(profile, cases.deadlines_of(case)),
    }
