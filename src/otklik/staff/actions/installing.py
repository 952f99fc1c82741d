"""Writing staff: bodies, units, roles, employees."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik import regulations
from otklik.journal import actions as journal
from otklik.journal.actors import Actor, system
from otklik.staff.models import Appointment, Body, Employee, Power, Role, Unit

ROLES: dict[str, tuple[Promise, tuple[Power, ...]]] = {
    "registrar": (_("Registrar"), (Power.RECEIPTS, Power.REGISTER, Power.VIEW_BODY)),
    "head": (
        _("Head of unit"),
        (Power.VIEW_UNIT, Power.ASSIGN, Power.EXECUTE, Power.UNIT_FORM, Power.APPROVE),
    ),
    "executor": (_("Executor"), (Power.EXECUTE,)),
    "lawyer": (_("Lawyer"), (Power.APPROVE,)),
    "signer": (_("Signer"), (Power.VIEW_BODY, Power.SIGN, Power.APPROVE)),
    "control": (_("Control officer"), (Power.VIEW_BODY, Power.CONTROL, Power.JOURNAL)),
    "office": (
        _("Client-centricity officer"),
        (Power.VIEW_BODY, Power.SURVEYS, Power.ANALYSE, Power.TOUCHPOINTS),
    ),
    "operator": (_("Telephone operator"), (Power.CALLS, Power.RECEIPTS)),
    "receptionist": (_("Reception clerk"), (Power.RECEPTION, Power.RECEIPTS)),
    "administrator": (_("Administrator"), (Power.ADMINISTER, Power.JOURNAL)),
}
"""The roles of a new installation; an administrator changes them as data."""

OFFICE = ("client-centricity", _("Client-centricity unit"))
FIRST_DAY = date(2000, 1, 1)


@transaction.atomic
def install_roles() -> None:
    """Create the roles that are not there yet; edited ones stay as they are."""
    for code, (title, powers) in ROLES.items():
        Role.objects.get_or_create(
            code=code, defaults={"title": str(title), "powers": list(powers)}
        )


@transaction.atomic
def install_body(code: str, *, at: datetime | None = None) -> Body:
    """Create the body of a regulation profile with its client-centricity unit, or return it.

    Raises `RegulationError` for an unknown code.
    """
    profile = regulations.profile(code)
    install_roles()
    body, created = Body.objects.get_or_create(
        code=code,
        defaults={
            "profile": code,
            "name": profile.name.full,
            "short_name": profile.name.short,
            "timezone": profile.timezone,
            "mailbox": profile.channel("email").address or "",
        },
    )
    if created:
        Unit.objects.create(body=body, code=OFFICE[0], name=str(OFFICE[1]), is_office=True)
        journal.write(
            "staff.install-body", f"body:{body.pk}", actor=system("install"), body=code, at=at
        )
    return body


@transaction.atomic
def add_unit(body: Body, code: str, name: str) -> Unit:
    """Create a unit of the body, or return it."""
    unit, _created = Unit.objects.get_or_create(body=body, code=code, defaults={"name": name})
    return unit


@transaction.atomic
def add_employee(  # noqa: PLR0913 - a person has these parts, and they are all named
    body: Body,
    *,
    username: str,
    password: str | None,
    surname: str,
    given_name: str,
    patronymic: str = "",
    post: str = "",
    unit: Unit | None = None,
    roles: Iterable[str] = (),
    phone: str = "",
    email: str = "",
    by: Actor | None = None,
    at: datetime | None = None,
) -> Employee:
    """Create an account with its roles; without a password nobody can sign in with it yet."""
    employee = Employee(
        username=username,
        body=body,
        unit=unit,
        surname=surname,
        given_name=given_name,
        patronymic=patronymic,
        post=post,
        phone=phone,
        email=email,
    )
    if password is None:
        employee.set_unusable_password()
    else:
        employee.set_password(password)
    employee.save()
    since = (at or timezone.now()).date()
    known = {role.code: role for role in Role.objects.filter(code__in=list(roles))}
    for code in roles:
        Appointment.objects.create(employee=employee, role=known[code], since=min(since, FIRST_DAY))
    journal.write(
        "staff.add-employee",
        f"employee:{employee.pk}",
        actor=by or system("install"),
        body=body.code,
        at=at,
        roles=sorted(roles),
    )
    return employee
