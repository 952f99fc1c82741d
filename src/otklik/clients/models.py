"""Who turns to the body, how to reach them, what they agreed to."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from otklik.staff.models import Body


class Client(models.Model):
    """A person or an organisation; internal clients are employees who ask a service."""

    class Kind(models.TextChoices):
        """The superset of client kinds of the five orders; the profile shows those it names."""

        PERSON = "person", _("Person")
        ENTREPRENEUR = "entrepreneur", _("Entrepreneur")
        SELF_EMPLOYED = "self-employed", _("Self-employed person")
        ORGANISATION = "organisation", _("Organisation")
        ASSOCIATION = "association", _("Association without legal personality")
        GROUP = "group", _("Group of people")
        OFFICIAL = "official", _("Deputy or official")
        EMPLOYEE = "employee", _("Employee (internal client)")

    class Gender(models.TextChoices):
        """One bit that the salutation needs; empty when it is not sure."""

        MALE = "m", _("Masculine form")
        FEMALE = "f", _("Feminine form")

    body = models.ForeignKey(Body, models.PROTECT, related_name="clients")
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.PERSON)
    surname = models.CharField(max_length=150, blank=True)
    given_name = models.CharField(max_length=150, blank=True)
    patronymic = models.CharField(max_length=150, blank=True)
    organisation = models.CharField(max_length=500, blank=True)
    gender = models.CharField(max_length=1, choices=Gender, blank=True)
    """Set only when the person or an official chose it; otherwise it is worked out from the name."""
    municipality = models.CharField(max_length=200, blank=True)
    needs_note = models.CharField(max_length=500, blank=True)
    """Individual needs the client spoke of, such as large print; no diagnosis."""
    segment = models.CharField(max_length=40, blank=True)
    """Code of a segment of the profile, chosen by an official; empty: it follows from the kind."""
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["body", "surname", "given_name"], name="client_by_name")]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name to show: the organisation's, or surname, name and patronymic."""
        if self.organisation:
            return self.organisation
        return " ".join(part for part in (self.surname, self.given_name, self.patronymic) if part)


class Contact(models.Model):
    """One way to reach a client; `key` is the normalised address that finds the client again."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="contacts")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    address = models.CharField(max_length=500)
    key = models.CharField(max_length=500)

    class Meta:
        indexes = [models.Index(fields=["body", "key"], name="contact_by_key")]
        constraints = [
            models.UniqueConstraint(fields=["client", "channel", "key"], name="contact_once")
        ]

    def __str__(self) -> str:
        return f"{self.channel}: {self.address}"


class Consent(models.Model):
    """A consent given as a document of its own (156-FZ), with the text that was shown; withdrawal is a date."""

    client = models.ForeignKey(Client, models.CASCADE, related_name="consents")
    purpose = models.SlugField(max_length=60)
    text = models.TextField()
    source = models.CharField(max_length=200)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.purpose
