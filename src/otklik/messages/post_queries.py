"""Reading the letters that go by post, always for somebody who sends mail."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet

from otklik.messages.actions.outbox import POST
from otklik.messages.models import Outgoing
from otklik.staff.calendars import zone
from otklik.staff.models import Employee, Power
from otklik.staff.queries import body_of, may

POST_POWERS = (Power.RECEIPTS, Power.REGISTER)
"""Whoever has one of these prints letters and takes them to the post office."""
PAGE = 50
PRINTED_MAX = 100
"""Letters in one file for the printer."""

_State, _Outcome = Outgoing.State, Outgoing.Outcome
SHOWN: dict[str, Q] = {
    "waiting": Q(state=_State.BY_HAND),
    "posted": Q(state=_State.SENT, outcome=""),
    "came-back": Q(outcome=_Outcome.CAME_BACK),
    "arrived": Q(outcome=_Outcome.ARRIVED),
}
"""The parts of the page: to be printed and posted, on their way, came back, handed over."""


def letters_for(employee: Employee) -> QuerySet[Outgoing]:
    """Return the letters by post of the employee's body; none for whoever does not send mail."""
    if not may(employee, *POST_POWERS):
        return Outgoing.objects.none()
    return Outgoing.objects.filter(body=employee.body_id, channel=POST)


@dataclass(frozen=True, slots=True)
class PostPage:
    """Some letters and the numbers of the pages beside (0 where there is none)."""

    rows: tuple[Outgoing, ...]
    before: int
    after: int


def page_of(employee: Employee, shown: str, number: int = 1) -> PostPage:
    """Return a page of a part, `shown` being a key of `SHOWN`: waiting letters oldest first, all others newest first."""
    order = ("created_at", "id") if shown == "waiting" else ("-sent_at", "-id")
    number = max(1, min(number, 10_000))
    rows = letters_for(employee).filter(SHOWN[shown]).prefetch_related("files__file")
    start = (number - 1) * PAGE
    found = list(rows.order_by(*order)[start : start + PAGE + 1])
    after = number + 1 if len(found) > PAGE else 0
    return PostPage(tuple(found[:PAGE]), number - 1, after)


def counts(employee: Employee) -> dict[str, int]:
    """Return how many letters stand in each part."""
    parts = {name.replace("-", "_"): Count("pk", filter=by) for name, by in SHOWN.items()}
    found = letters_for(employee).aggregate(**parts)
    return {name.replace("_", "-"): number for name, number in found.items()}


def waiting_count(employee: Employee) -> int:
    """Return how many letters wait to be posted."""
    return letters_for(employee).filter(SHOWN["waiting"]).count()


def chosen(employee: Employee, ids: Iterable[str], *, states: Collection[str]) -> list[Outgoing]:
    """Return the letters with those ids, in those states, in the order of the page; others are left out."""
    numbers = [int(text) for text in ids if text.isascii() and text.isdigit() and len(text) < 19]
    rows = letters_for(employee).filter(pk__in=numbers[:PRINTED_MAX], state__in=states)
    return list(
        rows.select_related("body").prefetch_related("files__file").order_by("created_at", "id")
    )


def posted_on(employee: Employee, day: date) -> list[Outgoing]:
    """Return what went by post on the body's local day, in the order of sending."""
    place = zone(body_of(employee))
    begins = datetime.combine(day, time.min, place)
    rows = letters_for(employee).filter(
        state=_State.SENT, sent_at__range=(begins, begins + timedelta(days=1, microseconds=-1))
    )
    return list(rows.order_by("sent_at", "id"))


def by_number(employee: Employee, numbers: Collection[str]) -> dict[str, Outgoing]:
    """Return the sent letters that have those postal numbers."""
    rows = letters_for(employee).filter(tracking__in=list(numbers), state=_State.SENT)
    return {row.tracking: row for row in rows.select_related("body")}
