"""Writing clients."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from otklik.clients.models import Client, Consent, Contact
from otklik.clients.rules import contact_key, same_name
from otklik.journal import actions as journal
from otklik.journal.actors import Actor
from otklik.staff.models import Body, Employee
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.refusals import Refusal


@transaction.atomic
def find_or_create(  # noqa: PLR0913 - a client has these parts, and they are all named
    body: Body,
    *,
    kind: str = Client.Kind.PERSON,
    surname: str = "",
    given_name: str = "",
    patronymic: str = "",
    organisation: str = "",
    gender: str = "",
    municipality: str = "",
    needs_note: str = "",
    contacts: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> Client:
    """Return the client of this name and one of these contacts, or a new one.

    The name alone never makes two people one: at least one normalised contact (channel → address) must agree.
    What is newly known (a patronymic, another contact) is added; nothing known is overwritten.
    """
    moment = at or timezone.now()
    given = {channel: address for channel, address in (contacts or {}).items() if address.strip()}
    name = (surname, given_name, patronymic)
    client = _known(body, kind, name, organisation, given)
    if client is None:
        client = Client.objects.create(
            body=body,
            kind=kind,
            surname=surname,
            given_name=given_name,
            patronymic=patronymic,
            organisation=organisation,
            gender=gender,
            municipality=municipality,
            needs_note=needs_note,
            created_at=moment,
        )
    else:
        _fill_in(
            client,
            patronymic=patronymic,
            gender=gender,
            municipality=municipality,
            needs_note=needs_note,
        )
    for channel, address in given.items():
        Contact.objects.get_or_create(
            client=client,
            channel=channel,
            key=contact_key(channel, address),
            defaults={"body": body, "address": address},
        )
    return client


def _known(
    body: Body,
    kind: str,
    name: tuple[str, str, str],
    organisation: str,
    contacts: Mapping[str, str],
) -> Client | None:
    """Find the client; one person as an employee and as a citizen stays two (industry-mordovia:4.1)."""
    keys = [contact_key(channel, address) for channel, address in contacts.items()]
    candidates = (
        Client.objects.filter(body=body, contacts__key__in=keys).distinct().order_by("id")[:50]
    )
    is_internal = kind == Client.Kind.EMPLOYEE
    for client in candidates:
        if (client.kind == Client.Kind.EMPLOYEE) != is_internal:
            continue
        if organisation or client.organisation:
            if client.organisation.casefold() == organisation.casefold():
                return client
        elif same_name((client.surname, client.given_name, client.patronymic), name):
            return client
    return None


def _fill_in(client: Client, **known: str) -> None:
    changed = [field for field, value in known.items() if value and not getattr(client, field)]
    for field in changed:
        setattr(client, field, known[field])
    if changed:
        client.save(update_fields=changed)


@transaction.atomic
def give_consent(
    client: Client, *, purpose: str, text: str, source: str, by: Actor, at: datetime | None = None
) -> Consent:
    """Record a consent with the text that was shown (156-FZ: a document of its own)."""
    consent = Consent.objects.create(
        client=client, purpose=purpose, text=text, source=source, given_at=at or timezone.now()
    )
    journal.write(
        "clients.consent",
        f"client:{client.pk}",
        actor=by,
        body=client.body.code,
        at=at,
        purpose=purpose,
    )
    return consent


@transaction.atomic
def withdraw_consent(client: Client, *, purpose: str, by: Actor, at: datetime | None = None) -> int:
    """Withdraw every consent for the purpose; returns how many there were."""
    moment = at or timezone.now()
    count = Consent.objects.filter(client=client, purpose=purpose, withdrawn_at=None).update(
        withdrawn_at=moment
    )
    journal.write(
        "clients.withdraw-consent",
        f"client:{client.pk}",
        actor=by,
        body=client.body.code,
        at=at,
        purpose=purpose,
    )
    return count


@transaction.atomic
def choose_segment(client: Client, code: str, *, by: Employee, at: datetime | None = None) -> None:
    """Keep the segment that an official chose, or (empty) let it follow from the kind of client again.

    Raises `Refusal` for a segment that the profile does not have. Clause industry-mordovia:11.1.
    """
    profile = profile_of(client.body)
    if client.body_id != by.body_id:
        raise Refusal(_("This client belongs to another body."))
    if code and code not in {segment.code for segment in profile.segments}:
        raise Refusal(_("Choose a segment of the list."), field="segment")
    client.segment = code
    client.save(update_fields=["segment"])
    journal.write(
        "clients.segment",
        f"client:{client.pk}",
        actor=by.actor,
        body=client.body.code,
        clause=own_clause(client.body, "industry-mordovia:11.1"),
        at=at,
    )


@transaction.atomic
def choose_gender(client: Client, gender: str, *, by: Actor, at: datetime | None = None) -> None:
    """Keep the form of address that the person or an official chose (`m`, `f`, or empty)."""
    client.gender = gender
    client.save(update_fields=["gender"])
    journal.write("clients.gender", f"client:{client.pk}", actor=by, body=client.body.code, at=at)
