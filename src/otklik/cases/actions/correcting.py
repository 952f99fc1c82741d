"""The registration of a case is corrected: its terms are counted anew from what is now known."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases.actions import registering
from otklik.cases.actions.moving import locked, move, now, refuse
from otklik.cases.actions.recounting import Moved, count_anew, in_words
from otklik.cases.clock_rules import correction_problems
from otklik.cases.leaving_rules import COMPLAINT
from otklik.cases.models import Case
from otklik.cases.rules import QuestionEntry, registration_problems
from otklik.language import date_long
from otklik.staff import calendars
from otklik.staff.classifiers import classifier_of
from otklik.staff.models import Employee
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.refusals import Refusal
from otklik.touchpoints.models import Touchpoint
from otklik.worktime import CalendarError


@dataclass(frozen=True, slots=True)
class Facts:
    """What a registration says and a correction may change; `received` is an aware moment."""

    type: str
    form: str
    channel: str
    touchpoint: Touchpoint | None
    received: datetime
    complained_body: str = ""
    complained_employee: Employee | None = None


def facts_of(case: Case) -> Facts:
    """Return what the registration says now."""
    return Facts(
        case.type,
        case.form,
        case.channel,
        case.touchpoint,
        case.received_at,
        case.complained_body,
        case.complained_employee,
    )


@transaction.atomic
def correct(
    case: Case,
    *,
    by: Employee,
    facts: Facts,
    reason: str,
    revision: int | None = None,
    at: datetime | None = None,
) -> list[Moved]:
    """Put right what the registration says, count the open deadlines anew, and return what has moved.

    Number and moment of registration stay: the client knows them. An extension and an internal term keep their own
    rules. Where the corrected case owes a first reaction that has not gone out, it goes now. Raises `Refusal` without a
    reason, for a receipt later than the registration, and for whatever the rules of registration find.
    """
    moment = now(at)
    fresh = locked(case, "correct", by, revision)
    profile, calendar = profile_of(fresh.body), calendars.calendar_of(fresh.body)
    refuse(
        correction_problems(
            received=facts.received, registered=fresh.registered_at, now=moment, reason=reason
        )
    )
    _check(fresh, facts, reason)
    what = changes(fresh, facts)
    fresh.type, fresh.form, fresh.channel = facts.type, facts.form, facts.channel
    fresh.touchpoint, fresh.received_at = facts.touchpoint, facts.received
    about = facts if facts.type == COMPLAINT else None  # only a complaint is about somebody
    fresh.complained_body = about.complained_body.strip() if about else ""
    fresh.complained_employee = about.complained_employee if about else None
    try:
        moved = count_anew(fresh, profile, calendar, moment)
    except CalendarError:
        raise Refusal(_("Check the year of the receipt."), field="received") from None
    if any(item.kind == "acknowledgement" and item.before is None for item in moved):
        registering.acknowledge(fresh, by.actor, moment)
    told = "; ".join([*what, in_words(moved, profile, calendar)] if moved else what)
    move(
        fresh,
        "correct",
        actor=by.actor,
        at=moment,
        what=told or _("nothing has changed"),
        reason=reason.strip(),
        moved=[item.as_json() for item in moved],
    )
    return moved


def _check(case: Case, facts: Facts, reason: str) -> None:
    """Judge the corrected registration by the rules of any registration; the reason stands for the note."""
    if facts.type == COMPLAINT:
        _check_complained(case, facts.complained_employee)
    if facts.touchpoint is not None and facts.touchpoint.pk != case.touchpoint_id:
        registering.check_touchpoint(case, facts.touchpoint)
    refuse(
        registration_problems(
            profile_of(case.body),
            type=facts.type,
            form=facts.form,
            channel=facts.channel,
            questions=[QuestionEntry(row.text, row.topic_code) for row in case.questions.all()],
            classifier=classifier_of(case.body),
            kept_topics=set(case.questions.values_list("topic_code", flat=True)),
            has_touchpoint=facts.touchpoint is not None,
            addressee=case.addressee,
            note=reason,
            received_on=calendars.today(case.body, facts.received),
        )
    )


def _check_complained(case: Case, person: Employee | None) -> None:
    """Whom a complaint is about does not consider it: the case goes to somebody else first."""
    if person is None:
        return
    if person.body_id != case.body_id:
        raise Refusal(_("This employee works in another body."), field="complained_employee")
    if case.executor_id == person.pk or case.assignments.filter(executor=person, ended_at=None):
        raise Refusal(
            _("This employee considers the case now: give it to somebody else first."),
            field="complained_employee",
            clause=own_clause(case.body, "industry-mordovia:6.5.b"),
        )


def changes(case: Case, facts: Facts) -> list[str]:
    """Return in words what the correction changes, before it does; personal data have no part in it."""
    profile, zone = profile_of(case.body), calendars.zone(case.body)
    found = []
    if facts.type != case.type:
        found.append(_("type: %(type)s") % {"type": profile.work_type(facts.type).label})
    if facts.form != case.form:
        found.append(_("form: %(form)s") % {"form": str(Case(form=facts.form).get_form_display())})
    if facts.channel != case.channel:
        found.append(_("channel: %(channel)s") % {"channel": profile.channel(facts.channel).label})
    if facts.touchpoint != case.touchpoint:
        found.append(_("touchpoint"))
    about = (facts.complained_body.strip(), facts.complained_employee)
    if facts.type == COMPLAINT and about != (case.complained_body, case.complained_employee):
        found.append(_("whom the complaint is about"))
    if facts.received != case.received_at:
        local = facts.received.astimezone(zone)
        found.append(_("received: %(at)s") % {"at": f"{date_long(local.date())}, {local:%H:%M}"})
    return found
