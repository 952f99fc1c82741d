"""Background work of the reply room."""

from django.db.models import Exists, OuterRef

from otklik.messages.models import Outgoing
from otklik.replies import actions
from otklik.replies.models import Dispatch, Reply


def finish_delivered_replies(limit: int = 200) -> int:
    """Close the cases whose reply has reached the client by every channel; returns how many."""
    unsent = Dispatch.objects.filter(
        version__reply=OuterRef("pk"), message__replaced_by=None
    ).exclude(message__state=Outgoing.State.SENT)
    waiting = (
        Reply.objects.filter(stage=Reply.Stage.SIGNED, versions__dispatches__isnull=False)
        .exclude(Exists(unsent))
        .distinct()
        .order_by("id")[:limit]
    )
    return sum(actions.finish_delivered(reply) for reply in waiting)
