"""What holds for a letter that carries another one's words: it is not written by itself, nor signed after they changed."""

from django.utils.translation import gettext as _

from otklik.replies.joint_queries import ON_ITS_WAY
from otklik.replies.models import LetterVersion, Reply
from otklik.staff.refusals import Refusal


def check_writing(reply: Reply) -> None:
    """Raise `Refusal` for a letter that carries another one's words: it must be taken out before it is edited."""
    if reply.lead_id is not None:
        raise Refusal(
            _("This letter carries the words of a joint answer. Take it out of it to edit it.")
        )


def check_lead(version: LetterVersion, reply: Reply) -> None:
    """Raise `Refusal` when the words that a letter carries were taken back or changed after it was made."""
    lead = reply.lead
    if lead is None:
        return
    newest = lead.versions.order_by("-number").first()
    if lead.stage not in ON_ITS_WAY or newest is None or newest.created_at > version.created_at:
        raise Refusal(
            _("The leading letter was changed after this one was made. Send it back to its author.")
        )
