"""Reading the room: the analysis of a quarter, frozen or live; the units' forms."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet
from django.utils import timezone

from otklik.analytics import analysis, unit_form
from otklik.analytics.analysis import Analysis
from otklik.analytics.metrics import cases_received
from otklik.analytics.models import Snapshot, UnitForm
from otklik.analytics.periods import Quarter
from otklik.knowledge import queries as knowledge
from otklik.staff.calendars import zone
from otklik.staff.models import Body, Employee, Power, Unit
from otklik.staff.queries import may


def analysis_of(body: Body, quarter: Quarter, now: datetime | None = None) -> Analysis:
    """Return the analysis: as it was frozen last, or worked out now."""
    frozen = snapshots_of(body, quarter).first()
    if frozen is None:
        return analysis.compute(body, quarter, now)
    return Analysis(
        body.code, quarter, False, analysis.figures_of(frozen.metrics), frozen.frozen_at
    )


def snapshots_of(body: Body, quarter: Quarter) -> QuerySet[Snapshot]:
    """Return the frozen versions of a quarter, the newest first."""
    found = Snapshot.objects.filter(body=body, period=str(quarter))
    return found.select_related("frozen_by").order_by("-frozen_at", "-id")


def quarters_without_material(body: Body) -> list[str]:
    """Return the frozen quarters whose analysis still asks for a material, the newest first: an open task each.

    Clauses labour-novosibirsk:22.d, economy-magadan:4.1.d, economy-novosibirsk:15.2.b.
    """
    frozen = Snapshot.objects.filter(body=body).values_list("period", flat=True).distinct()
    return knowledge.without_material(body, frozen)


def units_with_cases(body: Body, quarter: Quarter) -> list[Unit]:
    """Return the units that consider cases received in the quarter."""
    cases = cases_received(body, quarter).filter(unit__isnull=False)
    keys = cases.order_by().values_list("unit_id", flat=True).distinct()
    return list(Unit.objects.filter(pk__in=keys).select_related("body"))


def forms_for(employee: Employee) -> QuerySet[UnitForm]:
    """Return the forms that the employee may see.

    The responsible unit and analysts see all of the body, a head those of his unit and of the
    units whose head he stands in for.
    """
    forms = UnitForm.objects.filter(body=employee.body_id)
    forms = forms.select_related("unit", "unit__body", "approved_by").order_by(
        "-period", "unit__name"
    )
    if may(employee, Power.ANALYSE):
        return forms
    if not may(employee, Power.UNIT_FORM):
        return forms.none()
    stood_in_for = employee.appointments.filter(substitutes__unit__isnull=False)
    units = {employee.unit_id, *stood_in_for.values_list("substitutes__unit_id", flat=True)}
    return forms.filter(unit__in=[pk for pk in units if pk is not None])


def figures(form: UnitForm) -> unit_form.Figures:
    """Return the figures of a form: as approved, or worked out now while it is open."""
    if form.state == UnitForm.State.APPROVED:
        return unit_form.Figures.read(form.rows)
    return unit_form.compute(form.unit, Quarter.parse(form.period))


@dataclass(frozen=True, slots=True)
class Submitted:
    """How many units of a body have sent their form for a quarter, and how many have not."""

    period: str
    sent: int
    open: int


def submitted(body: Body) -> list[Submitted]:
    """Return per quarter who has and has not sent the form, the newest quarter first."""
    counts: dict[str, dict[str, int]] = {}
    rows = UnitForm.objects.filter(body=body).values_list("period", "state")
    for period, state, count in rows.annotate(count=Count("pk")).order_by():
        counts.setdefault(period, {})[state] = count
    return [
        Submitted(
            period,
            counts[period].get(UnitForm.State.APPROVED, 0),
            counts[period].get(UnitForm.State.OPEN, 0),
        )
        for period in sorted(counts, reverse=True)
    ]


def quarters_of(body: Body, now: datetime | None = None, limit: int = 12) -> list[Quarter]:
    """Return the quarters that can be looked at, the present one first."""
    quarter = Quarter.at(now or timezone.now(), zone(body))
    found = [quarter]
    while len(found) < limit:
        quarter = quarter.previous
        found.append(quarter)
    return found
