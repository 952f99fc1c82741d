"""Co-executors: asked for a part of the case with a term of its own, heard, accepted, returned, released."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.cases.actions.moving import locked, meet, move, now, refuse
from otklik.cases.actions.parts import close_part, locked_part, set_term
from otklik.cases.assignment_queries import PART, barred_of, may_lead, parts_of
from otklik.cases.assignment_rules import (
    PARTS_CLAUSE,
    REPORT_CLAUSE,
    PartAsked,
    part_problems,
    words_problems,
)
from otklik.cases.models import Assignment, Case, Deadline
from otklik.language import clean_text
from otklik.staff import calendars
from otklik.staff.models import Employee, Power, Unit
from otklik.staff.queries import powers_of, stands_in
from otklik.staff.refusals import Refusal

SOCIAL_PART = "industry-mordovia:10.3"


@dataclass(frozen=True, slots=True)
class PartEntry:
    """What is asked of one co-executor: who, in which unit (his own by default), what, by which local day.

    Without a day the profile's term for co-executors holds.
    """

    executor: Employee
    instruction: str
    due: date | None = None
    unit: Unit | None = None


@transaction.atomic
def add_co_executor(
    case: Case,
    entry: PartEntry,
    *,
    by: Employee,
    revision: int | None = None,
    at: datetime | None = None,
) -> Assignment:
    """Give a part of the case to a co-executor, with its own explained term (industry-mordovia:8.6.f, 10.3).

    By a head within his right, or by the responsible executor. Raises `Refusal` for the responsible executor himself,
    somebody who may not consider the case, a part without words, a term after the reply's.
    """
    moment = now(at)
    fresh = locked(case, "add-co-executor", by, revision)
    if not may_lead(fresh, by, moment):
        raise Refusal(
            _("Co-executors are named by the head or by the responsible executor."),
            clause=PARTS_CLAUSE,
        )
    part = _given(fresh, entry, by, moment)
    move(
        fresh,
        "add-co-executor",
        actor=by.actor,
        at=moment,
        clauses=(SOCIAL_PART,),
        executor=entry.executor.pk,
        part=part.pk,
    )
    return part


def _given(case: Case, entry: PartEntry, by: Employee, at: datetime) -> Assignment:
    unit = entry.unit or entry.executor.unit or case.unit
    if entry.executor.body_id != case.body_id or unit is None or unit.body_id != case.body_id:
        raise Refusal(_("The executor works in another body."), field="executor")
    if Power.EXECUTE not in powers_of(entry.executor):
        raise Refusal(_("This employee may not consider cases."), field="executor")
    having = [row.executor_id for row in parts_of(case) if row.ended_at is None]
    asked = PartAsked(entry.executor.pk, case.executor_id, having, entry.instruction)
    refuse(part_problems(asked, barred_of(case)))
    part = Assignment.objects.create(
        case=case,
        unit=unit,
        executor=entry.executor,
        given_by=by,
        given_at=at,
        instruction=clean_text(entry.instruction).strip(),
        role=Assignment.Role.CO,
    )
    set_term(case, part, entry.due, by, at)
    return part


@transaction.atomic
def report_part(
    part: Assignment, *, by: Employee, report: str, at: datetime | None = None
) -> Assignment:
    """Hand in what the co-executor contributes; his deadline is met then (industry-mordovia:8.6.h).

    By himself or his formal substitute. It may be written anew until it is accepted.
    """
    case, fresh, moment = locked_part(part, "report-part", by, at)
    if not stands_in(by, fresh.executor_id, calendars.today(case.body, moment)):
        raise Refusal(_("This part belongs to another co-executor."), clause=REPORT_CLAUSE)
    refuse(words_problems("report", report, gettext_lazy("Write your part."), REPORT_CLAUSE))
    fresh.report, fresh.reported_at, fresh.remarks = clean_text(report).strip(), moment, ""
    fresh.save(update_fields=["report", "reported_at", "remarks"])
    meet(case, PART, moment, part=str(fresh.pk))
    move(case, "report-part", actor=by.actor, at=moment, clauses=(SOCIAL_PART,), part=fresh.pk)
    return fresh


@transaction.atomic
def accept_part(part: Assignment, *, by: Employee, at: datetime | None = None) -> Assignment:
    """Accept what a co-executor has handed in: his part is done (industry-mordovia:8.6.h)."""
    case, fresh, moment = locked_part(part, "accept-part", by, at)
    _must_lead(case, by, moment)
    _must_be_reported(fresh)
    fresh.accepted_at = fresh.ended_at = moment
    fresh.save(update_fields=["accepted_at", "ended_at"])
    move(case, "accept-part", actor=by.actor, at=moment, part=fresh.pk)
    return fresh


@transaction.atomic
def return_part(
    part: Assignment, *, by: Employee, remarks: str, at: datetime | None = None
) -> Assignment:
    """Send a part back to be mended; its term, the same as before, is open again (industry-mordovia:8.6.h)."""
    case, fresh, moment = locked_part(part, "return-part", by, at)
    _must_lead(case, by, moment)
    _must_be_reported(fresh)
    refuse(words_problems("remarks", remarks, gettext_lazy("Write what should be mended.")))
    fresh.reported_at, fresh.remarks = None, clean_text(remarks).strip()
    fresh.save(update_fields=["reported_at", "remarks"])
    Deadline.objects.filter(case=case, kind=PART, part=str(fresh.pk), superseded_at=None).update(
        met_at=None
    )
    move(case, "return-part", actor=by.actor, at=moment, part=fresh.pk)
    return fresh


@transaction.atomic
def end_part(
    part: Assignment, *, by: Employee, reason: str, at: datetime | None = None
) -> Assignment:
    """Release a co-executor from his part, with a reason; what he has handed in stays to be read."""
    case, fresh, moment = locked_part(part, "end-part", by, at)
    _must_lead(case, by, moment)
    refuse(words_problems("reason", reason, gettext_lazy("Write the reason.")))
    close_part(case, fresh, moment, clean_text(reason))
    move(case, "end-part", actor=by.actor, at=moment, part=fresh.pk)
    return fresh


@transaction.atomic
def add_several(
    case: Case,
    entries: Sequence[PartEntry],
    *,
    by: Employee,
    revision: int | None = None,
    at: datetime | None = None,
) -> list[Assignment]:
    """Give parts to several co-executors; with the first refusal none of them is given."""
    if revision is not None:
        locked(case, "add-co-executor", by, revision)
    return [add_co_executor(case, entry, by=by, at=at) for entry in entries]


def _must_lead(case: Case, by: Employee, at: datetime) -> None:
    if not may_lead(case, by, at):
        raise Refusal(
            _("This is decided by the head or by the responsible executor."), clause=REPORT_CLAUSE
        )


def _must_be_reported(part: Assignment) -> None:
    if part.reported_at is None:
        raise Refusal(_("The co-executor has not handed in his part yet."), clause=REPORT_CLAUSE)
