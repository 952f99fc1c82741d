"""A ready text goes into the answer to one question of the draft; that a template was used is recorded with it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases.models import Question
from otklik.knowledge import actions as knowledge
from otklik.knowledge.models import ReplyTemplate
from otklik.replies.actions.drafting import save
from otklik.replies.models import Reply
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal

BETWEEN = "\n\n"


@transaction.atomic
def insert(
    reply: Reply,
    question: Question,
    text: str,
    *,
    by: Employee,
    revision: int,
    template: ReplyTemplate | None = None,
    at: datetime | None = None,
) -> Reply:
    """Put a text after what the answer to the question says already, by the ordinary saving of the draft.

    Raises `Refusal` as `save` does, and where the question is not of this letter: nothing is changed then.
    Clause industry-mordovia:11bis.a.
    """
    if question.case_id != reply.case_id:
        raise Refusal(_("This question is not one of the letter."))
    answers = dict(reply.draft.get("answers") or {})
    key = str(question.pk)
    said = str(answers.get(key, "")).rstrip()
    answers[key] = f"{said}{BETWEEN}{text}" if said else text
    draft = {**reply.draft, "answers": answers}
    saved = save(reply, by=by, draft=draft, revision=revision, whole=True, at=at)
    if template is not None:
        knowledge.use_template(template, about=reply.case.ref, by=by, at=at)
    return saved
