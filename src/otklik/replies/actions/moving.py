"""What every act on a reply shares: lock, check the table, write the journal."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.journal import actions as journal
from otklik.journal.actors import Actor
from otklik.replies.kinds import is_notice
from otklik.replies.models import Reply
from otklik.replies.rules import transition
from otklik.staff.models import Employee
from otklik.staff.profiles import own_clause
from otklik.staff.queries import may
from otklik.staff.refusals import Refusal


def now(at: datetime | None) -> datetime:
    """Return the given moment, or the present one (UTC)."""
    return at or timezone.now()


def locked(reply: Reply, act: str, by: Employee | None) -> Reply:
    """Lock the reply's row and return it fresh, if the table lets this employee do the act now."""
    row = transition(act)
    fresh = (
        Reply.objects.select_for_update(of=("self",))
        .select_related("case__body", "case__client", "case__executor")
        .get(pk=reply.pk)
    )
    if by is not None and (
        by.body_id != fresh.case.body_id or (row.powers and not may(by, *row.powers))
    ):
        raise Refusal(_("Your role does not include this act."))
    if fresh.stage not in row.sources:
        raise Refusal(
            _("This cannot be done any more: the reply is at the stage “%(stage)s”.")
            % {"stage": fresh.get_stage_display()},
            clause=row.clause,
        )
    return fresh


def move(reply: Reply, act: str, *, actor: Actor, at: datetime, **details: Any) -> None:
    """Put the letter into the act's stage, save it, write the journal under its case.

    The entry names the kind of a letter that is no reply.
    """
    row = transition(act)
    if is_notice(reply):
        details["kind"] = reply.kind
    reply.stage = row.target
    reply.save()
    case = reply.case
    journal.write(
        f"replies.{act}",
        case.ref,
        actor=actor,
        body=case.body.code,
        clause=own_clause(case.body, row.clause),
        at=at,
        **details,
    )
