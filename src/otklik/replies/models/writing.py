"""What stands beside a draft while it is written: its earlier states, and who has it open."""

from django.db import models

from otklik.cases.models import Case
from otklik.replies.models.letter import Reply
from otklik.staff.models import Employee


class DraftVersion(models.Model):
    """A state of the draft that was left behind, kept so that one can look at it and go back to it.

    Not every autosave: which states are kept and for how long is in `replies.draft_rules`.
    """

    reply = models.ForeignKey(Reply, models.CASCADE, related_name="draft_versions")
    revision = models.PositiveIntegerField()
    """The revision of the reply that had these words."""
    draft = models.JSONField()
    by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    """Whose words were added last."""
    at = models.DateTimeField()
    """When this state was saved."""

    class Meta:
        ordering = ["-revision"]
        constraints = [
            models.UniqueConstraint(fields=["reply", "revision"], name="one_state_a_revision")
        ]

    def __str__(self) -> str:
        return f"{self.reply} r{self.revision}"


class Presence(models.Model):
    """That an employee has the letter of a case open; a row is as old as his page's last sign of life."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    employee = models.ForeignKey(Employee, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "employee"], name="one_presence_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.employee_id}: {self.case_id}"
