"""Earlier states of a draft: keeping the one that a save leaves behind, and going back to one."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.replies.draft_rules import State, is_kept, to_drop
from otklik.replies.models import DraftVersion, Reply
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal

AFTER_SENDING = timedelta(days=365)
"""So long after a letter was sent the states of its draft stay (`config.retention`)."""


def keep_state(
    reply: Reply, draft: dict[str, Any], *, by: Employee, at: datetime, whole: bool
) -> None:
    """Keep the state of `reply` that is about to be replaced by `draft`, where the rules say so; thin out old ones.

    A part of the act that saves, inside its transaction; `reply` still has its old words.
    """
    newest = reply.draft_versions.order_by("-revision").values_list("at", flat=True).first()
    old = State(reply.draft, reply.author_id, reply.saved_at)
    new = State(draft, by.pk, at)
    if not is_kept(old, new, last_kept=newest, first_kept=newest is not None, whole=whole):
        return
    DraftVersion.objects.get_or_create(
        reply=reply,
        revision=reply.revision,
        defaults={"draft": reply.draft, "by_id": reply.author_id, "at": reply.saved_at},
    )
    rows = list(reply.draft_versions.order_by("-revision").values_list("pk", "at"))
    dropped = to_drop([moment for _pk, moment in rows], at)
    if dropped:
        reply.draft_versions.filter(pk__in=[rows[place][0] for place in dropped]).delete()


def state_of(reply: Reply, revision: int) -> DraftVersion:
    """Return a kept state; raises `Refusal` when it is not kept any longer."""
    found = reply.draft_versions.filter(revision=revision).first()
    if found is None:
        raise Refusal(_("This state of the letter is not kept any more."))
    return found


@transaction.atomic
def drop_old_states(now: datetime, *, limit: int = 500) -> int:
    """Delete the states of letters that were sent long ago; the frozen versions stay. Returns how many."""
    old = DraftVersion.objects.filter(
        reply__stage=Reply.Stage.DISPATCHED, reply__saved_at__lt=now - AFTER_SENDING
    ).values_list("pk", flat=True)[:limit]
    return DraftVersion.objects.filter(pk__in=list(old)).delete()[0]
