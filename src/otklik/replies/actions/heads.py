"""The administrator changes a letterhead; every change is a version of its own."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik import documents
from otklik.documents.emblem import checked_emblem
from otklik.journal import actions as journal
from otklik.messages import storage
from otklik.messages.models import StoredFile
from otklik.replies import letterheads
from otklik.replies.actions.moving import now
from otklik.replies.letterhead_rules import Head, problem, tidied
from otklik.replies.models import LetterheadVersion
from otklik.staff.models import Body, Employee, Power
from otklik.staff.profiles import own_clause
from otklik.staff.queries import may
from otklik.staff.refusals import Refusal

CLAUSES = ("economy-novosibirsk:8.3.b", "labour-novosibirsk:17.1")


def save_letterhead(
    body: Body,
    head: Head,
    *,
    by: Employee | None,
    emblem: bytes | None = None,
    keep_emblem: bool = True,
    note: str = "",
    at: datetime | None = None,
) -> LetterheadVersion:
    """Put a letterhead into force as the body's next version (economy-novosibirsk:8.3.b).

    `emblem` is a new picture; without one the present picture stays if `keep_emblem`. `by` is None only when an
    installation is set up. Letters that are already signed keep the head they were signed with.
    """
    moment = now(at)
    _may_keep(body, by)
    head = tidied(head)
    present = letterheads.in_force(body)
    stored = present.emblem if present and keep_emblem else None
    if emblem is not None:
        stored = stored_emblem(emblem, at=moment)
    if found := problem(head, with_emblem=stored is not None):
        raise Refusal(str(found.message), field=found.field, clause=own_clause(body, found.clause))
    return _next(body, head, stored, by=by, note=note.strip()[:300], at=moment)


def restore_letterhead(
    version: LetterheadVersion, *, by: Employee, at: datetime | None = None
) -> LetterheadVersion:
    """Put an earlier version into force again, as the next one."""
    moment = now(at)
    _may_keep(version.body, by)
    present = letterheads.in_force(version.body)
    if present is not None and present.pk == version.pk:
        raise Refusal(_("This version is in force already."))
    note = _("as in version %(number)s") % {"number": version.number}
    return _next(
        version.body, Head.of(version.content), version.emblem, by=by, note=note, at=moment
    )


def stored_emblem(data: bytes, *, at: datetime) -> StoredFile:
    """Keep the picture of an emblem; raises `Refusal` for one that cannot be printed."""
    try:
        media_type = checked_emblem(data)
    except documents.DocumentError as error:
        raise Refusal(str(error), field="emblem") from error
    return storage.store(data, at=at, media_type=media_type)


def _may_keep(body: Body, by: Employee | None) -> None:
    if by is None:
        return
    mine = letterheads.bodies_of(by).filter(pk=body.pk).exists()
    if not mine or not may(by, Power.ADMINISTER):
        raise Refusal(_("Your role does not include this act."))


@transaction.atomic
def _next(
    body: Body,
    head: Head,
    emblem: StoredFile | None,
    *,
    by: Employee | None,
    note: str,
    at: datetime,
) -> LetterheadVersion:
    Body.objects.select_for_update().get(pk=body.pk)
    last = letterheads.in_force(body)
    if (
        last
        and last.content == head.content()
        and last.emblem_id == (emblem.pk if emblem else None)
    ):
        raise Refusal(_("Nothing was changed."))
    made = LetterheadVersion.objects.create(
        body=body,
        number=last.number + 1 if last else 1,
        content=head.content(),
        emblem=emblem,
        note=note,
        created_at=at,
        created_by=by,
    )
    if by is not None:
        journal.write(
            "replies.keep-letterhead",
            f"letterhead:{body.code}",
            actor=by.actor,
            body=body.code,
            clause=own_clause(body, *CLAUSES),
            at=at,
            version=made.number,
            emblem=emblem.sha256[:16] if emblem else "",
        )
    return made
