"""Reading the letters of a case: of every kind, for its page and for its client."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from otklik.cases.models import Case
from otklik.replies import route
from otklik.replies.kinds import NOTICES
from otklik.replies.models import LetterVersion, Reply
from otklik.staff import calendars

SENT = (Reply.Stage.SIGNED, Reply.Stage.DISPATCHED)


def letters_of(case: Case) -> QuerySet[Reply]:
    """Return all letters of the case, the latest first."""
    return (
        Reply.objects.filter(case=case)
        .select_related("author", "case__body", "case__client", "case__executor")
        .order_by("-pk")
    )


def notice_of(case: Case, pk: int) -> Reply | None:
    """Return a letter of the case that carries an act; None when there is no such letter."""
    return letters_of(case).filter(pk=pk, kind__in=NOTICES).first()


def last_version(letter: Reply) -> LetterVersion | None:
    """Return the letter's last frozen version; None before the first."""
    return letter.versions.select_related("pdf", "docx").order_by("-number").first()


def who_has(letter: Reply, version: LetterVersion | None) -> str:
    """Return who has the letter now: its author, whose turn it is to approve, who is to sign; empty once it is signed."""
    if letter.stage in SENT:
        return ""
    if letter.stage == Reply.Stage.FOR_APPROVAL and version is not None:
        step = route.current_step(route.steps_of(version))
        return str(step.approver) if step else ""
    if letter.stage == Reply.Stage.FOR_SIGNATURE:
        designated = route.signers_now(letter.case).designated
        return str(designated[0].employee) if designated else ""
    return str(letter.author)


def signed_notices(case: Case) -> Sequence[Reply]:
    """Return the signed letters of the case that carry an act and went out, the latest first."""
    return list(
        letters_of(case)
        .filter(kind__in=NOTICES, stage__in=SENT, versions__dispatches__isnull=False)
        .distinct()
    )


def day_of(letter: Reply) -> date | None:
    """Return the letter's day in the body's zone: that of its number, else of its signature; None before."""
    if letter.numbered_on is not None:
        return letter.numbered_on
    version = last_version(letter)
    signed = version.decisions.filter(kind="signed").first() if version else None
    return calendars.today(letter.case.body, signed.at) if signed else None
