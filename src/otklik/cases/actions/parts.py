"""What the acts on a co-executor's part share: its deadline, and its end."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from otklik.cases import part_terms
from otklik.cases.actions import clock
from otklik.cases.actions.moving import locked, now, refuse
from otklik.cases.assignment_queries import PART, part_of
from otklik.cases.models import Assignment, Case, Deadline
from otklik.staff import calendars
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal
from otklik.worktime import CalendarError


def locked_part(
    part: Assignment, act: str, by: Employee, at: datetime | None
) -> tuple[Case, Assignment, datetime]:
    """Lock the part's case for the act; return it with the part as it is now, and the moment.

    Raises `Refusal` as `locked` does, and for a part that is no longer in force.
    """
    case = locked(part.case, act, by)
    fresh = Assignment.objects.select_related("executor").get(pk=part.pk)
    if fresh.ended_at is not None or fresh.role != Assignment.Role.CO:
        raise Refusal(_("This part is over already. Look at the case once more."))
    return case, fresh, now(at)


def set_term(case: Case, part: Assignment, day: date | None, by: Employee, at: datetime) -> None:
    """Store the part's explained deadline: the named local day, or the profile's term without one."""
    profile, calendar = profile_of(case.body), calendars.calendar_of(case.body)
    facts = part_of(case)
    planned = part_terms.counted(profile, calendar, facts, at)
    if day is not None:
        try:
            named = part_terms.chosen(
                profile, calendar, facts, at, day=day, by=by.short_name or by.username
            )
        except CalendarError:
            raise Refusal(_("Check the year of the co-executor's term."), field="due") from None
        refuse(list(part_terms.problems_of(facts, at, named, planned, day)))
        planned = named
    clock.store(case, [part_terms.of_part(planned, str(part.pk))], at)


def close_part(case: Case, part: Assignment, at: datetime, reason: str = "") -> None:
    """End the part; what it still owed is put out of force."""
    part.ended_at, part.end_reason = at, reason.strip()
    part.save(update_fields=["ended_at", "end_reason"])
    Deadline.objects.filter(
        case=case, kind=PART, part=str(part.pk), superseded_at=None, met_at=None
    ).update(superseded_at=at)
