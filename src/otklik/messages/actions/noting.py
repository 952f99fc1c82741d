"""What the journal says of an act on a message: always the same of the message, and what the act adds."""

from datetime import datetime

from otklik.journal import actions as journal
from otklik.journal.actors import Actor
from otklik.messages.models import Outgoing


def note(act: str, message: Outgoing, actor: Actor, at: datetime, **details: object) -> None:
    """Write the act into the journal, under what the message is about; inside the act's transaction."""
    journal.write(
        act,
        message.about,
        actor=actor,
        body=message.body.code,
        clause=message.clause,
        at=at,
        message=message.pk,
        kind=message.kind,
        channel=message.channel,
        **details,
    )
