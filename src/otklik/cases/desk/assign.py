"""The head gives the case to an executor."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.cases import actions, queries
from otklik.cases.desk import shown
from otklik.cases.desk.case_facts import client_facts, contact_facts
from otklik.cases.desk.reaching import case_of, employee_of, opened
from otklik.cases.forms import AssignForm, topic_choices
from otklik.cases.models import Case, Stage
from otklik.cases.queries import Load
from otklik.staff.models import Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import units_of
from otklik.staff.refusals import Refusal
from otklik.web.access import needs


@needs(Power.ASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who could take the case and how much each has; give it to one of them."""
    employee = employee_of(request)
    case = case_of(request, pk) if request.method == "POST" else opened(request, pk)
    loads = queries.possible_executors(employee, timezone.now())
    if request.method != "POST":
        if case.stage not in {Stage.REGISTERED, Stage.ASSIGNED}:
            return redirect("desk:case", pk)
        return _page(
            request, case, AssignForm(case=case, loads=loads, units=units_of(employee)), loads
        )
    form = AssignForm(request.POST, case=case, loads=loads, units=units_of(employee))
    if form.is_valid():
        try:
            _assign(request, case, form)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            person = form.people[form.cleaned_data["executor"]]
            messages.success(request, _("The case goes to: %(person)s.") % {"person": person})
            return redirect("desk:case", pk)
    return _page(request, case, form, loads, status=422)


def _assign(request: HttpRequest, case: Case, form: AssignForm) -> None:
    said = form.cleaned_data
    executor = form.people[said["executor"]]
    unit = form.units.get(said["unit"]) or executor.unit or case.unit
    if unit is None:
        raise Refusal(_("Choose the unit."), field="unit")
    actions.assign(
        case,
        by=employee_of(request),
        unit=unit,
        executor=executor,
        topics=form.topics(),
        instruction=said["instruction"],
        revision=said["revision"],
    )


def _page(
    request: HttpRequest, case: Case, form: AssignForm, loads: list[Load], *, status: int = 200
) -> HttpResponse:
    profile = profile_of(case.body)
    return render(
        request,
        "cases/desk/assign.html",
        {
            "case": case,
            "body": case.body,
            "form": form,
            "people": list(zip(form["executor"], loads, strict=True)),
            "topics": topic_choices(),
            "receipts": queries.receipts_of(case),
            "terms": shown.terms_of(profile, queries.deadlines_of(case)),
            "client": client_facts(case),
            "contacts": contact_facts(profile, case),
            "earlier": queries.earlier_of(case),
        },
        status=status,
    )
