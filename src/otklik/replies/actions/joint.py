"""A joint answer: one letter's words to many clients, each with his own salutation, reference, number and signature."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases import actions as cases
from otklik.cases.assignment_queries import executes
from otklik.cases.models import Case, Question
from otklik.cases.models import Stage as CaseStage
from otklik.journal import actions as journal
from otklik.replies import letter as letters
from otklik.replies.actions.drafting import start, submit
from otklik.replies.actions.keeping import keep_state
from otklik.replies.actions.moving import locked, move, now
from otklik.replies.actions.signing import sign
from otklik.replies.joint_queries import CHANGEABLE, ON_ITS_WAY, asked
from otklik.replies.joint_rules import AT_ONCE, carried_draft, match_questions
from otklik.replies.models import LetterVersion, Reply
from otklik.staff.models import Employee
from otklik.staff.refusals import Refusal

SECONDS = 20.0
"""So long one request goes on with letters; what is left goes on with the next one."""


@transaction.atomic
def join(case: Case, others: Sequence[Case], *, by: Employee, at: datetime | None = None) -> Reply:
    """Let the letters of other cases carry the words of this case's letter; all of them or none.

    Raises `Refusal` for a case of another executor, one that is answered otherwise already, and for more than 200.
    """
    moment = now(at)
    lead = start(case, by=by, at=moment)
    if lead.lead_id is not None:
        raise Refusal(_("This letter carries another letter's words itself. Take it out first."))
    if lead.stage not in CHANGEABLE:
        raise Refusal(_("The letter is on its way already: nobody can join it now."))
    if lead.followers.count() + len(others) + 1 > AT_ONCE:
        raise Refusal(_("At most %(count)s letters go together.") % {"count": AT_ONCE})
    for other in others:
        follower = start(other, by=by, at=moment)
        _check_joining(lead, follower, by, moment)
        follower.lead = lead
        follower.save(update_fields=["lead"])
        _carry(lead, follower, by, moment)
        _told("replies.join", follower, by, moment, lead=str(lead.case))
    return lead


def _check_joining(lead: Reply, follower: Reply, by: Employee, at: datetime) -> None:
    case = follower.case
    if follower.pk == lead.pk:
        raise Refusal(_("The letter is the leading one itself."))
    if case.body_id != lead.case.body_id or case.executor_id != lead.case.executor_id:
        raise Refusal(_("Only cases of the same executor are answered together."))
    if case.stage != CaseStage.ASSIGNED or not executes(case, by, at):
        raise Refusal(_("The reply is written by the executor to whom the case is assigned."))
    free = follower.stage in CHANGEABLE and follower.lead_id is None
    if not free or follower.followers.exists():
        raise Refusal(
            _("The case %(case)s is answered by another letter already.") % {"case": case}
        )


def _carry(lead: Reply, follower: Reply, by: Employee, at: datetime) -> dict[int, int]:
    """Write the lead letter's words into a letter that follows; return which question is answered by which."""
    matched = match_questions(asked(lead.case), asked(follower.case))
    draft = carried_draft(
        lead.draft,
        letters.first_draft(follower.case),
        matched,
        lead_addressee=lead.case.addressee,
        own_addressee=follower.case.addressee,
    )
    keep_state(follower, draft, by=by, at=at, whole=True)
    follower.draft, follower.author, follower.saved_at = draft, by, at
    follower.revision += 1
    move(follower, "save", actor=by.actor, at=at, revision=follower.revision)
    return matched


@transaction.atomic
def leave_joint(reply: Reply, *, by: Employee, at: datetime | None = None) -> Reply:
    """Take a letter out of a joint answer: its words stay and are edited by themselves from now on."""
    fresh = locked(reply, "save", by)
    if not executes(fresh.case, by, now(at)):
        raise Refusal(_("The reply is written by the executor to whom the case is assigned."))
    if fresh.lead_id is None:
        return fresh
    fresh.lead = None
    fresh.save(update_fields=["lead"])
    _told("replies.leave-joint", fresh, by, now(at))
    return fresh


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a round: letters done, those refused with their reason, and how many wait for the next round."""

    done: int
    refused: tuple[tuple[Reply, str], ...]
    left: int


def submit_together(
    lead: Reply, *, by: Employee, seconds: float = SECONDS, at: datetime | None = None
) -> Sent:
    """Send the lead letter for approval or signature, then each that follows, every letter in a transaction of its own.

    While the lead letter is being approved the others wait; what blocks one of them blocks that one only. A round that
    ran out of time is simply begun again.
    """
    stop = time.monotonic() + seconds
    lead = Reply.objects.select_related("case").get(pk=lead.pk)
    if lead.stage in CHANGEABLE:
        submit(lead, by=by, at=at)
        lead.refresh_from_db()
    waiting = list(
        lead.followers.filter(stage__in=CHANGEABLE).select_related("case").order_by("case_id")
    )
    if lead.stage not in ON_ITS_WAY:
        return Sent(1, (), len(waiting))
    done, refused = 0, list[tuple[Reply, str]]()
    for place, follower in enumerate(waiting):
        if time.monotonic() > stop:
            return Sent(done, tuple(refused), len(waiting) - place)
        try:
            submit_follower(follower, by=by, at=at)
            done += 1
        except Refusal as refusal:
            refused.append((follower, refusal.message))
    return Sent(done, tuple(refused), 0)


@transaction.atomic
def submit_follower(follower: Reply, *, by: Employee, at: datetime | None = None) -> LetterVersion:
    """Carry the approved words to one client, record the outcome of his questions, and send his letter for signature.

    The route of approval was run on the lead letter. Raises `Refusal` naming the first question that it leaves open.
    """
    moment = now(at)
    fresh = locked(follower, "submit", by)
    if fresh.lead is None or fresh.lead.stage not in ON_ITS_WAY:
        raise Refusal(_("The leading letter is not approved yet."))
    matched = _carry(fresh.lead, fresh, by, moment)
    answered = {row.pk: row for row in fresh.lead.case.questions.all()}
    for question in fresh.case.questions.filter(pk__in=matched):
        _consider_as(question, answered[matched[question.pk]], by, moment)
    fresh.refresh_from_db()
    return submit(fresh, by=by, carried=True, at=moment)


def _consider_as(question: Question, source: Question, by: Employee, at: datetime) -> None:
    """Record for a question the outcome that the lead letter's question has."""
    same = (question.outcome, question.promised_on, question.reason) == (
        source.outcome,
        source.promised_on,
        source.reason,
    )
    if source.outcome and not same:
        cases.consider(
            question,
            by=by,
            outcome=source.outcome,
            promised_on=source.promised_on,
            reason=source.reason,
            at=at,
        )


def sign_together(
    shown: Sequence[tuple[LetterVersion, str]],
    *,
    by: Employee,
    seconds: float = SECONDS,
    at: datetime | None = None,
) -> Sent:
    """Sign each letter that was shown, with the hash that stood on the page; each has its own number and deliveries.

    Every signature is an act of its own: one that is refused stops none of the others.
    """
    stop = time.monotonic() + seconds
    done, refused = 0, list[tuple[Reply, str]]()
    for place, (version, sha256) in enumerate(shown):
        if time.monotonic() > stop:
            return Sent(done, tuple(refused), len(shown) - place)
        try:
            sign(version, by=by, sha256=sha256, at=at)
            done += 1
        except Refusal as refusal:
            refused.append((version.reply, refusal.message))
    return Sent(done, tuple(refused), 0)


def _told(act: str, reply: Reply, by: Employee, at: datetime, **details: str) -> None:
    case = reply.case
    journal.write(act, case.ref, actor=by.actor, body=case.body.code, at=at, **details)
