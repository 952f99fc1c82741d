"""The legal clock of a case: which terms concern it, and when each ends. Pure.

The terms are rows of the regulation profile, the arithmetic is `otklik.worktime`; here they meet.
"""

from collections.abc import Collection, Iterator, Mapping
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
            "label": self.term.label,
            "who": self.term.who,
            "from": self.term.event,
            "started_at": self.started_at.astimezone(self.due.tzinfo).isoformat(),
            "day_zero": self.day_zero.value,
            "on_day_off": self.on_day_off.value,
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
    topics: Collection[str] = (),
) -> tuple[Planned, ...]:
    """Compute every deadline of such a case that can be known, earliest first.

    Moments are aware. Without `registered` only what runs from the receipt is known; a term that runs from
    another event (an assignment, a promise) is planned when that event happens. `topics` are the codes of the
    questions' topics: by some of them the law sets another term.
    """
    happened: dict[str, datetime] = {"receipt": received, "detection": received}
    if registered is not None:
        happened["registration"] = registered
    return plan_from(
        profile, calendar, happened, type=type, form=form, channel=channel, topics=topics
    )


def plan_from(  # noqa: PLR0913 - what a case's clock depends on, all named
    profile: Profile,
    calendar: WorkingCalendar,
    happened: Mapping[str, datetime],
    *,
    type: str,  # noqa: A002 - the promised word of commands, API and data
    form: str,
    channel: str,
    topics: Collection[str] = (),
    variants: Collection[str] = (),
    rare: bool = False,
) -> tuple[Planned, ...]:
    """Compute the deadlines that run from the events that have happened (event → aware moment).

    `variants` are particular kinds of case that somebody has named, such as `migration`; `rare` adds the terms of acts
    that few cases need.
    """
    case = (cast("TypeCode", type), cast("Form", form), cast("ChannelCode", channel))
    planned: dict[str, Planned] = {}
    terms = [
        term
        for term in terms_of_case(profile, *case)
        if term.is_chosen(variants, topics) and (rare or not term.on_demand)
    ]
    # What holds for a particular variant stands in for the general term of its kind.
    terms.sort(key=lambda term: not term.variant)
    for term in terms:
        start = happened.get(term.event)
        if start is None or term.direction != "after" or term.kind in planned:
            continue
        planned[term.kind] = starting(profile, calendar, term, start)
    _add_the_days_before(calendar, terms, planned)
    return tuple(sorted(planned.values(), key=lambda item: (item.due, item.kind)))


def terms_of_case(
    profile: Profile, type_code: TypeCode, form: Form, channel: ChannelCode
) -> Iterator[Term]:
    """Yield the terms that concern such a case, the first reaction as far as the body gives one.

    An order asks for the first reaction to electronic cases; the switch `ack_other_forms` widens it to the others.
    """
    widened = profile.switch("ack_other_forms")
    for term in profile.terms:
        if term.kind != "acknowledgement":
            if term.covers(type_code, form, channel):
                yield term
        elif acknowledges(profile, form, type_code) and term.covers(
            type_code, None if widened else form, channel
        ):
            yield term


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


def acknowledges(profile: Profile, form: str, type_code: str = "") -> bool:
    """Whether the body gives a first reaction to a case of this form; with a type, to one of that type.

    Messages and employees' questions get one only where a term says so: they are answered sooner than an appeal.
    """
    rules = profile.acknowledgement
    sooner = bool(type_code) and profile.work_type(type_code).group in {"message", "internal"}
    if sooner and profile.term("acknowledgement", cast("TypeCode", type_code)) is None:
        return False
    return form in rules.forms or (rules.required and profile.switch("ack_other_forms"))


def starting(
    profile: Profile, calendar: WorkingCalendar, term: Term, start: datetime, *, part: str = ""
) -> Planned:
    """Compute one term from the aware moment at which its event happened."""
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
    counted = compute(amount, unit, start, calendar, zero, off)
    return Planned(term, start, zero, off, counted, part)


def _add_the_days_before(
    calendar: WorkingCalendar, terms: Collection[Term], planned: dict[str, Planned]
) -> None:
    """Terms that end so many days before the reply is due, such as the extension letter (labour 24.4)."""
    reply = planned.get("reply")
    if reply is None:
        return
    for term in terms:
        if term.direction != "before" or term.event != "reply_due" or term.kind in planned:
            continue
        last = calendar.working_day_on_or_before((reply.due - timedelta(days=term.amount)).date())
        due = calendar.end_of_day(last)
        before = (Step("days-before", last, {"amount": term.amount}),) if term.amount else ()
        steps = (*reply.computation.steps, *before, Step("due", due))
        counted = reply.computation
        computation = Computation(due, counted.preliminary, steps, counted.calendar_version)
        planned[term.kind] = Planned(
            term, reply.started_at, reply.day_zero, reply.on_day_off, computation
        )
