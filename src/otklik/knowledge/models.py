"""What helps the next executor."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.staff.models import Body, Employee


class ReplyTemplate(models.Model):
    """A text with gaps that an executor puts into a draft and adapts: its present version, and who answers for it."""

    class State(models.TextChoices):
        """Life of a template; only `knowledge.actions` moves it, by the table in `knowledge.rules`."""

        DRAFT = "draft", _("Draft of a template")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    body = models.ForeignKey(Body, models.CASCADE, related_name="reply_templates")
    title = models.CharField(max_length=200)
    text = models.TextField()
    topic_code = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=20, choices=State, default=State.PUBLISHED)
    version = models.PositiveIntegerField(default=0)
    """Number of the present version; the words of each stand in `TemplateVersion`."""
    updated_at = models.DateTimeField()
    owner = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")
    """Who sees to it that the template stays right; the review tasks are his."""
    reviewed_at = models.DateTimeField(null=True, blank=True)
    """When somebody wrote it or said that it is still right."""
    review_by = models.DateField(null=True, blank=True)
    """The last day of the profile's term of review, in the body's zone."""

    class Meta:
        ordering = ["title"]
        indexes = [models.Index(fields=["body", "state", "review_by"], name="template_to_review")]

    def __str__(self) -> str:
        return self.title


class TemplateVersion(models.Model):
    """The words of a template as they were kept once; never changed."""

    template = models.ForeignKey(ReplyTemplate, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    topic_code = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")
    restored_from = models.PositiveIntegerField(null=True, blank=True)
    """Number of the earlier version whose words came back."""

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="version_of_template")
        ]

    def __str__(self) -> str:
        return f"{self.template} v{self.number}"


class TemplateUse(models.Model):
    """A template went into a draft; afterwards whoever used it says whether it helped."""

    template = models.ForeignKey(ReplyTemplate, models.CASCADE, related_name="uses")
    version = models.PositiveIntegerField()
    about = models.CharField(max_length=60)
    """Reference of the case, such as `case:17`."""
    by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    helped = models.BooleanField(null=True)
    """None until somebody says."""

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["about"], name="template_use_about")]

    def __str__(self) -> str:
        return f"{self.template}: {self.about}"


class TemplateReport(models.Model):
    """Somebody found a template wrong; a task of its owner until he settles it."""

    template = models.ForeignKey(ReplyTemplate, models.CASCADE, related_name="reports")
    version = models.PositiveIntegerField()
    note = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.template}: {self.at:%Y-%m-%d}"


class TypicalQuestion(models.Model):
    """A question that comes again and again, with the body's answer."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="typical_questions")
    topic_code = models.CharField(max_length=40, blank=True)
    question = models.CharField(max_length=500)
    answer = models.TextField()
    for_clients = models.BooleanField(default=False)
    """Whether clients read it on the public page too."""
    dropped_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()
    owner = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["question"]

    def __str__(self) -> str:
        return self.question


class Material(models.Model):
    """An instructive material, linked to the quarter whose analysis asked for it."""

    class Audience(models.TextChoices):
        """For whom it is written; one for clients stands on the public page."""

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


class NoMaterial(models.Model):
    """The analysis of a quarter asks for no material, and why (economy-novosibirsk:15.2.b)."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    period = models.CharField(max_length=6)
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-period"]
        constraints = [
            models.UniqueConstraint(fields=["body", "period"], name="no_material_once_a_quarter")
        ]

    def __str__(self) -> str:
        return self.period
