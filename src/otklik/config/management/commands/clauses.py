"""`otklik clauses`: each clause of each order, how it is honoured, by which code, shown by which test."""

import json
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from otklik import regulations


class Command(BaseCommand):
    """Print the honest map of the orders."""

    help = "Print for every clause of the orders how it is honoured, by which code, shown by which tests."

    def add_arguments(self, parser: Any) -> None:
        """Take the body and the form of the output."""
        parser.add_argument("--body", help="code of one body; all five without it")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the table, or JSON."""
        del args
        body = options["body"]
        if body is not None and body not in regulations.bodies():
            known = ", ".join(regulations.bodies())
            raise CommandError(f"unknown body {body!r}; known: {known}", returncode=2)
        rows = regulations.clause_report(body)
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write(f"{row['status']:8}  {row['id']:45}  {row['ref']}")
            for label, values in (("code", row["code"]), ("test", row["tests"])):
                for value in values:
                    self.stdout.write(f"          {label}: {value}")
            if row["why"]:
                self.stdout.write(f"          why: {row['why']}")
        counts = Counter(str(row["status"]) for row in rows)
        summary = ", ".join(f"{counts[status]} {status}" for status in sorted(counts))
        self.stdout.write(f"{len(rows)} clauses: {summary}")
