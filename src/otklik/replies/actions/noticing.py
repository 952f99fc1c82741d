"""Letters that carry an act on their case: begun, written, sent on their way, and what their signature does."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from otklik import documents
from otklik.cases.models import Case
from otklik.journal import actions as journal
from otklik.language import clean_text
from otklik.messages import storage
from otklik.replies import letter as letters
from otklik.replies.actions.approving import begin_way, planned_way
from otklik.replies.actions.drafting import part_text
from otklik.replies.actions.moving import locked, move, now
from otklik.replies.enclosures import frozen_files, titles_of
from otklik.replies.kinds import NOTICES
from otklik.replies.kinds.contents import COVERING_TEXT, TEXT
from otklik.replies.kinds.effects import may_write, send_on, take_place
from otklik.replies.kinds.given import ROW
from otklik.replies.kinds.letter import ACT, CONTENT, covering_of, letter_of
from otklik.replies.kinds.reading import missing_of
from otklik.replies.kinds.wording import first_draft
from otklik.replies.models import Covering, LetterVersion, Reply
from otklik.replies.queries import signers_of
from otklik.replies.route import signers_now
from otklik.staff import calendars
from otklik.staff.models import Employee
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.refusals import Refusal

OPEN = (Reply.Stage.DRAFT, Reply.Stage.RETURNED)
UNDER_WAY = (Reply.Stage.FOR_APPROVAL, Reply.Stage.FOR_SIGNATURE)
VALUE_LIMIT = 20_000
"""Characters that one typed value of the act may have."""


@transaction.atomic
def begin_notice(
    case: Case, kind: str, *, by: Employee, act: dict[str, Any], at: datetime | None = None
) -> Reply:
    """Begin a letter of the kind with the words of the profile, filled with what was typed for the act.

    A letter of the kind that is being written already goes on: it takes the new values, its words stay as they are.
    Raises `Refusal` while one is on its way to the signer, and where the employee may not do the act or the client cannot
    be written to.
    """
    moment = now(at)
    if kind not in NOTICES:
        raise Refusal(_("There is no letter of this kind."))
    standing = Reply.objects.filter(case=case, kind=kind)
    written = standing.filter(stage__in=OPEN).first()
    if written is not None:
        return _go_on(written, act, by, moment)
    fresh = _locked_case(case)
    _check_writer(kind, fresh, by, moment)
    if standing.filter(stage__in=UNDER_WAY).exists():
        raise Refusal(_("A letter of this kind waits for signature already."))
    if standing.filter(stage__in=OPEN).exists():
        raise Refusal(_("Somebody has begun such a letter just now. Open it in the case."))
    letter = Reply.objects.create(
        case=fresh,
        kind=kind,
        draft=first_draft(fresh, kind, _kept(act), at=moment),
        author=by,
        saved_at=moment,
        revision=1,
    )
    _note(letter, "replies.begin-notice", by, moment)
    return letter


def _go_on(letter: Reply, act: dict[str, Any], by: Employee, at: datetime) -> Reply:
    """Give a letter that is being written the values that were typed for its act."""
    fresh = locked(letter, "save", by)
    _check_writer(fresh.kind, fresh.case, by, at)
    fresh.draft = {**fresh.draft, "act": _kept(act)}
    fresh.author, fresh.saved_at = by, at
    fresh.revision += 1
    move(fresh, "save", actor=by.actor, at=at, revision=fresh.revision)
    return fresh


@transaction.atomic
def save_notice(
    letter: Reply, *, by: Employee, draft: dict[str, Any], revision: int, at: datetime | None = None
) -> Reply:
    """Keep the draft as typed. Raises `Refusal` when somebody has saved a later revision: nothing is overwritten."""
    moment = now(at)
    fresh = locked(letter, "save", by)
    _check_writer(fresh.kind, fresh.case, by, moment)
    if revision != fresh.revision:
        raise Refusal(
            _("The draft was changed in another window. Compare the texts and save again.")
        )
    fresh.draft = _cleaned(draft)
    fresh.author, fresh.saved_at = by, moment
    fresh.revision += 1
    move(fresh, "save", actor=by.actor, at=moment, revision=fresh.revision)
    return fresh


@transaction.atomic
def refill_notice(letter: Reply, *, by: Employee, at: datetime | None = None) -> Reply:
    """Word the letter anew from what is typed for its act; its former words are gone, so only on demand."""
    moment = now(at)
    fresh = locked(letter, "save", by)
    _check_writer(fresh.kind, fresh.case, by, moment)
    fresh.draft = first_draft(fresh.case, fresh.kind, fresh.draft.get("act") or {}, at=moment)
    fresh.author, fresh.saved_at = by, moment
    fresh.revision += 1
    move(fresh, "save", actor=by.actor, at=moment, revision=fresh.revision)
    return fresh


@transaction.atomic
def discard_notice(letter: Reply, *, by: Employee, at: datetime | None = None) -> Case:
    """Throw away a letter that was never sent on its way; one that was stays, with what was decided on it."""
    moment = now(at)
    fresh = locked(letter, "save", by)
    _check_writer(fresh.kind, fresh.case, by, moment)
    if fresh.versions.exists():
        raise Refusal(_("The letter was sent on its way once, so it stays in the case."))
    _note(fresh, "replies.discard-notice", by, moment)
    case = fresh.case
    fresh.delete()
    return case


@transaction.atomic
def submit_notice(
    letter: Reply, *, by: Employee, despite_remarks: bool = False, at: datetime | None = None
) -> LetterVersion:
    """Freeze the letter with the act that it carries, and send it to approval or signature.

    The act itself is judged at once: a proposal is made, any other act is tried. Raises `Refusal` for what the letter
    lacks, and for whatever the act refuses.
    """
    moment = now(at)
    fresh = locked(letter, "submit", by)
    case = fresh.case
    _locked_case(case)
    _check_writer(fresh.kind, case, by, moment)
    signers = signers_of(case)
    blocking = [item for item in missing_of(fresh, signatory_known=bool(signers)) if item.blocks]
    if blocking:
        raise Refusal(str(blocking[0].message), field=blocking[0].code, clause=blocking[0].clause)
    way = planned_way(fresh, by=by, at=moment, despite_remarks=despite_remarks)
    fresh.draft = {**fresh.draft, "act": dict(fresh.draft.get("act") or {})}
    fresh.draft["act"][ROW] = send_on(fresh, by=by, at=moment)
    fresh.author = by
    version = _freeze(fresh, signers[0], by, moment)
    act = begin_way(version, way)
    move(
        fresh,
        act,
        actor=by.actor,
        at=moment,
        version=version.number,
        sha256=version.sha256,
    )
    return version


def sign_notice(version: LetterVersion, letter: Reply, *, by: Employee, at: datetime) -> Case:
    """Do the act that the letter carries; a part of signing, inside its transaction. Returns the case as it now is.

    Raises `Refusal` when the act has become impossible: then nothing is signed.
    """
    # What is done is exactly what the hash binds, whatever the draft says by now.
    bound = {name: value for name, value in version.content[ACT].items() if name != "kind"}
    letter.draft = {**letter.draft, "act": bound}
    row = take_place(letter, author=version.created_by, signer=by, at=at)
    letter.draft = {**letter.draft, "act": {**(letter.draft.get("act") or {}), ROW: row.pk}}
    return Case.objects.select_related("body", "client", "executor").get(pk=letter.case_id)


def _check_writer(kind: str, case: Case, by: Employee, at: datetime) -> None:
    if by.body_id == case.body_id and may_write(kind, case, by, at=at):
        return
    clause = profile_of(case.body).letter_of_kind(kind).clause or ""
    raise Refusal(
        _(
            "Such a letter cannot be prepared now: by the stage of the case, by your role, or because the client left no"
            " way to write to him."
        ),
        clause=clause,
    )


def _locked_case(case: Case) -> Case:
    return (
        Case.objects.select_for_update(of=("self",))
        .select_related("body", "client", "executor")
        .get(pk=case.pk)
    )


def _kept(act: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed for the act as plain data, cleaned of invisible signs."""

    def plain(value: Any) -> Any:
        if isinstance(value, list):
            return [str(item)[:VALUE_LIMIT] for item in value][:1000]
        return value if isinstance(value, bool | int) else clean_text(str(value))[:VALUE_LIMIT]

    return {str(name): plain(value) for name, value in act.items() if value not in (None, "")}


def _cleaned(draft: dict[str, Any]) -> dict[str, Any]:
    answers = draft.get("answers") or {}
    return {
        **{name: part_text(draft.get(name)) for name in ("salutation", "opening", "closing")},
        "answers": {
            name: part_text(answers[name]) for name in (TEXT, COVERING_TEXT) if name in answers
        },
        "act": _kept(draft.get("act") or {}),
    }


def _freeze(letter: Reply, signer: Employee, by: Employee, at: datetime) -> LetterVersion:
    """Store the letter, its covering letter and its act as one content with one hash; both are printed as they will be."""
    executor = letter.case.executor or by
    written = letter_of(letter, signer=signer, executor=executor, attachments=titles_of(letter))
    printed = _placed(written, letter.case, signer, at)
    covering = covering_of(letter, signer=signer, executor=executor)
    content = letters.content_of(printed) | {
        letters.FILES: frozen_files(letter),
        ACT: {"kind": letter.kind, **letter.draft["act"]},
    }
    if covering is not None:
        covering = _placed(covering, letter.case, signer, at)
        content[CONTENT] = letters.content_of(covering)
    version = LetterVersion.objects.create(
        reply=letter,
        number=letter.versions.count() + 1,
        content=content,
        sha256=letters.fingerprint(content),
        pdf=storage.store(documents.letter_pdf(printed, at), at=at),
        docx=storage.store(documents.letter_docx(printed, at), at=at),
        created_at=at,
        created_by=by,
    )
    if covering is not None:
        Covering.objects.create(
            version=version,
            pdf=storage.store(documents.letter_pdf(covering, at), at=at),
            docx=storage.store(documents.letter_docx(covering, at), at=at),
        )
    return version


def _placed(
    letter: documents.Letter, case: Case, signer: Employee, at: datetime
) -> documents.Letter:
    """Return the letter with the places of number, date and signature, as it goes to the signer."""
    right = signers_now(case, at).of(signer)
    post = right.post(case.body) if right else signer.post
    place = letters.signature_note(signer, None, "", calendars.zone(case.body), post=post)
    return replace(
        letter, draft=False, signature_note=place, signatory_post=letters.printed_post(post)
    )


def _note(letter: Reply, act: str, by: Employee, at: datetime) -> None:
    case = letter.case
    kind = profile_of(case.body).letter_of_kind(letter.kind)
    journal.write(
        act,
        case.ref,
        actor=by.actor,
        body=case.body.code,
        clause=own_clause(case.body, kind.clause or ""),
        at=at,
        kind=letter.kind,
        title=kind.title,
    )
