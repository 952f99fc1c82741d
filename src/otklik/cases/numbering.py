"""Registration numbers without gaps: a counter row locked by the registering transaction."""

from django.db import transaction

from otklik.cases.models import RegisterCounter
from otklik.regulations import Profile
from otklik.staff.models import Body


def take_number(body: Body, profile: Profile, type_code: str, year: int) -> str:
    """Return the next number of the type's register; call it inside the registering transaction.

    The counter row stays locked until that transaction ends, so a registration that fails gives its number back and
    no two can hold the same one.
    """
    register = profile.register_of(type_code)
    seq = _next(body, register.code, year if register.restart == "yearly" else 0)
    return register.number(type_letter=profile.work_type(type_code).letter, seq=seq, year=year)


def take_outgoing_number(body: Body, year: int) -> str:
    """Return the next outgoing number of the body's letters, such as `15/2026`."""
    return f"{_next(body, 'outgoing', year)}/{year}"


def _next(body: Body, register: str, year: int) -> int:
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a number is taken inside the transaction that uses it")
    counter = _locked_counter(body, register, year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last


def _locked_counter(body: Body, register: str, year: int) -> RegisterCounter:
    """Lock the row before reading it; two transactions that both find none meet at the unique constraint."""
    RegisterCounter.objects.bulk_create(
        [RegisterCounter(body=body, register=register, year=year)], ignore_conflicts=True
    )
    return RegisterCounter.objects.select_for_update().get(body=body, register=register, year=year)
