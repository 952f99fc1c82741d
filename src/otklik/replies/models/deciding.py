"""What people decide on one version of a letter: approvals, remarks, signature or return, the file of a signature."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.messages.models import StoredFile
from otklik.replies.models.letter import LetterVersion
from otklik.staff.models import Employee


class Approval(models.Model):
    """One step of the way from the author to the signer, for one version of the letter."""

    class State(models.TextChoices):
        """Where the step is; a rejected or replaced version voids the steps that were not taken."""

        WAITING = "waiting", _("Waits for approval")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Returned with remarks")
        VOID = "void", _("Not needed any more")

    version = models.ForeignKey(LetterVersion, models.CASCADE, related_name="approvals")
    position = models.PositiveSmallIntegerField()
    """Steps are taken in this order."""
    step = models.SlugField(max_length=40)
    """Code of the step in the profile's route: `unit-head`, `lawyer`, …"""
    label = models.CharField(max_length=200)
    approver = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    """Who is asked; his formal substitute may decide in his place."""
    state = models.CharField(max_length=20, choices=State, default=State.WAITING)
    sha256 = models.CharField(max_length=64)
    """The hash of the version: an approval of anything else is void."""
    decided_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)
    """Why the step was not asked, where it is void from the beginning."""

    class Meta:
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="one_step_a_position")
        ]
        indexes = [
            models.Index(
                fields=["approver"],
                name="approval_waiting",
                condition=models.Q(state="waiting"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.get_state_display()}"


class Decision(models.Model):
    """What the signer decided on one version: signed it, or returned it with remarks; appended."""

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


class Remark(models.Model):
    """What somebody wants mended, at its place in the letter; it stays beside the draft until it is settled."""

    version = models.ForeignKey(LetterVersion, models.CASCADE, related_name="remarks")
    part = models.CharField(max_length=40, blank=True)
    """`salutation`, `opening`, `closing`, `answer-` with the question's id; empty: the whole letter."""
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    """Characters of the part, `end` excluded; both 0: the whole part."""
    quote = models.TextField(blank=True)
    """The words meant, as they stood in the version."""
    text = models.TextField()
    by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    """How the author settled it, where he says so: the next reader sees it beside the remark."""

    class Meta:
        ordering = ["version", "part", "start", "id"]

    def __str__(self) -> str:
        return f"{self.version}: {self.part}"


class SignatureFile(models.Model):
    """A detached qualified signature (CMS) of a version's PDF, attached after its hash was checked."""

    version = models.ForeignKey(LetterVersion, models.CASCADE, related_name="signature_files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    algorithm = models.CharField(max_length=60)
    """Of the digest inside the signature: `sha256`, `streebog256`, …"""
    digest = models.CharField(max_length=128)
    """Digest (hex) that the signature binds to; equal to the PDF's, or the file is refused."""
    signer = models.CharField(max_length=300)
    """Whose certificate it is, as the certificate names him."""
    signed_at = models.DateTimeField(null=True, blank=True)
    """The moment inside the signature, where it names one."""
    added_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at"]

    def __str__(self) -> str:
        return f"{self.version}: {self.signer}"
