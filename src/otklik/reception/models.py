"""Personal reception: the visit and its card."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.messages.models import Receipt
from otklik.staff.models import Body, Employee


class Visit(models.Model):
    """A card of personal reception (карточка личного приёма)."""

    class Form(models.TextChoices):
        """How the visitor put his matter."""

        ORAL = "oral", _("Said it")
        WRITTEN = "written", _("Brought it on paper")

    body = models.ForeignKey(Body, models.CASCADE, related_name="visits")
    at = models.DateTimeField()
    official = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    visitor = models.CharField(max_length=300)
    identity_shown = models.BooleanField(default=False)
    """That a document was shown; neither its number nor a copy is kept."""
    recorded = models.BooleanField(default=False)
    """Whether sound or picture was recorded; the visitor is told before (`warned`)."""
    warned = models.BooleanField(default=False)
    form = models.CharField(max_length=10, choices=Form, default=Form.ORAL)
    gist = models.TextField()
    facts_evident = models.BooleanField(default=False)
    """That the facts are obvious and need no check: only then the answer may be given on the spot."""
    oral_answer = models.TextField(blank=True)
    """The gist of what was answered on the spot; empty when a written reply follows."""
    consent_to_oral = models.BooleanField(default=False)
    handwritten = models.BooleanField(default=False)
    """That the visitor wrote his consent by hand and signed on the paper card."""
    closed_at = models.DateTimeField(null=True, blank=True)
    receipt = models.OneToOneField(
        Receipt, models.PROTECT, null=True, blank=True, related_name="visit"
    )
    """Set when a written appeal was taken, or the matter needs a written answer."""

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.visitor}"
