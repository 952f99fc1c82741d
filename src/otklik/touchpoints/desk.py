"""Pages of life situations in the knowledge base; their addresses."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.knowledge.desk.reaching import tabs
from otklik.staff.models import Employee, Power
from otklik.staff.queries import body_of
from otklik.staff.refusals import Refusal
from otklik.touchpoints import actions, queries
from otklik.touchpoints.forms import SituationForm, SolutionForm
from otklik.touchpoints.models import LifeSituation, Solution
from otklik.touchpoints.rules import MOVES, allows
from otklik.web.access import needs, signed_in

COLOURS = {"draft": "", "published": "good", "withdrawn": "warn"}


@signed_in
@require_safe
def situations(request: HttpRequest) -> HttpResponse:
    """Show the life situations of the body with their solutions."""
    employee = _who(request)
    context = {
        "tabs": tabs(),
        "body": employee.body,
        "rows": [(row, COLOURS[row.state]) for row in queries.situations_for(employee)],
        "may_edit": queries.may_edit_situations(employee),
    }
    return render(request, "touchpoints/desk/situations.html", context)


@signed_in
@require_safe
def situation(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one life situation: its solutions and where they lead."""
    employee = _who(request)
    return _page(request, employee, _situation(employee, pk))


@needs(Power.ANALYSE, Power.ASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_situation(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a life situation or change one."""
    employee = _who(request)
    row = _situation(employee, pk) if pk is not None else None
    form = SituationForm(request.POST if request.method == "POST" else None, row=row)
    if request.method == "POST" and form.is_valid():
        try:
            kept = actions.save_situation(situation=row, by=employee, **form.said())
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, _("The life situation is kept."))
            return redirect("desk:situation", kept.pk)
    back = reverse("desk:situation", args=[row.pk]) if row else reverse("desk:situations")
    context = {"form": form, "title": row.title if row else _("New life situation"), "back": back}
    status = 422 if request.method == "POST" else 200
    return render(request, "touchpoints/desk/edit.html", context, status=status)


@needs(Power.ANALYSE, Power.ASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_solution(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """Write a solution of a life situation or change one."""
    employee = _who(request)
    row = _situation(employee, pk)
    solution = _solution(row, number) if number is not None else None
    data = request.POST if request.method == "POST" else None
    form = SolutionForm(data, body=body_of(employee), row=solution)
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_solution(row, solution=solution, by=employee, **form.said())
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, _("The solution is kept."))
            return redirect("desk:situation", row.pk)
    title = solution.title if solution else _("New solution")
    context = {"form": form, "title": title, "back": reverse("desk:situation", args=[row.pk])}
    status = 422 if request.method == "POST" else 200
    return render(request, "touchpoints/desk/edit.html", context, status=status)


@needs(Power.ANALYSE, Power.ASSIGN)
@require_POST
def drop_solution(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Take a solution away."""
    employee = _who(request)
    row = _situation(employee, pk)
    try:
        actions.drop_solution(_solution(row, number), by=employee)
    except Refusal as refusal:
        return _page(request, employee, row, problem=refusal.message)
    messages.success(request, _("The solution is taken away."))
    return redirect("desk:situation", pk)


@needs(Power.ANALYSE, Power.ASSIGN)
@require_POST
def move_situation(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Let clients see the situation, or take it off."""
    employee = _who(request)
    row = _situation(employee, pk)
    if act not in MOVES:
        raise Http404
    try:
        actions.move_situation(row, act, by=employee)
    except Refusal as refusal:
        return _page(request, employee, row, problem=refusal.message)
    messages.success(request, _("Done: the state of the situation is changed."))
    return redirect("desk:situation", pk)


def _page(
    request: HttpRequest, employee: Employee, row: LifeSituation, *, problem: str = ""
) -> HttpResponse:
    may_edit = queries.may_edit_situations(employee)
    context = {
        "situation": row,
        "colour": COLOURS[row.state],
        "solutions": queries.solutions_of(row),
        "body": employee.body,
        "may_edit": may_edit,
        "may": {act: may_edit and allows(row.state, act) for act in MOVES},
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "touchpoints/desk/situation.html", context, status=status)


def _who(request: HttpRequest) -> Employee:
    if not isinstance(request.user, Employee) or request.user.body_id is None:
        raise PermissionDenied
    return request.user


def _situation(employee: Employee, pk: int) -> LifeSituation:
    found = queries.situations_for(employee).select_related("body").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _solution(situation: LifeSituation, pk: int) -> Solution:
    found = situation.solutions.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


urlpatterns: list[URLPattern] = [
    path("situations/", situations, name="situations"),
    path("situations/new", edit_situation, name="new-situation"),
    path("situations/<int:pk>/", situation, name="situation"),
    path("situations/<int:pk>/edit", edit_situation, name="edit-situation"),
    path("situations/<int:pk>/solutions/new", edit_solution, name="new-solution"),
    path("situations/<int:pk>/solutions/<int:number>", edit_solution, name="solution"),
    path("situations/<int:pk>/solutions/<int:number>/drop", drop_solution, name="drop-solution"),
    path("situations/<int:pk>/<slug:act>", move_situation, name="move-situation"),
]
