"""Deadlines whose day somebody has named: an extension, an earlier internal term, a promise. Pure.

The profile's term says what kind it is and by which clause; the day comes from a decision. What the decision was stands
in the first step of the computation, so that the same deadline can be counted anew when the calendar changes.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from otklik.cases.deadlines import Planned
from otklik.regulations import Profile, Term
from otklik.worktime import (
    Computation,
    DayZero,
    OnDayOff,
    Step,
    Unit,
    WorkingCalendar,
    compute,
    ends_on,
)

CHOSEN, PROMISED = "chosen-earlier", "promised"
"""Kinds of the steps that tell who has named a day."""


def extension_limit(reply: Planned, calendar: WorkingCalendar) -> date | None:
    """Return the last day to which the reply term may be extended; None when the law knows no extension of it.

    Counted from the end of the term itself, a day off left by the body's rule.
    """
    if reply.term.max_extension is None:
        return None
    most = compute(
        reply.term.max_extension,
        Unit(reply.term.unit),
        reply.due,
        calendar,
        DayZero.START_IS_DAY_ZERO,
        reply.on_day_off,
    )
    return most.due.date()


def extended(reply: Planned, calendar: WorkingCalendar, *, day: date, by: str) -> Planned:
    """Return the reply deadline as extended to the day by whoever decided it.

    A day beyond the law's limit becomes the limit; without any room left the term stays what it was.
    """
    limit = extension_limit(reply, calendar)
    last = min(day, limit) if limit else reply.due.date()
    if last <= reply.due.date():
        return reply
    told = [step for step in reply.computation.steps if step.kind not in {"due", "preliminary"}]
    amount = (last - reply.due.date()).days
    told.append(Step("earlier-term", reply.due))
    if last < day:
        told.append(Step("extension-limit", last, {"amount": reply.term.max_extension or 0}))
    told.append(Step("extended", last, {"amount": amount, "by": by}))
    term = reply.term.model_copy(update={"basis": reply.term.extension_basis or reply.term.basis})
    found = ends_on(last, reply.due, calendar, reply.on_day_off, told)
    return replace(reply, term=term, computation=found)


def earlier(
    profile: Profile,
    calendar: WorkingCalendar,
    legal: datetime,
    *,
    decided_at: datetime,
    chosen: Step,
) -> Planned | None:
    """Return the internal term that ends on the chosen day, never after the legal one.

    `chosen` is the step that `chosen_step` makes. None for a profile without internal terms.
    """
    term = profile.term("reply_internal")
    if term is None:
        return None
    rule = OnDayOff(profile.calendar.on_day_off)
    found = ends_on(chosen.day, decided_at, calendar, rule, [chosen])
    if found.due > legal:
        last = legal.astimezone(calendar.zone)
        steps = (chosen, Step("legal-limit", last), Step("due", last))
        found = Computation(last, found.preliminary, steps, calendar.version)
    return _named(term, profile, rule, decided_at, found)


def chosen_step(day: date, *, by: str, reason: str) -> Step:
    """Return the step that tells which earlier day was chosen, by whom and why."""
    return Step(CHOSEN, day, {"by": by, "note": reason})


def promised(
    profile: Profile, calendar: WorkingCalendar, *, day: date, made_at: datetime, number: int
) -> Planned | None:
    """Return the term of a promise: the end of the promised day. None for a profile that does not watch promises.

    `number` is the question's place in the case; it tells the promises of one case apart.
    """
    term = profile.term("promise")
    if term is None or not profile.switch("promise_follow_up"):
        return None
    rule = OnDayOff(profile.calendar.on_day_off)
    why = [Step(PROMISED, day, {"number": number})]
    found = ends_on(day, made_at, calendar, rule, why)
    return replace(_named(term, profile, rule, made_at, found), part=str(number))


def step_of(steps: object, kind: str) -> Step | None:
    """Return the stored step of a kind, read back; None when there is none."""
    if not isinstance(steps, list):
        return None
    found = (row for row in steps if isinstance(row, Mapping) and row.get("kind") == kind)
    return next((Step.from_json(row) for row in found), None)


def _named(
    term: Term, profile: Profile, rule: OnDayOff, start: datetime, found: Computation
) -> Planned:
    excluded = profile.calendar.day_zero == "excluded"
    zero = DayZero.START_IS_DAY_ZERO if excluded else DayZero.START_IS_DAY_ONE
    return Planned(term, start, zero, rule, found)
