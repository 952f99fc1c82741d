"""Pages of instructive materials by the results of the analysis."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otklik.knowledge import actions, queries
from otklik.knowledge.desk.reaching import employee_of, material_of, tabs
from otklik.knowledge.forms import MaterialForm, WaiverForm
from otklik.knowledge.models import Material
from otklik.knowledge.rules import is_quarter, quarter_name, quarter_of
from otklik.staff.calendars import today
from otklik.staff.models import Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import body_of
from otklik.staff.refusals import Refusal
from otklik.web.access import needs, signed_in


@signed_in
@require_safe
def materials(request: HttpRequest) -> HttpResponse:
    """Show the body's instructive materials, all or (`?period=2026Q3`) of one quarter, to every employee."""
    employee = employee_of(request)
    asked = request.GET.get("period", "")
    period = asked if is_quarter(asked) else ""
    waived = queries.waived_in(employee)
    may_edit = queries.may_edit_materials(employee)
    context = {
        "tabs": tabs(),
        "rows": [
            (row, quarter_name(row.period)) for row in queries.materials_for(employee, period)
        ],
        "periods": [(code, quarter_name(code)) for code in queries.periods_of(employee)],
        "period": period,
        "waived": [
            (row, quarter_name(row.period)) for row in waived if not period or row.period == period
        ],
        "body": employee.body,
        "may_edit": may_edit,
        "may_waive": may_edit and profile_of(body_of(employee)).switch("material_may_be_waived"),
    }
    return render(request, "knowledge/materials.html", context)


@needs(Power.ANALYSE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_material(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add an instructive material or change one; `?period=2026Q3` chooses the quarter beforehand."""
    employee = employee_of(request)
    body = body_of(employee)
    material = material_of(employee, pk) if pk is not None else None
    day = today(body)
    kept = material.period if material else request.GET.get("period", quarter_of(day))
    kept = kept if is_quarter(kept) else ""
    if request.method != "POST":
        first: dict[str, object] = {"period": kept}
        if material:
            first |= {
                "title": material.title,
                "text": material.text,
                "audience": material.audience,
            }
        elif profile_of(body).switch("material_for_clients"):
            first["audience"] = Material.Audience.CLIENTS
        form = MaterialForm(initial=first, today=day, kept=kept)
        return _edit(request, form, material)
    form = MaterialForm(request.POST, today=day, kept=kept)
    if form.is_valid():
        try:
            row = actions.save_material(material=material, by=employee, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, _said(row))
            return redirect("desk:materials")
    return _edit(request, form, material, status=422)


@needs(Power.ANALYSE)
@require_http_methods(["GET", "HEAD", "POST"])
def waive_material(request: HttpRequest) -> HttpResponse:
    """Record that a quarter needs no material, and why (economy-novosibirsk:15.2.b)."""
    employee = employee_of(request)
    day = today(body_of(employee))
    asked = request.GET.get("period", "")
    kept = asked if is_quarter(asked) else ""
    if request.method != "POST":
        return _waive(request, WaiverForm(initial={"period": kept}, today=day, kept=kept))
    form = WaiverForm(request.POST, today=day, kept=kept)
    if form.is_valid():
        try:
            actions.waive_material(by=employee, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, _("It is recorded that the quarter needs no material."))
            return redirect("desk:materials")
    return _waive(request, form, status=422)


def _said(row: Material) -> str:
    if row.audience == Material.Audience.CLIENTS:
        return _("The material is kept and published for clients.")
    return _("The material is kept and visible to all employees.")


def _waive(request: HttpRequest, form: WaiverForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "back": reverse("desk:materials")}
    return render(request, "knowledge/waive.html", context, status=status)


def _edit(
    request: HttpRequest, form: MaterialForm, row: Material | None, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "row": row, "back": reverse("desk:materials")}
    return render(request, "knowledge/edit_material.html", context, status=status)
