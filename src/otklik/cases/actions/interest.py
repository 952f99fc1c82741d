"""A personal interest: whoever declares it gives the case back and may not have it again (labour-novosibirsk:7.2)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from otklik.cases.actions.moving import locked, move, now, refuse
from otklik.cases.actions.parts import close_part, locked_part
from otklik.cases.assignment_rules import INTEREST_CLAUSE, words_problems
from otklik.cases.models import Assignment, Case, Interest
from otklik.language import clean_text
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal


@transaction.atomic
def declare_interest(
    case: Case,
    *,
    by: Employee,
    reason: str,
    revision: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Record the responsible executor's interest: his assignment ends, the case waits for another executor.

    The draft of the reply stays for whoever gets the case. Only he himself can say it: no substitute does it for him.
    """
    moment = now(at)
    fresh = locked(case, "declare-interest", by, revision)
    if fresh.executor_id != by.pk:
        raise Refusal(
            _("Only the executor himself declares his personal interest."), clause=INTEREST_CLAUSE
        )
    _record(fresh, by, reason, moment)
    fresh.assignments.filter(role=Assignment.Role.MAIN, ended_at=None).update(ended_at=moment)
    fresh.executor = None
    move(fresh, "declare-interest", actor=by.actor, at=moment)
    return fresh


@transaction.atomic
def leave_part(
    part: Assignment, *, by: Employee, reason: str, at: datetime | None = None
) -> Assignment:
    """Record a co-executor's interest: his part ends, the case goes on without him."""
    case, fresh, moment = locked_part(part, "leave-part", by, at)
    if fresh.executor_id != by.pk:
        raise Refusal(
            _("Only the executor himself declares his personal interest."), clause=INTEREST_CLAUSE
        )
    _record(case, by, reason, moment)
    close_part(case, fresh, moment)
    move(case, "leave-part", actor=by.actor, at=moment, part=fresh.pk)
    return fresh


def _record(case: Case, by: Employee, reason: str, at: datetime) -> None:
    refuse(
        words_problems(
            "reason", reason, gettext_lazy("Write in what your interest is."), INTEREST_CLAUSE
        )
    )
    Interest.objects.get_or_create(
        case=case,
        employee=by,
        defaults={"declared_at": at, "reason": clean_text(reason).strip()},
    )
