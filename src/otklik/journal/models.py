"""What is kept of every act."""

from django.db import models


class Entry(models.Model):
    """One act, appended and never changed; `hash` chains it to the entry before once it is sealed.

    The entry stands on its own: it names people and rows by text, so that it outlives them. `details` holds
    identifiers and codes, never the text of an appeal or a person's contacts.
    """

    at = models.DateTimeField(db_index=True)
    body_code = models.SlugField(max_length=60, blank=True)
    act = models.CharField(max_length=80)
    subject = models.CharField(max_length=80, db_index=True)
    actor = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=200, blank=True)
    clause = models.CharField(max_length=80, blank=True)
    details = models.JSONField(default=dict)
    position = models.PositiveBigIntegerField(null=True, unique=True)
    """Place in the chain, given when the entry is sealed; an entry committed late gets a later place."""
    hash = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["id"], name="journal_unsealed", condition=models.Q(position__isnull=True)
            ),
            models.Index(fields=["body_code", "-id"], name="journal_body"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act} {self.subject}"
