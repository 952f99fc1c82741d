"""How the client is addressed: where the form comes from, and the choice where a person should look."""

from dataclasses import dataclass
from typing import Any, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik import language
from otklik.cases.models import Case
from otklik.clients import actions as clients
from otklik.clients.models import Client
from otklik.replies.letter import salutation_of
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of

SOURCES: dict[str, Promise] = {
    "chosen": _("The client or an employee chose this form."),
    "patronymic": _("The form follows from the patronymic."),
    "exception": _("The name is on the list of known ones."),
    "pytrovich": _("The form follows from the name."),
    "pymorphy3": _("The form follows from the name."),
    "surname": _("The form follows from the surname only. Check it."),
    "conflict": _("Name and patronymic speak of different genders. Choose the form."),
    "none": _("The gender does not follow from the name. Choose the form."),
    "initials": _("The full name is not known, so the greeting has none."),
    "organisation": _("The client is an organisation."),
    "group": _("Several people wrote."),
}


@dataclass(frozen=True, slots=True)
class Greeting:
    """The suggested salutation, why it is so, and the forms to choose from when a person should confirm."""

    text: str
    source: str | Promise
    confirm: bool
    choices: tuple[tuple[str, str], ...]


def of(case: Case) -> Greeting:
    """Return how the case's client is addressed."""
    found = salutation_of(case.client, profile_of(case.body))
    choices = _choices(case.client, case) if found.confirm else ()
    return Greeting(found.text, SOURCES.get(found.source, ""), found.confirm, choices)


def choose(case: Case, gender: str, draft: dict[str, Any], by: Employee) -> None:
    """Keep the form that the executor chose, for this letter and the client's later ones."""
    known = dict(_choices(case.client, case))
    if gender in {"m", "f"} and gender in known and case.client.gender != gender:
        clients.choose_gender(case.client, gender, by=by.actor)
        draft["salutation"] = known[gender]


def _choices(client: Client, case: Case) -> tuple[tuple[str, str], ...]:
    if client.organisation or client.kind == Client.Kind.GROUP:
        return ()
    texts = language.SalutationTexts.of(profile_of(case.body).letter.salutation)
    name = language.FullName(client.surname, client.given_name, client.patronymic)
    if not name.has_full_given:
        return ()
    forms: tuple[Literal["m", "f"], ...] = ("m", "f")
    return tuple(
        (form, language.address(name, chosen_gender=form, texts=texts).text) for form in forms
    )
