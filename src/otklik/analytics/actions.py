"""Writing the room: opening and approving the units' forms, freezing a quarter."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik import worktime
from otklik.analytics import analysis, rules, unit_form
from otklik.analytics.models import Snapshot, UnitForm
from otklik.analytics.periods import Quarter
from otklik.journal import actions as journal
from otklik.journal.actors import system
from otklik.staff.calendars import calendar_of, zone
from otklik.staff.models import Body, Employee, Power, Unit
from otklik.staff.profiles import profile_of
from otklik.staff.queries import may
from otklik.staff.refusals import Refusal

DEFAULT_DAYS = 5
"""Working days after the quarter for a body whose profile sets no term."""


@transaction.atomic
def open_form(unit: Unit, quarter: Quarter, *, at: datetime | None = None) -> UnitForm:
    """Open the form of a unit for a quarter that is over, or return the one there is (p. 13)."""
    now = at or timezone.now()
    body = unit.body
    form, created = UnitForm.objects.get_or_create(
        unit=unit, period=str(quarter), defaults={"body": body, "due": form_due(body, quarter)}
    )
    if created:
        term = profile_of(body).term("unit_report")
        journal.write(
            "analytics.open-unit-form",
            f"unit-form:{form.pk}",
            actor=system("unit-forms"),
            body=body.code,
            clause=(term.clause or "") if term else "",
            at=now,
            period=str(quarter),
        )
    return form


def form_due(body: Body, quarter: Quarter) -> datetime:
    """Return by when the units' forms of a quarter are due (UTC aware), by the profile's term."""
    term = profile_of(body).term("unit_report")
    start = rules.quarter_end(quarter, zone(body))
    amount = term.amount if term else DEFAULT_DAYS
    counted = worktime.Unit(term.unit) if term else worktime.Unit.WORKING_DAYS
    return worktime.compute(amount, counted, start, calendar_of(body)).due


@transaction.atomic
def approve_form(form: UnitForm, *, by: Employee, at: datetime | None = None) -> UnitForm:
    """Freeze the figures with the name, post and date of the unit's head (app2:sign).

    Raises Refusal for anybody else, for a quarter that is not over, and for a form approved before.
    """
    now = at or timezone.now()
    fresh = UnitForm.objects.select_for_update().select_related("unit__body").get(pk=form.pk)
    ordered = profile_of(fresh.unit.body).unit_form
    clause = ordered.sign_clause if ordered else ""
    if not rules.heads_unit(by, fresh.unit):
        raise Refusal(
            _("The form is approved by the head of the unit or who acts for the head."),
            clause=clause,
        )
    if fresh.state == UnitForm.State.APPROVED:
        raise Refusal(_("The form is approved already; its figures do not change any more."))
    quarter = Quarter.parse(fresh.period)
    if not quarter.has_ended(now, zone(fresh.unit.body)):
        raise Refusal(_("The quarter is not over. Approve the form when it is."))
    fresh.rows = unit_form.compute(fresh.unit, quarter).as_json()
    fresh.state = UnitForm.State.APPROVED
    fresh.approved_by = by
    fresh.approved_name = name_in_full(by)
    fresh.approved_post = by.post
    fresh.approved_at = now
    fresh.save()
    journal.write(
        "analytics.approve-unit-form",
        f"unit-form:{fresh.pk}",
        actor=by.actor,
        body=fresh.unit.body.code,
        clause=clause,
        at=now,
        period=fresh.period,
    )
    return fresh


@transaction.atomic
def freeze(body: Body, quarter: Quarter, *, by: Employee, at: datetime | None = None) -> Snapshot:
    """Keep the analysis of a quarter as it is now, dated, with the hash of its figures (p. 14).

    A later freeze makes a further version; the earlier one stays. Raises Refusal for somebody
    without the power, and for a quarter that is not over.
    """
    now = at or timezone.now()
    if by.body_id != body.pk or not may(by, Power.ANALYSE):
        raise Refusal(_("Your role does not include the analysis."))
    found = analysis.compute(body, quarter, now)
    if found.preliminary:
        raise Refusal(_("The quarter is not over: its figures still change."))
    rows = found.as_json()["metrics"]
    snapshot = Snapshot.objects.create(
        body=body,
        period=str(quarter),
        metrics=rows,
        sha256=analysis.digest(rows),
        frozen_at=now,
        frozen_by=by,
    )
    journal.write(
        "analytics.freeze",
        f"snapshot:{snapshot.pk}",
        actor=by.actor,
        body=body.code,
        at=now,
        period=str(quarter),
        sha256=snapshot.sha256,
    )
    return snapshot


def check_publication(body: Body, artefact: str) -> None:
    """Raise Refusal when the order keeps the artefact inside the ministry (14.3; 22.c; 4.1.c)."""
    profile = profile_of(body)
    if not rules.may_publish(profile, artefact):
        found = rules.publication_of(profile, artefact)
        raise Refusal(
            _("This is for use inside the ministry and must not be published."),
            clause=(found.clause or "") if found else "",
        )


def name_in_full(employee: Employee) -> str:
    """Return surname, name and patronymic, or the account's name when none is known."""
    parts = (employee.surname, employee.given_name, employee.patronymic)
    return " ".join(part for part in parts if part) or employee.username
