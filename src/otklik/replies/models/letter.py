"""A letter to the client: the draft while it is written, and the versions that were frozen."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Case
from otklik.messages.models import StoredFile
from otklik.staff.models import Employee


class Reply(models.Model):
    """A letter to the client about his case, while it is written, and what became of it.

    The reply itself, or a letter of another kind that goes the same way: through checks, approval and signature.
    """

    class Kind(models.TextChoices):
        """What the letter is for."""

        REPLY = "reply", _("Reply")
        INTERIM = "interim", _("Interim reply")
        CLARIFICATION = "clarification", _("Request to clarify")
        FORWARDING = "forwarding", _("Notice of forwarding")
        EXTENSION = "extension", _("Notice of extension")
        NO_REPLY = "no-reply", _("Notice that there will be no reply on the merits")

    class Stage(models.TextChoices):
        """Only `replies.actions` moves it, by the table in `replies.rules`."""

        DRAFT = "draft", _("Being written")
        FOR_APPROVAL = "for-approval", _("Being approved")
        FOR_SIGNATURE = "for-signature", _("Waits for signature")
        RETURNED = "returned", _("Returned with remarks")
        SIGNED = "signed", _("Signed")
        DISPATCHED = "dispatched", _("Sent")

    case = models.ForeignKey(Case, models.CASCADE, related_name="letters")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.REPLY)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.DRAFT)
    draft = models.JSONField(default=dict)
    """The parts as typed: `salutation`, `opening`, `answers` (question id → text), `closing`, `outcomes`."""
    author = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    lead = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers"
    )
    """In a joint answer: the letter whose words this one carries to another client."""
    number = models.CharField(max_length=60, blank=True)
    """Outgoing number."""
    numbered_on = models.DateField(null=True, blank=True)
    """The day of the number, in the body's zone."""
    number_external = models.BooleanField(default=False)
    """Whether number and day were entered from the external record system, not taken here."""
    channel = models.CharField(max_length=20, blank=True)
    """The way that was chosen for this letter; empty: the client's own."""
    address = models.CharField(max_length=500, blank=True)
    channel_reason = models.CharField(max_length=500, blank=True)
    """Why it goes another way than the order names (labour-novosibirsk:10.3.a)."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(kind="reply"), name="one_reply_a_case"
            )
        ]

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
