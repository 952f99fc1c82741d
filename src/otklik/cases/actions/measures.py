"""What was done on a question: the executor confirms it in words (labour-novosibirsk:27)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases.actions.moving import locked, move, now, refuse
from otklik.cases.assignment_queries import executes
from otklik.cases.control_rules import EXECUTED, measure_problems
from otklik.cases.models import Question
from otklik.language import clean_text
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal


@transaction.atomic
def record_measure(
    question: Question, *, by: Employee, measure: str, at: datetime | None = None
) -> Question:
    """Write down what was done on the question; it may be written anew.

    By the responsible executor or his formal substitute. Raises `Refusal` for a question not considered yet.
    """
    moment = now(at)
    case = locked(question.case, "record-measure", by)
    if not executes(case, by, moment):
        raise Refusal(_("The case is another executor's."), clause=EXECUTED)
    fresh = Question.objects.select_for_update().get(pk=question.pk)
    refuse(measure_problems(fresh.outcome, measure))
    fresh.measure = clean_text(measure).strip()
    fresh.save(update_fields=["measure"])
    move(case, "record-measure", actor=by.actor, at=moment, question=fresh.position)
    return fresh
