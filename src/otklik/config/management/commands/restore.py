"""`otklik restore FILE`: an empty installation becomes what the backup holds."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from otklik.config import backups


class Command(BaseCommand):
    """Restore a backup."""

    help = "Bring an empty installation to the state of a backup, then up to this release."

    def add_arguments(self, parser: Any) -> None:
        """Take the file to read."""
        parser.add_argument("file")
        parser.add_argument(
            "--data", help="folder of the installation (default: OTKLIK_DATA, or var)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Restore, migrate, say so."""
        del args
        try:
            backups.restore(Path(options["file"]).resolve())
        except (backups.BackupError, OSError) as error:
            raise CommandError(str(error), returncode=2) from None
        call_command("migrate", verbosity=0, interactive=False)
        self.stdout.write(f"{options['file']}: restored; `otklik doctor` looks it over")
