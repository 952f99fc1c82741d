"""`otklik worker`: background work alone."""

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand

from otklik.config.work import run_forever


class Command(BaseCommand):
    """Run the background jobs until told to stop; several workers share the work."""

    help = (
        "Run background work alone: sorting what arrived, sending what is queued, watching terms."
    )

    def add_arguments(self, parser: Any) -> None:
        """Take the data folder (read before the settings are)."""
        parser.add_argument(
            "--data", help="folder of the installation (default: OTKLIK_DATA, or var)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until SIGTERM or Ctrl-C; the job at hand is finished first."""
        del args, options
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        self.stderr.write("otklik worker: running")
        run_forever(stop)
