"""Files that go with a letter: put to it and taken away again while it is written."""

from datetime import datetime
from pathlib import PurePath

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases.assignment_queries import executes
from otklik.journal import actions as journal
from otklik.language import clean_text
from otklik.messages import inspection, storage
from otklik.replies.actions.moving import locked, now
from otklik.replies.models import Reply, ReplyFile
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal

MOST_FILES = 10
ALL_BYTES = 20 * 1024 * 1024
"""Bytes of all files of a letter together: more does not pass through a usual mailbox."""
TITLE_LENGTH = 300
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
GIVEN_TYPES = frozenset(
    {
        "application/pdf",
        f"{_OFFICE}wordprocessingml.document",
        f"{_OFFICE}spreadsheetml.sheet",
        f"{_OPEN}text",
        f"{_OPEN}spreadsheet",
        "application/rtf",
        "image/png",
        "image/jpeg",
        "image/tiff",
        "text/plain",
        "application/zip",
    }
)
"""What a client can open: documents, tables, pictures, texts, an archive of them."""


def enclose(
    reply: Reply, *, by: Employee, data: bytes, name: str, title: str, at: datetime | None = None
) -> ReplyFile:
    """Put a file to the letter; raises `Refusal` for one that a client could not or should not open.

    The type is read from the content, whatever the name says. `title` is what the letter prints.
    """
    moment = now(at)
    name = clean_text(PurePath(name.replace("\\", "/")).name)[-255:] or _("file")
    title = " ".join(clean_text(title).split())
    if not title:
        raise Refusal(_("Write how the letter names the file."), field="title")
    if len(title) > TITLE_LENGTH:
        raise Refusal(_("The name of the file in the letter is too long."), field="title")
    seen = inspection.inspect(data, name)
    if seen.refused:
        raise Refusal(seen.refused, field="file")
    if seen.media_type not in GIVEN_TYPES:
        raise Refusal(
            _("Clients may not be able to open this file. Send it as PDF, a picture or a table."),
            field="file",
        )
    placed = storage.place(data, media_type=seen.media_type)
    with transaction.atomic():
        fresh = _writable(reply, by, moment)
        present = list(fresh.files.select_related("file"))
        if any(item.file.sha256 == placed.sha256 for item in present):
            raise Refusal(_("This file is with the letter already."), field="file")
        if len(present) >= MOST_FILES:
            raise Refusal(
                _("A letter takes at most %(most)s files. Put several into one archive.")
                % {"most": MOST_FILES},
                field="file",
            )
        if sum(item.file.size for item in present) + placed.size > ALL_BYTES:
            raise Refusal(
                _("All files of a letter together may have %(limit)s MB.")
                % {"limit": ALL_BYTES // 1024 // 1024},
                field="file",
            )
        made = ReplyFile.objects.create(
            reply=fresh,
            file=storage.row_of(placed, at=moment),
            name=name,
            title=title,
            added_by=by,
            added_at=moment,
        )
        _write("replies.enclose", made, by, moment)
    return made


@transaction.atomic
def take_out(file: ReplyFile, *, by: Employee, at: datetime | None = None) -> None:
    """Take a file away from a letter that is still being written."""
    moment = now(at)
    _writable(file.reply, by, moment)
    _write("replies.take-out", file, by, moment)
    file.delete()


def _writable(reply: Reply, by: Employee, at: datetime) -> Reply:
    """Return the locked letter, if its stage and its executor allow a change of its files."""
    fresh = locked(reply, "save", by)
    if not executes(fresh.case, by, at):
        raise Refusal(_("The reply is written by the executor to whom the case is assigned."))
    return fresh


def _write(act: str, file: ReplyFile, by: Employee, at: datetime) -> None:
    case = file.reply.case
    journal.write(
        act,
        case.ref,
        actor=by.actor,
        body=case.body.code,
        at=at,
        file=file.pk,
        sha256=file.file.sha256[:16],
    )
