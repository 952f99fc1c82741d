"""`otklik demo`: fill an empty installation with invented ministry life."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from otklik.demo import actions as demo

SEED = 2026


class Command(BaseCommand):
    """Fill the installation and print the sign-ins."""

    help = (
        "Fill an empty installation with a realistic invented ministry life and print the sign-ins."
    )

    def add_arguments(self, parser: Any) -> None:
        """Take the seed; the same seed on the same day gives the same data."""
        parser.add_argument(
            "--seed", type=int, default=SEED, help=f"seed of the chance (default {SEED})"
        )
        parser.add_argument(
            "--small", action="store_true", help="a few dozen cases instead of thousands"
        )
        parser.add_argument(
            "--today", type=_day, help="the day on which the invented present lies (default: today)"
        )
        parser.add_argument(
            "--data", help="folder of the installation (default: OTKLIK_DATA, or var)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, fill, print."""
        del args
        today = options["today"] or (datetime.now(UTC) + timedelta(hours=3)).date()
        try:
            call_command("migrate", verbosity=0, interactive=False)
            filled = demo.fill(seed=options["seed"], today=today, small=options["small"])
        except demo.NotEmpty:
            raise CommandError(
                "this installation is not empty; the demonstration fills only an empty one (try --data NEW_FOLDER)",
                returncode=2,
            ) from None
        except demo.WouldSendMail:
            raise CommandError(
                "OTKLIK_SMTP_HOST is set; invented letters must not be sent, unset it first",
                returncode=2,
            ) from None
        except (DatabaseError, OSError) as error:
            raise CommandError(f"cannot write the installation: {error}", returncode=2) from None
        self.stderr.write(
            f"otklik demo: {filled.bodies} bodies, {filled.cases} cases, {filled.answers} survey answers"
        )
        self.stdout.write(
            f"Адрес: {settings.PUBLIC_URL}/ (рабочее место: {settings.PUBLIC_URL}/desk/)"
        )
        self.stdout.write(demo.sign_ins())
        if not settings.DEMO:
            self.stderr.write(
                "otklik demo: start it with OTKLIK_DEMO=1, so that every page says that the data are invented"
            )


def _day(text: str) -> date:
    return date.fromisoformat(text)
