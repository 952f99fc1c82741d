"""What happens to a case on its way: asked, forwarded, extended, left without a reply, promised, watched."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.cases.models.case import Case, Question
from otklik.messages.models import Outgoing, Receipt
from otklik.staff.models import Employee


class Proposal(models.TextChoices):
    """What became of a proposal that a second person decides on."""

    PROPOSED = "proposed", _("Waits for a decision")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


class Clarification(models.Model):
    """That the client was asked something about the case, or invited to take part in its consideration.

    Asking stops no term (economy-novosibirsk:6.2.a, labour-novosibirsk:6.2, 7.1.b).
    """

    class Kind(models.TextChoices):
        """What the client is asked for."""

        QUESTION = "question", _("Question to the client")
        INVITATION = "invitation", _("Invitation to take part")

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.QUESTION)
    case = models.ForeignKey(Case, models.CASCADE, related_name="clarifications")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=500, blank=True)
    question = models.TextField()
    meets_at = models.DateTimeField(null=True, blank=True)
    """When the invited client is expected."""
    place = models.CharField(max_length=300, blank=True)
    """Where the invited client is expected, or how the talk is held."""
    proof = models.CharField(max_length=300, blank=True)
    """What confirms the content of a way that leaves no trace by itself, such as a recorded call."""
    message = models.ForeignKey(Outgoing, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True)
    answer_channel = models.CharField(max_length=20, blank=True)
    agreed = models.BooleanField(null=True, blank=True)
    """Whether the invited client agreed to take part."""
    changes = models.JSONField(default=dict)
    """What the answer changed on the case: name of the field → [before, after] (labour-novosibirsk:6.1)."""
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """Who wrote the answer down; empty when the client answered himself."""
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return self.question[:80]


class Interim(models.Model):
    """A letter that does not end the case: an interim reply, or an enquiry to another body (labour-novosibirsk:30)."""

    class Kind(models.TextChoices):
        """To whom it goes."""

        CLIENT = "client", _("Interim reply to the client")
        ENQUIRY = "enquiry", _("Enquiry to another body")

    case = models.ForeignKey(Case, models.CASCADE, related_name="interims")
    kind = models.CharField(max_length=20, choices=Kind)
    recipient = models.CharField(max_length=300, blank=True)
    text = models.TextField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    message = models.ForeignKey(Outgoing, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:60]}"


class Forwarding(models.Model):
    """That the case, or some of its questions, went to the body that is competent (labour-novosibirsk:25.a)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="forwardings")
    questions = models.ManyToManyField(Question, related_name="forwardings")
    recipient = models.CharField(max_length=300)
    address = models.CharField(max_length=500, blank=True)
    channel = models.CharField(max_length=20)
    reason = models.TextField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    letter = models.ForeignKey(Outgoing, models.PROTECT, null=True, blank=True, related_name="+")
    """The letter to the other body."""
    notice = models.ForeignKey(Outgoing, models.PROTECT, null=True, blank=True, related_name="+")
    """The notice to the client, of the same act (labour-novosibirsk:25.b)."""

    class Meta:
        ordering = ["-decided_at", "-id"]

    def __str__(self) -> str:
        return f"{self.case} → {self.recipient}"


class Extension(models.Model):
    """That more time was asked for, and what was decided; a case has one extension at most (59-FZ, art. 12)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="extensions")
    state = models.CharField(max_length=20, choices=Proposal, default=Proposal.PROPOSED)
    progress = models.TextField()
    reason = models.TextField()
    previous_due = models.DateTimeField()
    new_due = models.DateTimeField()
    prepared_at = models.DateTimeField()
    prepared_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+"
    )
    remarks = models.TextField(blank=True)
    notice = models.ForeignKey(Outgoing, models.PROTECT, null=True, blank=True, related_name="+")
    by_letter = models.BooleanField(default=False)
    """Whether a letter on the letterhead tells the client: then its signature decides, and no fixed text goes out."""

    class Meta:
        ordering = ["-prepared_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=~models.Q(state="rejected"),
                name="one_extension_of_a_case",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.previous_due:%Y-%m-%d} → {self.new_due:%Y-%m-%d}"


class NoReply(models.Model):
    """That a case is to be refused, returned, or left without a reply on the merits, by a listed ground.

    One person proposes, a second one decides (labour-novosibirsk:7.4).
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="no_replies")
    state = models.CharField(max_length=20, choices=Proposal, default=Proposal.PROPOSED)
    ground = models.SlugField(max_length=40)
    """Code of a ground of the profile."""
    reason = models.TextField()
    text = models.TextField()
    """The notice as the client will read it; empty where the ground leaves nobody to tell."""
    earlier = models.ManyToManyField(Case, related_name="+", blank=True)
    """The cases already answered on the merits, when the correspondence is ended."""
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+"
    )
    remarks = models.TextField(blank=True)
    notice = models.ForeignKey(Outgoing, models.PROTECT, null=True, blank=True, related_name="+")
    by_letter = models.BooleanField(default=False)
    """Whether a letter on the letterhead tells the client: then its signature decides, and no fixed text goes out."""

    class Meta:
        ordering = ["-proposed_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=~models.Q(state="rejected"),
                name="one_no_reply_of_a_case",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.ground}"


class Withdrawal(models.Model):
    """That the client asked to stop the consideration, and who ended the case for it (59-FZ, art. 5)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="withdrawals")
    asked_at = models.DateTimeField()
    channel = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return str(self.case)


class Promise(models.Model):
    """That a reply promised a solution by a day; it is watched until a closing letter says that it is done."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="promises")
    promised_on = models.DateField()
    made_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)
    kept_by = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(blank=True)
    """What the closing letter says was done."""
    letter = models.ForeignKey(Outgoing, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["promised_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["question"],
                condition=models.Q(kept_at__isnull=True),
                name="one_open_promise_of_a_question",
            )
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.promised_on}"


class Interest(models.Model):
    """That an employee declared a personal interest in a case; he may not consider it (labour-novosibirsk:7.2)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="interests")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()
    reason = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "employee"], name="one_interest_of_an_employee")
        ]

    def __str__(self) -> str:
        return f"{self.employee}: {self.case}"


class ControlMark(models.Model):
    """That somebody put the case on control; only he or his formal substitute takes it off (labour-novosibirsk:28.a)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="control_marks")
    put_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    put_at = models.DateTimeField()
    note = models.TextField(blank=True)
    removed_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+"
    )
    removed_at = models.DateTimeField(null=True, blank=True)
    removal_note = models.TextField(blank=True)
    record_number = models.CharField(max_length=100, blank=True)
    record_date = models.DateField(null=True, blank=True)
    """Number and date of the entry about the decision in the external record system (labour-novosibirsk:28.b)."""

    class Meta:
        ordering = ["-put_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(removed_at__isnull=True),
                name="one_control_mark_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.put_by}"
