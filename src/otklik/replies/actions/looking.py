"""That somebody opened a file of a letter is an act as well."""

from datetime import datetime

from otklik.cases.models import Case
from otklik.journal import actions as journal
from otklik.journal.actors import Actor
from otklik.replies.models import LetterVersion


def open_letter(
    version: LetterVersion, kind: str, *, by: Actor, at: datetime | None = None
) -> None:
    """Journal that somebody took the file (`pdf` or `docx`) of a letter version."""
    case = version.reply.case
    journal.write(
        "replies.open-letter",
        case.ref,
        actor=by,
        body=case.body.code,
        at=at,
        version=version.number,
        file=kind,
    )


def print_card(case: Case, kind: str, *, by: Actor, at: datetime | None = None) -> None:
    """Journal that somebody took the card of a case (`pdf` or `docx`)."""
    journal.write("replies.print-card", case.ref, actor=by, body=case.body.code, at=at, file=kind)


def print_envelope(
    version: LetterVersion, envelope: str, *, by: Actor, at: datetime | None = None
) -> None:
    """Journal that somebody printed the envelope and the cover sheet of a letter."""
    case = version.reply.case
    journal.write(
        "replies.print-envelope",
        case.ref,
        actor=by,
        body=case.body.code,
        at=at,
        version=version.number,
        format=envelope,
    )
