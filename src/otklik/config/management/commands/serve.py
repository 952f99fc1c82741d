"""`otklik serve`: web and background work in one go on the embedded database."""

import os
import signal
import socket
import subprocess
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from otklik import regulations
from otklik.config.installation import prepare
from otklik.demo import actions as demo

LAST_PORT = 65535


class Command(BaseCommand):
    """Migrate, load the regulations, run the web server and the worker."""

    help = "Migrate, load the regulations, run web and background work in one go."

    def add_arguments(self, parser: Any) -> None:
        """Take where to listen and where the data lie."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--data", help="folder of the installation (default: OTKLIK_DATA, or var)"
        )
        parser.add_argument("--processes", type=int, default=2, help="web server processes")
        parser.add_argument("--threads", type=int, default=4, help="threads of each process")
        parser.add_argument(
            "--demo", action="store_true", help="fill an empty installation with invented data"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, then run both until one of them ends or a signal comes."""
        del args
        if not 0 <= options["port"] <= LAST_PORT:
            raise CommandError(f"a port is a number from 0 to {LAST_PORT}", returncode=2)
        _refuse_a_busy_port(options["host"], options["port"])
        prepare(regulations.bodies())
        if options["demo"] and not demo.is_filled():
            call_command("demo", stdout=self.stdout, stderr=self.stderr)
        elif options["demo"]:
            self.stdout.write(demo.sign_ins())
        address = f"http://{options['host']}:{options['port']}/"
        self.stdout.write(f"Otklik runs at {address} (desk: {address}desk/). Ctrl-C stops it.")
        self.stdout.flush()
        raise SystemExit(run(options))


def _refuse_a_busy_port(host: str, port: int) -> None:
    """Say in one line that the address cannot be used, before anything is prepared."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            reason = error.strerror or str(error)
            message = f"cannot listen on {host}:{port} ({reason}); choose another with --port"
            raise CommandError(message, returncode=2) from None


def run(options: dict[str, Any]) -> int:
    """Run web server and worker as children; stop both when one ends; return the exit code."""
    environment = {**os.environ, "OTKLIK_DATA": str(settings.DATA)}
    children = [
        subprocess.Popen(command, env=environment)  # noqa: S603 - our own programs, no shell
        for command in (web_command(options), [sys.executable, "-m", "otklik.config.cli", "worker"])
    ]

    def stop(*_: object) -> None:
        for child in children:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
    stop()
    codes = [child.wait() for child in children]
    return 0 if all(code in {0, -signal.SIGTERM} for code in codes) else 1


def web_command(options: dict[str, Any]) -> list[str]:
    """Return the command line of the web server."""
    return [
        sys.executable,
        "-m",
        "gunicorn",
        "otklik.config.wsgi:application",
        f"--bind={options['host']}:{options['port']}",
        f"--workers={options['processes']}",
        f"--threads={options['threads']}",
        "--worker-class=gthread",
        "--access-logfile=/dev/null",
        "--log-level=warning",
        "--graceful-timeout=5",
        "--keep-alive=15",
    ]
