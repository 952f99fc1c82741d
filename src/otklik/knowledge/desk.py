"""Pages of the room: reply templates and instructive materials; its addresses."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otklik.knowledge import actions, queries
from otklik.knowledge.forms import MaterialForm, TemplateForm
from otklik.knowledge.models import Material, ReplyTemplate
from otklik.knowledge.order import sections_of, state_of
from otklik.knowledge.rules import is_quarter, quarter_name, quarter_of
from otklik.staff.calendars import today
from otklik.staff.models import Employee, Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import body_of
from otklik.staff.refusals import Refusal
from otklik.web.access import needs, signed_in

WORDS_MAX = 200


@signed_in
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Show the body's reply templates; with `?q=` those that have the words."""
    employee = _who(request)
    words = _words(request)
    rows = queries.matching(employee, words) if words else list(queries.templates_for(employee))
    context = {
        "tabs": _tabs(),
        "rows": rows,
        "words": words,
        "body": employee.body,
        "may_edit": queries.may_edit_templates(employee),
    }
    return render(request, "knowledge/templates.html", context)


@signed_in
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Give the piece of a page with the ready answers to the words typed (for the telephone)."""
    words = _words(request)
    found = queries.matching(_who(request), words)
    return render(request, "knowledge/answers.html", {"rows": found, "words": words})


@needs(Power.EXECUTE, Power.ASSIGN, Power.ANALYSE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_template(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add a reply template or change one."""
    employee = _who(request)
    template = _template(employee, pk) if pk is not None else None
    if request.method != "POST":
        first = {"title": template.title, "text": template.text} if template else {}
        code = template.topic_code if template else ""
        form = TemplateForm(initial=first | {"topic_code": code})
        return _edit(request, form, template, "desk:templates")
    form = TemplateForm(request.POST)
    if form.is_valid():
        try:
            actions.save_template(template=template, by=employee, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, _("The template is kept."))
            return redirect("desk:templates")
    return _edit(request, form, template, "desk:templates", status=422)


@signed_in
@require_safe
def materials(request: HttpRequest) -> HttpResponse:
    """Show the body's instructive materials, all or (`?period=2026Q3`) of one quarter, to every employee."""
    employee = _who(request)
    asked = request.GET.get("period", "")
    period = asked if is_quarter(asked) else ""
    context = {
        "tabs": _tabs(),
        "rows": [
            (row, quarter_name(row.period)) for row in queries.materials_for(employee, period)
        ],
        "periods": [(code, quarter_name(code)) for code in queries.periods_of(employee)],
        "period": period,
        "body": employee.body,
        "may_edit": queries.may_edit_materials(employee),
    }
    return render(request, "knowledge/materials.html", context)


@needs(Power.ANALYSE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_material(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Add an instructive material or change one; `?period=2026Q3` chooses the quarter beforehand."""
    employee = _who(request)
    material = _material(employee, pk) if pk is not None else None
    day = today(body_of(employee))
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
        form = MaterialForm(initial=first, today=day, kept=kept)
        return _edit(request, form, material, "desk:materials")
    form = MaterialForm(request.POST, today=day, kept=kept)
    if form.is_valid():
        try:
            actions.save_material(material=material, by=employee, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, _("The material is kept and visible to all employees."))
            return redirect("desk:materials")
    return _edit(request, form, material, "desk:materials", status=422)


@signed_in
@require_safe
def order(request: HttpRequest) -> HttpResponse:
    """Show the order of the body: its state, principles, acts, duties and notions, to every employee."""
    profile = profile_of(body_of(_who(request)))
    context = {
        "tabs": _tabs(),
        "profile": profile,
        "state": state_of(profile),
        "sections": sections_of(profile),
    }
    return render(request, "knowledge/order.html", context)


def _who(request: HttpRequest) -> Employee:
    if not isinstance(request.user, Employee) or request.user.body_id is None:
        raise PermissionDenied
    return request.user


def _words(request: HttpRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\x00", "").split())[:WORDS_MAX]


def _template(employee: Employee, pk: int) -> ReplyTemplate:
    found = queries.templates_for(employee).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _material(employee: Employee, pk: int) -> Material:
    found = queries.materials_for(employee).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _tabs() -> list[tuple[object, ...]]:
    return [
        (_("Reply templates"), reverse("desk:templates")),
        (_("Materials"), reverse("desk:materials")),
        (_("The order"), reverse("desk:order")),
    ]


def _edit(
    request: HttpRequest,
    form: TemplateForm | MaterialForm,
    row: ReplyTemplate | Material | None,
    back: str,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "row": row,
        "back": reverse(back),
        "is_material": isinstance(form, MaterialForm),
    }
    return render(request, "knowledge/edit.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("templates/", templates, name="templates"),
    path("templates/answers", answers, name="answers"),
    path("templates/new", edit_template, name="new-template"),
    path("templates/<int:pk>/", edit_template, name="template"),
    path("order/", order, name="order"),
    path("materials/", materials, name="materials"),
    path("materials/new", edit_material, name="new-material"),
    path("materials/<int:pk>/", edit_material, name="material"),
]
