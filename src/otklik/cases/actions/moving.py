"""What every act on a case shares: lock the row, check the table, write the journal."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.cases.models import Case, Deadline
from otklik.cases.rules import AFTER_THE_END, CLOSED_STAGES, WATCHED, Problem, transition
from otklik.journal import actions as journal
from otklik.journal.actors import Actor
from otklik.staff.models import Employee
from otklik.staff.profiles import own_clause
from otklik.staff.queries import may
from otklik.staff.refusals import Refusal


def now(at: datetime | None) -> datetime:
    """Return the given moment, or the present one (UTC)."""
    return at or timezone.now()


def locked(case: Case, act: str, by: Employee | None, revision: int | None = None) -> Case:
    """Lock the case's row and return it fresh, if the table lets this employee do the act now.

    Raises `Refusal` for a wrong stage, a missing power, another body, or a page that is behind (`revision`).
    """
    row = transition(act)
    fresh = (
        Case.objects.select_for_update(of=("self",))
        .select_related("body", "client")
        .get(pk=case.pk)
    )
    if by is not None and (
        by.body_id != fresh.body_id or (row.powers and not may(by, *row.powers))
    ):
        raise Refusal(_("Your role does not include this act."))
    if fresh.stage not in row.sources:
        raise Refusal(
            _("This cannot be done any more: the case is at the stage “%(stage)s”.")
            % {"stage": fresh.get_stage_display()},
            clause=row.clause,
        )
    if revision is not None and revision != fresh.revision:
        raise Refusal(
            _(
                "Somebody has changed the case since you opened it. Look at the changes and repeat the act."
            )
        )
    return fresh


def move(
    case: Case,
    act: str,
    *,
    actor: Actor,
    at: datetime,
    clauses: tuple[str, ...] = (),
    **details: Any,
) -> None:
    """Put the case into the act's stage, save it whole with a new revision, write the journal.

    `clauses` are further clauses that ask for the act; the journal cites the one of the ministry's own order.
    """
    row = transition(act)
    if row.target is not None:
        case.stage = row.target
    case.revision += 1
    case.next_due = next_due(case)
    case.save()
    journal.write(
        f"cases.{act}",
        case.ref,
        actor=actor,
        body=case.body.code,
        clause=own_clause(case.body, row.clause, *clauses),
        at=at,
        **details,
    )


def next_due(case: Case) -> datetime | None:
    """Return the nearest deadline that is neither met nor replaced; None when nothing is owed any more."""
    kinds = AFTER_THE_END if case.stage in CLOSED_STAGES else WATCHED
    open_ones = Deadline.objects.filter(case=case, superseded_at=None, met_at=None, kind__in=kinds)
    return open_ones.order_by("due").values_list("due", flat=True).first()


def meet(case: Case, kind: str, at: datetime, part: str = "") -> bool:
    """Record that what the deadline asks for has been done; False when no such deadline was open."""
    rows = Deadline.objects.filter(case=case, kind=kind, part=part, superseded_at=None, met_at=None)
    return bool(rows.update(met_at=at))


def give_up(case: Case, at: datetime) -> None:
    """Put every open deadline out of force: the case ends in a way that leaves nothing to be answered."""
    rows = Deadline.objects.filter(case=case, superseded_at=None, met_at=None)
    rows.exclude(kind__in=AFTER_THE_END).update(superseded_at=at)


def refuse(problems: list[Problem]) -> None:
    """Raise the first problem as a refusal; none, and the act goes on."""
    if problems:
        first = problems[0]
        raise Refusal(str(first.message), field=first.field, clause=first.clause)
