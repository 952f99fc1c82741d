"""Reading who considers a case: the responsible executor, co-executors and their parts, who may not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from otklik.cases import queries
from otklik.cases.assignment_rules import Barred
from otklik.cases.models import Assignment, Case, Deadline, Interest, Route
from otklik.cases.part_terms import PartOf
from otklik.cases.rules import ANSWERS
from otklik.staff import calendars
from otklik.staff.models import Employee, Power
from otklik.staff.queries import body_of, may, stands_in, with_power

PART = "co_executor_part"
"""Kind of the deadline of a co-executor's part."""


def executes(case: Case, by: Employee, at: datetime) -> bool:
    """Whether the employee is the responsible executor, or his formal substitute at the moment."""
    return stands_in(by, case.executor_id, calendars.today(case.body, at))


def may_lead(case: Case, by: Employee, at: datetime) -> bool:
    """Whether the employee may give parts of the case and judge them: a head within his right, or who executes it."""
    if executes(case, by, at):
        return True
    if not may(by, Power.ASSIGN):
        return False
    return may(by, Power.VIEW_BODY) or (by.unit_id is not None and by.unit_id == case.unit_id)


def barred_of(case: Case) -> Barred:
    """Return who may not consider the case."""
    declared = Interest.objects.filter(case=case).values_list("employee", flat=True)
    return Barred(frozenset(declared), case.complained_employee_id)


def parts_of(case: Case) -> QuerySet[Assignment]:
    """Return the parts of the case in force, and those from which something was handed in, the oldest first."""
    return (
        Assignment.objects.filter(case=case, role=Assignment.Role.CO)
        .filter(Q(ended_at=None) | Q(reported_at__isnull=False))
        .select_related("executor", "unit", "given_by")
        .order_by("given_at", "id")
    )


def part_for(case: Case, employee: Employee, at: datetime) -> Assignment | None:
    """Return the part that the employee still owes himself or for an absent colleague, or None; his own first."""
    owed = [part for part in parts_of(case) if part.ended_at is None and part.reported_at is None]
    day = calendars.today(case.body, at)
    own = [part for part in owed if part.executor_id == employee.pk]
    for_others = (part for part in owed if stands_in(employee, part.executor_id, day))
    return own[0] if own else next(for_others, None)


def answer_due(case: Case) -> datetime | None:
    """Return when the whole reply is due, the earlier internal term included; None when nothing is owed."""
    rows = Deadline.objects.filter(
        case=case, superseded_at=None, met_at=None, kind__in=("reply_internal", *ANSWERS)
    )
    return rows.order_by("due").values_list("due", flat=True).first()


def part_of(case: Case) -> PartOf:
    """Return what the term of a part of the case depends on."""
    return PartOf(case.type, case.form, case.channel, answer_due(case))


@dataclass(frozen=True, slots=True)
class Part:
    """One part as a page shows it."""

    row: Assignment
    deadline: Deadline | None

    @property
    def state(self) -> str:
        """Where the part is: `asked`, `returned`, `reported`, `accepted`, or `ended` without having been accepted."""
        if self.row.accepted_at is not None:
            return "accepted"
        if self.row.ended_at is not None:
            return "ended"
        if self.row.reported_at is not None:
            return "reported"
        return "returned" if self.row.remarks else "asked"


def shown_parts(case: Case) -> list[Part]:
    """Return the parts with their deadlines, for pages; two queries."""
    rows = list(parts_of(case))
    if not rows:
        return []
    due = {
        deadline.part: deadline
        for deadline in Deadline.objects.filter(case=case, kind=PART, superseded_at=None)
    }
    return [Part(row, due.get(str(row.pk))) for row in rows]


def co_executors_by_part(parts: Iterable[str]) -> dict[str, str]:
    """Return for each part, named as its deadline names it, its co-executor; no query where there is none."""
    numbers = [int(part) for part in parts if part.isdecimal()]
    if not numbers:
        return {}
    rows = Assignment.objects.filter(pk__in=numbers).select_related("executor")
    return {str(row.pk): row.executor.short_name for row in rows}


def contributions_to(case: Case) -> Sequence[Assignment]:
    """Return what the co-executors have handed in, the oldest first: material for the reply."""
    return [part for part in parts_of(case) if part.reported_at is not None]


@dataclass(frozen=True, slots=True)
class Unavailable:
    """Somebody who could consider cases but not this one, and why."""

    person: Employee
    reason: Promise


def unavailable(case: Case, people: Iterable[Employee]) -> list[Unavailable]:
    """Return those of the people who may not consider the case, each with the reason."""
    barred = barred_of(case)
    return [
        Unavailable(person, reason)
        for person in people
        if (reason := barred.reason(person.pk)) is not None
    ]


def possible_co_executors(case: Case, at: datetime) -> list[queries.Load]:
    """Return to whom a part may be given, of any unit of the body, with how much each has."""
    barred = barred_of(case)
    having = {part.executor_id for part in parts_of(case) if part.ended_at is None}
    people = [
        person
        for person in with_power(case.body, Power.EXECUTE)
        if person.pk != case.executor_id
        and person.pk not in having
        and barred.reason(person.pk) is None
    ]
    return queries.loads_of(case.body, people, at)


def routes_of(employee: Employee) -> QuerySet[Route]:
    """Return the saved routes of the employee's body, by title; none for who gives no assignments."""
    if not may(employee, Power.ASSIGN):
        return Route.objects.none()
    return (
        Route.objects.filter(body=body_of(employee))
        .select_related("unit", "executor")
        .prefetch_related("co_executors")
    )
