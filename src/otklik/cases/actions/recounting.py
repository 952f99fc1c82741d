"""The open deadlines of a case counted anew from what has happened to it: a calendar, a rule or a fact has changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases import decided, part_terms
from otklik.cases.actions import clock
from otklik.cases.actions.moving import next_due
from otklik.cases.deadlines import Planned, plan, starting
from otklik.cases.models import Case, Deadline, Proposal
from otklik.cases.part_terms import PartOf
from otklik.cases.rules import AFTER_THE_END, ANSWERS, CLOSED_STAGES
from otklik.journal import actions as journal
from otklik.journal.actors import Actor
from otklik.regulations import ChannelCode, Form, Profile, TermKind, TypeCode
from otklik.staff.calendars import calendar_of
from otklik.staff.profiles import profile_of
from otklik.worktime import WorkingCalendar, say_date

PLANNED_FROM = frozenset({"receipt", "detection", "registration", "reply_due"})
"""Events from which `deadlines.plan` counts by itself; what runs from others is counted from its own stored start."""


PART = "co_executor_part"


@dataclass(frozen=True, slots=True)
class Moved:
    """One deadline whose end has changed (UTC); `before` is None for a new one, `after` for one that fell away."""

    kind: str
    part: str
    before: datetime | None
    after: datetime | None

    def as_json(self) -> dict[str, str]:
        """Return plain values for the journal; moments in ISO 8601, empty for none."""
        return {
            "kind": self.kind,
            "part": self.part,
            "before": self.before.isoformat() if self.before else "",
            "after": self.after.isoformat() if self.after else "",
        }


@transaction.atomic
def recount(
    case: Case,
    profile: Profile,
    calendar: WorkingCalendar,
    at: datetime,
    by: Actor,
    cause: str,
) -> list[Moved]:
    """Count all open deadlines of the case anew by this profile and calendar; return those that have moved.

    `at` is the present moment, `cause` a short word on why (`calendar`, `terms`), both for the journal, which gets an
    entry only when something moved. A second time nothing changes. Deadlines that are met, or put out of force, stay as
    they are; of a closed case only the promises are counted.
    """
    fresh = (
        Case.objects.select_for_update(of=("self",))
        .select_related("body", "client")
        .get(pk=case.pk)
    )
    moved = count_anew(fresh, profile, calendar, at)
    if moved:
        fresh.next_due = next_due(fresh)
        fresh.save(update_fields=["next_due"])
        journal.write(
            "cases.recount",
            fresh.ref,
            actor=by,
            body=fresh.body.code,
            at=at,
            cause=cause,
            what=in_words(moved, profile, calendar),
            moved=[item.as_json() for item in moved],
        )
    return moved


def count_anew(
    case: Case, profile: Profile, calendar: WorkingCalendar, at: datetime
) -> list[Moved]:
    """Store what the open deadlines of the locked case are now, without a journal entry; part of a greater act."""
    rows = list(Deadline.objects.filter(case=case, superseded_at=None))
    present = {(row.kind, row.part): row for row in rows if row.met_at is None}
    wanted = list(_wanted(case, profile, calendar, list(present.values())))
    fresh = clock.store(case, wanted, at)
    moved = [
        Moved(row.kind, row.part, old.due if old else None, row.due)
        for row in fresh
        if (old := present.get((row.kind, row.part))) is None or old.due != row.due
    ]
    kept = {(item.kind, item.part) for item in wanted}
    gone = [row for key, row in present.items() if key not in kept and _fell_away(case, row)]
    Deadline.objects.filter(pk__in=[row.pk for row in gone]).update(superseded_at=at)
    return moved + [Moved(row.kind, row.part, row.due, None) for row in gone]


def foresee(
    case: Case, profile: Profile, calendar: WorkingCalendar, rows: Sequence[Deadline]
) -> list[Moved]:
    """Return what `recount` would do to the case; nothing is stored or locked.

    `rows` are the case's deadlines in force (not superseded). A deadline whose date stays, but which would be told
    otherwise (certain instead of preliminary), is among them with `before` equal to `after`.
    """
    in_force = {(row.kind, row.part): row for row in rows}
    present = {key: row for key, row in in_force.items() if row.met_at is None}
    wanted = {
        (item.kind, item.part): item
        for item in _wanted(case, profile, calendar, list(present.values()))
    }
    moved = []
    for key, item in wanted.items():
        old = in_force.get(key)
        if old is None or not (old.met_at or clock.is_same(old, item)):
            moved.append(Moved(*key, old.due if old else None, item.due))
    gone = [row for key, row in present.items() if key not in wanted and _fell_away(case, row)]
    return moved + [Moved(row.kind, row.part, row.due, None) for row in gone]


def in_words(moved: Iterable[Moved], profile: Profile, calendar: WorkingCalendar) -> str:
    """Return what has moved as one line: each deadline with its days before and after, in the body's zone."""
    labels = {term.kind: term.label for term in reversed(profile.terms)}

    def on(moment: datetime | None) -> str:
        return say_date(moment.astimezone(calendar.zone).date()) if moment else _("none")

    return "; ".join(
        f"{labels.get(cast('TermKind', item.kind), item.kind)}: {on(item.before)} → {on(item.after)}"
        for item in moved
    )


def _fell_away(case: Case, row: Deadline) -> bool:
    """Whether a deadline that is not wanted any more came from the plan; others belong to their own acts."""
    return row.starts_from in PLANNED_FROM and case.stage not in CLOSED_STAGES


def _wanted(
    case: Case, profile: Profile, calendar: WorkingCalendar, rows: Sequence[Deadline]
) -> list[Planned]:
    """Return the deadlines that should be open: by the plan, and what people have named or started since."""
    is_closed = case.stage in CLOSED_STAGES
    planned = (
        []
        if is_closed
        else [
            extended_reply(case, item, calendar) if item.kind == "reply" else item
            for item in plan_of(case, profile, calendar)
        ]
    )
    known = {(item.kind, item.part) for item in planned}
    rest = [row for row in rows if (row.kind, row.part) not in known]
    if is_closed:
        rest = [row for row in rest if row.kind in AFTER_THE_END]
    # A co-executor's part depends on the reply and on its internal term: it comes last.
    for row in sorted(rest, key=lambda row: row.kind == PART):
        again = _again(case, profile, calendar, row, planned)
        if again is not None:
            planned.append(again)
    return planned


def plan_of(case: Case, profile: Profile, calendar: WorkingCalendar) -> tuple[Planned, ...]:
    """Return what the law and the order make of the case's own facts, before anybody has decided on a day."""
    # `all()` takes what a sweep over many cases has fetched already.
    topics = [question.topic_code for question in case.questions.all() if question.topic_code]
    return plan(
        profile,
        calendar,
        type=case.type,
        form=case.form,
        channel=case.channel,
        received=case.received_at,
        registered=case.registered_at,
        topics=tuple(topics),
    )


def legal_reply(case: Case) -> Planned | None:
    """Return the reply term of the case as the law gives it, without any extension; None for a case without one."""
    planned = plan_of(case, profile_of(case.body), calendar_of(case.body))
    return next((item for item in planned if item.kind == "reply"), None)


def extended_reply(case: Case, reply: Planned, calendar: WorkingCalendar) -> Planned:
    """Return the reply deadline with the approved extension of the case, when it has one."""
    approved = (row for row in case.extensions.all() if row.state == Proposal.APPROVED)
    granted = next(approved, None)
    if granted is None:
        return reply
    day = granted.new_due.astimezone(calendar.zone).date()
    return decided.extended(reply, calendar, day=day, by=str(granted.decided_by or ""))


def _again(
    case: Case,
    profile: Profile,
    calendar: WorkingCalendar,
    row: Deadline,
    planned: Sequence[Planned],
) -> Planned | None:
    """Count a deadline that the plan does not know once more from its own start or its named day."""
    facts = (
        cast("TypeCode", case.type),
        cast("Form", case.form),
        cast("ChannelCode", case.channel),
    )
    chosen = decided.step_of(row.steps, decided.CHOSEN)
    named = decided.step_of(row.steps, decided.PROMISED)
    if row.kind == PART:
        answers = [item.due for item in planned if item.kind in ("reply_internal", *ANSWERS)]
        return _part_again(PartOf(*facts, min(answers, default=None)), profile, calendar, row)
    legal = next((item.due for item in planned if item.kind == "reply"), None)
    if chosen is not None and legal is not None:
        return decided.earlier(profile, calendar, legal, decided_at=row.started_at, chosen=chosen)
    if named is not None:
        number = int(row.part or 0)
        made_at = row.started_at
        return decided.promised(profile, calendar, day=named.day, made_at=made_at, number=number)
    terms = profile.terms_for(*facts) if _is_counted(row) else ()
    own = (term for term in terms if (term.kind, term.event) == (row.kind, row.starts_from))
    term = next((term for term in own if term.on_demand or term.event not in PLANNED_FROM), None)
    return starting(profile, calendar, term, row.started_at, part=row.part) if term else None


def _part_again(
    facts: PartOf, profile: Profile, calendar: WorkingCalendar, row: Deadline
) -> Planned | None:
    """Count a co-executor's part once more; a type without such a term leaves it as it is."""
    named = decided.step_of(row.steps, part_terms.CHOSEN)
    try:
        if named is None:
            planned = part_terms.counted(profile, calendar, facts, row.started_at)
        else:
            by = str(named.params.get("by", ""))
            planned = part_terms.chosen(
                profile, calendar, facts, row.started_at, day=named.day, by=by
            )
    except KeyError:
        return None
    return part_terms.of_part(planned, row.part)


def _is_counted(row: Deadline) -> bool:
    """Whether the date was counted by a term, not named by a person."""
    return any(str(step.get("kind", "")).startswith("add-") for step in row.steps)
