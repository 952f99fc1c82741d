"""Pages of reply templates: the list with its filters, one template, writing it, its history."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otklik.knowledge import actions, gaps, queries
from otklik.knowledge.desk.reaching import employee_of, tabs, template_of, topic_title, words_of
from otklik.knowledge.differences import differences
from otklik.knowledge.forms import FilterForm, TemplateForm
from otklik.knowledge.models import ReplyTemplate
from otklik.knowledge.rules import allows, needs_check
from otklik.staff.calendars import today
from otklik.staff.models import Employee, Power
from otklik.staff.queries import body_of
from otklik.staff.refusals import Refusal
from otklik.web.access import needs, signed_in

LISTED = 100
"""Rows of the list; whoever looks for more asks for words or a topic."""
USES_SHOWN = 30
TYPICAL_SHOWN = 5
STATE_COLOURS = {"draft": "", "published": "good", "withdrawn": "warn"}


@dataclass(frozen=True, slots=True)
class Row:
    """A template in the list: its colour, whether it must be checked, how many reports are open."""

    template: ReplyTemplate
    colour: str
    check: bool
    reports: int


@signed_in
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Show the body's reply templates: with words (`?q=`), of a topic, state or owner, those to be checked."""
    employee = employee_of(request)
    words, day = words_of(request), today(body_of(employee))
    everything = queries.templates_for(employee)
    form = FilterForm(request.GET, rows=everything)
    rows = queries.with_open_reports(queries.with_ratings(form.narrowed(everything, day)))
    found = queries.having(rows, words) if words else list(rows[: LISTED + 1])
    context = {
        "tabs": tabs(),
        "form": form,
        "rows": [_row(template, day) for template in found[:LISTED]],
        "more": len(found) > LISTED,
        "listed": LISTED,
        "words": words,
        "filtered": bool(words) or form.is_used,
        "body": employee.body,
        "may_edit": queries.may_edit_templates(employee),
    }
    return render(request, "knowledge/templates.html", context)


@signed_in
@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Give the piece of a page with the ready answers to the words typed (for the telephone)."""
    employee, words = employee_of(request), words_of(request)
    typical = queries.asked_like(queries.questions_for(employee), words) if words else []
    found = queries.matching(employee, words)
    context = {"rows": found, "typical": typical[:TYPICAL_SHOWN], "words": words}
    return render(request, "knowledge/answers.html", context)


@signed_in
@require_safe
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one template: its words with the gaps marked, who answers for it, how it serves, what is wrong with it."""
    employee = employee_of(request)
    return page_of(request, employee, template_of(employee, pk))


def page_of(
    request: HttpRequest,
    employee: Employee,
    row: ReplyTemplate,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show the page of a template; `problem` says why an act on it was refused."""
    day = today(body_of(employee))
    rated = queries.with_ratings(ReplyTemplate.objects.filter(pk=row.pk)).get()
    may_edit = queries.may_edit_templates(employee)
    context = {
        "template": row,
        "rated": rated,
        "pieces": gaps.pieces(row.text),
        "topic": topic_title(row.topic_code, employee.body),
        "colour": STATE_COLOURS[row.state],
        "check": needs_check(row.state, row.review_by, day),
        "reports": list(queries.open_reports(row)),
        "uses": list(queries.uses_of(row)[:USES_SHOWN]),
        "body": employee.body,
        "may_edit": may_edit,
        "may": {act: may_edit and allows(row.state, f"{act}-template") for act in ACTS},
        "may_report": allows(row.state, "report-template"),
        "problem": problem,
    }
    return render(request, "knowledge/template.html", context, status=status)


ACTS = ("save", "publish", "withdraw", "confirm", "restore")


@signed_in
@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the versions of a template, each with what it changed against the one before."""
    employee = employee_of(request)
    row = template_of(employee, pk)
    versions = queries.versions_of(row)
    before = [*versions[1:], None]
    context = {
        "template": row,
        "body": employee.body,
        "versions": [_version(new, old) for new, old in zip(versions, before, strict=True)],
        "may_restore": queries.may_edit_templates(employee)
        and allows(row.state, "restore-template"),
    }
    return render(request, "knowledge/history.html", context)


@needs(Power.EXECUTE, Power.ASSIGN, Power.ANALYSE)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_template(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a new template or a new version of one."""
    employee = employee_of(request)
    row = template_of(employee, pk) if pk is not None else None
    if request.method != "POST":
        return _edit(request, TemplateForm(by=employee, row=row), row)
    form = TemplateForm(request.POST, by=employee, row=row)
    if form.is_valid():
        said = form.cleaned_data
        publish = request.POST.get("act") != "draft"
        try:
            kept = actions.save_template(template=row, by=employee, publish=publish, **said)
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.message)
            if row is not None and not refusal.field:
                form = _compared(form, row)
        else:
            messages.success(request, _("The template is kept."))
            return redirect("desk:template", kept.pk)
    return _edit(request, form, row, status=422)


def _compared(form: TemplateForm, row: ReplyTemplate) -> TemplateForm:
    """Let the form carry the present version: saving once more then keeps what stands in the form."""
    row.refresh_from_db()
    form.data = {**form.data.dict(), "version": str(row.version)}  # type: ignore[attr-defined]  # posted data
    return form


def _edit(
    request: HttpRequest, form: TemplateForm, row: ReplyTemplate | None, *, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "row": row,
        "back": reverse("desk:template", args=[row.pk]) if row else reverse("desk:templates"),
        "examples": list(gaps.EXAMPLES.values()),
        "known": [f"{{{word}}}" for word in gaps.Known],
        "theirs": row if form.is_bound and row and form.was_overtaken else None,
    }
    return render(request, "knowledge/edit_template.html", context, status=status)


def _row(row: Any, day: date) -> Row:
    """`row` carries what `with_ratings` and `with_open_reports` add."""
    colour, check = STATE_COLOURS[row.state], needs_check(row.state, row.review_by, day)
    return Row(row, colour, check, len(row.open_reports))


def _version(new: Any, old: Any | None) -> dict[str, object]:
    return {
        "row": new,
        "pieces": differences(old.text, new.text) if old else differences(new.text, new.text),
        "title_was": old.title if old and old.title != new.title else "",
        "topic_was": old is not None and old.topic_code != new.topic_code,
        "topic": topic_title(new.topic_code),
    }
