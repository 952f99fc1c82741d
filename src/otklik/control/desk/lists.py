"""«Списки контроля»: the weekly lists as they were made, on the page, on paper and as a file."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik import documents
from otklik.cases.desk.reaching import employee_of
from otklik.cases.desk.shown import clause_ref
from otklik.cases.models import Stage
from otklik.control import wording
from otklik.control.actions.lists import MADE_BY
from otklik.control.models import ControlLine, ControlList
from otklik.control.queries import told
from otklik.language import date_short
from otklik.staff import calendars
from otklik.staff.models import Body
from otklik.staff.profiles import own_clause, profile_of
from otklik.web.access import needs

WEEKS = 60
"""So many lists stand on the page: half a year of both kinds."""
LINES = 300
"""So many lines stand on the page; the file has all."""
FILES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@needs(*told.LOOKING_POWERS)
@require_safe
def control_lists(request: HttpRequest) -> HttpResponse:
    """Show the weekly lists, newest first."""
    employee = employee_of(request)
    body = _body(request)
    profile = profile_of(body)
    context = {
        "body": body,
        "lists": told.lists_for(employee)[:WEEKS],
        "preventive": profile.switch("preventive_control"),
        "final": profile.switch("final_control"),
    }
    return render(request, "control/desk/control_lists.html", context)


@needs(*told.LOOKING_POWERS)
@require_safe
def control_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one list, as far as the employee may see its cases."""
    employee = employee_of(request)
    found = get_object_or_404(told.lists_for(employee).select_related("body"), pk=pk)
    lines = told.lines_for(employee, found)
    number = lines.count()
    labels = wording.term_labels(profile_of(found.body))
    clause = own_clause(found.body, *MADE_BY[found.kind])
    context = {
        "body": found.body,
        "list": found,
        "is_final": found.kind == ControlList.Kind.FINAL,
        "lines": [(line, labels.get(line.term, line.term)) for line in lines[:LINES]],
        "stages": dict(Stage.choices),
        "number": number,
        "more": max(0, number - LINES),
        "clause": clause_ref(clause),
    }
    return render(request, "control/desk/control_list.html", context)


@needs(*told.LOOKING_POWERS)
@require_safe
def control_list_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give the list as a table file; the employee gets the lines that he may see."""
    employee = employee_of(request)
    found = get_object_or_404(told.lists_for(employee).select_related("body"), pk=pk)
    if kind not in FILES:
        raise Http404
    headers, rows = table(found, told.lines_for(employee, found))
    if kind == "csv":
        data = documents.table_csv(headers, rows)
    else:
        data = documents.table_xlsx(
            title(found), headers, rows, notes=[found.body.name], made_at=found.made_at
        )
    name = f"control-{found.kind}-{found.week}.{kind}"
    return HttpResponse(
        data,
        content_type=FILES[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def title(of: ControlList) -> str:
    """Return the list's name with its days."""
    days = {"first": date_short(of.first_day), "last": date_short(of.last_day)}
    if of.kind == ControlList.Kind.FINAL:
        return _("Overdue cases on %(last)s") % days
    return _("Cases to be executed from %(first)s to %(last)s") % days


def table(of: ControlList, lines: Iterable[ControlLine]) -> tuple[list[str], list[list[str]]]:
    """Return the head and the rows of the list's file."""
    zone = calendars.zone(of.body)
    labels = wording.term_labels(profile_of(of.body))
    stages = dict(Stage.choices)
    headers = [_("Case"), _("Term"), _("Due on"), _("Stage"), _("Unit"), _("Executor")]
    rows = [
        [
            line.number,
            labels.get(line.term, line.term),
            date_short(line.due.astimezone(zone).date()),
            str(stages.get(line.stage, line.stage)),
            line.unit_name,
            line.executor_name,
        ]
        for line in lines
    ]
    return headers, rows


def _body(request: HttpRequest) -> Body:
    body = employee_of(request).body
    if body is None:
        raise Http404
    return body
