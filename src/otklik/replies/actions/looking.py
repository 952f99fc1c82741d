"""That somebody opened a file of a letter is an act as well."""

from datetime import datetime

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
