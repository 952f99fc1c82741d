"""The legal clock of a case: which terms concern it, and when each ends. Pure.

The terms are rows of the regulation profile, the arithmetic is `otklik.worktime`; here they meet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from otklik.regulations import Profile, Term
from otklik.regulations.basis import ChannelCode, Form, TypeCode
from otklik.worktime import Computation, DayZero, OnDayOff, Step, Unit, WorkingCalendar, compute


@dataclass(frozen=True, slots=True)
class Planned:
    """One deadline as computed: the profile's term and how its end came about."""

    term: Term
    started_at: datetime
    day_zero: DayZero
    on_day_off: OnDayOff
    computation: Computation
    part: str = ""
    """Which one, where a case has several deadlines of the kind."""

    @property
    def kind(self) -> str:
        """Kind of the deadline, such as `reply`."""
        return self.term.kind

    @property
    def due(self) -> datetime:
        """The last moment of the term, in the body's own zone."""
        return self.computation.due

    def as_json(self) -> dict[str, object]:
        """Return the shape that `otklik terms --json` promises."""
        return {
            "kind": self.kind,
            "due": self.due.isoformat(),
            "clause": self.term.clause,
            "basis": self.term.basis,
            "set_by": self.term.set_by,
            "from": self.term.event,
            "preliminary": self.computation.preliminary,
            "calendar": self.computation.calendar_version,
            "steps": [step.as_json() for step in self.computation.steps],
        }


def plan(
    profile: Profile,
    calendar: WorkingCalendar,
    *,
    type: str,  # noqa: A002 - the promised word of commands, API and data
    form: str,
    channel: str,
    received: datetime,
    registered: datetime | None = None,
) -> tuple[Planned, ...]:
    """Compute every deadline of such a case that can be known, earliest first.

    Moments are aware. Without `registered` only what runs from the receipt is known; a term that runs from
    another event (an assignment, a promise) is planned when that event happens.
    """
    happened: dict[str, datetime] = {"receipt": received, "detection": received}
    if registered is not None:
        happened["registration"] = registered
    return plan_from(profile, calendar, happened, type=type, form=form, channel=channel)


def plan_from(
    profile: Profile,
    calendar: WorkingCalendar,
    happened: Mapping[str, datetime],
    *,
    type: str,  # noqa: A002 - the promised word of commands, API and data
    form: str,
    channel: str,
) -> tuple[Planned, ...]:
    """Compute the deadlines that run from the events that have happened (event → aware moment)."""
    case = (cast("TypeCode", type), cast("Form", form), cast("ChannelCode", channel))
    planned: dict[str, Planned] = {}
    for term in profile.terms_for(*case):
        start = happened.get(term.event)
        if start is None or term.direction != "after" or term.kind in planned:
            continue
        if term.kind == "acknowledgement" and not acknowledges(profile, form):
            continue
        planned[term.kind] = _planned(profile, calendar, term, start)
    _add_the_days_before(profile, calendar, case, planned)
    return tuple(sorted(planned.values(), key=lambda item: (item.due, item.kind)))


def latest_reply_due(
    profile: Profile,
    calendar: WorkingCalendar,
    *,
    type: str,  # noqa: A002 - the promised word of commands, API and data
    form: str,
    channel: str,
    received: datetime,
) -> Planned | None:
    """Compute the latest possible reply date of a case not registered yet.

    The reply term runs from registration; this counts from the last moment at which registration is still in time
    (economy-novosibirsk:5.1.c, note). None when the type has no reply term.
    """
    known = plan(profile, calendar, type=type, form=form, channel=channel, received=received)
    registration = next((item for item in known if item.kind == "registration"), None)
    last = registration.due if registration else received
    later = plan_from(
        profile,
        calendar,
        {"receipt": received, "registration": last},
        type=type,
        form=form,
        channel=channel,
    )
    return next((item for item in later if item.kind == "reply"), None)


def acknowledges(profile: Profile, form: str) -> bool:
    """Whether the body owes a first reaction to a case of this form."""
    rules = profile.acknowledgement
    return form in rules.forms or (rules.required and profile.switch("ack_other_forms"))


def _planned(profile: Profile, calendar: WorkingCalendar, term: Term, start: datetime) -> Planned:
    zero = (
        DayZero.START_IS_DAY_ZERO
        if profile.calendar.day_zero == "excluded"
        else DayZero.START_IS_DAY_ONE
    )
    off = OnDayOff(profile.calendar.on_day_off)
    amount = max(term.amount, 1)
    unit = Unit(term.unit)
    if unit is Unit.WORKING_DAYS:
        # The strict reading: the day of the start never counts as one of the working days.
        zero = DayZero.START_IS_DAY_ZERO
    return Planned(term, start, zero, off, compute(amount, unit, start, calendar, zero, off))


def _add_the_days_before(
    profile: Profile,
    calendar: WorkingCalendar,
    case: tuple[TypeCode, Form, ChannelCode],
    planned: dict[str, Planned],
) -> None:
    """Terms that end so many days before the reply is due, such as the extension letter (labour 24.4)."""
    reply = planned.get("reply")
    if reply is None:
        return
    for term in profile.terms_for(*case):
        if term.direction != "before" or term.event != "reply_due" or term.kind in planned:
            continue
        last = calendar.working_day_on_or_before((reply.due - timedelta(days=term.amount)).date())
        due = calendar.end_of_day(last)
        before = Step("days-before", last, {"amount": term.amount})
        steps = (*reply.computation.steps, before, Step("due", due))
        counted = reply.computation
        computation = Computation(due, counted.preliminary, steps, counted.calendar_version)
        planned[term.kind] = Planned(
            term, reply.started_at, reply.day_zero, reply.on_day_off, computation
        )
