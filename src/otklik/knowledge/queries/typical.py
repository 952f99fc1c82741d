"""Reading typical questions."""

from collections.abc import Iterable

from django.db.models import QuerySet

from otklik.knowledge.models import TypicalQuestion
from otklik.language import stems
from otklik.staff.models import Body, Employee


def questions_for(employee: Employee) -> QuerySet[TypicalQuestion]:
    """Return the typical questions that the employee's body offers."""
    rows = TypicalQuestion.objects.filter(body=employee.body_id, dropped_at=None)
    return rows.select_related("owner")


def typical_in(body: Body) -> QuerySet[TypicalQuestion]:
    """Return the typical questions that a body offers its executors."""
    return TypicalQuestion.objects.filter(body=body, dropped_at=None)


def open_to_clients(body: Body) -> QuerySet[TypicalQuestion]:
    """Return the questions whose answers clients read on the public page."""
    return typical_in(body).filter(for_clients=True)


def asked_like(rows: Iterable[TypicalQuestion], words: str) -> list[TypicalQuestion]:
    """Return those that have every word in any form of it."""
    wanted = set(stems(words))
    return [row for row in rows if wanted <= set(stems(f"{row.question} {row.answer}"))]
