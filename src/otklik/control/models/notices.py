"""What employees are told: notices, and the rounds in which they are made."""

from django.db import models

from otklik.cases.models import Assignment
from otklik.messages.models import Outgoing
from otklik.staff.models import Body, Employee


class Notice(models.Model):
    """One message to one employee, about as many cases as there are; he finds it in the desk and in his mail.

    It names numbers, days and colleagues, never a client.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="+", db_index=False)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="notices", db_index=False)
    """Found by the index below, which begins with it."""
    kind = models.SlugField(max_length=40)
    """`digest`, `assigned`, `preventive`, `final`, …"""
    key = models.CharField(max_length=120, unique=True)
    """Makes it idempotent: what has been told under a key is not told again."""
    subject = models.CharField(max_length=300)
    lines = models.JSONField(default=list)
    """About what: rows of `control.rules.Line`."""
    due_at = models.DateTimeField()
    """Not to be sent before this moment (UTC): the body was closed until then."""
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    message = models.ForeignKey(Outgoing, models.SET_NULL, null=True, blank=True, related_name="+")
    """The letter to the employee; none where he has no e-mail address."""

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["employee", "-created_at", "-id"], name="notice_of_employee"),
            models.Index(
                fields=["employee"],
                name="notice_unread",
                condition=models.Q(read_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.subject


class Round(models.Model):
    """One morning's look over the open cases of a body; there is one a working day.

    `since` and `until` are fixed when it begins, so that a round which was cut off goes on with the same news.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    day = models.DateField()
    """The body's local day."""
    since = models.DateTimeField(null=True, blank=True)
    """Where the round before ended; empty for the first one of all."""
    since_day = models.DateField(null=True, blank=True)
    until = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [models.UniqueConstraint(fields=["body", "day"], name="one_round_a_day")]

    def __str__(self) -> str:
        return f"{self.body}: {self.day}"


class ToldAssignment(models.Model):
    """That an executor has been told of an assignment (industry-mordovia:8.6.g)."""

    assignment = models.OneToOneField(Assignment, models.CASCADE, related_name="told")
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.assignment)
