"""How far the open deadlines of a body have been counted anew."""

from django.db import models

from otklik.staff.models import Body


class ClockState(models.Model):
    """By which calendar and term table the open deadlines of a body are counted, and how far a recount has come."""

    body = models.OneToOneField(Body, models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=200, blank=True)
    """Calendar version and profile version by which everything open has been counted."""
    pending = models.CharField(max_length=200, blank=True)
    """The fingerprint towards which a recount is under way; empty when none is."""
    cursor = models.BigIntegerField(default=0)
    """The last case counted anew on the way to `pending`."""
    finished_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.body}: {self.fingerprint}"
