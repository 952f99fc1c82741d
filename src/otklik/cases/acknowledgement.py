"""The first reaction to a case: which words, through which channel (economy-novosibirsk:5.1.a, labour-novosibirsk:5.a)."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.text import capfirst

from otklik.cases.deadlines import acknowledges, latest_reply_due
from otklik.cases.models import Case, Deadline
from otklik.cases.rules import ANSWERS
from otklik.language import date_long
from otklik.staff import calendars
from otklik.staff.profiles import profile_of


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What is said and where it goes."""

    channel: str
    address: str
    subject: str
    text: str
    clause: str


def status_url(case: Case) -> str:
    """Return the address of the page where the client follows the case."""
    return f"{settings.PUBLIC_URL}/status/{case.tracking_code}"


def write(case: Case) -> Acknowledgement | None:
    """Write the acknowledgement of a case, or None where the order asks for none.

    With a number it states the reply date; without one the latest possible date. A case whose type has no reply term gets
    none.
    """
    profile = profile_of(case.body)
    if not acknowledges(profile, case.form, case.type):
        return None
    due = _reply_due(case)
    if due is None:
        return None
    rules = profile.acknowledgement
    zone = calendars.zone(case.body)
    pattern = rules.registered if case.number else rules.unregistered
    values = {
        "number": case.number,
        "received": date_long(case.received_at.astimezone(zone).date()),
        "registered": date_long(case.registered_at.astimezone(zone).date())
        if case.registered_at
        else "",
        "reply_due": date_long(due.astimezone(zone).date()),
        "body": capfirst(profile.name.full),
        "body_genitive": profile.name.genitive,
        "body_prepositional": profile.name.prepositional,
        "tracking_code": case.tracking_code,
        "status_url": status_url(case),
        "addressee": case.addressee,
        "question": case.summary,
    }
    return Acknowledgement(
        channel=case.reply_channel,
        address=case.reply_address,
        subject=_fill(rules.subject, values),
        text=_fill(pattern, values),
        clause=rules.clauses[0] if rules.clauses else (rules.clause or ""),
    )


def _fill(pattern: str, values: dict[str, str]) -> str:
    known: dict[str, str] = _Blank(values)
    return pattern.format_map(known)


class _Blank(dict[str, str]):
    """Placeholders that this letter has no value for stay empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _reply_due(case: Case) -> datetime | None:
    stored = (
        Deadline.objects.filter(case=case, kind__in=ANSWERS, superseded_at=None)
        .order_by("due")
        .first()
    )
    if stored is not None:
        return stored.due
    latest = latest_reply_due(
        profile_of(case.body),
        calendars.calendar_of(case.body),
        type=case.type,
        form=case.form,
        channel=case.channel,
        received=case.received_at,
    )
    return latest.due if latest else None
