"""The touchpoint registry, by version."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.staff.models import Body, Employee


class RegistryVersion(models.Model):
    """One version of a body's registry; a published one is never changed."""

    class State(models.TextChoices):
        """Life of a version."""

        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("In force")
        REPLACED = "replaced", _("Replaced by a later one")

    body = models.ForeignKey(Body, models.CASCADE, related_name="registry_versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    order_number = models.CharField(max_length=60, blank=True)
    order_date = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    is_sample = models.BooleanField(default=False)
    """Whether the rows are our sample, because the ministry's own list is not among the sources."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="registry_number_in_body"),
            models.UniqueConstraint(
                fields=["body"], condition=models.Q(state="published"), name="one_registry_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.number}"


class Touchpoint(models.Model):
    """A row of the registry: where, in which process, a client meets the body (regional-policy 2.2)."""

    version = models.ForeignKey(RegistryVersion, models.CASCADE, related_name="touchpoints")
    code = models.SlugField(max_length=60)
    """Stays the same from version to version."""
    group = models.CharField(max_length=300)
    """Process group, by which the form of appendix 2 is grouped."""
    direction = models.CharField(max_length=300)
    process = models.CharField(max_length=500)
    name = models.CharField(max_length=300)
    interaction = models.CharField(max_length=500)
    features = models.CharField(max_length=500, blank=True)
    is_digital = models.BooleanField()
    channel = models.CharField(max_length=20, blank=True)
    needs = models.JSONField(default=list)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="touchpoint_code_in_version")
        ]

    def __str__(self) -> str:
        return self.name


class LifeSituation(models.Model):
    """What happens in a client's life; its solutions are shown to him before he writes (industry-mordovia:6.2.a)."""

    class State(models.TextChoices):
        """Whether clients see it."""

        DRAFT = "draft", _("Being prepared")
        PUBLISHED = "published", _("Clients see it")
        WITHDRAWN = "withdrawn", _("Taken off")

    body = models.ForeignKey(Body, models.CASCADE, related_name="life_situations")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    position = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position", "title"]

    def __str__(self) -> str:
        return self.title


class Solution(models.Model):
    """One way to what the client needs in a life situation."""

    situation = models.ForeignKey(LifeSituation, models.CASCADE, related_name="solutions")
    title = models.CharField(max_length=200)
    text = models.TextField()
    link = models.CharField(max_length=500, blank=True)
    touchpoints = models.JSONField(default=list)
    """Codes of touchpoints, which stay the same from version to version of the registry."""
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title
