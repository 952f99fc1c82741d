"""Bringing an installation up to date: tables, bodies, their first registry."""

from collections.abc import Iterable

from django.conf import settings
from django.core.management import call_command

from otklik.staff import actions as staff
from otklik.staff.models import Body
from otklik.touchpoints import actions as touchpoints


def prepare(codes: Iterable[str]) -> list[Body]:
    """Migrate, and install those of the bodies that are not there yet; returns all of them."""
    settings.DATA.mkdir(parents=True, exist_ok=True)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    bodies = []
    for code in codes:
        body = staff.install_body(code)
        touchpoints.install_seed(body)
        bodies.append(body)
    return bodies
