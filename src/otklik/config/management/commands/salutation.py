"""`otklik salutation`: how a person of that name is addressed, and where that comes from."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from otklik import regulations
from otklik.language import SalutationTexts, salutation_report


class Command(BaseCommand):
    """Print the salutation of each name."""

    help = "Print how people are addressed in a letter: the words, the gender, its source."

    def add_arguments(self, parser: Any) -> None:
        """Take names, or a file with a name on each line."""
        parser.add_argument("names", nargs="*", metavar="NAME")
        parser.add_argument("--file", help="a UTF-8 file, one name a line")
        parser.add_argument("--body", default="economy-novosibirsk")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print one line a name."""
        del args
        names = [*options["names"], *_lines(options["file"])]
        if not names:
            raise CommandError("give at least one name, or --file", returncode=2)
        if options["body"] not in regulations.bodies():
            raise CommandError(f"unknown body {options['body']!r}", returncode=2)
        texts = SalutationTexts.of(regulations.profile(options["body"]).letter.salutation)
        rows = salutation_report(names, texts)
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            mark = "  (a person should confirm)" if row["confirm"] else ""
            self.stdout.write(f"{row['salutation']}  {row['gender'] or '-'}  {row['source']}{mark}")


def _lines(name: str | None) -> list[str]:
    if name is None:
        return []
    try:
        text = Path(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"cannot read {name}: {error}", returncode=2) from None
    return [line.strip() for line in text.splitlines() if line.strip()]
