"""Pages of typical questions: the list by topic, writing one, dropping it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.knowledge import actions, queries
from otklik.knowledge.desk.reaching import employee_of, question_of, tabs, topic_title, words_of
from otklik.knowledge.forms import TypicalQuestionForm
from otklik.knowledge.models import TypicalQuestion
from otklik.staff.models import Power
from otklik.staff.refusals import Refusal
from otklik.web.access import needs, signed_in

LISTED = 200


@signed_in
@require_safe
def typical_questions(request: HttpRequest) -> HttpResponse:
    """Show what people ask again and again, by topic; with `?q=` those that have the words."""
    employee, words = employee_of(request), words_of(request)
    rows = list(queries.questions_for(employee).order_by("topic_code", "question"))
    found = queries.asked_like(rows, words) if words else rows
    groups: dict[str, list[TypicalQuestion]] = {}
    for row in found[:LISTED]:
        groups.setdefault(row.topic_code, []).append(row)
    context = {
        "tabs": tabs(),
        "groups": [(topic_title(code, employee.body), rows) for code, rows in groups.items()],
        "words": words,
        "body": employee.body,
        "may_edit": queries.may_edit_templates(employee),
    }
    return render(request, "knowledge/typical.html", context)


@needs(Power.EXECUTE, Power.ASSIGN, Power.ANALYSE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_question(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a typical question or change one."""
    employee = employee_of(request)
    row = question_of(employee, pk) if pk is not None else None
    if request.method != "POST":
        return _edit(request, TypicalQuestionForm(row=row, body=employee.body), row)
    form = TypicalQuestionForm(request.POST, row=row, body=employee.body)
    if form.is_valid():
        try:
            actions.save_question(row=row, by=employee, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, _("The question is kept."))
            return redirect("desk:typical-questions")
    return _edit(request, form, row, status=422)


@needs(Power.EXECUTE, Power.ASSIGN, Power.ANALYSE)
@require_POST
def drop_question(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer the question no more."""
    employee = employee_of(request)
    try:
        actions.drop_question(question_of(employee, pk), by=employee)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The question is offered no more."))
    return redirect("desk:typical-questions")


def _edit(
    request: HttpRequest,
    form: TypicalQuestionForm,
    row: TypicalQuestion | None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"form": form, "row": row, "back": reverse("desk:typical-questions")}
    return render(request, "knowledge/edit_question.html", context, status=status)
