"""Where the outgoing numbers of a body come from: its own register here, or the external record system."""

import re
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.regulations.routes import OutgoingNumber
from otklik.replies.models import Reply
from otklik.staff.models import Body
from otklik.staff.own_settings import own
from otklik.staff.profiles import profile_of

SETTING = "outgoing-number"
OWN, EXTERNAL = "own", "external"
CLAUSES = ("labour-novosibirsk:10.2",)


def is_external(body: Body) -> bool:
    """Whether number and date are entered from the external record system (labour-novosibirsk:10.2)."""
    by_order = EXTERNAL if profile_of(body).switch("external_register_required") else OWN
    return bool(own(body, SETTING, by_order) == EXTERNAL)


def number_problem(rule: OutgoingNumber, number: str) -> str | Promise:
    """Return what is wrong with the way a number is written, or nothing."""
    if not number:
        return _("Write the number that the record system gave to the letter.")
    if re.fullmatch(rule.pattern, number) is None:
        return _("The number is not written like %(example)s. Check it.") % {
            "example": rule.example
        }
    return ""


def day_problem(day: date, signed_on: date, today: date) -> str | Promise:
    """Return what is wrong with the day of the number, or nothing; days of the body's own zone."""
    if day > today:
        return _("The date of the number is still to come. Check it.")
    if day < signed_on:
        return _("The date of the number is before the signature. Check it.")
    return ""


def bearer(body: Body, number: str, year: int, *, but: int) -> Reply | None:
    """Return another letter of the body that has this number in this year already, or None."""
    return (
        Reply.objects.filter(case__body=body, number=number, numbered_on__year=year)
        .exclude(pk=but)
        .select_related("case")
        .first()
    )
