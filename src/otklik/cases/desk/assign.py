"""The head gives the case to an executor."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.cases import actions, queries
from otklik.cases.assignment_queries import Unavailable, routes_of, unavailable
from otklik.cases.desk import shown
from otklik.cases.desk.case_facts import client_facts, contact_facts
from otklik.cases.desk.reaching import case_of, employee_of, opened
from otklik.cases.forms import AssignForm
from otklik.cases.models import Case, Route, Stage
from otklik.cases.queries import Load
from otklik.staff.models import Employee, Power, Unit
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
    barred = unavailable(case, [load.person for load in loads])
    loads = [load for load in loads if load.person not in {item.person for item in barred}]
    routes = list(routes_of(employee))
    units = _units(employee, case, loads, routes)
    if request.method != "POST":
        if case.stage not in {Stage.REGISTERED, Stage.ASSIGNED}:
            return redirect("desk:case", pk)
        chosen = next((row for row in routes if str(row.pk) == request.GET.get("route")), None)
        form = AssignForm(case=case, loads=loads, units=units, route=chosen)
        return _page(request, case, form, _Choice(loads, barred, routes))
    form = AssignForm(request.POST, case=case, loads=loads, units=units)
    if form.is_valid():
        try:
            _assign(request, case, form, routes)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            person = form.people[form.cleaned_data["executor"]]
            messages.success(request, _("The case goes to: %(person)s.") % {"person": person})
            return redirect("desk:case", pk)
    return _page(request, case, form, _Choice(loads, barred, routes), status=422)


def _units(employee: Employee, case: Case, loads: list[Load], routes: list[Route]) -> list[Unit]:
    """Return the units that have somebody to give the case to, and those named already; the head's own first."""
    known = {load.person.unit_id for load in loads} | {route.unit_id for route in routes}
    units = units_of(employee).filter(pk__in={*known, case.unit_id} - {None})
    return sorted(units, key=lambda unit: (unit.pk != employee.unit_id, unit.name))


@dataclass(frozen=True, slots=True)
class _Choice:
    """Among whom the head chooses: who can have the case, who cannot and why, the saved routes."""

    loads: list[Load]
    barred: list[Unavailable]
    routes: list[Route]


def _assign(request: HttpRequest, case: Case, form: AssignForm, routes: list[Route]) -> None:
    said = form.cleaned_data
    executor = form.people[said["executor"]]
    unit = form.units.get(said["unit"]) or executor.unit or case.unit
    if unit is None:
        raise Refusal(_("Choose the unit."), field="unit")
    route = next((row for row in routes if row.pk == said["route"]), None)
    given: dict[str, Any] = {
        "unit": unit,
        "executor": executor,
        "topics": form.topics(),
        "instruction": said["instruction"],
        "revision": said["revision"],
    }
    if route is not None:
        actions.assign_by_route(case, route, by=employee_of(request), **given)
    else:
        actions.assign(case, by=employee_of(request), **given)


def _page(
    request: HttpRequest, case: Case, form: AssignForm, choice: _Choice, *, status: int = 200
) -> HttpResponse:
    profile = profile_of(case.body)
    return render(
        request,
        "cases/desk/assign.html",
        {
            "case": case,
            "body": case.body,
            "form": form,
            "people": list(zip(form["executor"], choice.loads, strict=True)),
            "barred": choice.barred,
            "routes": choice.routes,
            "route": next(
                (r for r in choice.routes if str(r.pk) == str(form["route"].value())), None
            ),
            "receipts": queries.receipts_of(case),
            "terms": shown.terms_of(profile, queries.deadlines_of(case)),
            "client": client_facts(case),
            "contacts": contact_facts(profile, case),
            "earlier": queries.earlier_of(case),
        },
        status=status,
    )
