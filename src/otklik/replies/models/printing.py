"""What letters are printed with: letterheads of a body, files that go with a letter, batches for the printer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.messages.models import StoredFile
from otklik.replies.models.letter import Reply
from otklik.staff.models import Body, Employee


class LetterheadVersion(models.Model):
    """The letterhead of a body as it was from one moment until the next version; never changed.

    The last one is in force. A letter version freezes its own, so an old letter keeps its old head.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="letterheads")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    """Lines, contacts, reference data, layout, order of the requisites (`replies.letterheads.Head`)."""
    emblem = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    """Why it was changed."""
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Empty: set up with the installation."""

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="letterhead_of_body")
        ]

    def __str__(self) -> str:
        return f"{self.body} v{self.number}"


class ReplyFile(models.Model):
    """A file that goes with a letter: listed in it, delivered with it."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    title = models.CharField(max_length=300)
    """As the letter lists it: «копия договора на 3 л. в 1 экз.»."""
    added_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "file"], name="file_once_with_a_letter")
        ]

    def __str__(self) -> str:
        return self.name


class PrintBatch(models.Model):
    """Signed letters to be printed as one PDF, in the chosen order; made by the worker when there are many."""

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting", _("Waits to be made")
        MAKING = "making", _("Being made")
        DONE = "done", _("Ready")
        FAILED = "failed", _("Could not be made")

    body = models.ForeignKey(Body, models.PROTECT, related_name="print_batches")
    ordered_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    versions = models.JSONField()
    """Ids of the letter versions, in order."""
    options = models.JSONField(default=dict)
    """`duplex`, `envelope` (a format or empty), `list`."""
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField()
    """When its maker was last seen at work."""
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    pages = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["id"],
                name="batch_to_make",
                condition=models.Q(state__in=["waiting", "making"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.ordered_at:%Y-%m-%d}"
