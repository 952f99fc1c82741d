"""Writing telephone calls: noted, called back, turned into an appeal or request."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.intake import actions as intake
from otklik.intake.submission import Submission
from otklik.journal import actions as journal
from otklik.messages.actions import Accepted
from otklik.staff.calendars import calendar_of
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of
from otklik.staff.queries import body_of
from otklik.staff.refusals import Refusal
from otklik.telephone.models import Call
from otklik.telephone.rules import Noted, call_back_due, problems

CHANNEL = "phone"
SENT_TWICE = timedelta(minutes=1)
"""Within it the same words of the same operator are one form that was sent twice."""


@transaction.atomic
def note(noted: Noted, *, by: Employee, at: datetime | None = None) -> Call:
    """Keep a call with what was promised; raises `Refusal` at the first thing that the rules do not allow.

    The same form sent twice gives the first call again.
    """
    moment = at or timezone.now()
    body = body_of(by)
    profile = profile_of(body)
    for problem in problems(profile, noted, moment):
        raise Refusal(problem.message, field=problem.field, clause=problem.clause)
    if (before := _sent_before(noted, by, moment)) is not None:
        return before
    due = noted.callback_by
    if noted.promised and due is None:
        due = call_back_due(profile.term("callback"), calendar_of(body), moment)
    call = Call.objects.create(
        body=body,
        direction=_direction(noted),
        at=moment,
        operator=by,
        caller=noted.caller,
        phone=noted.phone,
        note=noted.note,
        switches=noted.switches,
        need_met=noted.need_met,
        callback_by=due if noted.promised else None,
    )
    journal.write(
        "telephone.note",
        _ref(call),
        actor=by.actor,
        body=body.code,
        at=moment,
        switches=noted.switches,
        promised=noted.promised,
    )
    return call


@transaction.atomic
def call_back(call: Call, *, by: Employee, at: datetime | None = None) -> Call:
    """Record that the promise to call back was kept; raises `Refusal` when there is none to keep."""
    moment = at or timezone.now()
    fresh = _locked(call)
    if fresh.callback_by is None:
        raise Refusal(_("Nobody promised to call back."))
    if fresh.called_back_at is not None:
        raise Refusal(_("Somebody has called back already."))
    fresh.called_back_at = moment
    fresh.save(update_fields=["called_back_at"])
    journal.write(
        "telephone.call-back", _ref(fresh), actor=by.actor, body=fresh.body.code, at=moment
    )
    return fresh


@transaction.atomic
def make_appeal(
    call: Call, submission: Submission, *, by: Employee, at: datetime | None = None
) -> Accepted:
    """Store what the caller said as an oral appeal or request, received at the moment of the call.

    Raises `Refusal` when the call has become one already.
    """
    fresh = _locked(call)
    if fresh.receipt_id is not None:
        raise Refusal(_("This call has become an appeal already."))
    oral = submission.model_copy(update={"form": "oral"})
    accepted = intake.enter(oral, by=by, channel=CHANNEL, key=_ref(fresh), at=fresh.at)
    fresh.receipt = accepted.receipt
    fresh.save(update_fields=["receipt"])
    journal.write(
        "telephone.make-appeal",
        _ref(fresh),
        actor=by.actor,
        body=fresh.body.code,
        at=at,
        receipt=accepted.receipt.pk,
    )
    return accepted


def _sent_before(noted: Noted, by: Employee, moment: datetime) -> Call | None:
    """Return the call that the same form has left a moment ago; two at once wait for each other."""
    Employee.objects.select_for_update(no_key=True, of=("self",)).get(pk=by.pk)
    just_now = Call.objects.filter(operator=by, at__gt=moment - SENT_TWICE, at__lte=moment)
    return just_now.filter(
        direction=_direction(noted),
        caller=noted.caller,
        phone=noted.phone,
        note=noted.note,
        switches=noted.switches,
        need_met=noted.need_met,
    ).first()


def _direction(noted: Noted) -> Call.Direction:
    return Call.Direction.OUT if noted.is_outgoing else Call.Direction.IN


def _locked(call: Call) -> Call:
    return Call.objects.select_for_update(of=("self",)).select_related("body").get(pk=call.pk)


def _ref(call: Call) -> str:
    return f"call:{call.pk}"
