"""`otklik intake`: takes in letters from files, as the mailbox would."""

import json
import mailbox
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from otklik.intake import actions
from otklik.messages.actions import accept_mail
from otklik.messages.models import Receipt
from otklik.regulations import bodies
from otklik.staff.models import Body
from otklik.worktime.federal import FIRST_YEAR, LAST_YEAR

SOURCE = "files"
"""The name of the mailbox under which letters from files are kept."""


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: where it lies (with its place in an mbox) and its bytes."""

    place: str
    raw: bytes


class Command(BaseCommand):
    """Take in .eml and .mbox files and folders of them; a letter that was taken in before is left alone."""

    help = "Take in .eml and .mbox files, or folders of them, as the mailbox would."

    def add_arguments(self, parser: Any) -> None:
        """Take the files and whom they are for."""
        parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
        parser.add_argument(
            "--body", required=True, help="code of the body, such as economy-novosibirsk"
        )
        parser.add_argument(
            "--historical",
            action="store_true",
            help="an archive: each letter came when its mail server took it in, not now",
        )
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument(
            "--data", help="folder of the installation (default: OTKLIK_DATA, or var)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Take in each letter; exit 1 when one is held for a person, 2 for bad input."""
        del args
        body = _body(options["body"])
        letters = list(_letters(options["paths"]))
        historical = options["historical"]
        rows = [
            take_in(body, letter, came_at(letter.raw) if historical else None) for letter in letters
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            for row in rows:
                self.stdout.write(_line(row))
        if any(row["held"] for row in rows):
            raise SystemExit(1)


def came_at(raw: bytes) -> datetime | None:
    """Return when a letter of an archive came: the moment of its last mail server, otherwise its own date.

    None when the letter names no moment that can be, or one that is still to come.
    """
    headers = BytesHeaderParser().parsebytes(raw)
    taken = str(headers.get("Received", "")).rpartition(";")[2]
    for text in (taken, str(headers.get("Date", ""))):
        try:
            moment = parsedate_to_datetime(text.strip())
        except (TypeError, ValueError):
            continue
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        if FIRST_YEAR <= aware.year <= LAST_YEAR and aware <= timezone.now():
            return aware
    return None


def take_in(body: Body, letter: Letter, at: datetime | None = None) -> dict[str, Any]:
    """Store a letter that came at a moment (default now) and make its case; returns the row that `--json` promises."""
    accepted = accept_mail(body, letter.raw, mailbox=SOURCE, received_at=at)
    receipt = accepted.receipt
    case = actions.take_in(receipt)
    receipt.refresh_from_db()
    payload = receipt.payload
    return {
        "file": letter.place,
        "receipt": receipt.tracking_code,
        "new": accepted.new,
        "subject": payload.get("subject", ""),
        "sender": payload.get("sender_address", ""),
        "attachments": list(receipt.attachments.order_by("id").values_list("name", flat=True)),
        "case": case.pk if case else None,
        "held": receipt.held_reason if receipt.state == Receipt.State.HELD else None,
        "state": receipt.state,
    }


def _line(row: dict[str, Any]) -> str:
    """Return a row for reading."""
    if row["case"]:
        fate = f"case {row['case']}"
    elif row["held"]:
        fate = f"held: {row['held']}"
    else:
        fate = str(row["state"])
    known = "" if row["new"] else " (known)"
    return f"{row['receipt']}{known}  {fate}  {row['file']}"


def _body(code: str) -> Body:
    body = Body.objects.filter(code=code).first()
    if body is None:
        known = ", ".join(Body.objects.order_by("code").values_list("code", flat=True))
        if code in bodies():
            hint = f"the body {code!r} is not installed here; run otklik serve or otklik demo first"
        else:
            hint = f"unknown body {code!r}; known are: {known or ', '.join(bodies())}"
        raise CommandError(hint, returncode=2)
    return body


def _letters(paths: list[Path]) -> Iterator[Letter]:
    for path in paths:
        if not path.exists():
            raise CommandError(f"there is no file or folder {path}", returncode=2)
        files = sorted(_mail_files(path)) if path.is_dir() else [path]
        if not files:
            raise CommandError(f"no .eml or .mbox file lies in {path}", returncode=2)
        for file in files:
            yield from _letters_of(file)


def _mail_files(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*"):
        if file.suffix.lower() in {".eml", ".mbox"} and file.is_file():
            yield file


def _letters_of(file: Path) -> Iterator[Letter]:
    try:
        if file.suffix.lower() != ".mbox":
            yield Letter(str(file), file.read_bytes())
            return
        box = mailbox.mbox(file, create=False)
        for number, key in enumerate(box.keys(), 1):
            yield Letter(f"{file}#{number}", box.get_bytes(key))
    except (OSError, mailbox.Error) as error:
        raise CommandError(f"{file} cannot be read: {error}", returncode=2) from None
