"""Telephone calls as the operator notes them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.messages.models import Receipt
from otklik.staff.models import Body, Employee


class Call(models.Model):
    """One call: who took it, what it was about, how often it was passed on, what was promised."""

    class Direction(models.TextChoices):
        """Who rang."""

        IN = "in", _("Incoming call")
        OUT = "out", _("Outgoing call")

    body = models.ForeignKey(Body, models.CASCADE, related_name="calls")
    direction = models.CharField(max_length=5, choices=Direction, default=Direction.IN)
    at = models.DateTimeField()
    operator = models.ForeignKey(Employee, models.PROTECT, related_name="calls")
    caller = models.CharField(max_length=300, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    note = models.TextField()
    switches = models.PositiveSmallIntegerField(default=0)
    need_met = models.BooleanField(null=True, blank=True)
    """Whether the caller got what he needed by the end of the call; None where nobody said."""
    callback_by = models.DateTimeField(null=True, blank=True)
    called_back_at = models.DateTimeField(null=True, blank=True)
    receipt = models.OneToOneField(
        Receipt, models.PROTECT, null=True, blank=True, related_name="call"
    )
    """Set when the call became an oral appeal or request."""

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.caller}"
