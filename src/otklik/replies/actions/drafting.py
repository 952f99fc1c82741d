"""Writing the draft, and sending it for signature as a frozen version."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from otklik import documents
from otklik.cases.assignment_queries import executes
from otklik.cases.models import Case
from otklik.cases.models import Stage as CaseStage
from otklik.language import clean_text
from otklik.messages import storage
from otklik.replies import letter as letters
from otklik.replies.actions.approving import begin_way, planned_way
from otklik.replies.actions.keeping import keep_state
from otklik.replies.actions.moving import locked, move, now
from otklik.replies.enclosures import frozen_files, titles_of
from otklik.replies.joint_guards import check_writing
from otklik.replies.models import LetterVersion, Reply
from otklik.replies.queries import missing_in, signers_of
from otklik.replies.route import signers_now
from otklik.staff import calendars
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal
from otklik.surveys import actions as surveys

OUTCOME_PARTS = ("outcome", "promised_on", "reason")
"""What is typed about a question's outcome; it stays in the draft until `cases.consider` accepts it."""
DRAFT_LIMIT = 60_000
"""Characters that one part of a draft may have."""


@transaction.atomic
def start(case: Case, *, by: Employee, at: datetime | None = None) -> Reply:
    """Return the reply to the case, begun with the salutation and the first paragraph that the order asks for.

    By the responsible executor or his formal substitute; a draft that a former executor began goes on.
    """
    fresh = (
        Case.objects.select_for_update(of=("self",))
        .select_related("body", "client")
        .get(pk=case.pk)
    )
    existing = Reply.objects.filter(case=fresh, kind=Reply.Kind.REPLY).first()
    if existing is not None:
        return existing
    if fresh.stage != CaseStage.ASSIGNED or not executes(fresh, by, now(at)):
        raise Refusal(_("The reply is written by the executor to whom the case is assigned."))
    return Reply.objects.create(
        case=fresh, draft=letters.first_draft(fresh), author=by, saved_at=now(at), revision=1
    )


@transaction.atomic
def save(
    reply: Reply,
    *,
    by: Employee,
    draft: dict[str, Any],
    revision: int,
    whole: bool = False,
    at: datetime | None = None,
) -> Reply:
    """Keep the draft as typed; the state that it replaces is kept as well where one may want it back.

    `whole`: not typing but an act on the letter (a replacement, a return to an earlier state).
    Raises `Refusal` when somebody has saved a later revision; the caller shows both texts, nothing is overwritten.
    """
    fresh = locked(reply, "save", by)
    if not executes(fresh.case, by, now(at)):
        raise Refusal(_("The reply is written by the executor to whom the case is assigned."))
    check_writing(fresh)
    if revision != fresh.revision:
        raise Refusal(
            _("The draft was changed in another window. Compare the texts and save again.")
        )
    moment, cleaned = now(at), _cleaned(fresh.case, draft)
    keep_state(fresh, cleaned, by=by, at=moment, whole=whole)
    fresh.draft = cleaned
    fresh.author = by
    fresh.revision += 1
    fresh.saved_at = moment
    move(fresh, "save", actor=by.actor, at=fresh.saved_at, revision=fresh.revision)
    return fresh


def _cleaned(case: Case, draft: dict[str, Any]) -> dict[str, Any]:
    answers = draft.get("answers") or {}
    parts = {key: part_text(draft.get(key)) for key in ("salutation", "opening", "closing")}
    own = {str(question.pk) for question in case.questions.all()}
    outcomes = draft.get("outcomes") or {}
    return {
        **parts,
        "answers": {key: part_text(text) for key, text in answers.items() if key in own},
        "outcomes": {
            key: {name: part_text(typed.get(name)) for name in OUTCOME_PARTS}
            for key, typed in outcomes.items()
            if key in own
        },
    }


def part_text(text: object) -> str:
    """Return a part of a letter as it is kept; raises `Refusal` for one that is too long for a letter."""
    value = clean_text(str(text or ""))
    if len(value) > DRAFT_LIMIT:
        raise Refusal(
            _("The text is too long for a letter. Shorten it or send it as an attachment.")
        )
    return value


@transaction.atomic
def submit(
    reply: Reply,
    *,
    by: Employee,
    despite_remarks: bool = False,
    carried: bool = False,
    at: datetime | None = None,
) -> LetterVersion:
    """Freeze the draft as a version with its hash and its two files, and send it on its way: to approval or signature.

    Raises `Refusal` naming the first thing that is missing and blocks (economy-novosibirsk:4.1, 7, 8), and while remarks
    are not settled (`despite_remarks`: the author sends it all the same). `carried`: it carries a lead letter's words, on
    which the route of approval was run already.
    """
    moment = now(at)
    fresh = locked(reply, "submit", by)
    case = fresh.case
    if not executes(case, by, moment):
        raise Refusal(_("The reply is written by the executor to whom the case is assigned."))
    if not carried:
        check_writing(fresh)
    blocking = [item for item in missing_in(fresh) if item.blocks]
    if blocking:
        raise Refusal(str(blocking[0].message), field=blocking[0].code, clause=blocking[0].clause)
    way = [] if carried else planned_way(fresh, by=by, at=moment, despite_remarks=despite_remarks)
    number = fresh.versions.count() + 1
    signer = signers_of(case)[0]
    written = letters.letter_of(
        case,
        fresh.draft,
        signer=signer,
        executor=by,
        survey_url=_survey_link(case, moment),
        attachments=titles_of(fresh),
    )
    # The signer reads it as it will be printed; number, date and signature have their places already.
    right = signers_now(case, moment).of(signer)
    post = right.post(case.body) if right else signer.post
    place = letters.signature_note(signer, None, "", calendars.zone(case.body), post=post)
    letter = replace(
        written,
        draft=False,
        signature_note=place,
        signatory_post=letters.printed_post(post),
    )
    content = letters.content_of(letter) | {letters.FILES: frozen_files(fresh)}
    version = LetterVersion.objects.create(
        reply=fresh,
        number=number,
        content=content,
        sha256=letters.fingerprint(content),
        pdf=storage.store(documents.letter_pdf(letter, moment), at=moment),
        docx=storage.store(documents.letter_docx(letter, moment), at=moment),
        created_at=moment,
        created_by=by,
    )
    act = begin_way(version, way)
    move(fresh, act, actor=by.actor, at=moment, version=number, sha256=version.sha256)
    return version


def _survey_link(case: Case, at: datetime) -> str:
    """Make the one-time link that the letter carries; the one of an earlier version no longer works."""
    if not letters.hosts_survey(case):
        return ""
    context = {
        "type": case.type,
        "touchpoint": case.touchpoint.code if case.touchpoint else "",
        "unit": case.unit_id,
        "channel": case.channel,
    }
    return surveys.invite(case.body, about=case.ref, context=context, at=at).url
