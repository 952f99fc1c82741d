"""Panels of the case page: who contributes what, what was done, who watches."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from otklik.cases.assignment_queries import Part, executes, may_lead, shown_parts
from otklik.cases.control_queries import mark_of, may_take_off
from otklik.cases.control_rules import MEASURED
from otklik.cases.desk.card import Card
from otklik.cases.desk.control import what_is_missing
from otklik.cases.models import Case, Stage
from otklik.cases.rules import CLOSED_STAGES, allowed
from otklik.staff import calendars
from otklik.staff.models import Employee
from otklik.staff.queries import powers_of, stands_in

STATES = {
    "asked": (_("waits for the part"), "warn"),
    "returned": (_("returned to be mended"), "warn"),
    "reported": (_("handed in"), "accent"),
    "accepted": (_("accepted"), "good"),
    "ended": (_("released"), ""),
}


def co_executors(case: Case, employee: Employee) -> Card | None:
    """The parts of the co-executors: what each contributes, by when, and what became of it."""
    parts = shown_parts(case)
    if not parts:
        return None
    now = timezone.now()
    powers = powers_of(employee)
    leads = allowed("accept-part", case.stage, powers) and may_lead(case, employee, now)
    reports = allowed("report-part", case.stage, powers)
    day = calendars.today(case.body, now)
    rows = [
        {
            "part": part,
            "state": STATES[_state(case, part)][0],
            "badge": STATES[_state(case, part)][1],
            "leads": leads and part.row.ended_at is None,
            "reports": reports
            and _is_open(part)
            and stands_in(employee, part.row.executor_id, day),
            "own": part.row.executor_id == employee.pk,
        }
        for part in parts
    ]
    return Card("cases/desk/cards/co_executors.html", {"rows": rows})


def _state(case: Case, part: Part) -> str:
    """Where the part is; one that nobody waits for any more, because the case has ended, counts as released."""
    over = case.stage == Stage.SIGNED or case.stage in CLOSED_STAGES
    return "ended" if over and _is_open(part) else part.state


def _is_open(part: Part) -> bool:
    return part.state in {"asked", "returned"}


def measures(case: Case, employee: Employee) -> Card | None:
    """What was done on each question that was solved or promised; from the moment when one is."""
    rows = [row for row in case.questions.all() if row.outcome in MEASURED or row.measure]
    if not rows:
        return None
    may_write = allowed("record-measure", case.stage, powers_of(employee)) and executes(
        case, employee, timezone.now()
    )
    return Card("cases/desk/cards/measures.html", {"rows": rows, "may_write": may_write})


def control(case: Case, employee: Employee) -> Card | None:
    """Who put the case on control, and what is still missing to take it off; who took it off last."""
    mark = mark_of(case)
    if mark is None:
        removed = case.control_marks.exclude(removed_at=None).select_related("removed_by").first()
        return Card("cases/desk/cards/off_control.html", {"mark": removed}) if removed else None
    found = {
        "mark": mark,
        "lacks": what_is_missing(case),
        "entitled": may_take_off(mark, case, employee, timezone.now()),
    }
    return Card("cases/desk/cards/control.html", found)
