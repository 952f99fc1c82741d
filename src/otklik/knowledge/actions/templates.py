"""Templates: each save is a new version that never changes; published, withdrawn, confirmed, restored."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.knowledge import gaps
from otklik.knowledge.actions.moving import locked, may_edit, reviewed, told
from otklik.knowledge.models import ReplyTemplate, TemplateVersion
from otklik.knowledge.rules import transition
from otklik.language import clean_text
from otklik.staff.models import Employee
from otklik.staff.queries import body_of
from otklik.staff.refusals import Refusal

State = ReplyTemplate.State


@transaction.atomic
def save_template(  # noqa: PLR0913 - a template has these parts, and they are all named
    *,
    title: str,
    text: str,
    by: Employee,
    template: ReplyTemplate | None = None,
    topic_code: str = "",
    owner: Employee | None = None,
    publish: bool = True,
    version: int | None = None,
    at: datetime | None = None,
) -> ReplyTemplate:
    """Keep a template of the body of `by` as a new version; a new one is published unless `publish` is False.

    `owner` answers for it (a new one without is its writer's); `version` is the one that the writer saw, so that nobody's
    words are overwritten. Words that are the same make no version. Raises `Refusal`. Clause industry-mordovia:11bis.a.
    """
    may_edit(by)
    moment, words = at or timezone.now(), _words(title, text)
    body = body_of(by)
    if owner is not None and owner.body_id != body.pk:
        raise Refusal(_("The owner works in another body."), field="owner")
    if template is None:
        state = State.PUBLISHED if publish else State.DRAFT
        row = ReplyTemplate(body=body, state=state, owner=by)
    else:
        row = locked(template, "save-template", by)
        if version is not None and version != row.version:
            raise Refusal(
                _(
                    "Somebody else has kept a newer version meanwhile. Compare the texts and save again."
                )
            )
    row.owner = owner or row.owner or by
    if row.version and (row.title, row.text, row.topic_code) == (*words, topic_code):
        row.save(update_fields=["owner"])
        return row
    _next_version(row, words, topic_code, by, moment)
    told("save-template", row, by, moment, version=row.version)
    return row


@transaction.atomic
def restore_template(
    template: ReplyTemplate, number: int, *, by: Employee, at: datetime | None = None
) -> ReplyTemplate:
    """Let the words of an earlier version be the present ones, as a new version; raises `Refusal`."""
    may_edit(by)
    row, moment = locked(template, "restore-template", by), at or timezone.now()
    old = row.versions.filter(number=number).first()
    if old is None or old.number == row.version:
        raise Refusal(_("Choose an earlier version."))
    words = _words(old.title, old.text)
    _next_version(row, words, old.topic_code, by, moment, restored_from=old.number)
    told("restore-template", row, by, moment, version=row.version, restored=old.number)
    return row


@transaction.atomic
def publish_template(
    template: ReplyTemplate, *, by: Employee, at: datetime | None = None
) -> ReplyTemplate:
    """Offer the template to executors; whoever publishes it has read it: the term of review begins."""
    may_edit(by)
    row, moment = locked(template, "publish-template", by), at or timezone.now()
    _words(row.title, row.text)
    return _moved(row, "publish-template", by, moment)


@transaction.atomic
def withdraw_template(
    template: ReplyTemplate, *, by: Employee, at: datetime | None = None
) -> ReplyTemplate:
    """Offer the template no more; it stays with its versions and its uses."""
    may_edit(by)
    row, moment = locked(template, "withdraw-template", by), at or timezone.now()
    return _moved(row, "withdraw-template", by, moment)


@transaction.atomic
def confirm_template(
    template: ReplyTemplate, *, by: Employee, at: datetime | None = None
) -> ReplyTemplate:
    """Say that the template is still right: its term of review begins anew (industry-mordovia:11bis.b)."""
    may_edit(by)
    row, moment = locked(template, "confirm-template", by), at or timezone.now()
    reviewed(row, row.body, moment)
    row.save(update_fields=["reviewed_at", "review_by"])
    told("confirm-template", row, by, moment, version=row.version)
    return row


def _moved(row: ReplyTemplate, act: str, by: Employee, at: datetime) -> ReplyTemplate:
    row.state = transition(act).target or row.state
    if row.state == State.PUBLISHED:
        reviewed(row, row.body, at)
    row.save(update_fields=["state", "reviewed_at", "review_by"])
    told(act, row, by, at, version=row.version)
    return row


def _next_version(
    row: ReplyTemplate,
    words: tuple[str, str],
    topic_code: str,
    by: Employee,
    at: datetime,
    restored_from: int | None = None,
) -> None:
    row.title, row.text = words
    row.topic_code, row.updated_at, row.version = topic_code, at, row.version + 1
    reviewed(row, row.body, at)
    row.save()
    TemplateVersion.objects.create(
        template=row,
        number=row.version,
        title=row.title,
        text=row.text,
        topic_code=topic_code,
        made_at=at,
        made_by=by,
        restored_from=restored_from,
    )


def _words(title: str, text: str) -> tuple[str, str]:
    """Return title and text as they are kept; raises `Refusal` for empty ones and for a gap that is none."""
    named, said = clean_text(title).strip(), clean_text(text).strip()
    if not named:
        raise Refusal(_("Write a title by which it is found."), field="title")
    if not said:
        raise Refusal(_("Write the text."), field="text")
    wrong = gaps.problems(said)
    if wrong:
        raise Refusal(wrong[0], field="text")
    return named, said
