"""Reading the touchpoint registry and the life situations whose solutions lead there."""

from dataclasses import dataclass

from django.db.models import QuerySet

from otklik.knowledge import queries as knowledge
from otklik.staff.models import Body, Employee, Power
from otklik.staff.queries import may
from otklik.touchpoints.models import LifeSituation, RegistryVersion, Solution, Touchpoint


def in_force(body: Body) -> RegistryVersion | None:
    """Return the published version of the body's registry, or None when there is none yet."""
    return RegistryVersion.objects.filter(body=body, state=RegistryVersion.State.PUBLISHED).first()


def touchpoints_of(body: Body) -> QuerySet[Touchpoint]:
    """Return the touchpoints of the registry in force, in its order."""
    return Touchpoint.objects.filter(
        version__body=body, version__state=RegistryVersion.State.PUBLISHED
    ).order_by("position", "id")


def situations_for(employee: Employee) -> QuerySet[LifeSituation]:
    """Return the life situations of the employee's body, in any state, with their solutions."""
    rows = LifeSituation.objects.filter(body=employee.body_id).select_related("updated_by")
    return rows.prefetch_related("solutions")


def published_situations(body: Body) -> QuerySet[LifeSituation]:
    """Return the life situations that clients see (industry-mordovia:6.2.a)."""
    return LifeSituation.objects.filter(body=body, state=LifeSituation.State.PUBLISHED)


def has_help(body: Body) -> bool:
    """Whether a client finds anything before he writes: a situation, a typical question, a material."""
    return (
        published_situations(body).exists()
        or knowledge.open_to_clients(body).exists()
        or knowledge.for_clients(body).exists()
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A solution with the touchpoints of the registry in force that lead to it."""

    solution: Solution
    touchpoints: tuple[Touchpoint, ...]


def solutions_of(situation: LifeSituation) -> list[Found]:
    """Return the solutions of a situation; a touchpoint that has left the registry is left out."""
    known = {row.code: row for row in touchpoints_of(situation.body)}
    return [
        Found(row, tuple(known[code] for code in row.touchpoints if code in known))
        for row in situation.solutions.all()
    ]


def may_edit_situations(employee: Employee) -> bool:
    """Whether the employee may keep life situations."""
    return may(employee, Power.ANALYSE, Power.ASSIGN)
