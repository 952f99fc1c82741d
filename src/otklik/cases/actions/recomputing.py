"""The open deadlines of a whole body counted anew after its calendar or its term table has changed.

`ClockState` keeps by what everything open has been counted (the fingerprint) and how far a recount has come (the
cursor). A batch and the cursor behind it are one transaction: whoever is killed in between leaves the batch to the
next turn. Several workers share the work by the lock of that row.
"""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Prefetch, Q, QuerySet

from otklik.cases.actions.recounting import foresee, recount
from otklik.cases.models import Case, ClockState, Deadline, Extension
from otklik.cases.rules import AFTER_THE_END, OPEN_STAGES
from otklik.journal import actions as journal
from otklik.journal.actors import system
from otklik.regulations import Profile
from otklik.staff.calendars import calendar_of
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from otklik.worktime import CalendarError, WorkingCalendar

log = logging.getLogger(__name__)

BATCH = 50
"""So many cases are counted in one transaction: well under a second."""
WORKER = system("recompute-deadlines")


def fingerprint(calendar: WorkingCalendar, profile: Profile) -> str:
    """Return the name of all that deadlines are counted by: the calendar's version and the profile's."""
    return f"{calendar.version} {profile.version}"


def recompute_next(body: Body, at: datetime) -> bool:
    """Go one step on with the recount of a body; False when there is nothing to do now.

    The first step only notes that a recount is due. The cases are walked from the next turn on: by then every process
    that keeps a calendar has the new one, so that no case is opened by the old one behind the cursor.
    """
    calendar, profile = calendar_of(body), profile_of(body)
    target = fingerprint(calendar, profile)
    if not is_due(body, target):
        return False
    with transaction.atomic():
        state = _held(body)
        if state is None or (state.fingerprint == target and not state.pending):
            return False
        if state.pending != target:
            state.pending, state.cursor = target, 0
            state.save(update_fields=["pending", "cursor"])
            return False
        batch = list(open_cases(body).filter(pk__gt=state.cursor).order_by("pk")[:BATCH])
        cause = _cause(state.fingerprint, target)
        _count(batch, profile, calendar, at, cause)
        state.cursor = batch[-1].pk if batch else state.cursor
        if len(batch) < BATCH:
            _finish(state, body, at, cause)
        state.save()
    return len(batch) == BATCH


def is_due(body: Body, target: str) -> bool:
    """Whether not everything open in the body has been counted by the target fingerprint."""
    state = ClockState.objects.filter(body=body).first()
    return state is None or state.fingerprint != target or bool(state.pending)


def open_cases(body: Body) -> QuerySet[Case]:
    """Return the cases of the body that have deadlines to count, each with those in force as `in_force`.

    All that counting needs comes with them by a query a kind, not a case.
    """
    promised = Deadline.objects.filter(
        kind__in=AFTER_THE_END, superseded_at=None, met_at=None, case__body=body
    )
    rows = Prefetch("deadlines", Deadline.objects.filter(superseded_at=None), to_attr="in_force")
    cases = Case.objects.filter(Q(stage__in=OPEN_STAGES) | Q(pk__in=promised.values("case")))
    return (
        cases.filter(body=body)
        .select_related("body")
        .prefetch_related(
            rows,
            "questions",
            Prefetch("extensions", Extension.objects.select_related("decided_by")),
        )
    )


def _held(body: Body) -> ClockState | None:
    """Lock the state of the body; None while another worker holds it."""
    ClockState.objects.get_or_create(body=body)
    rows = ClockState.objects.filter(body=body)
    if connection.features.has_select_for_update_skip_locked:
        return rows.select_for_update(skip_locked=True).first()
    return rows.select_for_update().first()


def _count(
    batch: Sequence[Case], profile: Profile, calendar: WorkingCalendar, at: datetime, cause: str
) -> None:
    for case in batch:
        try:
            # Most cases stay as they are: they are looked at without a lock and without a write.
            if foresee(case, profile, calendar, case.in_force):  # type: ignore[attr-defined]  # by open_cases
                recount(case, profile, calendar, at, WORKER, cause)
        except CalendarError:
            # A date beyond the calendar stays what it was; the others go on.
            log.exception("the deadlines of the case %s could not be counted anew", case.pk)


def _finish(state: ClockState, body: Body, at: datetime, cause: str) -> None:
    is_first_look = not state.fingerprint
    state.fingerprint, state.pending, state.cursor = state.pending, "", 0
    state.finished_at = at
    if is_first_look:
        return  # nothing had been counted by another calendar before
    journal.write(
        "cases.recompute",
        f"body:{body.code}",
        actor=WORKER,
        body=body.code,
        at=at,
        cause=cause,
        fingerprint=state.fingerprint,
    )


def _cause(before: str, after: str) -> str:
    """`calendar`, `terms` or both: what has changed between two fingerprints."""
    old, new = before.partition(" "), after.partition(" ")
    changed = [
        word
        for word, place in (("calendar", 0), ("terms", 2))
        if old[place] != new[place] and before
    ]
    return " ".join(changed) or "calendar"
