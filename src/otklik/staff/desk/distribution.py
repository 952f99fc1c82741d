"""«Распределение полномочий»: who signs letters on which topics, by which act; for the administrator."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.staff import actions, calendars, distribution, queries
from otklik.staff.distribution_forms import EndRowForm, SignatoryForm
from otklik.staff.models import Employee, Power, Signatory
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

PAST_SHOWN = 50


@needs(Power.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def distribution_page(request: HttpRequest) -> HttpResponse:
    """Show the table in force, what is to come and what is over; add a row."""
    employee = _employee(request)
    form = SignatoryForm(request.POST if request.method == "POST" else None, **_choices(employee))
    if form.is_bound and form.is_valid():
        try:
            row = actions.add_signatory(form.entry(), by=employee)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(
                request, _("Added: %(person)s signs letters.") % {"person": row.employee}
            )
            return redirect("desk:distribution")
    status = 422 if form.is_bound else 200
    return render(request, "staff/desk/distribution.html", _context(employee, form), status=status)


@needs(Power.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def signatory(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one row; end it."""
    employee = _employee(request)
    row = distribution.rows_for(employee).filter(pk=pk).first()
    if row is None:
        raise Http404
    today = calendars.today(queries.body_of(employee))
    form = EndRowForm(request.POST if request.method == "POST" else None, today=today)
    if form.is_bound and form.is_valid():
        try:
            actions.end_signatory(row, last_day=form.cleaned_data["last_day"], by=employee)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The row is ended; it stays as history."))
            return redirect("desk:distribution")
    context = {"row": row, "post": _posts(employee).get(row.capacity, ""), "form": form}
    context["is_over"] = row.until is not None and row.until < today
    status = 422 if form.is_bound else 200
    return render(request, "staff/desk/signatory.html", context, status=status)


def _context(employee: Employee, form: SignatoryForm) -> dict[str, Any]:
    body = queries.body_of(employee)
    today = calendars.today(body)
    posts = _posts(employee)

    def told(rows: Any) -> list[tuple[Signatory, str]]:
        return [(row, posts.get(row.capacity, row.capacity)) for row in rows]

    rows = distribution.rows_for(employee)
    present = list(distribution.in_force(body, today))
    away = queries.away_on(body, today)
    return {
        "form": form,
        "present": [
            (row, post, away.get(row.employee_id), row.employee_id in _holders(employee))
            for row, post in told(present)
        ],
        "coming": told(rows.filter(since__gt=today)),
        "past": told(rows.filter(until__lt=today).order_by("-until")[:PAST_SHOWN]),
        "holders": [] if present else distribution.candidates(employee, today),
        "clause": own_clause(body, distribution.CLAUSE),
    }


def _holders(employee: Employee) -> set[int]:
    today = calendars.today(queries.body_of(employee))
    return {person.pk for person in distribution.candidates(employee, today)}


def _choices(employee: Employee) -> dict[str, Any]:
    body = queries.body_of(employee)
    today = calendars.today(body)
    return {
        "people": distribution.candidates(employee, today),
        "units": list(queries.units_of(employee)),
        "posts": _posts(employee),
        "today": today,
    }


def _posts(employee: Employee) -> dict[str, str]:
    return {item.code: item.post for item in profile_of(queries.body_of(employee)).signatories}


def _employee(request: HttpRequest) -> Employee:
    if not isinstance(request.user, Employee) or request.user.body_id is None:
        raise PermissionDenied
    return request.user
