"""When a co-executor's part is due: by the profile's term, or on a day that the assignment names. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import cast

from otklik.cases.assignment_rules import PartTerm, term_problems
from otklik.cases.deadlines import Planned, starting
from otklik.cases.rules import Problem
from otklik.regulations import ChannelCode, Form, Profile, Term, TypeCode
from otklik.worktime import Computation, OnDayOff, Step, WorkingCalendar, ends_on

CHOSEN, LIMITED = "part-chosen", "part-limit"


@dataclass(frozen=True, slots=True)
class PartOf:
    """What the term of a part depends on: the case's kind, and when its whole reply is due (aware)."""

    type: str
    form: str
    channel: str
    answer_due: datetime | None


def term_of(profile: Profile, case: PartOf) -> Term:
    """Return the profile's term for the parts of such a case; KeyError for a profile without one."""
    term = profile.term(
        "co_executor_part",
        cast("TypeCode", case.type),
        cast("Form", case.form),
        cast("ChannelCode", case.channel),
    )
    if term is None:
        raise KeyError("co_executor_part")
    return term


def counted(
    profile: Profile, calendar: WorkingCalendar, case: PartOf, given_at: datetime
) -> Planned:
    """Return the deadline of a part for which nobody has named a day: the profile's term from the assignment.

    It never ends after the reply itself, unless that is overdue already.
    """
    planned = starting(profile, calendar, term_of(profile, case), given_at)
    limit = case.answer_due
    if limit is None or limit <= given_at or planned.due <= limit:
        return planned
    last = limit.astimezone(calendar.zone)
    steps = (
        Step("start", given_at.astimezone(calendar.zone)),
        Step(LIMITED, last),
        Step("due", last),
    )
    found = Computation(last, planned.computation.preliminary, steps, calendar.version)
    return replace(planned, computation=found)


def chosen(
    profile: Profile,
    calendar: WorkingCalendar,
    case: PartOf,
    given_at: datetime,
    *,
    day: date,
    by: str,
) -> Planned:
    """Return the deadline of a part that ends on the named local day.

    On the day on which the term that the order sets ends anyway, it is that term. Raises CalendarError for a day beyond
    the calendar.
    """
    planned = counted(profile, calendar, case, given_at)
    if planned.term.set_by == "order" and planned.due.date() == day:
        return planned
    rule = OnDayOff(profile.calendar.on_day_off)
    why = [Step(CHOSEN, day, {"by": by})]
    return replace(planned, computation=ends_on(day, given_at, calendar, rule, why))


def problems_of(
    case: PartOf, given_at: datetime, planned: Planned, counted_one: Planned, day: date
) -> Sequence[Problem]:
    """Return what speaks against the named day; `counted_one` is what the profile's own term would give."""
    if planned == counted_one:
        return []
    by_order = counted_one.term.set_by == "order"
    limits = PartTerm(
        now=given_at.astimezone(planned.due.tzinfo),
        answer=case.answer_due,
        ordered=counted_one.due if by_order else None,
        clause=counted_one.term.clause or "",
    )
    return term_problems(day, planned.due, limits)


def of_part(planned: Planned, part: str) -> Planned:
    """Return the deadline as that of one part (id of its assignment)."""
    return replace(planned, part=part)
