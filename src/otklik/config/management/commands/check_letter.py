"""`otklik check-letter`: what a whole letter still has wrong, by the order of the ministry."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from otklik import regulations
from otklik.documents import DocumentError
from otklik.documents.reading import PlainText, read_letter
from otklik.language import looks_unreadable
from otklik.replies.checks import CaseFacts, LetterReport, check_letter, layout

LONGEST = 2_000_000
"""Characters of the longest text that is looked through."""
WORDS = {"block": "must be mended", "warn": "should be mended", "hint": "hint"}


class Command(BaseCommand):
    """Print the findings of a letter: rule, severity, clause, place, what could stand there."""

    help = (
        "Check a letter (txt, md, docx) as it will be printed, marks included. "
        "Exit code: 0 nothing must be mended, 1 something must, 2 the input cannot be read."
    )

    def add_arguments(self, parser: Any) -> None:
        """Take the letter, the ministry, and what only the case can tell."""
        parser.add_argument("file", metavar="FILE")
        parser.add_argument("--body", required=True)
        parser.add_argument(
            "--case",
            metavar="FILE.json",
            help="gender (m/f), name, addressee, questions, type: what only the case can tell",
        )
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check and print; exit code 1 when something must be mended."""
        del args
        if options["body"] not in regulations.bodies():
            known = ", ".join(regulations.bodies())
            raise CommandError(f"unknown body {options['body']!r}; known: {known}", returncode=2)
        profile = regulations.profile(options["body"])
        facts = _facts(options["case"])
        plain = _plain(options["file"])
        report = check_letter(
            profile,
            plain.text,
            facts=facts,
            pages=layout.pages(profile, plain.text),
            marked=list(layout.styled(plain)),
        )
        self._print(report, as_json=options["json"])
        if any(finding.severity == "block" for finding in report.findings):
            sys.exit(1)

    def _print(self, report: LetterReport, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
            return
        for finding in report.findings:
            place = f"{finding.start}-{finding.end}"
            clause = f"  [{finding.clause}]" if finding.clause else ""
            self.stdout.write(f"{WORDS[finding.severity]:17} {finding.rule:18} {place}{clause}")
            self.stdout.write(f"    {' '.join(finding.text.split())[:100]}")
            self.stdout.write(f"    {finding.message}")
        read = report.readability
        grade = "-" if read.grade is None else max(1, round(read.grade))
        self.stdout.write(
            f"{len(report.findings)} findings, {report.pages} pages, {read.words} words in "
            f"{read.sentences} sentences, school grade {grade}"
        )


def _plain(name: str) -> PlainText:
    try:
        plain = read_letter(Path(name).read_bytes(), Path(name).name)
    except OSError as error:
        reason = error.strerror or "cannot be read"
        raise CommandError(f"cannot read {name}: {reason}", returncode=2) from None
    except DocumentError as error:
        raise CommandError(f"cannot read {name}: {error}", returncode=2) from None
    if looks_unreadable(plain.text):
        reason = "Текст не читается: вероятно, не та кодировка. Сохраните его в UTF-8."
        raise CommandError(f"cannot read {name}: {reason}", returncode=2)
    if len(plain.text) > LONGEST:
        raise CommandError(f"{name}: longer than {LONGEST} characters, not a letter", returncode=2)
    return plain


def _facts(name: str | None) -> CaseFacts:
    if name is None:
        return CaseFacts()
    try:
        given = json.loads(Path(name).read_text("utf-8"))
    except OSError as error:
        raise CommandError(f"cannot read {name}: {error.strerror}", returncode=2) from None
    except (ValueError, RecursionError):
        raise CommandError(f"{name} is no JSON", returncode=2) from None
    if not isinstance(given, dict):
        raise CommandError(f"{name} must hold an object", returncode=2)
    gender = given.get("gender") or ""
    questions = given.get("questions") or []
    if gender not in {"", "m", "f"} or not isinstance(questions, list):
        raise CommandError(f"{name}: gender is m or f, questions is a list", returncode=2)
    client = given.get("client") or ""
    if isinstance(client, dict):
        client = " ".join(str(part) for part in client.values())
    client = str(client)
    return CaseFacts(
        gender=gender,
        name=str(given.get("name") or ""),
        addressee=str(given.get("addressee") or ""),
        questions=tuple(_question(item) for item in questions),
        type=str(given.get("type") or ""),
        people=tuple(word for word in client.split()[:1] if word),
    )


def _question(item: object) -> str:
    return str(item.get("text", "")) if isinstance(item, dict) else str(item)
