"""Reading clients."""

from django.db.models import QuerySet

from otklik.clients.models import Client, Consent, Contact
from otklik.regulations import Profile, Segment
from otklik.staff.models import Employee


def visible_to(employee: Employee) -> QuerySet[Client]:
    """Return the clients of the employee's own body."""
    return Client.objects.filter(body=employee.body_id)


def contacts_of(client: Client) -> QuerySet[Contact]:
    """Return the ways to reach the client."""
    return client.contacts.order_by("channel", "id")


def has_consent(client: Client, purpose: str) -> bool:
    """Whether a consent for the purpose was given and not withdrawn."""
    return Consent.objects.filter(client=client, purpose=purpose, withdrawn_at=None).exists()


def segment_of(profile: Profile, client: Client) -> Segment | None:
    """Return the segment of the client: the one that an official chose, or that of his kind (industry-mordovia:11.1)."""
    return profile.segment(client.segment, client.kind)
