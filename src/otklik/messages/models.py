"""Raw receipts in, the outbox out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.staff.models import Body


class StoredFile(models.Model):
    """Bytes on disk under their SHA-256, written and synced before the row; never changed."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    """Type by content, not by name."""
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256


class Receipt(models.Model):
    """Something that arrived, stored whole before anything looked into it.

    (`source`, `source_key`) is unique, so a second delivery does no harm: the key is a message id, a content
    hash, or the sender's Idempotency-Key.
    """

    class State(models.TextChoices):
        """Where the receipt is on its way to a case."""

        ACCEPTED = "accepted", _("Accepted, not sorted yet")
        PLACED = "placed", _("Became or joined a case")
        HELD = "held", _("Waits for a person")
        DISMISSED = "dismissed", _("Set aside by a person")
        SETTLED = "settled", _("A machine's word about our own letter")

    body = models.ForeignKey(Body, models.PROTECT, related_name="receipts", db_index=False)
    """Found by the constraint below, which begins with it."""
    source = models.CharField(max_length=80)
    """`web`, `api`, `desk`, or `mail:<mailbox>`."""
    source_key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    """SHA-256 of the content, to tell a repeated delivery from another one under the same key."""
    channel = models.CharField(max_length=20)
    tracking_code = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    payload = models.JSONField(default=dict)
    """What was said in the form or the API call; for mail, what the parser read out of `raw`."""
    raw = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=20, choices=State, default=State.ACCEPTED)
    attempts = models.PositiveSmallIntegerField(default=0)
    held_reason = models.SlugField(max_length=60, blank=True)
    held_note = models.CharField(max_length=1000, blank=True)

    class Meta:
        # Each index is written with each appeal accepted: none that another one does the work of, and none
        # for a pattern search (which `unique=True` on a text brings along on PostgreSQL).
        constraints = [
            models.UniqueConstraint(fields=["body", "source", "source_key"], name="receipt_once"),
            models.UniqueConstraint(fields=["tracking_code"], name="receipt_code"),
        ]
        indexes = [
            models.Index(
                fields=["raw"], name="receipt_by_raw", condition=models.Q(raw__isnull=False)
            ),
            models.Index(
                fields=["id"], name="receipt_to_place", condition=models.Q(state="accepted")
            ),
            models.Index(fields=["body", "state", "-received_at"], name="receipt_by_state"),
        ]

    def __str__(self) -> str:
        return self.tracking_code


class Attachment(models.Model):
    """A file that came with a receipt, under its sender's name for it."""

    receipt = models.ForeignKey(Receipt, models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    refused = models.CharField(max_length=300, blank=True)
    """Why the file may not be opened (a program, a bomb, a damaged archive); empty when it may."""

    def __str__(self) -> str:
        return self.name


class Outgoing(models.Model):
    """A message to be delivered: written with its cause, sent later, retried until done or a person decides."""

    class State(models.TextChoices):
        """Where the message is on its way out."""

        QUEUED = "queued", _("Waits to be sent")
        SENDING = "sending", _("Being sent")
        SENT = "sent", _("Sent")
        BY_HAND = "by-hand", _("To be sent by hand")
        FAILED = "failed", _("Could not be delivered, a person must decide")
        CANCELLED = "cancelled", _("Cancelled")

    class Outcome(models.TextChoices):
        """What became of a message after it was sent; empty: nothing is known.

        Never a part of the state: the term of a reply is kept by its sending, not by its arrival.
        """

        ARRIVED = "arrived", _("Handed over")
        CAME_BACK = "came-back", _("Came back")

    body = models.ForeignKey(Body, models.PROTECT, related_name="outbox")
    kind = models.SlugField(max_length=40)
    """`acknowledgement`, `reply`, `reply-duplicate`, `channel-notice`, …"""
    about = models.CharField(max_length=80, db_index=True)
    """What it is about, as the journal names it: `case:12`."""
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=500, blank=True)
    recipient = models.CharField(max_length=300, blank=True)
    """Who is addressed, for envelopes and lists of mail; never in the journal."""
    subject = models.CharField(max_length=300)
    text = models.TextField()
    clause = models.CharField(max_length=80, blank=True)
    act = models.CharField(max_length=300, blank=True)
    """The act by which such cases are considered, as it was at the moment of writing (economy-novosibirsk:5.2.a)."""
    idempotency_key = models.CharField(max_length=120, unique=True)
    state = models.CharField(max_length=20, choices=State, default=State.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField()
    """Not before this moment (UTC); grows with each failed attempt."""
    last_error = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.CharField(max_length=80, blank=True)
    mail_id = models.CharField(max_length=40, blank=True)
    """The first part of its Message-ID, by which a bounce finds the message; only of e-mail."""
    printed_at = models.DateTimeField(null=True, blank=True)
    """When a letter by post was put into a file for the printer."""
    tracking = models.CharField(max_length=60, blank=True)
    """Number of the postal item, or the number in the platform to which a person took the message."""
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    outcome_on = models.DateField(null=True, blank=True)
    """The day of the outcome, in the body's zone."""
    outcome_reason = models.SlugField(max_length=40, blank=True)
    """Why it came back, a code of `messages.outcomes`."""
    outcome_note = models.CharField(max_length=500, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    """When somebody decided what follows from a failure or a return."""
    instead_of = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    """The message that did not arrive, and for which this one goes another way."""

    class Meta:
        indexes = [
            models.Index(
                fields=["mail_id"], name="outgoing_by_mail_id", condition=~models.Q(mail_id="")
            ),
            models.Index(
                fields=["body", "outcome_on"],
                name="outgoing_came_back",
                condition=models.Q(outcome="came-back", settled_at__isnull=True),
            ),
            models.Index(
                fields=["body", "-sent_at"],
                name="outgoing_by_post",
                condition=models.Q(channel="post"),
            ),
            models.Index(
                fields=["due_at"],
                name="outgoing_due",
                condition=models.Q(state__in=["queued", "sending"]),
            ),
            models.Index(fields=["body", "state", "-created_at"], name="outgoing_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}"


class OutgoingFile(models.Model):
    """A file that goes with an outgoing message."""

    message = models.ForeignKey(Outgoing, models.CASCADE, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)

    def __str__(self) -> str:
        return self.name
