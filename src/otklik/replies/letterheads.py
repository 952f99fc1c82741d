"""Which letterhead a body's letters have."""

from django.db.models import QuerySet

from otklik import documents
from otklik.messages import storage
from otklik.replies.letterhead_rules import Head
from otklik.replies.models import LetterheadVersion
from otklik.staff.models import Body, Employee
from otklik.staff.profiles import profile_of


def bodies_of(administrator: Employee) -> QuerySet[Body]:
    """Return the bodies whose letterheads the administrator keeps: his own and the organisations under it."""
    own = administrator.body_id
    if own is None:
        return Body.objects.none()
    found = Body.objects.filter(active=True)
    return (found.filter(pk=own) | found.filter(parent=own)).order_by("parent_id", "name")


def versions_of(body: Body) -> QuerySet[LetterheadVersion]:
    """Return every version of the body's letterhead, the one in force first."""
    return LetterheadVersion.objects.filter(body=body).select_related("emblem", "created_by")


def in_force(body: Body) -> LetterheadVersion | None:
    """Return the letterhead in force, or None while the body has none of its own."""
    return versions_of(body).first()


def head_of(body: Body) -> Head:
    """Return the body's letterhead without its emblem: its own, or what the profile knows."""
    version = in_force(body)
    return Head.of(version.content) if version else first_head(body)


def first_head(body: Body) -> Head:
    """Return the head that a body has before anybody sets one up.

    A ministry has that of its profile. A subordinate organisation must not write under its ministry's address
    and telephone (labour-novosibirsk:17.1): it has both names and its own mailbox.
    """
    profile = profile_of(body)
    if body.parent_id is not None:
        name = profile.name.full
        return Head(lines=(name[:1].upper() + name[1:], body.name), email=body.mailbox)
    head = profile.letterhead
    return Head(
        lines=tuple(head.lines),
        address=head.address or "",
        phone=head.phone or "",
        email=head.email or "",
        site=head.site or "",
    )


def letterhead_of(body: Body) -> documents.Letterhead:
    """Return the letterhead that the body's letters are printed on today."""
    version = in_force(body)
    if version is None:
        return first_head(body).printed(None)
    return printed(version)


def printed(version: LetterheadVersion) -> documents.Letterhead:
    """Return one version as a letter prints it, with its emblem."""
    emblem = storage.read(version.emblem) if version.emblem else None
    return Head.of(version.content).printed(emblem)
