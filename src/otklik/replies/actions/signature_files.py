"""The detached file of a qualified signature: taken only when it binds the signed letter's own PDF."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik import documents
from otklik.journal import actions as journal
from otklik.messages import storage
from otklik.replies.actions.moving import now
from otklik.replies.actions.releasing import release
from otklik.replies.models import Decision, LetterVersion, Reply, SignatureFile
from otklik.replies.release_rules import same_person
from otklik.staff.models import Employee, Power
from otklik.staff.queries import may
from otklik.staff.refusals import Refusal

FIELD = "file"
MEDIA_TYPE = "application/pkcs7-signature"


@transaction.atomic
def attach_signature(
    version: LetterVersion, data: bytes, name: str, *, by: Employee, at: datetime | None = None
) -> list[SignatureFile]:
    """Attach a detached CMS file to a signed letter, and let the letter go if it waited for the file.

    The file must bind the very PDF that was signed here, by a certificate of the person who signed. The same file given
    twice is kept once. Raises `Refusal` for a file of another version or another person; nothing is kept of it.
    """
    moment = now(at)
    reply = _signed(version, by)
    signature = _decision(reply)
    seals = _read(data, version, moment)
    for seal in seals:
        if not same_person(seal.surname, signature.by.surname):
            raise Refusal(
                _("The letter was signed by %(signer)s, the file is of %(other)s.")
                % {"signer": signature.by.short_name, "other": seal.signer},
                field=FIELD,
            )
    stored = storage.store(data, at=moment, media_type=MEDIA_TYPE)
    kept = list(version.signature_files.filter(file=stored))
    if kept:
        return kept
    rows = [
        SignatureFile.objects.create(
            version=version,
            file=stored,
            name=name[-255:],
            algorithm=seal.algorithm,
            digest=seal.digest,
            signer=seal.signer[:300],
            signed_at=seal.signed_at,
            added_by=by,
            added_at=moment,
        )
        for seal in seals
    ]
    journal.write(
        "replies.attach-signature",
        reply.case.ref,
        actor=by.actor,
        body=reply.case.body.code,
        at=moment,
        version=version.number,
        sha256=stored.sha256,
    )
    if reply.stage == Reply.Stage.SIGNED:
        release(version, at=moment)
    return rows


def _signed(version: LetterVersion, by: Employee) -> Reply:
    """Lock the letter's row and return it, if this employee may attach a file to this version of it."""
    reply = (
        Reply.objects.select_for_update(of=("self",))
        .select_related("case__body", "case__client")
        .get(pk=version.reply_id)
    )
    if by.body_id != reply.case.body_id or not may(by, Power.SIGN, Power.REGISTER):
        raise Refusal(_("Your role does not include this act."))
    if reply.stage not in (Reply.Stage.SIGNED, Reply.Stage.DISPATCHED):
        raise Refusal(_("The letter is not signed yet: a signature file is attached afterwards."))
    if not reply.number:
        raise Refusal(_("Enter the outgoing number first: the file must bind the numbered letter."))
    if reply.versions.filter(number__gt=version.number).exists():
        raise Refusal(_("There is a later version of this letter. Attach the file to that one."))
    version.reply = reply
    return reply


def _decision(reply: Reply) -> Decision:
    return (
        Decision.objects.filter(version__reply=reply, kind=Decision.Kind.SIGNED)
        .select_related("by")
        .order_by("-at")[0]
    )


def _read(data: bytes, version: LetterVersion, at: datetime) -> tuple[documents.Seal, ...]:
    if version.pdf is None:
        raise Refusal(_("The letter's PDF is gone, so nothing can be checked against it."))
    try:
        return documents.read_detached(data, storage.read(version.pdf), at=at)
    except documents.DocumentError as error:
        raise Refusal(str(error), field=FIELD) from error
