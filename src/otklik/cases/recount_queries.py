"""What another calendar would do to the open deadlines of a body; and how far a recount has come."""

from dataclasses import dataclass
from datetime import datetime

from otklik.cases.actions.recomputing import fingerprint, is_due, open_cases
from otklik.cases.actions.recounting import foresee
from otklik.cases.models import Case, ClockState
from otklik.staff.calendars import calendar_of
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from otklik.worktime import WorkingCalendar

SHOWN = 10
"""So many of the nearest moves are named one by one."""
CHUNK = 500


@dataclass(frozen=True, slots=True)
class Move:
    """One deadline that would move (UTC); `after` is None for one that would fall away."""

    case: Case
    kind: str
    before: datetime
    after: datetime | None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would move in a body: how many deadlines of how many open cases, and the nearest of them."""

    body: Body
    deadlines: int
    cases: int
    looked_at: int
    nearest: tuple[Move, ...]
    left_out: int = 0
    """Open cases beyond the limit, which were not looked at."""


def foreseen(
    body: Body, calendar: WorkingCalendar, shown: int = SHOWN, limit: int | None = None
) -> Foreseen:
    """Return which open deadlines of the body would move if this were its calendar; nothing is stored.

    `limit`: look at so many cases at most, those due first, where somebody waits for the page.
    """
    profile = profile_of(body)
    found: list[Move] = []
    looked_at = concerned = 0
    cases = open_cases(body).order_by("next_due", "pk")
    for case in cases[:limit].iterator(chunk_size=CHUNK):
        looked_at += 1
        moves = [
            Move(case, item.kind, item.before, item.after)
            for item in foresee(case, profile, calendar, case.in_force)  # type: ignore[attr-defined]  # by open_cases
            if item.before is not None and item.before != item.after
        ]
        concerned += bool(moves)
        found += moves
    found.sort(key=lambda move: (move.before, move.case.pk, move.kind))
    left_out = cases.count() - looked_at if limit == looked_at else 0
    return Foreseen(body, len(found), concerned, looked_at, tuple(found[:shown]), left_out)


@dataclass(frozen=True, slots=True)
class Progress:
    """A recount that is due or under way: the cases still to look at."""

    body: Body
    left: int


def under_way(body: Body) -> Progress | None:
    """Return how much of a recount of the body is left; None when all is counted by the present calendar."""
    if not is_due(body, fingerprint(calendar_of(body), profile_of(body))):
        return None
    state = ClockState.objects.filter(body=body).first()
    cursor = state.cursor if state and state.pending else 0
    return Progress(body, open_cases(body).filter(pk__gt=cursor).count())
