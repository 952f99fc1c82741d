"""How a signed letter reaches the client."""

from django.db import models

from otklik.messages.models import Outgoing
from otklik.replies.models.letter import LetterVersion


class Dispatch(models.Model):
    """One delivery of a signed letter: through the client's channel, or the additional one."""

    version = models.ForeignKey(LetterVersion, models.PROTECT, related_name="dispatches")
    is_duplicate = models.BooleanField(default=False)
    attempt = models.PositiveSmallIntegerField(default=1)
    """1 for the way that was chosen; the next numbers for a way beside it, or one taken after a failure."""
    message = models.OneToOneField(Outgoing, models.PROTECT, related_name="dispatch")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "is_duplicate", "attempt"], name="one_delivery_an_attempt"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} → {self.message.channel}"
