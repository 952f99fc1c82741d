"""What a case tells the gaps of a template: its number, its client, its term."""

from collections.abc import Mapping

from otklik.cases import queries as cases
from otklik.cases.models import Case
from otklik.knowledge.gaps import Known
from otklik.language import date_words
from otklik.staff.calendars import zone
from otklik.staff.profiles import profile_of


def known_of(case: Case) -> Mapping[Known, str]:
    """Return what the case knows for the gaps of a template; what it does not know yet is empty and stays a gap."""
    place = zone(case.body)
    client, executor, due = case.client, case.executor, cases.reply_due(case)
    named = " ".join(part for part in (client.given_name, client.patronymic) if part)
    registered = case.registered_at
    return {
        Known.NUMBER: case.number,
        Known.REGISTERED: date_words(registered.astimezone(place).date()) if registered else "",
        Known.CLIENT: client.organisation or named,
        Known.BODY: profile_of(case.body).name.full,
        Known.ADDRESSEE: case.addressee,
        Known.DUE: date_words(due.due.astimezone(place).date()) if due else "",
        Known.PHONE: executor.phone if executor else "",
    }
