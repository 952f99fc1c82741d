"""The weekly lists of control, as they were on the day they were made."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models import Case
from otklik.staff.models import Body, Employee, Unit


class ControlList(models.Model):
    """A weekly list: what falls due in the coming week, or what is overdue when a week has ended; never changed."""

    class Kind(models.TextChoices):
        """The two weekly looks: labour-novosibirsk:24.2.a and labour-novosibirsk:24.3.a."""

        PREVENTIVE = "preventive", _("Preventive control")
        FINAL = "final", _("Final control")

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind)
    week = models.DateField()
    """The Monday of the week that the list is about."""
    first_day = models.DateField()
    last_day = models.DateField()
    """The days that it covers; the final one goes back as far as there is something overdue."""
    made_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    """When everybody concerned had been told."""

    class Meta:
        ordering = ["-week", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["body", "kind", "week"], name="one_list_a_week")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.week}"


class ControlLine(models.Model):
    """One case of a list: what was due, whose it was, and where it stood then; appended with the list."""

    list = models.ForeignKey(ControlList, models.CASCADE, related_name="lines")
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    number = models.CharField(max_length=60)
    term = models.SlugField(max_length=40)
    """Kind of the deadline."""
    due = models.DateTimeField()
    stage = models.CharField(max_length=20)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    executor = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")
    unit_name = models.CharField(max_length=300, blank=True)
    executor_name = models.CharField(max_length=300, blank=True)
    """The names as they were then; people move."""

    class Meta:
        ordering = ["due", "id"]

    def __str__(self) -> str:
        return self.number
