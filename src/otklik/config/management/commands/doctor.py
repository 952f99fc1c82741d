"""`otklik doctor`: what is wrong with this installation."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from otklik.config.examination import examine


class Command(BaseCommand):
    """Look the installation over."""

    help = "Say what is wrong with this installation; exit 1 when something is."

    def add_arguments(self, parser: Any) -> None:
        """Take the form of the output."""
        parser.add_argument("--json", action="store_true")
        parser.add_argument(
            "--data", help="folder of the installation (default: OTKLIK_DATA, or var)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line a check."""
        del args
        findings = list(examine())
        if options["json"]:
            rows = [
                {"check": f.check, "ok": not f.problem, "problem": f.problem, "note": f.note}
                for f in findings
            ]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            for finding in findings:
                self.stdout.write(
                    f"{'ok ' if not finding.problem else 'BAD'}  {finding.check:14} "
                    f"{finding.problem or finding.note}"
                )
        if any(finding.problem for finding in findings):
            raise SystemExit(1)
