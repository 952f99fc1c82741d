"""`otklik add_employee`: the first administrator, and anybody else, from the command line."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from otklik.language import parse_name
from otklik.staff import actions as staff
from otklik.staff.models import Body, Employee, Role, Unit


class Command(BaseCommand):
    """Add an account with its roles; the password is asked for, or read from standard input."""

    help = "Add an employee with roles; the password is asked for, or read from standard input."

    def add_arguments(self, parser: Any) -> None:
        """Take who it is."""
        parser.add_argument("username")
        parser.add_argument("--body", required=True)
        parser.add_argument("--name", required=True, help="surname, name, patronymic")
        parser.add_argument(
            "--role", action="append", default=[], help="may be given several times"
        )
        parser.add_argument("--post", default="")
        parser.add_argument("--unit", default="", help="code of the unit")
        parser.add_argument("--email", default="")
        parser.add_argument("--phone", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check everything, then add the account."""
        del args
        body = Body.objects.filter(code=options["body"]).first()
        if body is None:
            raise CommandError(
                f"there is no body {options['body']!r}; otklik install adds it", returncode=2
            )
        if Employee.objects.filter(username=options["username"]).exists():
            raise CommandError(f"the user name {options['username']!r} is taken", returncode=2)
        roles = set(Role.objects.values_list("code", flat=True))
        if unknown := sorted(set(options["role"]) - roles):
            raise CommandError(
                f"unknown role {unknown[0]!r}; known: {', '.join(sorted(roles))}", returncode=2
            )
        unit = Unit.objects.filter(body=body, code=options["unit"]).first()
        if options["unit"] and unit is None:
            raise CommandError(f"the body has no unit {options['unit']!r}", returncode=2)
        name = parse_name(options["name"])
        staff.add_employee(
            body,
            username=options["username"],
            password=_password(options["username"]),
            surname=name.surname,
            given_name=name.given,
            patronymic=name.patronymic,
            post=options["post"],
            unit=unit,
            roles=options["role"],
            phone=options["phone"],
            email=options["email"],
        )
        self.stdout.write(f"{options['username']}: added")


def _password(username: str) -> str:
    """Ask twice at a terminal, or take one line from standard input; a weak one is refused."""
    if sys.stdin.isatty():
        password = getpass.getpass("Password: ")
        if getpass.getpass("Once more: ") != password:
            raise CommandError("the two passwords differ", returncode=2)
    else:
        password = sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password, Employee(username=username))
    except ValidationError as error:
        raise CommandError(" ".join(error.messages), returncode=2) from None
    return password
