"""Writing what helps the next executor."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.journal import actions as journal
from otklik.knowledge.models import Material, ReplyTemplate
from otklik.knowledge.queries import may_edit_materials, may_edit_templates
from otklik.knowledge.rules import is_quarter
from otklik.staff.models import Employee
from otklik.staff.queries import body_of
from otklik.staff.refusals import Refusal

ANALYSIS = "economy-novosibirsk:15.2.b"


@transaction.atomic
def save_template(
    *,
    title: str,
    text: str,
    by: Employee,
    template: ReplyTemplate | None = None,
    topic_code: str = "",
    at: datetime | None = None,
) -> ReplyTemplate:
    """Add a reply template to the body of `by`, or change one of it; raises `Refusal`."""
    if not may_edit_templates(by):
        raise Refusal(_("Your role does not change the templates."))
    _whole(title, text)
    body = body_of(by)
    row = template or ReplyTemplate(body=body)
    if row.body_id != body.pk:
        raise Refusal(_("This belongs to another body."))
    row.title, row.text, row.topic_code = title.strip(), text.strip(), topic_code
    row.updated_at, row.owner = at or timezone.now(), by
    row.save()
    journal.write(
        "knowledge.save-template", f"template:{row.pk}", actor=by.actor, body=body.code, at=at
    )
    return row


@transaction.atomic
def save_material(
    *,
    title: str,
    text: str,
    period: str,
    by: Employee,
    material: Material | None = None,
    audience: str = Material.Audience.EMPLOYEES,
    at: datetime | None = None,
) -> Material:
    """Add an instructive material, or change one; `period` is its quarter (`2026Q3`) or empty.

    Raises `Refusal`. Clause economy-novosibirsk:15.2.b.
    """
    if not may_edit_materials(by):
        raise Refusal(_("Your role does not change the materials."))
    _whole(title, text)
    if period and not is_quarter(period):
        raise Refusal(_("Choose the quarter."), field="period")
    body = body_of(by)
    row = material or Material(body=body, created_at=at or timezone.now(), author=by)
    if row.body_id != body.pk:
        raise Refusal(_("This belongs to another body."))
    row.title, row.text, row.period, row.audience = title.strip(), text.strip(), period, audience
    row.save()
    journal.write(
        "knowledge.save-material",
        f"material:{row.pk}",
        actor=by.actor,
        body=body.code,
        clause=ANALYSIS if period else "",
        at=at,
        period=period,
    )
    return row


def _whole(title: str, text: str) -> None:
    if not title.strip():
        raise Refusal(_("Write a title by which it is found."), field="title")
    if not text.strip():
        raise Refusal(_("Write the text."), field="text")
