"""Frozen figures: the unit's quarterly form, the quarter's snapshot."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.staff.models import Body, Employee, Unit


class UnitForm(models.Model):
    """The form of appendix 2 of one unit for one quarter; once approved its figures stay as they are."""

    class State(models.TextChoices):
        """Life of the form."""

        OPEN = "open", _("To be approved")
        APPROVED = "approved", _("Approved and sent")

    body = models.ForeignKey(Body, models.CASCADE, related_name="unit_forms")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="quarterly_forms")
    period = models.CharField(max_length=6)
    """The quarter, such as `2026Q3`."""
    state = models.CharField(max_length=20, choices=State, default=State.OPEN)
    due = models.DateTimeField()
    rows = models.JSONField(default=list)
    """The figures as approved; empty while the form is computed live."""
    approved_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_name = models.CharField(max_length=300, blank=True)
    """Name in full as it was on the day of approval, for the form's signature."""
    approved_post = models.CharField(max_length=300, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "period"], name="one_form_a_quarter")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.period}"


class Snapshot(models.Model):
    """The quarterly analysis of a body, frozen with its date."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="snapshots")
    period = models.CharField(max_length=6)
    metrics = models.JSONField()
    sha256 = models.CharField(max_length=64)
    frozen_at = models.DateTimeField()
    frozen_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.body} {self.period}"
