"""Background work of the reply room."""

from otklik.messages.models import Outgoing
from otklik.replies import actions
from otklik.replies.models import Reply


def finish_delivered_replies(limit: int = 200) -> int:
    """Close the cases whose reply has reached the client by every channel; returns how many."""
    waiting = (
        Reply.objects.filter(stage=Reply.Stage.SIGNED)
        .exclude(
            versions__dispatches__message__state__in=[
                state for state in Outgoing.State if state != Outgoing.State.SENT
            ]
        )
        .order_by("id")[:limit]
    )
    return sum(actions.finish_delivered(reply) for reply in waiting)
