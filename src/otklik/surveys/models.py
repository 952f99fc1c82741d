"""Questionnaires, invitations and answers.

Anonymous means that no join exists: an answer has a random key, a day without a time, and no
reference to an invitation, a case or a client; an invitation knows only whether it was used.
"""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.staff.models import Body, Employee, Unit


class Invitation(models.Model):
    """A one-time link to a questionnaire, sent with a reply; only the hash of its token is kept."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="invitations")
    questionnaire = models.SlugField(max_length=60)
    token_hash = models.CharField(max_length=64, unique=True)
    about = models.CharField(max_length=80, db_index=True)
    context = models.JSONField(default=dict)
    """What is filled in beforehand and what the answer is counted under (`queries.Context`)."""
    created_at = models.DateTimeField()
    valid_until = models.DateTimeField()
    used = models.BooleanField(default=False)

    def __str__(self) -> str:
        return f"{self.questionnaire} {self.about}"


class Answer(models.Model):
    """One filled-in questionnaire."""

    class Way(models.TextChoices):
        """How the answer reached us."""

        ONLINE = "online", _("Online")
        PAPER = "paper", _("On paper")
        INTERNAL = "internal", _("By the internal network")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    body = models.ForeignKey(Body, models.CASCADE, related_name="answers")
    questionnaire = models.SlugField(max_length=60)
    regulation_version = models.CharField(max_length=40)
    branch_variant = models.CharField(max_length=20)
    """Which reading of the skip rules the form used: `corrected` or `written`."""
    registry_version = models.PositiveIntegerField(null=True, blank=True)
    answered_on = models.DateField()
    """Day in the body's own time zone; no time is kept."""
    way = models.CharField(max_length=20, choices=Way)
    entered_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who typed in a paper form; empty for the client's own answers."""
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    process_group = models.CharField(max_length=300, blank=True)
    channel_kind = models.CharField(max_length=10)
    """`online` or `offline`."""
    source = models.CharField(max_length=60)
    """The feedback route of the profile."""
    values = models.JSONField(default=dict)
    """Code of the question (as in brackets, `21`) → value; hidden questions are absent."""
    satisfied = models.BooleanField(null=True)
    """The headline question, worked out when the answer is stored; None when it was left open."""

    class Meta:
        indexes = [models.Index(fields=["body", "answered_on"], name="answer_by_day")]

    def __str__(self) -> str:
        return f"{self.questionnaire} {self.answered_on}"
