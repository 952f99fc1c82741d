"""Reading reply templates; every employee of the body may read them."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from otklik.knowledge.models import (
    ReplyTemplate,
    TemplateReport,
    TemplateUse,
    TemplateVersion,
)
from otklik.knowledge.rules import State
from otklik.language import stems
from otklik.staff.models import Body, Employee, Power
from otklik.staff.queries import may

SHOWN = 8
"""So many ready answers are found at once: more nobody reads on the telephone."""


def templates_for(employee: Employee) -> QuerySet[ReplyTemplate]:
    """Return the reply templates of the employee's body, by title, in any state."""
    if employee.body_id is None:
        return ReplyTemplate.objects.none()
    return ReplyTemplate.objects.filter(body=employee.body_id).select_related("owner")


def published_for(employee: Employee) -> QuerySet[ReplyTemplate]:
    """Return the templates that executors and operators are offered."""
    return templates_for(employee).filter(state=State.PUBLISHED)


def with_ratings(rows: QuerySet[ReplyTemplate]) -> QuerySet[ReplyTemplate]:
    """Add how often each template was used, when last, and whom it helped: `uses_count`, `used_at`, `helped`, `failed`."""
    return rows.annotate(
        uses_count=Count("uses"),
        used_at=Max("uses__at"),
        helped=Count("uses", filter=Q(uses__helped=True)),
        failed=Count("uses", filter=Q(uses__helped=False)),
    )


def offered_in(body: Body) -> QuerySet[ReplyTemplate]:
    """Return the published templates of a body with their ratings; one question to the database."""
    rows = ReplyTemplate.objects.filter(body=body, state=State.PUBLISHED)
    return with_ratings(rows).order_by("title")


def matching(employee: Employee, words: str) -> Sequence[ReplyTemplate]:
    """Return the published templates that have every word in any form of it; a word in the title counts first."""
    return having(published_for(employee), words)[:SHOWN]


def having(rows: QuerySet[ReplyTemplate], words: str) -> list[ReplyTemplate]:
    """Return the templates that have every word in any form of it, those with it in the title first.

    A body has some hundreds of templates at most, so they are looked through here and not by the database.
    """
    wanted = set(stems(words))
    if not wanted:
        return []
    found: list[tuple[int, ReplyTemplate]] = []
    for template in rows:
        title = set(stems(template.title))
        if wanted <= title | set(stems(template.text)):
            found.append((-len(wanted & title), template))
    return [template for _rank, template in sorted(found, key=lambda item: item[0])]


def versions_of(template: ReplyTemplate) -> Sequence[TemplateVersion]:
    """Return the versions of a template, the newest first."""
    return list(template.versions.select_related("made_by"))


def uses_of(template: ReplyTemplate) -> QuerySet[TemplateUse]:
    """Return the uses of a template, the newest first."""
    return template.uses.select_related("by")


def uses_about(about: str, by: Employee) -> QuerySet[TemplateUse]:
    """Return the templates that the employee put into the draft about `about`, the newest first."""
    return TemplateUse.objects.filter(about=about, by=by).select_related("template")


def open_reports(template: ReplyTemplate) -> QuerySet[TemplateReport]:
    """Return the reports about a template that nobody has settled, the newest first."""
    return template.reports.filter(settled_at=None).select_related("by")


def with_open_reports(rows: QuerySet[ReplyTemplate]) -> QuerySet[ReplyTemplate]:
    """Let each template carry its open reports (`open_reports`) in one more question."""
    unsettled = TemplateReport.objects.filter(settled_at=None).select_related("by")
    return rows.prefetch_related(Prefetch("reports", unsettled, to_attr="open_reports"))


def owned_by(employee: Employee) -> QuerySet[ReplyTemplate]:
    """Return the published templates for which the employee answers.

    Those whose owner has left are everybody's who analyses, so that no task is nobody's.
    """
    mine = Q(owner=employee)
    if may(employee, Power.ANALYSE):
        mine |= Q(owner=None) | Q(owner__is_active=False)
    return published_for(employee).filter(mine)


def to_check(employee: Employee, day: date) -> QuerySet[ReplyTemplate]:
    """Return the employee's templates whose term of review is over on the body's day (industry-mordovia:11bis.b)."""
    return owned_by(employee).filter(review_by__lt=day).order_by("review_by", "title")


def reported_to(employee: Employee) -> QuerySet[ReplyTemplate]:
    """Return the employee's templates of which somebody said that they are wrong."""
    return owned_by(employee).filter(reports__settled_at=None, reports__isnull=False).distinct()


def may_edit_templates(employee: Employee) -> bool:
    """Whether the employee may add and change reply templates and typical questions."""
    return may(employee, Power.EXECUTE, Power.ASSIGN, Power.ANALYSE)
