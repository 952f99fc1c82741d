"""Typical questions with the body's answers."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.journal import actions as journal
from otklik.knowledge import gaps
from otklik.knowledge.actions.moving import may_edit
from otklik.knowledge.models import TypicalQuestion
from otklik.language import clean_text
from otklik.staff.models import Employee
from otklik.staff.queries import body_of
from otklik.staff.refusals import Refusal


@transaction.atomic
def save_question(
    *,
    question: str,
    answer: str,
    by: Employee,
    row: TypicalQuestion | None = None,
    topic_code: str = "",
    for_clients: bool = False,
    at: datetime | None = None,
) -> TypicalQuestion:
    """Keep a typical question and its answer; raises `Refusal` for an empty one, and for gaps in an answer to clients."""
    may_edit(by)
    asked, said = clean_text(question).strip(), clean_text(answer).strip()
    if not asked:
        raise Refusal(_("Write the question as people ask it."), field="question")
    if not said:
        raise Refusal(_("Write the answer."), field="answer")
    wrong = gaps.problems(said)
    if wrong:
        raise Refusal(wrong[0], field="answer")
    if for_clients and gaps.gaps_of(said):
        raise Refusal(
            _("Clients read this answer as it stands: write it without gaps."), field="answer"
        )
    body, moment = body_of(by), at or timezone.now()
    kept = row or TypicalQuestion(body=body)
    if kept.body_id != body.pk:
        raise Refusal(_("This belongs to another body."))
    kept.question, kept.answer, kept.topic_code = asked, said, topic_code
    kept.for_clients, kept.updated_at, kept.owner = for_clients, moment, by
    kept.save()
    _told("knowledge.save-question", kept, by, moment)
    return kept


@transaction.atomic
def drop_question(
    row: TypicalQuestion, *, by: Employee, at: datetime | None = None
) -> TypicalQuestion:
    """Offer the question no more; raises `Refusal`."""
    may_edit(by)
    fresh, moment = TypicalQuestion.objects.get(pk=row.pk), at or timezone.now()
    if fresh.body_id != by.body_id:
        raise Refusal(_("This belongs to another body."))
    if fresh.dropped_at is None:
        fresh.dropped_at = moment
        fresh.save(update_fields=["dropped_at"])
        _told("knowledge.drop-question", fresh, by, moment)
    return fresh


def _told(act: str, row: TypicalQuestion, by: Employee, at: datetime) -> None:
    journal.write(act, f"typical-question:{row.pk}", actor=by.actor, body=row.body.code, at=at)
