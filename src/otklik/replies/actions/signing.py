"""The signer signs a version, or returns it with remarks."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik import documents, language
from otklik.cases import actions as cases
from otklik.cases.assignment_queries import barred_of
from otklik.cases.assignment_rules import INTEREST_CLAUSE
from otklik.cases.numbering import take_outgoing_number
from otklik.messages import storage
from otklik.replies import letter as letters
from otklik.replies.actions.moving import locked, move, now
from otklik.replies.actions.releasing import release
from otklik.replies.models import Decision, LetterVersion, Reply
from otklik.staff import calendars
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal


@transaction.atomic
def sign(version: LetterVersion, *, by: Employee, sha256: str, at: datetime | None = None) -> Reply:
    """Sign exactly the version that the signer saw, number the letter, and queue its deliveries.

    `sha256` is the hash that stood on the signer's page; a letter that has changed since is refused.
    """
    moment = now(at)
    reply = locked(version.reply, "sign", by)
    latest = _latest(reply)
    if latest.pk != version.pk or latest.sha256 != sha256 or _changed(latest):
        raise Refusal(
            _("The letter has changed since you opened it. Read the present version and sign that.")
        )
    if reply.author_id == by.pk:
        raise Refusal(_("Whoever wrote the letter cannot sign it."))
    barred = barred_of(reply.case)
    if problem := barred.problem(by.pk, ""):
        raise Refusal(str(problem.message), clause=problem.clause)
    if barred.reason(latest.created_by_id) is not None:
        raise Refusal(
            _("The letter was prepared by somebody who may not consider the case. Return it."),
            clause=INTEREST_CLAUSE,
        )
    case = cases.mark_signed(reply.case, by=by, at=moment)
    reply.case = case
    reply.number = take_outgoing_number(case.body, calendars.today(case.body, moment).year)
    Decision.objects.create(
        version=latest, kind=Decision.Kind.SIGNED, sha256=sha256, by=by, post=by.post, at=moment
    )
    _print_signed(latest, reply, by, moment)
    move(
        reply,
        "sign",
        actor=by.actor,
        at=moment,
        version=latest.number,
        sha256=sha256,
        number=reply.number,
    )
    release(latest, at=moment)
    return reply


@transaction.atomic
def return_to_author(
    version: LetterVersion, *, by: Employee, remarks: str, at: datetime | None = None
) -> Reply:
    """Send the letter back to its author; without remarks nobody would know what to mend."""
    moment = now(at)
    if not remarks.strip():
        raise Refusal(_("Write what should be mended."), field="remarks")
    reply = locked(version.reply, "return", by)
    latest = _latest(reply)
    Decision.objects.create(
        version=latest,
        kind=Decision.Kind.RETURNED,
        sha256=latest.sha256,
        by=by,
        post=by.post,
        at=moment,
        remarks=remarks.strip(),
    )
    move(reply, "return", actor=by.actor, at=moment, version=latest.number)
    return reply


def _latest(reply: Reply) -> LetterVersion:
    return reply.versions.order_by("-number")[0]


def _changed(version: LetterVersion) -> bool:
    """Whether the stored content is no longer what its hash was made of."""
    return letters.fingerprint(version.content) != version.sha256


def _print_signed(version: LetterVersion, reply: Reply, by: Employee, at: datetime) -> None:
    """Print the signed letter: what was signed, and beside it number, date and the note of the signature."""
    zone = calendars.zone(reply.case.body)
    letter = replace(
        letters.letter_from(version.content),
        number=reply.number,
        date_text=language.date_short(at.astimezone(zone).date()),
        signatory_post=letters.printed_post(by.post),
        signatory_name=language.initials_first(
            language.FullName(by.surname, by.given_name, by.patronymic)
        ),
        signature_note=letters.signature_note(by, at, version.sha256, zone),
        draft=False,
    )
    version.pdf = storage.store(documents.letter_pdf(letter, at), at=at)
    version.docx = storage.store(documents.letter_docx(letter, at), at=at)
    version.save(update_fields=["pdf", "docx"])
