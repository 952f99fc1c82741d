"""Reading staff: who has which power, who works where, when the body works."""

from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from otklik.staff.models import Absence, Appointment, Body, Employee, Power, Unit


def powers_of(employee: Employee, day: date | None = None) -> frozenset[str]:
    """Return the powers that the employee's appointments give on a day (default today, UTC).

    Kept on the object for the rest of the request when asked for today.
    """
    if day is None:
        cached: frozenset[str] | None = getattr(employee, "_powers", None)
        if cached is not None:
            return cached
    on = day or timezone.now().date()
    if not employee.is_active or employee.body_id is None:
        return frozenset()
    in_force = Q(since__lte=on) & (Q(until__isnull=True) | Q(until__gte=on))
    bundles = Appointment.objects.filter(in_force, employee=employee).values_list(
        "role__powers", flat=True
    )
    powers = frozenset(power for bundle in bundles for power in bundle)
    if day is None:
        employee._powers = powers  # type: ignore[attr-defined]  # noqa: SLF001 - a cache for one request
    return powers


def may(employee: Employee, *powers: Power) -> bool:
    """Whether the employee has at least one of the powers today."""
    return not powers_of(employee).isdisjoint(powers)


def stands_in(by: Employee, for_pk: int | None, day: date) -> bool:
    """Whether `by` is the employee `for_pk`, or his formal substitute on the body's local day.

    A substitute is recorded with an absence (`staff.Absence`) or with an acting appointment.
    """
    if for_pk is None:
        return False
    return by.pk == for_pk or for_pk in absent_whom(by, day)


def absent_whom(by: Employee, day: date) -> frozenset[int]:
    """Return the ids of the employees for whom `by` stands in on the body's local day."""
    away = Absence.objects.filter(substitute=by, since__lte=day, until__gte=day)
    acting = Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day),
        employee=by,
        since__lte=day,
        substitutes__isnull=False,
    )
    return frozenset(
        [
            *away.values_list("employee", flat=True),
            *(pk for pk in acting.values_list("substitutes", flat=True) if pk is not None),
        ]
    )


def acts_for(by: Employee, day: date) -> QuerySet[Employee]:
    """Return the employee and those of `absent_whom`, to be used as a subquery of a list: it costs no query of its own."""
    away = Q(absences__substitute=by, absences__since__lte=day, absences__until__gte=day)
    acting = Q(substitutes__employee=by, substitutes__since__lte=day) & (
        Q(substitutes__until__isnull=True) | Q(substitutes__until__gte=day)
    )
    return Employee.objects.filter(Q(pk=by.pk) | away | acting).order_by()


def may_arrange_absence_of(by: Employee, employee: Employee) -> bool:
    """Whether `by` may record, end or cancel an absence of the employee: his own, his unit's as head, or any.

    Any in the body for an administrator, and for a head who sees the whole body.
    """
    if by.body_id is None or by.body_id != employee.body_id:
        return False
    powers = powers_of(by)
    if by.pk == employee.pk or Power.ADMINISTER in powers:
        return True
    same_unit = by.unit_id is not None and by.unit_id == employee.unit_id
    return Power.ASSIGN in powers and (same_unit or Power.VIEW_BODY in powers)


def absences_for(employee: Employee) -> QuerySet[Absence]:
    """Return the absences that the employee may see, the earliest first: of his own, of his unit, or of the body."""
    absences = Absence.objects.filter(employee__body=employee.body_id)
    absences = absences.select_related("employee", "employee__unit", "substitute")
    powers = powers_of(employee)
    if employee.body_id is None:
        return Absence.objects.none()
    if not powers.isdisjoint({Power.ADMINISTER, Power.CONTROL}):
        return absences
    if Power.ASSIGN in powers:
        if Power.VIEW_BODY in powers:
            return absences
        return absences.filter(
            Q(employee__unit=employee.unit_id, employee__unit__isnull=False)
            | Q(employee=employee)
            | Q(substitute=employee)
        )
    return absences.filter(Q(employee=employee) | Q(substitute=employee))


def away_on(body: Body, day: date) -> dict[int, Absence]:
    """Return who of the body is away on its local day, by the employee's id, each with his substitute; one query."""
    found = Absence.objects.filter(employee__body=body, since__lte=day, until__gte=day)
    return {row.employee_id: row for row in found.select_related("substitute")}


def left_alone_by(absence: Absence) -> QuerySet[Absence]:
    """Return the absences of others in which the employee who will be away was to stand in."""
    return Absence.objects.filter(
        substitute=absence.employee, since__lte=absence.until, until__gte=absence.since
    ).select_related("employee")


def body_of(employee: Employee) -> Body:
    """Return the body in which the employee works.

    Raises `Body.DoesNotExist` for an account that belongs to none (it may open no desk page).
    """
    if employee.body is None:
        raise Body.DoesNotExist
    return employee.body


def units_of(employee: Employee) -> QuerySet[Unit]:
    """Return the units of the employee's body."""
    return Unit.objects.filter(body=employee.body_id)


def colleagues(employee: Employee) -> QuerySet[Employee]:
    """Return the active employees of the same body."""
    return Employee.objects.filter(body=employee.body_id, is_active=True).order_by(
        "surname", "given_name"
    )


def with_power(body: Body, power: Power, day: date | None = None) -> list[Employee]:
    """Return the body's active employees who have the power on the day (default today, UTC)."""
    on = day or timezone.now().date()
    appointments = (
        Appointment.objects.filter(employee__body=body, employee__is_active=True, since__lte=on)
        .filter(Q(until__isnull=True) | Q(until__gte=on))
        .select_related("employee", "employee__unit", "role")
        .order_by("employee__surname", "employee_id")
    )
    found = {item.employee_id: item.employee for item in appointments if power in item.role.powers}
    return list(found.values())


def with_role(body: Body, code: str, day: date | None = None) -> list[Employee]:
    """Return the body's active employees who hold the role on the day (default today, UTC), by surname."""
    on = day or timezone.now().date()
    held = Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=on), role__code=code, since__lte=on
    )
    people = Employee.objects.filter(body=body, is_active=True, pk__in=held.values("employee"))
    return list(people.select_related("unit").order_by("surname", "pk"))


def bodies() -> QuerySet[Body]:
    """Return the active bodies, for public lists."""
    return Body.objects.filter(active=True)
