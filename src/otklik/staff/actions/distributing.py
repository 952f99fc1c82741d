"""The distribution of powers and the settings of a body: rows are added and ended, never edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.journal import actions as journal
from otklik.journal.actors import system
from otklik.staff import calendars
from otklik.staff.distribution_rules import end_objection, row_objection
from otklik.staff.models import Body, Employee, Power, Setting, Signatory, Unit
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.queries import body_of, may, with_power
from otklik.staff.refusals import Refusal

CLAUSE = "labour-novosibirsk:10.1"


@dataclass(frozen=True, slots=True)
class SignatoryEntry:
    """A row of the table as it was entered; days are those of the body's own zone."""

    employee: Employee
    capacity: str
    since: date
    act: str
    topics: Sequence[str] = ()
    unit: Unit | None = None
    until: date | None = None
    act_number: str = ""
    act_date: date | None = None


@transaction.atomic
def add_signatory(entry: SignatoryEntry, *, by: Employee, at: datetime | None = None) -> Signatory:
    """Enter who signs what, since when, by which act (labour-novosibirsk:10.1).

    Raises `Refusal` with its field: for an unknown post, somebody without the power to sign or of another body, days
    that cannot be, a row without its act, and the same row twice.
    """
    body = _administered(by)
    today = calendars.today(body, at)
    Body.objects.select_for_update().get(pk=body.pk)
    _check(body, entry, today)
    row = Signatory.objects.create(
        body=body,
        employee=entry.employee,
        capacity=entry.capacity,
        topics=list(entry.topics),
        unit=entry.unit,
        since=entry.since,
        until=entry.until,
        act=" ".join(entry.act.split())[:300],
        act_number=entry.act_number.strip()[:60],
        act_date=entry.act_date,
        added_by=by,
        added_at=at or timezone.now(),
    )
    _note("staff.add-signatory", row, by, at)
    return row


@transaction.atomic
def end_signatory(
    row: Signatory, *, last_day: date, by: Employee, at: datetime | None = None
) -> Signatory:
    """End a row on a day, at the earliest yesterday; it stays as history. Raises `Refusal` for an earlier one."""
    body = _administered(by)
    fresh = (
        Signatory.objects.select_for_update(of=("self",))
        .select_related("employee")
        .get(pk=row.pk, body=body)
    )
    objection = end_objection(fresh.since, fresh.until, last_day, calendars.today(body, at))
    if objection:
        raise Refusal(str(objection), field="last_day")
    fresh.until, fresh.ended_by = last_day, by
    fresh.save(update_fields=["until", "ended_by"])
    _note("staff.end-signatory", fresh, by, at)
    return fresh


@transaction.atomic
def keep_setting(
    body: Body, code: str, value: Any, *, by: Employee | None, at: datetime | None = None
) -> Setting:
    """Set what the body's order leaves to the ministry; earlier rows stay. `by` is None for the installation itself."""
    if by is not None and _administered(by).pk != body.pk:
        raise Refusal(_("Only an administrator of the body changes its settings."))
    row = Setting.objects.create(
        body=body, code=code, value=value, set_by=by, set_at=at or timezone.now()
    )
    journal.write(
        "staff.keep-setting",
        f"body:{body.pk}",
        actor=by.actor if by else system("install"),
        body=body.code,
        at=at,
        code=code,
        value=value,
    )
    return row


def _administered(by: Employee) -> Body:
    if by.body_id is None or not may(by, Power.ADMINISTER):
        raise Refusal(_("Only an administrator of the body changes its settings."))
    return body_of(by)


def _check(body: Body, entry: SignatoryEntry, today: date) -> None:
    known = {item.code: item for item in profile_of(body).signatories}
    post = known.get(entry.capacity)
    if post is None:
        raise Refusal(_("Choose the post in which the letters are signed."), field="capacity")
    holders = {person.pk for person in with_power(body, Power.SIGN, today)}
    if entry.employee.pk not in holders:
        raise Refusal(
            _("This employee has no role that may sign letters in this body."), field="employee"
        )
    if entry.unit is not None and entry.unit.body_id != body.pk:
        raise Refusal(_("The unit belongs to another body."), field="unit")
    objection = row_objection(
        since=entry.since, until=entry.until, act=entry.act, today=today, act_date=entry.act_date
    )
    if objection is not None:
        raise Refusal(str(objection.message), field=objection.field)
    if post.any_topic and (entry.topics or entry.unit):
        raise Refusal(
            _("%(post)s signs letters on any topic: leave topics and unit empty.")
            % {"post": post.post},
            field="topics",
        )
    same = Signatory.objects.filter(
        body=body, employee=entry.employee, capacity=entry.capacity, unit=entry.unit, until=None
    )
    if entry.until is None and any(row.topics == list(entry.topics) for row in same):
        raise Refusal(_("The same row is in the table already."), field="employee")


def _note(act: str, row: Signatory, by: Employee, at: datetime | None) -> None:
    journal.write(
        act,
        f"employee:{row.employee_id}",
        actor=by.actor,
        body=row.body.code,
        clause=own_clause(row.body, CLAUSE),
        at=at,
        employee=row.employee.short_name,
        capacity=row.capacity,
        topics=list(row.topics),
        unit=row.unit_id,
        since=row.since.isoformat(),
        until=row.until.isoformat() if row.until else None,
        basis=f"{row.act} {row.act_number}".strip(),
    )
