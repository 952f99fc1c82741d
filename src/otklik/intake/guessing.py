"""What a held receipt probably is: the fields that could be read, the cases it may belong to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.cases import queries as cases
from otklik.cases.models import Case
from otklik.clients.rules import contact_key
from otklik.intake.reading import is_mail
from otklik.intake.submission import ADDRESS_FIELD, SUMMARY_MAX, TEXT_MAX
from otklik.language import clean_text, excerpt
from otklik.messages.codes import normalise
from otklik.messages.models import Receipt
from otklik.staff.models import Employee

GUESSES_MAX = 5
READ_MAX = 20_000
_CODE = re.compile(r"\b[0-9A-ZА-ЯЁ]{4}[- ]?[0-9A-ZА-ЯЁ]{4}[- ]?[0-9A-ZА-ЯЁ]{2}\b", re.IGNORECASE)
_NUMBER = re.compile(r"[^\s№#,;()«»\"]{1,40}/\d{2,4}\b")
_CONTACTS = ("email", "phone", "postal_address", "sender_address", "reply_to")


@dataclass(frozen=True, slots=True)
class Guess:
    """A case that a receipt may belong to, and what speaks for it."""

    case: Case
    why: Promise


def cases_for(receipt: Receipt, employee: Employee) -> list[Guess]:
    """Return the visible cases that the receipt names, or whose client wrote it; surest first."""
    visible = cases.visible_to(employee).select_related("client", "body")
    found: dict[int, Guess] = {}
    codes, numbers = _named(receipt)
    for case in visible.filter(tracking_code__in=codes):
        found.setdefault(case.pk, Guess(case, _("its code stands in the text")))
    for case in visible.filter(number__in=numbers):
        found.setdefault(case.pk, Guess(case, _("its number stands in the text")))
    keys = list(_contact_keys(receipt))
    if keys:
        own = visible.filter(client__contacts__key__in=keys).order_by("-received_at").distinct()
        for case in own[:GUESSES_MAX]:
            found.setdefault(case.pk, Guess(case, _("the same address of the client")))
    return list(found.values())[:GUESSES_MAX]


def named_case(words: str, employee: Employee) -> Case | None:
    """Return the visible case of a registration number or tracking code as a person types it."""
    typed = words.strip()
    visible = cases.visible_to(employee)
    by_code = visible.filter(tracking_code=normalise(typed)).first() if normalise(typed) else None
    return by_code or visible.filter(number=typed).exclude(number="").first()


def fields_of(receipt: Receipt) -> dict[str, object]:
    """Return what could be read, under the names of a `Submission`, for the form to begin with."""
    if not is_mail(receipt):
        return dict(receipt.payload)
    return {
        "text": clean_text(_said(receipt, "text"))[:TEXT_MAX],
        "summary": excerpt(_said(receipt, "subject"), SUMMARY_MAX),
        "name": _said(receipt, "sender_name"),
        "email": _said(receipt, "reply_to") or _said(receipt, "sender_address"),
        "reply_channel": "email" if _said(receipt, "sender_address") else "web",
    }


def read_of(receipt: Receipt) -> dict[str, str]:
    """Return sender, subject and text as far as they could be read, for the page."""
    name = _said(receipt, "sender_name") or " ".join(
        filter(None, (_said(receipt, field) for field in ("surname", "given_name", "name")))
    )
    return {
        "sender": name or _said(receipt, "organisation"),
        "address": _said(receipt, "sender_address") or _said(receipt, "email"),
        "subject": _said(receipt, "subject") or _said(receipt, "summary"),
        "text": clean_text(_said(receipt, "text")[:READ_MAX]),
    }


def _said(receipt: Receipt, field: str) -> str:
    value = receipt.payload.get(field, "")
    return value if isinstance(value, str) else ""


def _named(receipt: Receipt) -> tuple[set[str], set[str]]:
    text = f"{read_of(receipt)['subject']}\n{read_of(receipt)['text']}"
    codes = {normalise(match.group()) for match in _CODE.finditer(text)}
    return codes - {""}, {match.group() for match in _NUMBER.finditer(text)}


def _contact_keys(receipt: Receipt) -> Iterator[str]:
    channels = {field: channel for channel, field in ADDRESS_FIELD.items()}
    for field in _CONTACTS:
        if address := _said(receipt, field):
            yield contact_key(channels.get(field, "email"), address)
