"""How and when the reply went, for its client: the way, the day, the postal number. Never the address."""

from dataclasses import dataclass
from datetime import date, datetime

from otklik.cases import queries
from otklik.cases.models import Case
from otklik.messages import tracking
from otklik.messages.actions.outbox import POST
from otklik.messages.models import Outgoing
from otklik.staff.profiles import profile_of

REPLIES = ("reply", "reply-duplicate")


@dataclass(frozen=True, slots=True)
class Sent:
    """One delivery of the reply."""

    channel: str
    at: datetime
    is_post: bool
    number: str
    """Postal number as it is printed; empty where there is none."""
    arrived: date | None
    came_back: date | None


def ways_of(case: Case) -> list[Sent]:
    """Return by which ways the reply went, the first one first."""
    labels: dict[str, str] = {
        channel.code: channel.label for channel in profile_of(case.body).channels
    }
    rows = queries.messages_of(case).filter(kind__in=REPLIES, state=Outgoing.State.SENT)
    return [
        Sent(
            labels.get(row.channel, row.channel),
            row.sent_at,
            row.channel == POST,
            tracking.grouped(row.tracking) if row.channel == POST else "",
            row.outcome_on if row.outcome == Outgoing.Outcome.ARRIVED else None,
            row.outcome_on if row.outcome == Outgoing.Outcome.CAME_BACK else None,
        )
        for row in rows.order_by("sent_at", "id")
        if row.sent_at is not None
    ]
