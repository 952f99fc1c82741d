"""The people of a body on a day, in four statements whatever their number."""

from datetime import date

from django.db.models import Q

from otklik.control.routing import Person, Staffing
from otklik.staff.models import Absence, Appointment, Body, Employee, Unit


def staffing_of(body: Body, day: date) -> Staffing:
    """Return who works in the body on its local day, with which powers, and who stands in for whom.

    Away is who has an absence recorded; his substitute is the one of the absence, else whoever acts for him.
    """
    powers, acts_in, acting = _appointments(body, day)
    away = Absence.objects.filter(employee__body=body, since__lte=day, until__gte=day)
    stand_ins: dict[int, int | None] = {}
    for pk, substitute in away.order_by("id").values_list("employee", "substitute"):
        stand_ins[pk] = substitute or stand_ins.get(pk) or acting.get(pk)
    people, names = [], {}
    fields = ("surname", "given_name", "patronymic", "username", "email", "unit_id", "is_active")
    for employee in Employee.objects.filter(body=body).order_by("id").only(*fields):
        names[employee.pk] = str(employee)
        if not employee.is_active:
            continue
        own = set() if employee.unit_id is None else {employee.unit_id}
        people.append(
            Person(
                employee.pk,
                str(employee),
                employee.email,
                employee.unit_id,
                frozenset(powers.get(employee.pk, ())),
                frozenset(own | acts_in.get(employee.pk, set())),
            )
        )
    office = Unit.objects.filter(body=body, is_office=True).values_list("pk", flat=True)
    return Staffing(people, stand_ins, names, office)


def _appointments(
    body: Body, day: date
) -> tuple[dict[int, set[str]], dict[int, set[int]], dict[int, int]]:
    """Return by employee: his powers, and the units of those he acts for; and who acts for whom."""
    powers: dict[int, set[str]] = {}
    acts_in: dict[int, set[int]] = {}
    acting: dict[int, int] = {}
    rows = (
        Appointment.objects.filter(employee__body=body, since__lte=day)
        .filter(Q(until__isnull=True) | Q(until__gte=day))
        .order_by("id")
        .values_list("employee", "role__powers", "substitutes", "substitutes__unit")
    )
    for pk, given, substituted, unit in rows:
        powers.setdefault(pk, set()).update(given)
        if substituted is not None:
            acting[substituted] = pk
        if unit is not None:
            acts_in.setdefault(pk, set()).add(unit)
    return powers, acts_in, acting
