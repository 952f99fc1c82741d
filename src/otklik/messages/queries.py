"""All reads of the room; an employee sees the messages of his own body only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Q, QuerySet

from otklik.messages.models import Outgoing, Receipt
from otklik.messages.transports.email import message_id
from otklik.staff.models import Body, Employee, Power
from otklik.staff.queries import may

OUTBOX_POWERS = (Power.RECEIPTS, Power.REGISTER, Power.CONTROL)
"""Whoever has one of these decides over the messages of the outbox of the body."""
LOOKING_POWERS = (*OUTBOX_POWERS, Power.VIEW_BODY)
"""Whoever has one of these sees the outbox of the body."""

_State = Outgoing.State
GROUPS: dict[str, tuple[str, ...]] = {
    "waiting": (_State.BY_HAND, _State.FAILED),
    "queue": (_State.QUEUED, _State.SENDING),
    "sent": (_State.SENT,),
    "cancelled": (_State.CANCELLED,),
    "came-back": (_State.SENT,),
    "all": tuple(_State.values),
}
CAME_BACK = "came-back"
"""What was sent, came back, and nobody has decided about."""
"""States as the page groups them; `waiting` is what a person must do something about."""
PAGE = 50

STUCK_AFTER = timedelta(hours=1)
"""A message due so long ago that no worker can be sending it."""
UNPLACED_AFTER = timedelta(minutes=15)
"""A receipt accepted so long ago that somebody should have looked into it."""


@dataclass(frozen=True, slots=True)
class Stuck:
    """What does not move by itself, by row id."""

    outgoing: tuple[int, ...]
    """Due for more than an hour: no worker runs, or it dies over this message."""
    failed: tuple[int, ...]
    """Could not be delivered; a person has not decided yet."""
    receipts: tuple[int, ...]
    """Accepted and looked into by nobody for more than a quarter of an hour."""

    def __bool__(self) -> bool:
        """Whether anything is stuck."""
        return bool(self.outgoing or self.failed or self.receipts)


def visible_to(employee: Employee) -> QuerySet[Outgoing]:
    """Return the outgoing messages that the employee may see, newest first."""
    if not may(employee, *LOOKING_POWERS):
        return Outgoing.objects.none()
    return Outgoing.objects.filter(body=employee.body_id).order_by("-created_at", "-id")


def in_group(rows: QuerySet[Outgoing], group: str) -> QuerySet[Outgoing]:
    """Return the messages of a group of the page; all of them for an unknown one."""
    if group == CAME_BACK:
        return rows.filter(outcome=Outgoing.Outcome.CAME_BACK, settled_at=None)
    return rows.filter(state__in=GROUPS.get(group, GROUPS["all"]))


def in_hands(employee: Employee) -> QuerySet[Outgoing]:
    """Return what of the visible messages a person must do something about: send it, decide, look after a return."""
    back = Q(outcome=Outgoing.Outcome.CAME_BACK, settled_at=None)
    rows = visible_to(employee).filter(Q(state__in=GROUPS["waiting"]) | back)
    return rows.only("state", "outcome", "channel", "settled_at").order_by()


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """Some messages, and the keys of the pages beside (empty where there is none)."""

    rows: tuple[Outgoing, ...]
    newer: str
    older: str


def outbox(
    employee: Employee, *, group: str = "all", channel: str = "", newer: str = "", older: str = ""
) -> OutboxPage:
    """Return a page of the visible messages, newest first.

    `group` is one of `GROUPS`, `channel` a code or empty for any; `newer` and `older` are keys that
    a page gave. An unknown group, or a key that is none, counts as not given.
    """
    rows = in_group(visible_to(employee), group)
    if channel:
        rows = rows.filter(channel=channel)
    back, ahead = _place(newer), _place(older)
    if back:
        moment, number = back
        later = Q(created_at__gt=moment) | Q(created_at=moment, id__gt=number)
        found = list(rows.filter(later).order_by("created_at", "id")[: PAGE + 1])
        more = len(found) > PAGE
        shown = found[:PAGE][::-1]
        return OutboxPage(
            tuple(shown), _key(shown[0]) if more else "", _key(shown[-1]) if shown else ""
        )
    if ahead:
        moment, number = ahead
        rows = rows.filter(Q(created_at__lt=moment) | Q(created_at=moment, id__lt=number))
    found = list(rows[: PAGE + 1])
    shown = found[:PAGE]
    return OutboxPage(
        tuple(shown),
        _key(shown[0]) if ahead and shown else "",
        _key(shown[-1]) if len(found) > PAGE else "",
    )


def waiting_counts(employee: Employee) -> dict[str, int]:
    """Return how many visible messages wait for a person, and how many are in the queue."""
    rows = visible_to(employee)
    return {group: in_group(rows, group).count() for group in ("waiting", "queue", CAME_BACK)}


def _key(message: Outgoing) -> str:
    return f"{message.created_at.isoformat()}_{message.pk}"


def _place(key: str) -> tuple[datetime, int] | None:
    moment, _, number = key.rpartition("_")
    try:
        place = datetime.fromisoformat(moment)
        return (place.astimezone(UTC), int(number)) if place.tzinfo else None
    except (ValueError, OverflowError):
        return None


def channels_used(employee: Employee) -> list[str]:
    """Return the codes of the channels that visible messages have, in order."""
    rows = visible_to(employee).order_by("channel").values_list("channel", flat=True)
    return list(rows.distinct())


def about(*subjects: str) -> QuerySet[Outgoing]:
    """Return the messages about the given subjects (`case:12`), newest first.

    For a room that has shown already that its employee, or client, may see the subject.
    """
    rows = Outgoing.objects.filter(about__in=subjects)
    return rows.prefetch_related("files__file").order_by("-created_at", "-id")


TROUBLE = Q(state=_State.FAILED) | Q(outcome=Outgoing.Outcome.CAME_BACK)
"""A message that could not be sent, or was sent and came back."""


def troubles(*subjects: str) -> QuerySet[Outgoing]:
    """Return what went out about the subjects, did not arrive, and nobody has decided about; newest first."""
    rows = Outgoing.objects.filter(TROUBLE, about__in=subjects, settled_at=None)
    return rows.order_by("-created_at", "-id")


def subjects_in_trouble(body: Body, limit: int = 500) -> set[str]:
    """Return what messages of the body are about that did not arrive, and nobody has decided about."""
    rows = Outgoing.objects.filter(TROUBLE, body=body, settled_at=None)
    return set(rows.order_by("-id").values_list("about", flat=True)[:limit])


def undelivered(subject: str, kinds: Iterable[str]) -> QuerySet[Outgoing]:
    """Return the messages of some kinds about a subject that are neither sent nor cancelled."""
    return Outgoing.objects.filter(about=subject, kind__in=list(kinds)).exclude(
        state__in=[Outgoing.State.SENT, Outgoing.State.CANCELLED]
    )


def receipts_to_place(limit: int = 100) -> list[Receipt]:
    """Return accepted receipts that nobody has looked into, oldest first, for background work."""
    rows = Receipt.objects.filter(state=Receipt.State.ACCEPTED).select_related("body", "raw")
    return list(rows.order_by("id")[:limit])


def held(employee: Employee) -> QuerySet[Receipt]:
    """Return the receipts of the employee's body that wait for a person, oldest first."""
    if not may(employee, Power.RECEIPTS, Power.REGISTER):
        return Receipt.objects.none()
    rows = Receipt.objects.filter(body=employee.body_id, state=Receipt.State.HELD)
    return rows.order_by("received_at", "id")


def receipt_by_code(tracking_code: str) -> Receipt | None:
    """Return the receipt that bears the code (in its canonical form), for whoever knows it."""
    return Receipt.objects.select_related("body").filter(tracking_code=tracking_code).first()


def stuck(now: datetime, limit: int = 1000) -> Stuck:
    """Return what does not move by itself, of all bodies, for the watchdog and `otklik doctor`."""
    waiting = Outgoing.objects.filter(
        state__in=[Outgoing.State.QUEUED, Outgoing.State.SENDING], due_at__lt=now - STUCK_AFTER
    )
    failed = Outgoing.objects.filter(state=Outgoing.State.FAILED)
    receipts = Receipt.objects.filter(
        state=Receipt.State.ACCEPTED, received_at__lt=now - UNPLACED_AFTER
    )
    return Stuck(*(tuple(rows.order_by("id").values_list("id", flat=True)[:limit])
                   for rows in (waiting, failed, receipts)))  # fmt: skip


ANSWERED_MAX = 200
"""So many of the last messages to one address are compared with what a letter says it answers."""


def answered_by(body: Body, references: Iterable[str], sender: str) -> Outgoing | None:
    """Return the message of ours to that address which a letter answers, by its references (nearest last), or None."""
    wanted = list(references)
    if not wanted or not sender:
        return None
    sent = (
        Outgoing.objects.filter(body=body, channel="email", address__iexact=sender)
        .select_related("body")
        .order_by("-id")[:ANSWERED_MAX]
    )
    known = {message_id(message): message for message in sent}
    return next((known[name] for name in reversed(wanted) if name in known), None)
