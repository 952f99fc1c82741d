"""The case and its facts: questions, topics, deadlines, assignments."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.clients.models import Client
from otklik.messages.models import Receipt
from otklik.staff.models import Body, Employee, Unit
from otklik.touchpoints.models import Touchpoint


class RegisterCounter(models.Model):
    """The last number given in one register of one year; locked by the registering transaction."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="+")
    register = models.SlugField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "register", "year"], name="one_counter_a_register"
            )
        ]

    def __str__(self) -> str:
        return f"{self.register}/{self.year}: {self.last}"


class Stage(models.TextChoices):
    """Where a case is; only `cases.actions` moves it, by the table in `cases.rules`."""

    RECEIVED = "received", _("Received")
    REGISTERED = "registered", _("Registered")
    ASSIGNED = "assigned", _("Being considered")
    SIGNED = "signed", _("Reply signed, being delivered")
    ANSWERED = "answered", _("Answered")
    FORWARDED = "forwarded", _("Forwarded to another body")
    NO_REPLY = "no-reply", _("Closed without a reply on the merits")
    WITHDRAWN = "withdrawn", _("Withdrawn by the client")
    DISMISSED = "dismissed", _("Not an appeal")


class CaseType(models.TextChoices):
    """Work types; which law's clock runs depends on it."""

    PROPOSAL = "proposal", _("Proposal")
    APPLICATION = "application", _("Application")
    COMPLAINT = "complaint", _("Complaint")
    INFORMATION_REQUEST = "information-request", _("Information request")
    DEPUTY_ENQUIRY = "deputy-enquiry", _("Deputy's enquiry")
    AGENCY_ENQUIRY = "agency-enquiry", _("Agency's enquiry")
    MESSAGE = "message", _("Message")
    INTERNAL_REQUEST = "internal-request", _("Internal request")


class Form(models.TextChoices):
    """In which form it came."""

    ELECTRONIC = "electronic", _("Electronic")
    WRITTEN = "written", _("Written")
    ORAL = "oral", _("Oral")


class Case(models.Model):
    """One appeal or request, from its receipt to its reply."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="cases")
    tracking_code = models.CharField(max_length=20, unique=True)
    stage = models.CharField(max_length=20, choices=Stage, default=Stage.RECEIVED)
    type = models.CharField(max_length=30, choices=CaseType)
    form = models.CharField(max_length=20, choices=Form)
    channel = models.CharField(max_length=20)
    touchpoint = models.ForeignKey(
        Touchpoint, models.PROTECT, null=True, blank=True, related_name="cases"
    )
    """A row of the registry version in force at registration."""
    client = models.ForeignKey(Client, models.PROTECT, related_name="cases")
    identification = models.CharField(max_length=40, blank=True)
    """How the person was identified: `esia`, `epgu`, `paper-signature`, `passport`, or empty."""
    addressee = models.CharField(max_length=300)
    """To whom the client addressed it; may be another body."""
    summary = models.CharField(max_length=300)
    text = models.TextField()
    language = models.CharField(max_length=10, default="ru")
    life_situation = models.CharField(max_length=300, blank=True)
    need = models.CharField(max_length=10, blank=True)
    """Code of the client's need (regional-policy 2.7)."""
    complained_body = models.CharField(max_length=300, blank=True)
    """The body or organisation that a complaint is about; the case may not be forwarded there."""
    complained_employee = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+"
    )
    """The employee of this body that a complaint is about; he may not consider it (industry-mordovia:6.5.b)."""
    reply_channel = models.CharField(max_length=20)
    reply_address = models.CharField(max_length=500, blank=True)
    extra_channel = models.CharField(max_length=20, blank=True)
    extra_address = models.CharField(max_length=500, blank=True)
    regulation_version = models.CharField(max_length=40)
    """The version of the profile in force on the case's day."""
    received_at = models.DateTimeField()
    number = models.CharField(max_length=60, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)
    registered_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+"
    )
    registration_note = models.CharField(max_length=500, blank=True)
    """Why it was registered as what it is, where that needs a reason."""
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="cases")
    executor = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="cases"
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    """Moment of the first full reply on the merits."""
    closed_at = models.DateTimeField(null=True, blank=True)
    earlier = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="later"
    )
    """The client's earlier case on the same matter, when this one repeats it."""
    next_due = models.DateTimeField(null=True, blank=True)
    """The nearest open deadline, kept beside for lists."""
    search = models.TextField(blank=True)
    """Stems of number, client and text, for search on any database."""
    revision = models.PositiveIntegerField(default=0)
    """Grows with each act; a page that is behind is told so instead of overwriting."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["body", "number"],
                condition=~models.Q(number=""),
                name="case_number_in_body",
            )
        ]
        indexes = [
            models.Index(fields=["body", "stage", "next_due", "id"], name="case_by_due"),
            models.Index(fields=["body", "-received_at", "-id"], name="case_by_receipt"),
            models.Index(fields=["executor", "stage", "next_due"], name="case_of_executor"),
            models.Index(fields=["unit", "stage", "next_due"], name="case_of_unit"),
            models.Index(fields=["body", "registered_at"], name="case_by_registration"),
        ]

    def __str__(self) -> str:
        return self.number or self.tracking_code

    @property
    def is_on_control(self) -> bool:
        """Whether somebody has put the case on control and nobody has taken it off."""
        return self.control_marks.filter(removed_at=None).exists()

    @property
    def ref(self) -> str:
        """The case as the journal and the outbox name it."""
        return f"case:{self.pk}"


class CaseReceipt(models.Model):
    """That a receipt became a case or joined one."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="receipts")
    receipt = models.OneToOneField(Receipt, models.PROTECT, related_name="place")
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case} ← {self.receipt}"


class Question(models.Model):
    """One question of the client, with its own topic and its own outcome."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    topic_code = models.CharField(max_length=40, blank=True)
    topic_version = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    """One of the profile's four: `solved`, `promised`, `possible`, `impossible`; empty until considered."""
    promised_on = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    """Why it cannot be solved, or what an uncertain solution depends on."""
    measure = models.TextField(blank=True)
    """What was done, as the executor confirms it; needed to take the case off control (labour-novosibirsk:27)."""
    considered_at = models.DateTimeField(null=True, blank=True)
    considered_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["case", "position"], name="question_position")
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Classification(models.Model):
    """That a question was given a topic, at registration or with the assignment; appended."""

    class Moment(models.TextChoices):
        """When the topic was given."""

        REGISTRATION = "registration", _("At registration")
        ASSIGNMENT = "assignment", _("With the assignment")

    question = models.ForeignKey(Question, models.CASCADE, related_name="classifications")
    moment = models.CharField(max_length=20, choices=Moment)
    topic_code = models.CharField(max_length=40)
    topic_version = models.CharField(max_length=40)
    at = models.DateTimeField()
    by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    suggested = models.JSONField(default=list)
    """Codes that the program had suggested, the likeliest first; empty where it suggested none."""

    def __str__(self) -> str:
        return self.topic_code


class TopicModel(models.Model):
    """What the program has learned of the words of a body's topics; each training makes a new version."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="topic_models")
    number = models.PositiveIntegerField()
    trained_at = models.DateTimeField()
    questions = models.PositiveIntegerField()
    """Classified questions that it was learned from."""
    classifier_version = models.CharField(max_length=40)
    first_right = models.FloatField(null=True, blank=True)
    """Share of questions kept apart whose topic was the first suggestion; None for too few of them."""
    three_right = models.FloatField(null=True, blank=True)
    """Share of questions kept apart whose topic was among the three suggestions."""
    data = models.JSONField()
    """The weights; words of at least two cases only, so that no single client's name is in them."""

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["body", "number"], name="topic_model_of_body")
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.number}"

    @property
    def first_percent(self) -> int | None:
        """In how many of a hundred questions the first suggestion was right."""
        return None if self.first_right is None else round(self.first_right * 100)

    @property
    def three_percent(self) -> int | None:
        """In how many of a hundred questions one of the three suggestions was right."""
        return None if self.three_right is None else round(self.three_right * 100)


class Deadline(models.Model):
    """An explained computation: what must be done by when, and how the date came about."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="deadlines")
    kind = models.SlugField(max_length=40)
    part = models.CharField(max_length=20, blank=True)
    """Which one, where a case has several of a kind: number of the question, id of the co-executor's assignment."""
    due = models.DateTimeField()
    """The last moment of the term (UTC)."""
    clause = models.CharField(max_length=80, blank=True)
    basis = models.CharField(max_length=300)
    starts_from = models.SlugField(max_length=40)
    started_at = models.DateTimeField()
    day_zero = models.CharField(max_length=40)
    on_day_off = models.CharField(max_length=20)
    calendar_version = models.CharField(max_length=80)
    steps = models.JSONField(default=list)
    preliminary = models.BooleanField(default=False)
    computed_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind", "part"],
                condition=models.Q(superseded_at__isnull=True),
                name="one_deadline_of_a_kind",
            )
        ]
        indexes = [
            models.Index(
                fields=["due"],
                name="deadline_open",
                condition=models.Q(superseded_at__isnull=True, met_at__isnull=True),
            ),
            models.Index(
                fields=["superseded_at"],
                name="deadline_moved",
                condition=models.Q(superseded_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.due:%Y-%m-%d %H:%M}"


class Assignment(models.Model):
    """That a head gave the case to an executor, or a part of it to a co-executor; without an end it is in force."""

    class Role(models.TextChoices):
        """One employee is responsible for the case, others may each contribute a part."""

        MAIN = "main", _("Responsible executor")
        CO = "co", _("Co-executor")

    case = models.ForeignKey(Case, models.CASCADE, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    executor = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    given_by = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    instruction = models.TextField(blank=True)
    role = models.CharField(max_length=10, choices=Role, default=Role.MAIN)
    report = models.TextField(blank=True)
    """What a co-executor has contributed."""
    reported_at = models.DateTimeField(null=True, blank=True)
    remarks = models.TextField(blank=True)
    """What is to be mended in a report that was returned."""
    accepted_at = models.DateTimeField(null=True, blank=True)
    """When the report was accepted (industry-mordovia:8.6.h)."""
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.TextField(blank=True)
    """Why a co-executor's part was taken back."""

    class Meta:
        ordering = ["-given_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(role="main", ended_at__isnull=True),
                name="one_responsible_executor",
            )
        ]
        indexes = [models.Index(fields=["given_at"], name="assignment_given")]

    def __str__(self) -> str:
        return f"{self.case} → {self.executor}"


class Route(models.Model):
    """A saved route of an assignment: to whom such cases go, with whom, with which words (industry-mordovia:8.6.g)."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="routes")
    title = models.CharField(max_length=200)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    executor = models.ForeignKey(Employee, models.PROTECT, related_name="+")
    co_executors = models.ManyToManyField(Employee, related_name="+", blank=True)
    instruction = models.TextField(blank=True)
    part_instruction = models.TextField(blank=True)
    """What each co-executor contributes."""

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.UniqueConstraint(fields=["body", "title"], name="route_title_in_body")
        ]

    def __str__(self) -> str:
        return self.title
