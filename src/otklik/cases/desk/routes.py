"""The page of saved routes of assignments."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from otklik.cases import actions
from otklik.cases.actions import RouteEntry
from otklik.cases.assignment_queries import routes_of
from otklik.cases.desk.assignment_forms import RouteForm
from otklik.cases.desk.reaching import employee_of
from otklik.staff.models import Power
from otklik.staff.queries import body_of, units_of, with_power
from otklik.staff.refusals import Refusal
from otklik.web.access import needs


@needs(Power.ASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def routes(request: HttpRequest) -> HttpResponse:
    """Show the routes of the body; keep a new one, or replace one of the same title."""
    employee = employee_of(request)
    form = RouteForm(
        request.POST if request.method == "POST" else None,
        units=list(units_of(employee)),
        people=with_power(body_of(employee), Power.EXECUTE),
    )
    if request.method == "POST" and form.is_valid():
        try:
            route = actions.keep_route(_entry(form), by=employee)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The route is kept: %(title)s.") % {"title": route.title})
            return redirect("desk:routes")
    found = {"routes": routes_of(employee), "form": form}
    return render(request, "cases/desk/routes.html", found, status=422 if form.errors else 200)


@needs(Power.ASSIGN)
@require_POST
def drop_route(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a route."""
    employee = employee_of(request)
    route = get_object_or_404(routes_of(employee), pk=pk)
    actions.drop_route(route, by=employee)
    messages.success(request, _("The route is dropped."))
    return redirect("desk:routes")


def _entry(form: RouteForm) -> RouteEntry:
    said = form.cleaned_data
    return RouteEntry(
        said["title"],
        form.units[said["unit"]],
        form.people[said["executor"]],
        [form.people[pk] for pk in said["co_executors"]],
        said["instruction"],
        said["part_instruction"],
    )
