"""Drafts, letter versions, decisions, dispatch."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Case
from otklik.messages.models import Outgoing, StoredFile
from otklik.staff.models import Employee


class Reply(models.Model):
    """The reply to a case while it is written, and what became of it."""

    class Stage(models.TextChoices):
        """Only `replies.actions` moves it, by the table in `replies.rules`."""

        DRAFT = "draft", _("Being written")
        FOR_SIGNATURE = "for-signature", _("Waits for signature")
        RETURNED = "returned", _("Returned with remarks")
        SIGNED = "signed", _("Signed")
        DISPATCHED = "dispatched", _("Sent")

    case = models.OneToOneField(Case, models.CASCADE, related_name="reply")
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.DRAFT)
    draft = models.JSONField(default=dict)
    """The parts as typed: `salutation`, `opening`, `answers` (question id → text), `closing`, `outcomes`."""
    author = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    number = models.CharField(max_length=60, blank=True)
    """Outgoing number."""

    def __str__(self) -> str:
        return f"{self.case}: {self.get_stage_display()}"


class LetterVersion(models.Model):
    """The letter as it was sent for signature: frozen content, its hash, its two files."""

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    """All that the letter is rendered from."""
    sha256 = models.CharField(max_length=64)
    """SHA-256 of the canonical content; approval and signature bind to it."""
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    docx = models.ForeignKey(StoredFile, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["reply", "number"], name="version_of_reply")]

    def __str__(self) -> str:
        return f"{self.reply} v{self.number}"


class Decision(models.Model):
    """What somebody decided on one version: signed it, or returned it with remarks; appended."""

    class Kind(models.TextChoices):
        """The decisions."""

        SIGNED = "signed", _("Signed")
        RETURNED = "returned", _("Returned")

    version = models.ForeignKey(LetterVersion, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=20, choices=Kind)
    sha256 = models.CharField(max_length=64)
    """The hash that was decided on; equal to the version's, or the decision is void."""
    by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    post = models.CharField(max_length=300)
    at = models.DateTimeField()
    remarks = models.TextField(blank=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.version}"


class Dispatch(models.Model):
    """One delivery of a signed letter: through the client's channel, or the additional one."""

    version = models.ForeignKey(LetterVersion, models.PROTECT, related_name="dispatches")
    is_duplicate = models.BooleanField(default=False)
    message = models.OneToOneField(Outgoing, models.PROTECT, related_name="dispatch")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["version", "is_duplicate"], name="one_delivery_a_channel"
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} → {self.message.channel}"
