"""The studio saves what was typed: joins it with what somebody else saved meanwhile, records the outcomes."""

from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from otklik.cases import actions as cases
from otklik.cases.models import Case, Question
from otklik.language import clean_text
from otklik.replies import actions, queries
from otklik.replies import letter as letters
from otklik.replies.actions.drafting import DRAFT_LIMIT
from otklik.replies.desk import greeting
from otklik.replies.draft_rules import Joined, join, parts_of, with_part
from otklik.replies.forms import DraftForm
from otklik.replies.models import Reply
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal

FIRST = 1
"""Revision of a draft that nobody has typed in: what the page showed before there was one."""
TRIES = 3
"""Saves that may come between reading the draft and writing it."""


@dataclass(slots=True)
class Desk:
    """What the studio works on: the case, its reply (none before the first save), the form, who sits here."""

    case: Case
    reply: Reply | None
    form: DraftForm
    employee: Employee
    joined: Joined | None = None
    """Set when somebody else has saved meanwhile."""
    too_long: bool = False
    """Whether a part was too long to be kept; the others were."""

    @property
    def draft(self) -> dict[str, Any]:
        """The draft as kept; the one that the order suggests before anything is."""
        return self.reply.draft if self.reply else letters.first_draft(self.case)

    @property
    def conflicts(self) -> tuple[str, ...]:
        """The parts that both have changed: a person must choose."""
        return self.joined.conflicts if self.joined else ()


@dataclass(slots=True)
class Typed:
    """The draft as typed, made clean, and the parts that are too long to be kept."""

    draft: dict[str, Any]
    too_long: dict[str, int] = field(default_factory=dict)


def desk_of(case: Case, employee: Employee, data: Any = None) -> Desk:
    """Return the desk of the case: what is kept, and what was sent, if anything was."""
    reply = queries.reply_of(case)
    form = DraftForm(
        data,
        draft=reply.draft if reply else letters.first_draft(case),
        revision=reply.revision if reply else 0,
        questions=queries.questions_of(case),
        profile=profile_of(case.body),
    )
    return Desk(case, reply, form, employee)


def save(desk: Desk, *, whole: bool = False) -> bool:
    """Keep the draft as typed and record each outcome that is complete; False when something was refused.

    What was typed is kept even when an outcome is refused: its message stands at its field.
    """
    form, by = desk.form, desk.employee
    form.is_valid()
    typed = _typed(form, desk.draft)
    greeting.choose(desk.case, form.data.get("greeting", ""), typed.draft, by)
    try:
        kept = _keep(desk, typed.draft, whole=whole)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    _say_too_long(form, typed)
    desk.too_long = bool(typed.too_long)
    if not kept:
        return False
    for question in form.questions:
        _consider(form, question, by)
    return not form.errors


def _typed(form: DraftForm, kept: dict[str, Any]) -> Typed:
    """Clean what was typed; a part that is too long stays as it was kept, so that the others can be saved."""
    found = Typed(form.draft())
    before = parts_of(kept)
    for name, part in parts_of(found.draft).items():
        if isinstance(part, dict):
            value: Any = {key: clean_text(text) for key, text in part.items()}
        else:
            value = clean_text(part)
            if len(value) > DRAFT_LIMIT:
                found.too_long[name] = len(value)
                value = before.get(name, "")
        found.draft = with_part(found.draft, name, value)
    return found


def _say_too_long(form: DraftForm, typed: Typed) -> None:
    for name, length in typed.too_long.items():
        message = _(
            "This part has %(length)s characters, a letter may have %(limit)s. It is not saved; the rest is. "
            "Shorten it or send it as an attachment."
        ) % {"length": _grouped(length), "limit": _grouped(DRAFT_LIMIT)}
        if name in form.fields:
            form.add_error(name, ValidationError(message))


def _grouped(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def _keep(desk: Desk, draft: dict[str, Any], *, whole: bool) -> bool:
    """Save the draft, joined with a later one of somebody else; False when both changed the same part."""
    if desk.reply is None:
        desk.reply = actions.start(desk.case, by=desk.employee)
    for turn in range(TRIES):
        reply = desk.reply
        if reply.revision != max(desk.form.known_revision, FIRST):
            desk.joined = join(desk.form.known_marks, draft, reply.draft)
            if desk.joined.conflicts:
                return False
        wanted = desk.joined.draft if desk.joined else draft
        try:
            if wanted != reply.draft:
                desk.reply = actions.save(
                    reply,
                    by=desk.employee,
                    draft=wanted,
                    revision=reply.revision,
                    whole=whole or bool(desk.joined and desk.joined.taken),
                )
        except Refusal:
            fresh = queries.reply_of(desk.case)
            if fresh is None or fresh.revision == reply.revision or turn == TRIES - 1:
                raise
            desk.reply = fresh
            continue
        break
    desk.form.follow(desk.reply.revision, desk.reply.draft, _taken(desk))
    return True


def _taken(desk: Desk) -> dict[str, Any]:
    """The parts that came from the other one, by name."""
    parts = parts_of(desk.reply.draft) if desk.reply else {}
    return {name: parts.get(name, "") for name in (desk.joined.taken if desk.joined else ())}


def _consider(form: DraftForm, question: Question, by: Employee) -> None:
    outcome, promised_on, reason = form.considered(question)
    recorded = (question.outcome, question.promised_on, question.reason)
    if not outcome or (outcome, promised_on, reason.strip()) == recorded:
        return
    if f"promised_on-{question.pk}" in form.errors:
        return
    try:
        fresh = cases.consider(
            question, by=by, outcome=outcome, promised_on=promised_on, reason=reason
        )
    except Refusal as refusal:
        name = f"{refusal.field}-{question.pk}"
        form.add_error(name if name in form.fields else None, refusal.message)
    else:
        question.outcome, question.promised_on = fresh.outcome, fresh.promised_on
        question.reason = fresh.reason
