"""Reading instructive materials and what was decided about them."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from otklik.knowledge.models import Material, NoMaterial
from otklik.knowledge.rules import is_quarter
from otklik.staff.models import Body, Employee, Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import may


def materials_for(employee: Employee, period: str = "") -> QuerySet[Material]:
    """Return the instructive materials of the employee's body, newest first; of one quarter when given."""
    if employee.body_id is None:
        return Material.objects.none()
    found = Material.objects.filter(body=employee.body_id).select_related("author")
    return found.filter(period=period) if period else found


def periods_of(employee: Employee) -> Sequence[str]:
    """Return the quarters that have materials, newest first."""
    rows = materials_for(employee).exclude(period="").order_by("-period")
    return list(rows.values_list("period", flat=True).distinct())


def latest_materials(body: Body) -> list[Material]:
    """Return the materials for employees of the last quarter that has any, for the desk of a writer."""
    rows = Material.objects.filter(body=body, audience=Material.Audience.EMPLOYEES)
    last = rows.exclude(period="").order_by("-period").values_list("period", flat=True).first()
    return list(rows.filter(period=last)) if last else []


def for_clients(body: Body) -> QuerySet[Material]:
    """Return the materials that the body publishes for its clients, newest first (economy-magadan:4.1.d)."""
    return Material.objects.filter(body=body, audience=Material.Audience.CLIENTS)


def waived_in(employee: Employee) -> QuerySet[NoMaterial]:
    """Return the quarters for which the employee's body decided that no material is needed."""
    return NoMaterial.objects.filter(body=employee.body_id).select_related("by")


def without_material(body: Body, periods: Iterable[str]) -> list[str]:
    """Return those quarters that still want a material, newest first.

    None where the order asks for no material; a quarter with a recorded "not needed" wants none.
    Clauses labour-novosibirsk:22.d, economy-magadan:4.1.d, economy-novosibirsk:15.2.b.
    """
    asked = {period for period in periods if is_quarter(period)}
    if not asked or not profile_of(body).switch("material_each_quarter"):
        return []
    done = set(
        Material.objects.filter(body=body, period__in=asked).values_list("period", flat=True)
    )
    waived = NoMaterial.objects.filter(body=body, period__in=asked).values_list("period", flat=True)
    return sorted(asked - done - set(waived), reverse=True)


def may_edit_materials(employee: Employee) -> bool:
    """Whether the employee may add and change instructive materials."""
    return may(employee, Power.ANALYSE)
