"""What the acts on templates share: the row locked and checked, the guard of the table, the journal entry."""

from datetime import datetime

from django.utils.translation import gettext as _

from otklik import worktime
from otklik.journal import actions as journal
from otklik.knowledge.models import ReplyTemplate
from otklik.knowledge.queries import may_edit_templates
from otklik.knowledge.rules import allows, transition
from otklik.staff.calendars import calendar_of, zone
from otklik.staff.models import Body, Employee
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.refusals import Refusal


def may_edit(by: Employee) -> None:
    """Raise `Refusal` for somebody who does not write templates."""
    if not may_edit_templates(by):
        raise Refusal(_("Your role does not change the templates."))


def locked(template: ReplyTemplate, act: str, by: Employee) -> ReplyTemplate:
    """Return the template fresh and locked for an act that its state allows; raises `Refusal` otherwise."""
    fresh = ReplyTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk)
    if fresh.body_id != by.body_id:
        raise Refusal(_("This belongs to another body."))
    if not allows(fresh.state, act):
        raise Refusal(
            _("The template is %(state)s now: this cannot be done with it.")
            % {"state": fresh.get_state_display().lower()}
        )
    return fresh


def reviewed(row: ReplyTemplate, body: Body, at: datetime) -> None:
    """Let the term of review begin anew at the moment (UTC); the row is not saved here."""
    row.reviewed_at, row.review_by = at, None
    term = profile_of(body).term("template_review")
    if term is not None:
        unit = worktime.Unit(term.unit)
        due = worktime.compute(term.amount, unit, at, calendar_of(body)).due
        row.review_by = due.astimezone(zone(body)).date()


def told(act: str, row: ReplyTemplate, by: Employee, at: datetime, **details: object) -> None:
    """Write the act into the journal, with the clause of the body's own order where it has one."""
    clause = transition(act).clause
    journal.write(
        f"knowledge.{act}",
        f"template:{row.pk}",
        actor=by.actor,
        body=row.body.code,
        clause=own_clause(row.body, clause) if clause else "",
        at=at,
        **details,
    )
