"""Instructive materials by the results of a quarter, and the decision that none is needed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.journal import actions as journal
from otklik.knowledge.models import Material, NoMaterial
from otklik.knowledge.queries import may_edit_materials
from otklik.knowledge.rules import is_quarter
from otklik.staff.models import Employee
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.queries import body_of
from otklik.staff.refusals import Refusal

ANALYSIS = ("economy-novosibirsk:15.2.b", "labour-novosibirsk:22.d", "economy-magadan:4.1.d")


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

    One for clients stands on the public page at once. Raises `Refusal`. Clauses economy-novosibirsk:15.2.b,
    labour-novosibirsk:22.d, economy-magadan:4.1.d.
    """
    _may(by)
    if not title.strip():
        raise Refusal(_("Write a title by which it is found."), field="title")
    if not text.strip():
        raise Refusal(_("Write the text."), field="text")
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
        clause=own_clause(body, *ANALYSIS) if period else "",
        at=at,
        period=period,
    )
    return row


@transaction.atomic
def waive_material(
    period: str, *, reason: str, by: Employee, at: datetime | None = None
) -> NoMaterial:
    """Record that the analysis of the quarter asks for no material, and why; once a quarter.

    Raises `Refusal` where the order wants a material every quarter. Clause economy-novosibirsk:15.2.b.
    """
    _may(by)
    body, moment = body_of(by), at or timezone.now()
    if not profile_of(body).switch("material_may_be_waived"):
        raise Refusal(
            _("The order wants a material by the analysis of every quarter."),
            clause=own_clause(body, *ANALYSIS),
        )
    if not is_quarter(period):
        raise Refusal(_("Choose the quarter."), field="period")
    if not reason.strip():
        raise Refusal(_("Write why no material is needed."), field="reason")
    row, made = NoMaterial.objects.get_or_create(
        body=body, period=period, defaults={"reason": reason.strip(), "by": by, "at": moment}
    )
    if not made:
        raise Refusal(_("This has been recorded already."))
    journal.write(
        "knowledge.waive-material",
        f"quarter:{period}",
        actor=by.actor,
        body=body.code,
        clause=own_clause(body, *ANALYSIS),
        at=moment,
        period=period,
    )
    return row


def _may(by: Employee) -> None:
    if not may_edit_materials(by):
        raise Refusal(_("Your role does not change the materials."))
