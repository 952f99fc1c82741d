"""What becomes of a template: put into a draft, rated, found wrong, mended."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.journal import actions as journal
from otklik.knowledge.actions.moving import locked, may_edit, told
from otklik.knowledge.models import ReplyTemplate, TemplateReport, TemplateUse
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal

NOTE_MAX = 1000


@transaction.atomic
def use_template(
    template: ReplyTemplate, *, about: str, by: Employee, at: datetime | None = None
) -> TemplateUse:
    """Record that the template went into the draft about `about` (such as `case:17`); raises `Refusal`.

    Clause industry-mordovia:11bis.a.
    """
    row, moment = locked(template, "use-template", by), at or timezone.now()
    use = TemplateUse.objects.create(
        template=row, version=row.version, about=about, by=by, at=moment
    )
    told("use-template", row, by, moment, version=row.version, about=about)
    return use


@transaction.atomic
def rate_use(
    use: TemplateUse, *, helped: bool, by: Employee, at: datetime | None = None
) -> TemplateUse:
    """Record whether the template helped; whoever used it says so, and may change his mind."""
    fresh = TemplateUse.objects.select_for_update(of=("self",)).get(pk=use.pk)
    if fresh.by_id != by.pk:
        raise Refusal(_("Whoever used the template says whether it helped."))
    fresh.helped = helped
    fresh.save(update_fields=["helped"])
    journal.write(
        "knowledge.rate-template",
        f"template:{fresh.template_id}",
        actor=by.actor,
        body=fresh.template.body.code,
        at=at,
        helped=helped,
        about=fresh.about,
    )
    return fresh


@transaction.atomic
def report_template(
    template: ReplyTemplate, *, by: Employee, note: str = "", at: datetime | None = None
) -> TemplateReport:
    """Say that the template is wrong: a task of its owner. One open report of one person is enough."""
    row, moment = locked(template, "report-template", by), at or timezone.now()
    said = note.strip()
    if len(said) > NOTE_MAX:
        raise Refusal(_("Say it in %(limit)s characters.") % {"limit": NOTE_MAX}, field="note")
    standing = row.reports.filter(by=by, settled_at=None).first()
    if standing is not None:
        if said and said != standing.note:
            standing.note = said
            standing.save(update_fields=["note"])
        return standing
    report = TemplateReport.objects.create(
        template=row, version=row.version, note=said, by=by, at=moment
    )
    told("report-template", row, by, moment, version=row.version)
    return report


@transaction.atomic
def settle_report(
    report: TemplateReport, *, by: Employee, at: datetime | None = None
) -> TemplateReport:
    """Say that the report has been looked into: the template was mended, or is right; raises `Refusal`."""
    may_edit(by)
    moment = at or timezone.now()
    fresh = TemplateReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if fresh.template.body_id != by.body_id:
        raise Refusal(_("This belongs to another body."))
    if fresh.settled_at is not None:
        return fresh
    fresh.settled_at, fresh.settled_by = moment, by
    fresh.save(update_fields=["settled_at", "settled_by"])
    journal.write(
        "knowledge.settle-report",
        f"template:{fresh.template_id}",
        actor=by.actor,
        body=fresh.template.body.code,
        at=moment,
    )
    return fresh
