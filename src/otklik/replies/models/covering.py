"""The letter to another body that goes with an appeal forwarded to it: signed together with the client's notice."""

from django.db import models

from otklik.messages.models import Outgoing, StoredFile
from otklik.replies.models.letter import LetterVersion


class Covering(models.Model):
    """The covering letter of a version: its words stand in the version's content, so one signature binds both."""

    version = models.OneToOneField(LetterVersion, models.CASCADE, related_name="covering")
    number = models.CharField(max_length=60, blank=True)
    """Outgoing number of its own; empty until the signature."""
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    docx = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    message = models.OneToOneField(
        Outgoing, models.PROTECT, null=True, blank=True, related_name="covering"
    )
    """How it goes to the other body; empty until the signature."""

    def __str__(self) -> str:
        return f"{self.version}: {self.number}"
