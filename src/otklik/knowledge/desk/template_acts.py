"""Acts on one template: published, withdrawn, confirmed, restored, reported, a report settled."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from otklik.knowledge import actions, queries
from otklik.knowledge.desk.reaching import employee_of, template_of
from otklik.knowledge.desk.templates import page_of
from otklik.knowledge.models import ReplyTemplate
from otklik.staff.models import Power
from otklik.staff.refusals import Refusal
from otklik.web.access import needs, signed_in

MOVES: dict[str, tuple[Callable[..., ReplyTemplate], object]] = {
    "publish": (
        actions.publish_template,
        gettext_lazy("The template is published: executors are offered it."),
    ),
    "withdraw": (
        actions.withdraw_template,
        gettext_lazy("The template is withdrawn: nobody is offered it."),
    ),
    "confirm": (
        actions.confirm_template,
        gettext_lazy("Noted: the template is still right. The term of review begins anew."),
    ),
}


@needs(Power.EXECUTE, Power.ASSIGN, Power.ANALYSE)
@require_POST
def move_template(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Publish, withdraw or confirm a template."""
    employee = employee_of(request)
    row = template_of(employee, pk)
    if act not in MOVES:
        raise Http404
    move, said = MOVES[act]
    try:
        move(row, by=employee)
    except Refusal as refusal:
        return page_of(request, employee, row, problem=refusal.message, status=422)
    messages.success(request, str(said))
    return redirect("desk:template", pk)


@needs(Power.EXECUTE, Power.ASSIGN, Power.ANALYSE)
@require_POST
def restore_template(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Let an earlier version be the present one."""
    employee = employee_of(request)
    row = template_of(employee, pk)
    try:
        actions.restore_template(row, number, by=employee)
    except Refusal as refusal:
        return page_of(request, employee, row, problem=refusal.message, status=422)
    messages.success(request, _("The earlier words stand again, as a new version."))
    return redirect("desk:template", pk)


@signed_in
@require_POST
def report_template(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that the template is wrong; its owner gets a task."""
    employee = employee_of(request)
    row = template_of(employee, pk)
    try:
        actions.report_template(row, by=employee, note=request.POST.get("note", ""))
    except Refusal as refusal:
        return page_of(request, employee, row, problem=refusal.message, status=422)
    messages.success(request, _("Thank you. The owner of the template will look into it."))
    return redirect("desk:template", pk)


@needs(Power.EXECUTE, Power.ASSIGN, Power.ANALYSE)
@require_POST
def settle_report(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say that a report has been looked into."""
    employee = employee_of(request)
    row = template_of(employee, pk)
    report = queries.open_reports(row).filter(pk=number).first()
    if report is None:
        messages.info(request, _("This report is settled already."))
        return redirect("desk:template", pk)
    try:
        actions.settle_report(report, by=employee)
    except Refusal as refusal:
        return page_of(request, employee, row, problem=refusal.message, status=422)
    messages.success(request, _("The report is settled."))
    return redirect("desk:template", pk)
