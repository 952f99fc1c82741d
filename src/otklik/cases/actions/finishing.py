"""The reply is signed; every delivery is done; the case is answered."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases.actions.moving import locked, meet, move, next_due, now
from otklik.cases.actions.parts import close_part
from otklik.cases.actions.promising import watch_promises
from otklik.cases.control_queries import question_facts
from otklik.cases.control_rules import EXECUTED, open_questions
from otklik.cases.models import Assignment, Case
from otklik.cases.rules import ANSWERS
from otklik.journal.actors import Actor
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal


@transaction.atomic
def mark_signed(case: Case, *, by: Employee, at: datetime | None = None) -> Case:
    """Record that the reply to the case is signed and on its way; parts not handed in are no longer waited for.

    Raises `Refusal` while a question is neither considered nor forwarded (labour-novosibirsk:27).
    """
    moment = now(at)
    fresh = locked(case, "sign-reply", by)
    if left := open_questions(question_facts(fresh)):
        raise Refusal(
            _("Question %(number)s is not considered.") % {"number": left[0]}, clause=EXECUTED
        )
    for part in fresh.assignments.filter(role=Assignment.Role.CO, ended_at=None):
        close_part(fresh, part, moment)
    move(fresh, "sign-reply", actor=by.actor, at=moment)
    return fresh


@transaction.atomic
def finish(case: Case, *, by: Actor, at: datetime | None = None) -> Case:
    """Record that the client has the reply: every delivery, the duplicate too, is done (economy-novosibirsk:5.2.b).

    What the reply promised is watched from now on (7.2).
    """
    moment = now(at)
    fresh = locked(case, "finish", None)
    fresh.answered_at = fresh.closed_at = moment
    for kind in ("reply_internal", *ANSWERS):
        meet(fresh, kind, moment)
    watch_promises(fresh, moment)
    move(fresh, "finish", actor=by, at=moment)
    return fresh


@transaction.atomic
def note_acknowledged(case: Case, *, at: datetime) -> bool:
    """Record that the first reaction has gone out at that moment; False when that was known already."""
    fresh = Case.objects.select_for_update().get(pk=case.pk)
    if not meet(fresh, "acknowledgement", at):
        return False
    fresh.next_due = next_due(fresh)
    fresh.save(update_fields=["next_due"])
    return True
