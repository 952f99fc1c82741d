"""What helps the next executor."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.staff.models import Body, Employee


class ReplyTemplate(models.Model):
    """A text that an executor puts into a draft and adapts."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="reply_templates")
    title = models.CharField(max_length=200)
    text = models.TextField()
    topic_code = models.CharField(max_length=40, blank=True)
    updated_at = models.DateTimeField()
    owner = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Material(models.Model):
    """An instructive material, linked to the quarter whose analysis asked for it."""

    class Audience(models.TextChoices):
        """For whom it is written."""

        EMPLOYEES = "employees", _("Employees")
        CLIENTS = "clients", _("Clients")

    body = models.ForeignKey(Body, models.CASCADE, related_name="materials")
    title = models.CharField(max_length=300)
    text = models.TextField()
    period = models.CharField(max_length=6, blank=True)
    """The quarter, such as `2026Q3`."""
    audience = models.CharField(max_length=20, choices=Audience, default=Audience.EMPLOYEES)
    created_at = models.DateTimeField()
    author = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.title
