"""Absence and substitution: an employee is away, another one formally stands in for him."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.journal import actions as journal
from otklik.staff import calendars
from otklik.staff.models import Absence, Employee
from otklik.staff.queries import body_of, may_arrange_absence_of
from otklik.staff.refusals import Refusal
from otklik.staff.rules import Objection, absence_objection, end_objection, may_be_cancelled


@transaction.atomic
def record_absence(
    employee: Employee,
    *,
    since: date,
    until: date,
    by: Employee,
    substitute: Employee | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Absence:
    """Record that the employee is away from a day until a day (both included), and who stands in for him.

    Days are those of the body's own zone. Raises `Refusal` with its field: for days that cannot be, for an absence that
    overlaps another one of his, for a substitute of another body, himself, or away in that time, and for somebody who
    may not arrange it. The reason stays out of the journal.
    """
    _may_arrange(by, employee)
    _in_turn([employee, substitute])
    _agree(absence_objection(since, until, calendars.today(body_of(employee), at)))
    if _away(employee, since, until):
        raise Refusal(
            _("Another absence is recorded for these days already: end or cancel it first."),
            field="since",
        )
    _check_substitute(employee, substitute, since, until)
    absence = Absence.objects.create(
        employee=employee,
        substitute=substitute,
        since=since,
        until=until,
        reason=" ".join(reason.split())[:200],
        recorded_by=by,
    )
    _note("staff.record-absence", absence, by, at)
    return absence


@transaction.atomic
def end_absence(
    absence: Absence, *, last_day: date, by: Employee, at: datetime | None = None
) -> Absence:
    """Move the last day of the absence to an earlier one, at the earliest to yesterday: the employee is back.

    Raises `Refusal` for a later day, a day before the first one, and an absence that is over.
    """
    fresh = _locked(absence, by)
    day = calendars.today(body_of(fresh.employee), at)
    _agree(end_objection(fresh.since, fresh.until, last_day, day))
    fresh.until = last_day
    fresh.save(update_fields=["until"])
    _note("staff.end-absence", fresh, by, at)
    return fresh


@transaction.atomic
def cancel_absence(absence: Absence, *, by: Employee, at: datetime | None = None) -> None:
    """Take the absence back, up to its first day; the journal keeps that it was planned.

    Raises `Refusal` when it has begun earlier: then it can only be ended.
    """
    fresh = _locked(absence, by)
    if not may_be_cancelled(fresh.since, calendars.today(body_of(fresh.employee), at)):
        raise Refusal(_("The absence has begun: it can be ended, not cancelled."))
    _note("staff.cancel-absence", fresh, by, at)
    fresh.delete()


@transaction.atomic
def change_substitute(
    absence: Absence, *, substitute: Employee | None, by: Employee, at: datetime | None = None
) -> Absence:
    """Name another substitute, or none, for the rest of the absence.

    Raises `Refusal` like `record_absence`, and when the absence is over.
    """
    fresh = _locked(absence, by)
    today = calendars.today(body_of(fresh.employee), at)
    if fresh.until < today:
        raise Refusal(_("The absence is over already."), field="substitute")
    _in_turn([fresh.employee, substitute])
    _check_substitute(fresh.employee, substitute, max(fresh.since, today), fresh.until)
    fresh.substitute = substitute
    fresh.save(update_fields=["substitute"])
    _note("staff.change-substitute", fresh, by, at)
    return fresh


def _locked(absence: Absence, by: Employee) -> Absence:
    found = Absence.objects.select_for_update(of=("self",)).select_related("employee")
    fresh = found.filter(pk=absence.pk).first()
    if fresh is None:
        raise Refusal(_("This absence has been cancelled meanwhile."))
    _may_arrange(by, fresh.employee)
    return fresh


def _in_turn(people: Iterable[Employee | None]) -> None:
    """Lock the people in the order of their ids: two absences that name each other's owner must not both pass."""
    keys = [person.pk for person in people if person is not None]
    list(Employee.objects.select_for_update().filter(pk__in=keys).order_by("pk").values("pk"))


def _may_arrange(by: Employee, employee: Employee) -> None:
    if not may_arrange_absence_of(by, employee):
        raise Refusal(
            _("You may record absences of your own and, as a head, of your unit."),
            field="employee",
        )


def _agree(objection: Objection | None) -> None:
    if objection is not None:
        raise Refusal(str(objection.message), field=objection.field)


def _away(employee: Employee, since: date, until: date) -> Absence | None:
    return employee.absences.filter(since__lte=until, until__gte=since).first()


def _check_substitute(
    employee: Employee, substitute: Employee | None, since: date, until: date
) -> None:
    if substitute is None:
        return
    if substitute.pk == employee.pk:
        raise Refusal(_("Nobody stands in for himself: choose a colleague."), field="substitute")
    if substitute.body_id != employee.body_id or not substitute.is_active:
        raise Refusal(_("The substitute must work in the same body."), field="substitute")
    if (away := _away(substitute, since, until)) is not None:
        raise Refusal(
            _("%(person)s is away as well, until %(day)s: choose somebody else.")
            % {"person": substitute.short_name, "day": f"{away.until:%d.%m.%Y}"},
            field="substitute",
        )


def _note(act: str, absence: Absence, by: Employee, at: datetime | None) -> None:
    journal.write(
        act,
        f"employee:{absence.employee_id}",
        actor=by.actor,
        body=body_of(absence.employee).code,
        at=at or timezone.now(),
        employee=absence.employee.short_name,
        since=absence.since.isoformat(),
        until=absence.until.isoformat(),
        substitute=absence.substitute_id,
    )
