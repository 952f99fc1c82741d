"""Put a case on control; take it off again once nothing is missing (labour-novosibirsk:27-30)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases.actions.moving import locked, move, now
from otklik.cases.control_queries import lacking_of, mark_of, may_take_off, needs_record
from otklik.cases.control_rules import DECISION, EXECUTED, RECORD, removal_problems
from otklik.cases.models import Case, ControlMark
from otklik.language import clean_text
from otklik.staff import calendars
from otklik.staff.models import Employee
from otklik.staff.profiles import own_clause
from otklik.staff.refusals import Refusal


@transaction.atomic
def put_on_control(
    case: Case,
    *,
    by: Employee,
    note: str = "",
    revision: int | None = None,
    at: datetime | None = None,
) -> ControlMark:
    """Put the case on control; from now on only this employee or his formal substitute takes it off."""
    moment = now(at)
    fresh = locked(case, "put-on-control", by, revision)
    present = mark_of(fresh)
    if present is not None:
        raise Refusal(
            _("The case is on control already: %(who)s put it there.") % {"who": present.put_by},
            clause=DECISION,
        )
    mark = ControlMark.objects.create(
        case=fresh, put_by=by, put_at=moment, note=clean_text(note).strip()
    )
    move(fresh, "put-on-control", actor=by.actor, at=moment)
    return mark


@dataclass(frozen=True, slots=True)
class Removal:
    """The decision that the case is executed: in words, and its entry in the external record system."""

    note: str = ""
    record_number: str = ""
    record_date: date | None = None


@transaction.atomic
def take_off_control(
    case: Case,
    removal: Removal,
    *,
    by: Employee,
    revision: int | None = None,
    at: datetime | None = None,
) -> ControlMark:
    """Take the case off control: the decision that it is executed.

    Raises `Refusal`, naming all that is missing: for another person (labour-novosibirsk:28.a), an open question, a
    measure or a promise, a reply or a delivery not sent (27), nothing but interim letters (30), no entry in the record
    system where the order wants it (28.b).
    """
    moment = now(at)
    fresh = locked(case, "take-off-control", by, revision)
    mark = mark_of(fresh)
    if mark is None:
        raise Refusal(_("The case is not on control."), clause=DECISION)
    number = clean_text(removal.record_number).strip()
    wanted = needs_record(fresh)
    problems = removal_problems(
        lacking_of(fresh),
        is_entitled=may_take_off(mark, fresh, by, moment),
        who=str(mark.put_by),
        record_missing=wanted and not (number and removal.record_date),
    )
    if problems:
        first = problems[0]
        same = [str(item.message) for item in problems if item.field == first.field]
        raise Refusal(" ".join(same), field=first.field, clause=first.clause)
    today = calendars.today(fresh.body, moment)
    if removal.record_date is not None and removal.record_date > today:
        raise Refusal(
            _("The entry in the record system cannot be later than today."),
            field="record_date",
            clause=RECORD,
        )
    mark.removed_by, mark.removed_at = by, moment
    mark.removal_note = clean_text(removal.note).strip()
    mark.record_number, mark.record_date = number, removal.record_date
    mark.save()
    move(
        fresh,
        "take-off-control",
        actor=by.actor,
        at=moment,
        executed=own_clause(fresh.body, EXECUTED),
    )
    return mark
