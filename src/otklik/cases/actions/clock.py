"""Storing computed deadlines."""

from collections.abc import Iterable
from datetime import datetime

from otklik.cases.deadlines import Planned
from otklik.cases.models import Case, Deadline


def store(case: Case, planned: Iterable[Planned], at: datetime) -> list[Deadline]:
    """Append the deadlines; one of the same kind that is still open is superseded, not changed.

    A deadline that would come out exactly the same is left alone, so that computing twice changes nothing.
    """
    in_force = Deadline.objects.filter(case=case, superseded_at=None)
    present = {(row.kind, row.part): row for row in in_force}
    fresh = []
    for item in planned:
        old = present.get((item.kind, item.part))
        if old is not None and (old.met_at is not None or is_same(old, item)):
            continue
        if old is not None:
            old.superseded_at = at
            old.save(update_fields=["superseded_at"])
        fresh.append(_row(case, item, at))
    return Deadline.objects.bulk_create(fresh)


def is_same(old: Deadline, item: Planned) -> bool:
    """Whether the stored deadline says the same; another act with the same date is another deadline.

    A date that has become certain, or uncertain, is told anew even when it has not moved.
    """
    said = (item.due, item.term.basis, item.term.clause or "", item.computation.preliminary)
    return (old.due, old.basis, old.clause, old.preliminary) == said


def _row(case: Case, item: Planned, at: datetime) -> Deadline:
    return Deadline(
        case=case,
        kind=item.kind,
        part=item.part,
        due=item.due,
        clause=item.term.clause or "",
        basis=item.term.basis,
        starts_from=item.term.event,
        started_at=item.started_at,
        day_zero=item.day_zero.value,
        on_day_off=item.on_day_off.value,
        calendar_version=item.computation.calendar_version,
        steps=[step.as_json() for step in item.computation.steps],
        preliminary=item.computation.preliminary,
        computed_at=at,
    )
