"""«Нарушения сроков»: what was not done in time in a period, by unit and kind of term (labour-novosibirsk:31)."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik import documents
from otklik.cases.desk.reaching import employee_of
from otklik.cases.desk.shown import clause_ref
from otklik.cases.models import Stage
from otklik.control import wording
from otklik.control.queries import breaches as queries
from otklik.language import date_short
from otklik.staff import calendars
from otklik.staff.models import Body, Employee, Power
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.queries import body_of
from otklik.web.access import needs

CLAUSE = "labour-novosibirsk:31"
SHOWN = 200
"""So many lines stand on the page; the file has all."""
LONGEST = timedelta(days=366)
EARLIEST = date(2000, 1, 1)
FILES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report is asked for: local days, both included, and perhaps one unit."""

    first: date
    last: date
    unit: int | None

    @property
    def query(self) -> str:
        """The same as the address has it."""
        said = {"since": self.first.isoformat(), "until": self.last.isoformat()}
        return urlencode(said | ({"unit": str(self.unit)} if self.unit else {}))


@needs(Power.CONTROL, Power.ASSIGN)
@require_safe
def breaches(request: HttpRequest) -> HttpResponse:
    """Show how many terms were not kept, by unit and kind, and which; as far as the employee sees the cases."""
    employee = employee_of(request)
    body = body_of(employee)
    asked = _asked(request, body)
    report = _report(employee, body, asked)
    labels = wording.term_labels(profile_of(body))
    rows = report.table()
    context = {
        "body": body,
        "asked": asked,
        "kinds": [labels.get(kind, kind) for kind in report.kinds],
        "rows": rows,
        "total": [sum(row[2][place] for row in rows) for place in range(len(report.kinds))],
        "number": len(report.breaches),
        "lines": [(row, labels.get(row.kind, row.kind)) for row in report.breaches[:SHOWN]],
        "more": max(0, len(report.breaches) - SHOWN),
        "units": report.units,
        "clause": clause_ref(own_clause(body, CLAUSE)),
    }
    return render(request, "control/desk/breaches.html", context)


@needs(Power.CONTROL, Power.ASSIGN)
@require_safe
def breaches_file(request: HttpRequest, kind: str) -> HttpResponse:
    """Give the list of breaches as a table file."""
    if kind not in FILES:
        raise Http404
    employee = employee_of(request)
    body = body_of(employee)
    asked = _asked(request, body)
    headers, rows = _table(body, _report(employee, body, asked))
    if kind == "csv":
        data = documents.table_csv(headers, rows)
    else:
        days = {"first": date_short(asked.first), "last": date_short(asked.last)}
        title = _("Terms not kept, %(first)s – %(last)s") % days
        data = documents.table_xlsx(title, headers, rows, notes=[body.name])
    name = f"breaches-{asked.first}-{asked.last}.{kind}"
    return HttpResponse(
        data,
        content_type=FILES[kind],
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-store",
        },
    )


def _report(employee: Employee, body: Body, asked: Asked) -> queries.Report:
    period = queries.days_of(asked.first, asked.last, calendars.zone(body))
    return queries.report_for(employee, period, timezone.now(), asked.unit)


def _table(body: Body, report: queries.Report) -> tuple[list[str], list[list[str | int]]]:
    zone = calendars.zone(body)
    labels = wording.term_labels(profile_of(body))
    stages = dict(Stage.choices)
    headers = [
        _("Unit"), _("Term"), _("Case"), _("Due on"), _("Done on"), _("Days late"), _("Stage"),
        _("Executor"),
    ]  # fmt: skip
    rows: list[list[str | int]] = [
        [
            _unit(report, row),
            labels.get(row.kind, row.kind),
            row.number,
            date_short(row.due.astimezone(zone).date()),
            date_short(row.done_at.astimezone(zone).date()) if row.done_at else "",
            row.days,
            str(stages.get(row.stage, row.stage)),
            row.executor,
        ]
        for row in report.breaches
    ]
    return headers, rows


def _unit(report: queries.Report, row: queries.Breach) -> str:
    return report.units.get(row.unit_id, "") if row.unit_id is not None else ""


def _asked(request: HttpRequest, body: Body) -> Asked:
    """Read the address; what is missing or cannot be read is the last three months, nothing is longer than a year."""
    today = calendars.today(body)
    last = _day(request, "until") or today
    first = _day(request, "since") or last - timedelta(days=90)
    first, last = min(first, last), max(first, last)
    unit = request.GET.get("unit", "")
    known = unit.isascii() and unit.isdecimal() and len(unit) < 18
    return Asked(max(first, last - LONGEST), last, int(unit) if known else None)


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    return day if EARLIEST <= day < date(2100, 1, 1) else None
