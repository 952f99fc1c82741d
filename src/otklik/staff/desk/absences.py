"""«Отсутствия»: who is away and who stands in; an employee for himself, a head for his unit, an administrator for all."""

from collections.abc import Iterable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.staff import actions, calendars, queries
from otklik.staff.forms import AbsenceForm, EndForm, SubstituteForm
from otklik.staff.models import Absence, Employee
from otklik.staff.refusals import Refusal
from otklik.staff.rules import may_be_cancelled
from otklik.web.access import signed_in

PAST_SHOWN = 30


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest) -> HttpResponse:
    """Show who is away now and later; record an absence."""
    employee = _employee(request)
    form = _form(employee, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            found = actions.record_absence(
                form.owner,
                since=said["since"],
                until=said["until"],
                substitute=form.chosen,
                reason=said["reason"],
                by=employee,
            )
        except Refusal as refusal:
            _object(form, refusal)
        else:
            messages.success(
                request, _("Recorded. The substitute sees the cases from that day on.")
            )
            _warn(request, found)
            return redirect("desk:absences")
    today = calendars.today(queries.body_of(employee))
    visible = queries.absences_for(employee)
    return render(
        request,
        "staff/desk/absences.html",
        {
            "form": form,
            "groups": [
                (
                    _("Away now"),
                    _told(employee, visible.filter(since__lte=today, until__gte=today)),
                ),
                (_("Away later"), _told(employee, visible.filter(since__gt=today))),
            ],
            "past": visible.filter(until__lt=today).order_by("-until")[:PAST_SHOWN],
        },
        status=422 if form.is_bound else 200,
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one absence; end it early, cancel it, or name another substitute."""
    employee = _employee(request)
    found = queries.absences_for(employee).filter(pk=pk).first()
    if found is None or not queries.may_arrange_absence_of(employee, found.employee):
        raise Http404
    body = queries.body_of(employee)
    today = calendars.today(body)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    people = queries.colleagues(employee).exclude(pk=found.employee_id).select_related("unit")
    end = EndForm(request.POST if act == "end" else None, today=today)
    substitute = SubstituteForm(
        request.POST if act == "substitute" else None,
        people=people,
        own_unit=found.employee.unit_id,
        initial={"substitute": found.substitute_id or ""},
    )
    refused = ""
    try:
        said = _act(act, found, employee, end, substitute) if act else None
    except Refusal as refusal:
        said, refused = None, refusal.message
    if said:
        messages.success(request, said)
        return redirect("desk:absences")
    return render(
        request,
        "staff/desk/absence.html",
        {
            "absence": found,
            "refused": refused,
            "body": body,
            "end": end,
            "substitute": substitute,
            "is_over": found.until < today,
            "may_be_ended": found.since < today <= found.until,
            "may_be_cancelled": may_be_cancelled(found.since, today),
        },
        status=422 if act else 200,
    )


def _act(
    act: str, found: Absence, by: Employee, end: EndForm, substitute: SubstituteForm
) -> str | None:
    """Do what the page asks for; return the sentence for the next page, or None when a form was not filled in rightly.

    Raises `Refusal` for an act without fields; that of a form stands at its field.
    """
    if act == "cancel":
        actions.cancel_absence(found, by=by)
        return _("The absence is cancelled.")
    form: forms.Form = substitute if act == "substitute" else end
    if not form.is_bound or not form.is_valid():
        return None
    try:
        if act == "substitute":
            actions.change_substitute(found, substitute=substitute.chosen, by=by)
            return _("The substitute is changed.")
        actions.end_absence(found, last_day=end.cleaned_data["until"], by=by)
    except Refusal as refusal:
        _object(form, refusal)
        return None
    return _("The absence is ended.")


def _object(form: forms.Form, refusal: Refusal) -> None:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)


def _form(employee: Employee, data: QueryDict | None) -> AbsenceForm:
    people = list(queries.colleagues(employee).select_related("unit"))
    owners = [one for one in people if queries.may_arrange_absence_of(employee, one)]
    return AbsenceForm(data, owners=owners, people=people, by=employee)


def _warn(request: HttpRequest, found: Absence) -> None:
    """Say whom the employee was to stand in for in that time: somebody else must."""
    for other in queries.left_alone_by(found):
        messages.warning(
            request,
            _("%(person)s stands in for %(other)s in this time: name somebody else there.")
            % {"person": found.employee.short_name, "other": other.employee.short_name},
        )
    if found.substitute is None:
        messages.warning(request, _("Nobody stands in: new cases will wait."))


def _told(employee: Employee, rows: Iterable[Absence]) -> list[tuple[Absence, bool]]:
    """Return the absences, each with whether the employee may change it."""
    return [(row, queries.may_arrange_absence_of(employee, row.employee)) for row in rows]


def _employee(request: HttpRequest) -> Employee:
    if not isinstance(request.user, Employee) or request.user.body_id is None:
        raise PermissionDenied
    return request.user
