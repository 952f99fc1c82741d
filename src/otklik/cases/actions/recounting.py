"""The open deadlines of a case counted anew from what has happened to it: a calendar, a rule or a fact has changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases import decided
from otklik.cases.actions import clock
from otklik.cases.actions.moving import next_due
from otklik.cases.deadlines import Planned, plan, starting
from otklik.cases.models import Case, Deadline, Extension, Proposal
from otklik.cases.rules import AFTER_THE_END, CLOSED_STAGES
from otklik.journal import actions as journal
from otklik.journal.actors import Actor
from otklik.regulations import ChannelCode, Form, Profile, TermKind, TypeCode
from otklik.worktime import WorkingCalendar, say_date

PLANNED_FROM = frozenset({"receipt", "detection", "registration", "reply_due"})
"""Events from which `deadlines.plan` counts by itself; what runs from others is counted from its own stored start."""


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
) -> Iterable[Planned]:
    legal: datetime | None = None
    if case.stage not in CLOSED_STAGES:
        for item in plan(
            profile,
            calendar,
            type=case.type,
            form=case.form,
            channel=case.channel,
            received=case.received_at,
            registered=case.registered_at,
        ):
            counted = extended_reply(case, item, calendar) if item.kind == "reply" else item
            legal = counted.due if item.kind == "reply" else legal
            yield counted
    for row in rows:
        if case.stage in CLOSED_STAGES and row.kind not in AFTER_THE_END:
            continue
        again = _again(case, profile, calendar, row, legal)
        if again is not None:
            yield again


def extended_reply(case: Case, reply: Planned, calendar: WorkingCalendar) -> Planned:
    """Return the reply deadline with the approved extension of the case, when it has one."""
    granted = (
        Extension.objects.filter(case=case, state=Proposal.APPROVED)
        .select_related("decided_by")
        .first()
    )
    if granted is None:
        return reply
    day = granted.new_due.astimezone(calendar.zone).date()
    return decided.extended(reply, calendar, day=day, by=str(granted.decided_by or ""))


def _again(
    case: Case,
    profile: Profile,
    calendar: WorkingCalendar,
    row: Deadline,
    legal: datetime | None,
) -> Planned | None:
    """Count a deadline that the plan does not know once more from its own start or its named day."""
    chosen = decided.step_of(row.steps, decided.CHOSEN)
    if chosen is not None:
        if legal is None:
            return None
        return decided.earlier(profile, calendar, legal, decided_at=row.started_at, chosen=chosen)
    named = decided.step_of(row.steps, decided.PROMISED)
    if named is not None:
        number = int(row.part or 0)
        return decided.promised(
            profile, calendar, day=named.day, made_at=row.started_at, number=number
        )
    if row.starts_from in PLANNED_FROM or not _is_counted(row):
        return None
    term = profile.term(
        cast("TermKind", row.kind),
        cast("TypeCode", case.type),
        cast("Form", case.form),
        cast("ChannelCode", case.channel),
    )
    if term is None or term.event != row.starts_from:
        return None
    return starting(profile, calendar, term, row.started_at, part=row.part)


def _is_counted(row: Deadline) -> bool:
    """Whether the date was counted by a term, not named by a person."""
    return any(str(step.get("kind", "")).startswith("add-") for step in row.steps)
