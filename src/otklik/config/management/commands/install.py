"""`otklik install`: bring the database up to date and install bodies, without serving anything."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from otklik import regulations
from otklik.config.installation import prepare


class Command(BaseCommand):
    """Prepare an installation that other processes serve."""

    help = "Migrate and install the bodies of the regulations (all five, or those named)."

    def add_arguments(self, parser: Any) -> None:
        """Take the bodies."""
        parser.add_argument("bodies", nargs="*", metavar="BODY")
        parser.add_argument(
            "--data", help="folder of the installation (default: OTKLIK_DATA, or var)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say which bodies are there."""
        del args
        known = regulations.bodies()
        for code in options["bodies"]:
            if code not in known:
                raise CommandError(
                    f"unknown body {code!r}; known: {', '.join(known)}", returncode=2
                )
        for body in prepare(options["bodies"] or known):
            self.stdout.write(f"{body.code}: {body.name}")
