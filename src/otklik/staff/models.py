"""Who works here: bodies, units, employees, what each may do, and when the body works."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.journal.actors import Actor

ACTOR_NAME_MAX = 200
"""As much of name and post as an entry of the journal holds."""


class Body(models.Model):
    """A ministry, or an organisation subordinate to one; the border that no row crosses."""

    code = models.SlugField(max_length=60, unique=True)
    profile = models.SlugField(max_length=60)
    """Code of the regulation profile that the body works by."""
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="organisations"
    )
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=100)
    timezone = models.CharField(max_length=60)
    mailbox = models.EmailField(blank=True)
    """Address at which letters to the body arrive and from which its own go out."""
    own_survey = models.BooleanField(default=True)
    """Whether the satisfaction mark leads to the questionnaire hosted here, or to the address the order prescribes."""
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.short_name


class Unit(models.Model):
    """A structural unit (подразделение) of a body."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="units")
    name = models.CharField(max_length=300)
    code = models.SlugField(max_length=60)
    is_office = models.BooleanField(default=False)
    """Whether it is the unit responsible for client-centricity (ответственное подразделение)."""

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["body", "code"], name="unit_code_in_body")]

    def __str__(self) -> str:
        return self.name


class Power(models.TextChoices):
    """What somebody may do; roles bundle them, pages and acts ask for them."""

    RECEIPTS = "receipts", _("See and sort what arrives")
    REGISTER = "register", _("Register cases")
    VIEW_BODY = "view-body", _("See all cases of the body")
    VIEW_UNIT = "view-unit", _("See the cases of the own unit")
    ASSIGN = "assign", _("Give assignments")
    EXECUTE = "execute", _("Consider questions and write replies")
    SIGN = "sign", _("Sign letters")
    APPROVE = "approve", _("Approve letters before the signature")
    CONTROL = "control", _("Control terms")
    SURVEYS = "surveys", _("Manage surveys and enter paper answers")
    ANALYSE = "analyse", _("See and make the analysis")
    UNIT_FORM = "unit-form", _("Approve the unit's quarterly form")
    TOUCHPOINTS = "touchpoints", _("Keep the touchpoint registry")
    CALLS = "calls", _("Note telephone calls")
    RECEPTION = "reception", _("Keep the personal reception")
    JOURNAL = "journal", _("Read the journal")
    ADMINISTER = "administer", _("Administer employees and settings")


class Role(models.Model):
    """A named bundle of powers, kept as data."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    powers = models.JSONField(default=list)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title


class Employee(AbstractUser):
    """A person who works in a body and signs in to the desk."""

    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="employees")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="employees")
    post = models.CharField(max_length=300, blank=True)
    surname = models.CharField(max_length=100, blank=True)
    given_name = models.CharField(max_length=100, blank=True)
    patronymic = models.CharField(max_length=100, blank=True)
    phone = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.short_name or self.username

    @property
    def short_name(self) -> str:
        """Surname with initials, as an executor mark prints it: «Иванова М. П.»."""
        letters = [f"{part[0]}." for part in (self.given_name, self.patronymic) if part]
        return " ".join([self.surname, *letters]).strip()

    @property
    def actor(self) -> Actor:
        """The employee as the journal records him."""
        name = f"{self.short_name}, {self.post}".strip(", ")
        return Actor(f"employee:{self.pk}", name[:ACTOR_NAME_MAX])


class Appointment(models.Model):
    """That an employee holds a role from a day until a day; past ones stay as history."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="appointments")
    role = models.ForeignKey(Role, models.PROTECT, related_name="appointments")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    substitutes = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="substitutes"
    )
    """Whom the employee stands in for, when the appointment is an acting one."""

    def __str__(self) -> str:
        return f"{self.employee}: {self.role}"


class Absence(models.Model):
    """That an employee is away from a day until a day, and who stands in for him meanwhile."""

    employee = models.ForeignKey(Employee, models.CASCADE, related_name="absences")
    substitute = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="stands_in_for"
    )
    """Empty: nobody does, and the head of the unit is told."""
    since = models.DateField()
    until = models.DateField()
    """The last day of the absence."""
    reason = models.CharField(max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gte=models.F("since")),
                name="absence_ends_after_it_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.employee}: {self.since} – {self.until}"


class CalendarDay(models.Model):
    """One day that differs from the federal calendar, or corrects it, for one body or for all."""

    class Kind(models.TextChoices):
        """How the day counts."""

        OFF = "off", _("Day off")
        WORKING = "working", _("Working day")
        SHORTENED = "shortened", _("Shortened working day")

    body = models.ForeignKey(
        Body, models.CASCADE, null=True, blank=True, related_name="calendar_days"
    )
    date = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    note = models.CharField(max_length=300, blank=True)
    swapped_with = models.DateField(null=True, blank=True)
    """The other day of a transfer: a body that works on Saturdays anyway is not concerned by it."""
    holiday = models.BooleanField(default=False)
    """Whether it is a public holiday itself, before which the working day is shorter."""

    class Meta:
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["body", "date"], name="calendar_day_of_body"),
            models.UniqueConstraint(
                fields=["date"], condition=models.Q(body__isnull=True), name="calendar_day_of_all"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.get_kind_display()}"


class DecreedYear(models.Model):
    """A year whose transfers of days off have been decreed and entered after this release of Otklik."""

    year = models.PositiveSmallIntegerField(unique=True)
    act = models.CharField(max_length=300)

    def __str__(self) -> str:
        return str(self.year)


class ClassifierVersion(models.Model):
    """A version of the thematic classifier that a body imported; never changed, so that old codes keep their titles."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="classifier_versions")
    version = models.CharField(max_length=40)
    """What cases keep beside their codes."""
    title = models.CharField(max_length=300)
    valid_from = models.DateField()
    entries = models.JSONField()
    """Pairs of code and title, in the order of the published list."""
    sha256 = models.CharField(max_length=64)
    """Of the entries: the same list imported again changes nothing."""
    source = models.CharField(max_length=200, blank=True)
    """Name of the file it came from."""
    imported_at = models.DateTimeField()

    class Meta:
        ordering = ["valid_from", "id"]
        constraints = [
            models.UniqueConstraint(fields=["body", "version"], name="classifier_version_of_body")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.version})"


class Signatory(models.Model):
    """One row of the distribution of powers: which letters of the body an employee signs, since when, by which act.

    Rows are ended, not edited: who might sign on a day stays known.
    """

    body = models.ForeignKey(Body, models.CASCADE, related_name="signatories")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="signs_as")
    capacity = models.SlugField(max_length=40)
    """Code of the post in the profile's `signatories`: `minister` signs anything, the others what the row names."""
    topics = models.JSONField(default=list)
    """Beginnings of topic codes (`0003.0009`); none: any topic."""
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+")
    """Only letters of this unit; empty: of any."""
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    """The last day; empty: in force until further notice."""
    act = models.CharField(max_length=300)
    """The act that distributes the powers, such as «Приказ о распределении обязанностей»."""
    act_number = models.CharField(max_length=60, blank=True)
    act_date = models.DateField(null=True, blank=True)
    added_by = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    ended_by = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="signatory_ends_after_he_begins",
            )
        ]

    def __str__(self) -> str:
        return f"{self.employee}: {self.capacity}"


class Setting(models.Model):
    """What a body has set for itself, where its order leaves the choice; appended, the last row of a code is in force."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="settings")
    code = models.SlugField(max_length=60)
    value = models.JSONField()
    set_by = models.ForeignKey(Employee, models.PROTECT, null=True, blank=True, related_name="+")
    """Empty: the installation itself."""
    set_at = models.DateTimeField()

    class Meta:
        ordering = ["set_at", "id"]
        indexes = [models.Index(fields=["body", "code"], name="setting_of_body")]

    def __str__(self) -> str:
        return f"{self.body}: {self.code}"
