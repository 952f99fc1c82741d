"""The key of an employee's calendar feed."""

import hashlib

from django.db import models

from otklik.staff.models import Employee


class CalendarKey(models.Model):
    """That an employee has a calendar address; only the hash of its secret part is kept."""

    employee = models.OneToOneField(Employee, models.CASCADE, related_name="calendar_key")
    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the secret (hex); the secret itself was shown once."""
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.employee}: {self.made_at:%Y-%m-%d}"


def digest_of(secret: str) -> str:
    """Return what is kept of a secret: its SHA-256 (it is random and long, so nothing slower is needed)."""
    return hashlib.sha256(secret.encode()).hexdigest()
