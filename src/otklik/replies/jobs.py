"""Background work of the reply room."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from otklik.messages.models import Outgoing
from otklik.replies import actions
from otklik.replies.actions.batches import ABANDONED
from otklik.replies.actions.keeping import drop_old_states
from otklik.replies.models import Dispatch, PrintBatch, Reply


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


def make_print_batches(limit: int = 5) -> int:
    """Make the files of ordered batches, and of those whose maker is gone; returns how many."""
    waits = Q(state=PrintBatch.State.WAITING)
    left = Q(state=PrintBatch.State.MAKING, moved_at__lt=timezone.now() - ABANDONED)
    found = list(PrintBatch.objects.filter(waits | left).order_by("id")[:limit])
    for batch in found:
        actions.make_batch(batch)
    return len(found)


def drop_old_draft_states(limit: int = 500) -> int:
    """Delete the earlier states of drafts whose letters were sent long ago; returns how many."""
    return drop_old_states(timezone.now(), limit=limit)
