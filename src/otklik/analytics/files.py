"""Forms and analysis as files: PDF, DOCX, XLSX, CSV, each with the mark of internal use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from otklik import documents, regulations
from otklik.analytics import rules, unit_form
from otklik.analytics.analysis import Analysis, Figure
from otklik.analytics.models import UnitForm
from otklik.analytics.periods import Quarter
from otklik.language import date_short
from otklik.regulations import Profile
from otklik.staff.calendars import zone
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of

Cell = str | int | float | None
Maker = Callable[[documents.UnitForm, datetime | None], bytes]
KINDS: dict[str, tuple[str, Maker]] = {
    "pdf": ("application/pdf", documents.unit_form_pdf),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        documents.unit_form_docx,
    ),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        documents.unit_form_xlsx,
    ),
}


@dataclass(frozen=True, slots=True)
class File:
    """A made file."""

    name: str
    media_type: str
    data: bytes


def unit_form_file(form: UnitForm, found: unit_form.Figures, kind: str) -> File:
    """Make the unit's form as `pdf`, `docx` or `xlsx`; raises KeyError for another kind."""
    media_type, make = KINDS[kind]
    name = f"{form.period}-{form.unit.code}.{kind}"
    return File(name, media_type, make(printed_form(form, found), _made(form.approved_at)))


def analysis_file(body: Body, found: Analysis, kind: str, now: datetime) -> File:
    """Make the analysis as `pdf`, `docx`, `xlsx` or `csv`; raises KeyError for another kind."""
    name = f"analysis-{body.code}-{found.period}.{kind}"
    if kind == "csv":
        return File(name, "text/csv; charset=utf-8", _csv(body, found))
    media_type, make = KINDS[kind]
    return File(
        name, media_type, make(printed_analysis(body, found), _made(found.frozen_at or now))
    )


def printed_form(form: UnitForm, found: unit_form.Figures) -> documents.UnitForm:
    """Return the form as it is printed: heading, columns and signature from the order's data."""
    body = form.unit.body
    profile = profile_of(body)
    quarter = Quarter.parse(form.period)
    ordered = profile.unit_form
    rows = [documents.UnitFormRow(_cells(row)) for row in found.rows]
    notes = [*found.warnings, _("Anonymous answers count one each. A dash: nothing to divide by.")]
    if form.approved_at is not None:
        day = date_short(form.approved_at.astimezone(zone(body)).date())
        notes.append(_("Approved on %(day)s, %(post)s") % {"day": day, "post": form.approved_post})
    return documents.UnitForm(
        title=_heading(
            ordered.title if ordered else _("INFORMATION on the satisfaction of clients")
        ),
        unit=form.unit.name,
        period_from=quarter.first_day,
        period_to=quarter.last_day,
        columns=tuple(column.heading for column in columns_of(profile)),
        rows=(*rows, documents.UnitFormRow(_cells(found.total), total=True)),
        notes=tuple(notes),
        signatory_post=form.approved_post or (ordered.signed_by if ordered else ""),
        signatory_name=form.approved_name or None,
        internal_mark=rules.mark_of(profile, rules.UNIT_REPORT) or None,
        unit_caption=_("(structural unit of the ministry)"),
        name_caption=_("(name in full)"),
        author=profile.name.full,
    )


def printed_analysis(body: Body, found: Analysis) -> documents.UnitForm:
    """Return the analysis as a neutral table: the report's own layout is not among the sources."""
    profile = profile_of(body)
    metrics = {metric.code: metric.label for metric in profile.metrics}
    rows = []
    last = ""
    for figure in found.figures:
        cells = _analysis_cells(metrics, figure)
        shown = ("", *cells[1:]) if figure.name == last else cells
        rows.append(documents.UnitFormRow(shown))
        last = figure.name
    state = _("Preliminary: the quarter is not over.") if found.preliminary else ""
    if found.frozen_at is not None:
        day = date_short(found.frozen_at.astimezone(zone(body)).date())
        state = _("Frozen on %(day)s") % {"day": day}
    return documents.UnitForm(
        title=_("ANALYSIS of appeals and requests of clients"),
        unit=body.name,
        period_from=found.period.first_day,
        period_to=found.period.last_day,
        columns=(
            _("Metric"),
            _("What"),
            _("Value"),
            _("Unit of measure"),
            _("Clause of the order"),
        ),
        rows=tuple(rows),
        notes=tuple(
            note
            for note in (
                state,
                _("A dash: too few answers, or none."),
                _("The layout is neutral: the ministry has not supplied a form of its own."),
            )
            if note
        ),
        internal_mark=rules.mark_of(profile, rules.ANALYSIS) or None,
        author=profile.name.full,
    )


def columns_of(profile: Profile) -> tuple[regulations.feedback.UnitColumn, ...]:
    """Return the columns of the order's form; a body without one borrows those of the first."""
    if profile.unit_form is not None:
        return profile.unit_form.columns
    for other in regulations.profiles():
        if other.unit_form is not None:
            return other.unit_form.columns
    return ()


def _made(moment: datetime | None) -> datetime | None:
    """The moment as a file's metadata can hold it: to the second."""
    return moment.replace(microsecond=0) if moment else None


def _heading(title: str) -> str:
    """Divide the order's title: heading, the words up to the unit; unit and period stand apart."""
    words = title.partition("{unit}")[0].strip()
    first, _space, rest = words.partition(" ")
    return f"{first}\n{rest}"


def _cells(row: unit_form.Row) -> tuple[Cell, ...]:
    return (
        row.process_group,
        row.channel_kind,
        row.source,
        row.clients,
        row.respondents,
        row.respondent_share,
        row.satisfied,
        row.satisfaction_level,
    )


def _analysis_cells(metrics: dict[str, str], figure: Figure) -> tuple[Cell, ...]:
    clause = figure.clause.partition(":")[2]
    return (
        metrics.get(figure.name, figure.name),
        figure.label,
        figure.value,
        figure.unit,
        clause if figure.official else "",
    )


def _csv(body: Body, found: Analysis) -> bytes:
    mark = rules.mark_of(profile_of(body), rules.ANALYSIS)
    rows: list[tuple[Cell, ...]] = [
        (figure.name, figure.group, figure.label, figure.value, figure.unit, figure.clause)
        for figure in found.figures
    ]
    rows.append((mark, "", "", None, "", ""))
    return documents.table_csv(("name", "group", "label", "value", "unit", "clause"), rows)
