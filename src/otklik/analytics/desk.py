"""Employees' pages of the room: the quarterly analysis, the units' forms."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from otklik.analytics import actions, charts, files, queries, rules
from otklik.analytics.analysis import Analysis, Figure
from otklik.analytics.models import UnitForm
from otklik.analytics.periods import Quarter
from otklik.cases import explaining
from otklik.staff.calendars import calendar_of, zone
from otklik.staff.models import Body, Employee, Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import may
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

TOPICS_SHOWN = 10


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure beside that of the quarter before; `change` is None where one is missing."""

    figure: Figure
    before: int | float | None
    change: float | None
    beside: str = ""
    """The share or the satisfied among them, told in the same cell."""


@dataclass(frozen=True, slots=True)
class Section:
    """One metric on the page: its figures, its picture if it has one."""

    code: str
    title: str
    clause: str
    official: bool
    note: str
    rows: tuple[Compared, ...]
    chart: str = ""


CHART_OF = {"by_channel": "channels", "reasons": "reasons", "waiting_time": "waiting"}


@needs(Power.ANALYSE, Power.UNIT_FORM)
@require_GET
def analysis_page(request: HttpRequest) -> HttpResponse:
    """«Анализ»: one quarter with its pictures and tables, against the quarter before (p. 14)."""
    employee, body = _employee(request)
    if not may(employee, Power.ANALYSE):
        return redirect("desk:unit-forms")
    now = timezone.now()
    quarter = _quarter(request.GET.get("period", ""), body)
    found = queries.analysis_of(body, quarter, now)
    profile = profile_of(body)
    context = {
        "quarter": quarter,
        "quarters": queries.quarters_of(body),
        "found": found,
        "sections": _sections(body, found, queries.analysis_of(body, quarter.previous, now)),
        "pictures": charts.shown(found),
        "versions": queries.snapshots_of(body, quarter),
        "publication": rules.publication_of(profile, rules.ANALYSIS),
        "may_freeze": not found.preliminary,
        "submitted": queries.submitted(body)[:4],
        "has_form": profile.unit_form is not None,
        "deep": _wants_in_depth(body, found),
        "wants_material": str(quarter) in queries.quarters_without_material(body),
        "may_waive": profile.switch("material_may_be_waived"),
    }
    return render(request, "analytics/analysis.html", context)


@needs(Power.ANALYSE)
@require_GET
def analysis_chart(request: HttpRequest, period: str, name: str) -> HttpResponse:
    """One picture of the page (SVG)."""
    _who, body = _employee(request)
    picture = charts.chart(queries.analysis_of(body, _quarter(period, body, strict=True)), name)
    if picture is None:
        raise Http404
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(picture.svg, content_type="image/svg+xml", headers=headers)


@needs(Power.ANALYSE)
@require_GET
def analysis_file(request: HttpRequest, period: str, kind: str) -> HttpResponse:
    """The analysis as a file, marked for use inside the ministry (14.3)."""
    _who, body = _employee(request)
    found = queries.analysis_of(body, _quarter(period, body, strict=True))
    if kind not in {*files.KINDS, "csv"}:
        raise Http404
    return _download(files.analysis_file(body, found, kind, timezone.now()))


@needs(Power.ANALYSE)
@require_POST
def freeze(request: HttpRequest, period: str) -> HttpResponse:
    """«Заморозить»: keep the quarter's figures as they are now."""
    employee, body = _employee(request)
    quarter = _quarter(period, body, strict=True)
    try:
        actions.freeze(body, quarter, by=employee)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The figures of the quarter are kept."))
    address = redirect("desk:analysis")
    address["Location"] += f"?period={quarter}"
    return address


@needs(Power.ANALYSE, Power.UNIT_FORM)
@require_GET
def unit_forms(request: HttpRequest) -> HttpResponse:
    """The units' forms: who has sent them, who has not (p. 13)."""
    employee, body = _employee(request)
    context = {
        "forms": queries.forms_for(employee),
        "now": timezone.now(),
        "has_form": profile_of(body).unit_form is not None,
        "submitted": queries.submitted(body) if may(employee, Power.ANALYSE) else [],
    }
    return render(request, "analytics/unit_forms.html", context)


@needs(Power.ANALYSE, Power.UNIT_FORM)
@require_GET
def unit_form(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit's form as it will be printed, or as it was approved."""
    employee, body = _employee(request)
    form = get_object_or_404(queries.forms_for(employee), pk=pk)
    found = queries.figures(form)
    printed = files.printed_form(form, found)
    quarter = Quarter.parse(form.period)
    context = {
        "form": form,
        "found": found,
        "printed": printed,
        "mark": printed.internal_mark,
        "rows": [*found.rows, found.total],
        "columns": printed.columns,
        "may_approve": form.state == UnitForm.State.OPEN
        and rules.heads_unit(employee, form.unit)
        and quarter.has_ended(timezone.now(), zone(body)),
        "quarter": quarter,
        "why": explaining.of_event(
            profile_of(body),
            calendar_of(body),
            "unit_report",
            rules.quarter_end(quarter, zone(body)),
            form.due,
        ),
    }
    return render(request, "analytics/unit_form.html", context)


@needs(Power.UNIT_FORM)
@require_POST
def approve_unit_form(request: HttpRequest, pk: int) -> HttpResponse:
    """The head approves the form; from now on its figures stay."""
    employee, _body = _employee(request)
    form = get_object_or_404(queries.forms_for(employee), pk=pk)
    try:
        actions.approve_form(form, by=employee)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The form is approved and sent to the responsible unit."))
    return redirect("desk:unit-form", pk=pk)


@needs(Power.ANALYSE, Power.UNIT_FORM)
@require_GET
def unit_form_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The form as a file."""
    employee, _body = _employee(request)
    form = get_object_or_404(queries.forms_for(employee), pk=pk)
    if kind not in files.KINDS:
        raise Http404
    return _download(files.unit_form_file(form, queries.figures(form), kind))


def _employee(request: HttpRequest) -> tuple[Employee, Body]:
    if not isinstance(request.user, Employee) or request.user.body is None:
        raise Http404
    return request.user, request.user.body


def _quarter(text: str, body: Body, *, strict: bool = False) -> Quarter:
    """Read a quarter; what cannot be read, or none precedes, is the present one, or no page (`strict`)."""
    present = Quarter.at(timezone.now(), zone(body))
    try:
        asked = Quarter.parse(text)
        asked.previous  # noqa: B018 - the page compares with it; the first of all has none
        return min(asked, present)
    except ValueError:
        if strict:
            raise Http404 from None
        return present


def _sections(body: Body, found: Analysis, before: Analysis) -> list[Section]:
    profile = profile_of(body)
    earlier = {(figure.name, figure.group): figure.value for figure in before.figures}
    sections = []
    for metric in profile.metrics:
        rows = tuple(_compared(found, figure, earlier) for figure in _shown(found, metric.code))
        if rows:
            sections.append(
                Section(
                    metric.code,
                    metric.label,
                    metric.clause or "",
                    metric.official,
                    metric.note,
                    rows,
                    CHART_OF.get(metric.code, ""),
                )
            )
    return sorted(sections, key=lambda section: not section.official)


def _shown(found: Analysis, code: str) -> list[Figure]:
    """The figures for the page: of long rankings only the first; shares beside their counts."""
    figures = found.named(code)
    ranked = [f for f in figures if f.group.startswith(("topic:", "group:"))]
    dropped = {figure.group for figure in ranked[TOPICS_SHOWN:]}
    told_beside = ("share", "satisfied:")
    return [
        figure
        for figure in figures
        if figure.group not in dropped and not figure.group.startswith(told_beside)
    ]


def _compared(
    found: Analysis, figure: Figure, earlier: dict[tuple[str, str], int | float | None]
) -> Compared:
    before = earlier.get((figure.name, figure.group))
    change = None
    if before is not None and figure.value is not None:
        change = round(figure.value - before, 2)
    return Compared(figure, before, change, _beside(found, figure))


def _beside(found: Analysis, figure: Figure) -> str:
    """Say the share of a count, or how many of a group of answers were satisfied."""
    kind, _colon, code = figure.group.partition(":")
    if kind == "answers":
        yes = found.value(figure.name, f"satisfied:{code}")
        return "" if yes is None else "· " + _("satisfied: %(count)s") % {"count": yes}
    share = found.value(figure.name, f"share:{code}" if kind == "channel" else "share")
    if share is None or (kind not in {"", "channel"}) or figure.unit:
        return ""
    if figure.name == "by_channel" and not kind:
        return ""
    return f"({share:g} %)".replace(".", ",")


def _wants_in_depth(body: Body, found: Analysis) -> bool:
    """Whether so many are dissatisfied that a deeper survey should be held (5.2.3 of Magadan)."""
    profile = profile_of(body)
    told = found.value("satisfied_feedback", "of") or 0
    share = found.value("satisfied_feedback", "share")
    if share is None or told < profile.parameter("low_score_answers"):
        return False
    return 100 - share >= profile.parameter("low_score_share_percent")


def _download(file: files.File) -> HttpResponse:
    return HttpResponse(
        file.data,
        content_type=file.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "Cache-Control": "private, no-store",
        },
    )


urlpatterns: list[URLPattern] = [
    path("analysis/", analysis_page, name="analysis"),
    path("analysis/<str:period>/<slug:name>.svg", analysis_chart, name="analysis-chart"),
    path("analysis/<str:period>/file.<slug:kind>", analysis_file, name="analysis-file"),
    path("analysis/<str:period>/freeze", freeze, name="analysis-freeze"),
    path("analysis/forms/", unit_forms, name="unit-forms"),
    path("analysis/forms/<int:pk>", unit_form, name="unit-form"),
    path("analysis/forms/<int:pk>/approve", approve_unit_form, name="unit-form-approve"),
    path("analysis/forms/<int:pk>/file.<slug:kind>", unit_form_file, name="unit-form-file"),
]
