"""`otklik tour`: the main job without a browser, in a temporary installation of its own."""

import argparse
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from otklik.demo.tour.story import NotUnderstood
from otklik.demo.tour.telling import Telling
from otklik.demo.tour.whole import tell

LARGEST = 60 * 1024 * 1024
FOREIGN = ("OTKLIK_DATABASE_URL", "OTKLIK_SMTP_HOST")
"""Settings of the real installation that a tour must not see."""


class Command(BaseCommand):
    """Take one letter through the whole house and print what happened."""

    help = "Do the main job without a browser: letter in, signed reply, survey answer and quarterly form out."

    def add_arguments(self, parser: Any) -> None:
        """Take the letter and the folder for what is made."""
        parser.add_argument(
            "--mail", metavar="FILE.eml", help="the letter (default: one that comes with Otklik)"
        )
        parser.add_argument(
            "--out",
            metavar="DIR",
            default="otklik-tour",
            help="folder for the files (default: otklik-tour)",
        )
        parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the input, then run the tour in a process with a data folder of its own."""
        del args
        raw = _letter(options["mail"])
        out = _folder(options["out"])
        if options["inside"]:
            self._inside(raw, out)
            return
        with tempfile.TemporaryDirectory(prefix="otklik-tour-") as data:
            environment = {name: value for name, value in os.environ.items() if name not in FOREIGN}
            environment |= {
                "OTKLIK_DATA": data,
                "DJANGO_SETTINGS_MODULE": "otklik.config.settings",
                "PYTHONUTF8": "1",
            }
            command = [
                sys.executable,
                "-m",
                "otklik.config.cli",
                "tour",
                "--inside",
                "--out",
                str(out),
            ]
            if options["mail"]:
                command += ["--mail", options["mail"]]
            done = subprocess.run(command, env=environment, check=False)  # noqa: S603 - our own program, no shell
        if done.returncode:
            raise SystemExit(done.returncode)

    def _inside(self, raw: bytes, out: Path) -> None:
        call_command("migrate", verbosity=0, interactive=False)
        try:
            tell(raw, Telling(out, self.stdout.write), now=datetime.now(UTC))
        except NotUnderstood as reason:
            raise CommandError(
                f"no case can be made of this letter ({reason}); it would wait for a person",
                returncode=2,
            ) from None
        except OSError as error:
            raise CommandError(
                f"cannot write into {out}: {error.strerror or error}", returncode=2
            ) from None


def _letter(name: str | None) -> bytes:
    if name is None:
        return files("otklik.demo").joinpath("data", "tour.eml").read_bytes()
    path = Path(name)
    try:
        if path.stat().st_size > LARGEST:
            raise CommandError(f"{name} is too large for a letter", returncode=2)
        raw = path.read_bytes()
    except OSError as error:
        raise CommandError(f"cannot read {name}: {error.strerror or error}", returncode=2) from None
    if not raw.strip():
        raise CommandError(f"{name} is empty", returncode=2)
    return raw


def _folder(name: str) -> Path:
    path = Path(name).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise CommandError(
            f"cannot write into {path}: {error.strerror or error}", returncode=2
        ) from None
    return path
