"""Saved routes of assignments: kept, dropped, followed (industry-mordovia:8.6.g)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases.actions.assigning import assign
from otklik.cases.actions.co_executing import PartEntry, add_several
from otklik.cases.assignment_queries import barred_of, parts_of
from otklik.cases.models import Case, Route
from otklik.journal import actions as journal
from otklik.language import clean_text
from otklik.staff.models import Employee, Power, Unit
from otklik.staff.profiles import own_clause
from otklik.staff.queries import body_of, may, powers_of
from otklik.staff.refusals import Refusal

CLAUSE = "industry-mordovia:8.6.g"


@dataclass(frozen=True, slots=True)
class RouteEntry:
    """What a route says: to whom such cases go, with whom, with which words."""

    title: str
    unit: Unit
    executor: Employee
    co_executors: Sequence[Employee] = ()
    instruction: str = ""
    part_instruction: str = ""


@transaction.atomic
def keep_route(entry: RouteEntry, *, by: Employee) -> Route:
    """Save a route under its title; one of the same title is replaced.

    Raises `Refusal` for people of another body or without the power to consider cases, and for the responsible executor
    as his own co-executor.
    """
    body = body_of(by)
    _check(entry, by)
    route, _new = Route.objects.update_or_create(
        body=body,
        title=clean_text(entry.title).strip(),
        defaults={
            "unit": entry.unit,
            "executor": entry.executor,
            "instruction": clean_text(entry.instruction).strip(),
            "part_instruction": clean_text(entry.part_instruction).strip(),
        },
    )
    route.co_executors.set(entry.co_executors)
    _told(route, "cases.keep-route", by)
    return route


@transaction.atomic
def drop_route(route: Route, *, by: Employee) -> None:
    """Forget a route; cases that went by it stay as they are."""
    if not may(by, Power.ASSIGN) or route.body_id != by.body_id:
        raise Refusal(_("Your role does not include this act."))
    _told(route, "cases.drop-route", by)
    route.delete()


@transaction.atomic
def assign_by_route(
    case: Case, route: Route, *, by: Employee, at: datetime | None = None, **assignment: Any
) -> Case:
    """Give the case as `assign` does, and the parts of the route's co-executors in the same act.

    `assignment` is what `assign` takes: it may differ from the route, which only suggests. Co-executors who may not
    consider this case, or have become its responsible executor, are left out.
    """
    fresh = assign(case, by=by, at=at, **assignment)
    barred = barred_of(fresh)
    having = {part.executor_id for part in parts_of(fresh) if part.ended_at is None}
    entries = [
        PartEntry(person, route.part_instruction)
        for person in route.co_executors.filter(is_active=True)
        if person.pk not in having
        and person.pk != fresh.executor_id
        and barred.reason(person.pk) is None
        and Power.EXECUTE in powers_of(person)
    ]
    add_several(fresh, entries, by=by, at=at)
    fresh.refresh_from_db()
    return fresh


def _check(entry: RouteEntry, by: Employee) -> None:
    if not may(by, Power.ASSIGN):
        raise Refusal(_("Your role does not include this act."))
    if not entry.title.strip():
        raise Refusal(_("Name the route."), field="title", clause=CLAUSE)
    if entry.unit.body_id != by.body_id:
        raise Refusal(_("Choose the unit."), field="unit")
    for field, person in (
        ("executor", entry.executor),
        *(("co_executors", person) for person in entry.co_executors),
    ):
        if person.body_id != by.body_id or Power.EXECUTE not in powers_of(person):
            raise Refusal(_("This employee may not consider cases."), field=field)
    if entry.executor in entry.co_executors:
        raise Refusal(
            _("The responsible executor cannot be a co-executor of his own case."),
            field="co_executors",
            clause=CLAUSE,
        )
    if entry.co_executors and not entry.part_instruction.strip():
        raise Refusal(
            _("Write what the co-executor is to contribute."),
            field="part_instruction",
            clause=CLAUSE,
        )


def _told(route: Route, act: str, by: Employee) -> None:
    journal.write(
        act,
        f"route:{route.pk}",
        actor=by.actor,
        body=route.body.code,
        clause=own_clause(route.body, CLAUSE),
        title=route.title,
    )
