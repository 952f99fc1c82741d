"""Reading what helps the next executor; every employee of the body may read it."""

from collections.abc import Sequence

from django.db.models import QuerySet

from otklik.knowledge.models import Material, ReplyTemplate
from otklik.language import stems
from otklik.staff.models import Employee, Power
from otklik.staff.queries import may

SHOWN = 8
"""So many ready answers are found at once: more nobody reads on the telephone."""


def templates_for(employee: Employee) -> QuerySet[ReplyTemplate]:
    """Return the reply templates of the employee's body, by title."""
    if employee.body_id is None:
        return ReplyTemplate.objects.none()
    return ReplyTemplate.objects.filter(body=employee.body_id).select_related("owner")


def matching(employee: Employee, words: str) -> Sequence[ReplyTemplate]:
    """Return the templates that have every word in any form of it; a word in the title counts first.

    A body has some hundreds of templates at most, so they are looked through here and not by the database.
    """
    wanted = set(stems(words))
    if not wanted:
        return []
    found: list[tuple[int, ReplyTemplate]] = []
    for template in templates_for(employee):
        title = set(stems(template.title))
        if wanted <= title | set(stems(template.text)):
            found.append((-len(wanted & title), template))
    return [template for _rank, template in sorted(found, key=lambda item: item[0])][:SHOWN]


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


def may_edit_templates(employee: Employee) -> bool:
    """Whether the employee may add and change reply templates."""
    return may(employee, Power.EXECUTE, Power.ASSIGN, Power.ANALYSE)


def may_edit_materials(employee: Employee) -> bool:
    """Whether the employee may add and change instructive materials."""
    return may(employee, Power.ANALYSE)
