"""`otklik backup FILE`: one consistent file of the whole installation, made while it runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from otklik.config import backups


class Command(BaseCommand):
    """Write a backup."""

    help = "Write one consistent file of the whole installation; it may go on running meanwhile."

    def add_arguments(self, parser: Any) -> None:
        """Take the file to write."""
        parser.add_argument("file", help="a new file, such as otklik-2026-03-01.tar.gz")
        parser.add_argument(
            "--data", help="folder of the installation (default: OTKLIK_DATA, or var)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it and say how large it is."""
        del args
        try:
            size = backups.write(Path(options["file"]).resolve())
        except (backups.BackupError, OSError) as error:
            raise CommandError(str(error), returncode=2) from None
        self.stdout.write(f"{options['file']}: {size} bytes")
