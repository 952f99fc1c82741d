"""`otklik classifier`: import a published classifier for a body, or list its versions."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from otklik import regulations
from otklik.journal.actors import system
from otklik.staff import actions as staff
from otklik.staff.classifier_words import problem_in_words
from otklik.staff.classifiers import ClassifierImport, classifier_of, plan_import
from otklik.staff.models import Body, ClassifierVersion
from otklik.staff.refusals import Refusal

LONGEST = 10_000_000
"""Bytes; the published list has some hundred thousand."""
TOLD = 20
"""Problems told on stderr at once."""


class Command(BaseCommand):
    """Import the list whole or not at all; the same list again changes nothing."""

    help = (
        "Import the published thematic classifier (XLSX or CSV) for a body, or list its versions."
    )

    def add_arguments(self, parser: Any) -> None:
        """Take the action and its own options."""
        actions = parser.add_subparsers(dest="action", required=True)
        importing = actions.add_parser("import", help="import a published list")
        importing.add_argument("file", type=Path)
        importing.add_argument("--body", required=True)
        importing.add_argument(
            "--valid-from", type=_day, help="first day of the list (default: today)"
        )
        importing.add_argument(
            "--preview", action="store_true", help="only say what would change; store nothing"
        )
        importing.add_argument("--json", action="store_true")
        listing = actions.add_parser("versions", help="list the versions of a body")
        listing.add_argument("--body", required=True)
        listing.add_argument("--json", action="store_true")
        for one in (importing, listing):
            one.add_argument(
                "--data", help="folder of the installation (default: OTKLIK_DATA, or var)"
            )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the action; wrong input ends with one line and exit code 2."""
        del args
        body = Body.objects.filter(code=options["body"]).first()
        if body is None:
            raise CommandError(f"no body is called {options['body']}", returncode=2)
        if options["action"] == "import":
            self._import(body, options)
        else:
            self._list(body, as_json=options["json"])

    def _import(self, body: Body, options: dict[str, Any]) -> None:
        path: Path = options["file"]
        try:
            content = _content(path)
            plan = plan_import(body, content, valid_from=options["valid_from"], source=path.name)
            self._refuse_problems(plan)
            row = (
                None
                if options["preview"]
                else staff.import_classifier(plan, by=system("classifier"))
            )
        except Refusal as refusal:
            raise CommandError(f"{path.name}: {refusal.message}", returncode=2) from None
        report = {
            "body": body.code,
            "version": row.version if row else None,
            "entries": len(plan.entries),
            "added": len(plan.changes.added),
            "renamed": len(plan.changes.renamed),
            "closed": [topic.code for topic in plan.changes.closed],
            "stored": row is not None,
        }
        if options["json"]:
            self.stdout.write(json.dumps(report, ensure_ascii=False))
            return
        self.stdout.write(
            f"Записей: {report['entries']}. Новых: {report['added']}, переименовано: "
            f"{report['renamed']}, закрыто: {len(plan.changes.closed)}."
        )
        said = f"Загружена версия {row.version}." if row else "Ничего не изменено."
        self.stdout.write(said)

    def _refuse_problems(self, plan: ClassifierImport) -> None:
        if not plan.problems:
            return
        for problem in plan.problems[:TOLD]:
            self.stderr.write(problem_in_words(problem))
        raise CommandError(
            f"в списке ошибки: {len(plan.problems)}. Ничего не загружено.", returncode=2
        )

    def _list(self, body: Body, *, as_json: bool) -> None:
        present, built_in = classifier_of(body), regulations.classifier()
        rows = [
            {
                "version": row.version,
                "valid_from": row.valid_from.isoformat(),
                "entries": len(row.entries),
            }
            for row in ClassifierVersion.objects.filter(body=body)
        ]
        own = {
            "version": built_in.version,
            "valid_from": built_in.valid_from.isoformat(),
            "entries": len(built_in.entries),
        }
        versions = [{**row, "present": row["version"] == present.version} for row in [own, *rows]]
        if as_json:
            self.stdout.write(json.dumps(versions, ensure_ascii=False))
            return
        for row in versions:
            mark = " (действует)" if row["present"] else ""
            self.stdout.write(
                f"{row['version']}: с {row['valid_from']}, записей {row['entries']}{mark}"
            )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _content(path: Path) -> bytes:
    try:
        if path.stat().st_size > LONGEST:
            raise CommandError(f"{path.name}: the file is too large for a list", returncode=2)
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror or 'cannot be read'}", returncode=2) from None
