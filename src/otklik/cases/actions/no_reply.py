"""No reply on the merits: one person proposes it with a listed ground, a second one decides (labour-novosibirsk:7.4)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases import notices
from otklik.cases.actions import clock
from otklik.cases.actions.clarifying import own_case
from otklik.cases.actions.extending import check_letter_decides
from otklik.cases.actions.moving import give_up, locked, meet, move, now, refuse
from otklik.cases.assignment_queries import barred_of
from otklik.cases.leaving_queries import (
    answered_before,
    can_be_told,
    due_of,
    facts_of,
    ground_of,
    planned,
    standing,
)
from otklik.cases.leaving_rules import Claim, claim_problems, decision_problems
from otklik.cases.models import Case, Deadline, NoReply, Proposal
from otklik.cases.rules import ANSWERS, Problem
from otklik.messages.models import Outgoing
from otklik.regulations import Ground
from otklik.staff.models import Employee
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.queries import powers_of
from otklik.staff.refusals import Refusal

CLAUSES = ("labour-novosibirsk:7.4", "economy-novosibirsk:4.6.b")
REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Proposed:
    """What somebody proposes: the ground, why it holds, the notice, and what the ground rests on."""

    ground: str
    reason: str
    text: str = ""
    page: str = ""
    passage: str = ""
    secret: str = ""
    crime: bool = False
    earlier: Collection[int] = ()
    """Ids of the earlier cases, when the correspondence is to be ended."""


@transaction.atomic
def propose_no_reply(
    case: Case,
    *,
    by: Employee,
    what: Proposed,
    by_letter: bool = False,
    revision: int | None = None,
    at: datetime | None = None,
) -> NoReply:
    """Propose to give no reply on the merits; the case goes on until a second person decides.

    `by_letter`: the notice goes for signature as a letter, and whoever signs it decides.

    Raises `Refusal` for a ground of another law, without a reason, and without what the ground rests on.
    """
    moment = now(at)
    fresh = locked(case, "propose-no-reply", by, revision)
    own_case(fresh, by, moment)
    if standing(fresh) is not None:
        raise Refusal(_("There is a proposal already: it waits for a decision."))
    profile = profile_of(fresh.body)
    earlier = [row for row in answered_before(fresh) if row.pk in what.earlier]
    claim = Claim(
        ground=what.ground,
        reason=what.reason,
        text=what.text,
        page=what.page,
        passage=what.passage,
        secret=what.secret,
        crime=what.crime,
        earlier=len(earlier),
    )
    refuse([*_barred(fresh, by), *claim_problems(profile, claim, facts_of(fresh))])
    ground = profile.ground(what.ground)
    if ground.notice and can_be_told(fresh):
        notices.check_way(fresh, "no-reply", by_letter=by_letter)
    row = NoReply.objects.create(
        case=fresh,
        ground=ground.code,
        reason=_kept_reason(ground, what),
        text=what.text.strip() if ground.notice else "",
        proposed_at=moment,
        proposed_by=by,
        by_letter=by_letter,
    )
    row.earlier.set(earlier)
    _watch_the_notice(fresh, ground, moment)
    move(fresh, "propose-no-reply", actor=by.actor, at=moment, ground=ground.code)
    return row


def _barred(case: Case, by: Employee) -> list[Problem]:
    """Whoever the complaint is about, or who has an interest in it, neither proposes nor decides."""
    problem = barred_of(case).problem(by.pk, field="")
    return [problem] if problem else []


def _kept_reason(ground: Ground, what: Proposed) -> str:
    """Return the reason as it is kept for the decision: with the passage that the ground rests on."""
    if "passage" not in ground.needs:
        return what.reason.strip()
    return f"{what.reason.strip()}\n\n«{what.passage.strip()}»"


def _watch_the_notice(case: Case, ground: Ground, at: datetime) -> None:
    """Let the term of the notice stand on the card, where only such a ground has it."""
    term = planned(case, ground.notice_term) if ground.notice else None
    if term is None:
        return
    if not Deadline.objects.filter(case=case, kind=term.kind, superseded_at=None).exists():
        clock.store(case, [term], at)


@transaction.atomic
def approve_no_reply(
    row: NoReply,
    *,
    by: Employee,
    by_letter: bool = False,
    at: datetime | None = None,
) -> NoReply:
    """Agree: the client is told in this act, the case ends, nothing else is owed.

    `by_letter`: by the letter that is being signed. Raises `Refusal` for the proposer himself, and for somebody on whose
    level the ground is not decided. A ground found after the term of its notice is still a ground; the journal says that
    the notice was late.
    """
    moment = now(at)
    case = locked(row.case, "approve-no-reply", by)
    fresh, ground = _undecided(case, row, by)
    check_letter_decides(by_letter=fresh.by_letter, signed=by_letter)
    fresh.state, fresh.decided_at, fresh.decided_by = Proposal.APPROVED, moment, by
    fresh.notice = None if by_letter else _notice(fresh, ground, moment)
    told = by_letter or fresh.notice is not None
    fresh.save(update_fields=["state", "decided_at", "decided_by", "notice"])
    due = due_of(case, ground.notice_term)
    if told:
        ended = ("reply_internal", *ANSWERS) if ground.notice_term == REPLY else ()
        for kind in (ground.notice_term, *ended):
            meet(case, kind, moment)
    case.closed_at = moment
    give_up(case, moment)
    move(
        case,
        "approve-no-reply",
        actor=by.actor,
        at=moment,
        ground=ground.code,
        late=told and due is not None and moment > due,
        told=told,
    )
    return fresh


@transaction.atomic
def reject_no_reply(
    row: NoReply,
    *,
    by: Employee,
    remarks: str,
    by_letter: bool = False,
    at: datetime | None = None,
) -> NoReply:
    """Send the proposal back: the case is considered on the merits. Without remarks nobody would know why.

    `by_letter`: the letter that proposes it goes back; whoever may return the letter may do so.
    """
    moment = now(at)
    case = locked(row.case, "reject-no-reply", None if by_letter else by)
    fresh, ground = _undecided(case, row, None if by_letter else by)
    check_letter_decides(by_letter=fresh.by_letter, signed=by_letter)
    if not remarks.strip():
        raise Refusal(_("Write why the case must be considered."), field="remarks")
    fresh.state, fresh.decided_at, fresh.decided_by = Proposal.REJECTED, moment, by
    fresh.remarks = remarks.strip()
    fresh.save(update_fields=["state", "decided_at", "decided_by", "remarks"])
    term = planned(case, ground.notice_term)
    if term is not None and term.term.on_demand:
        rows = Deadline.objects.filter(case=case, kind=term.kind, superseded_at=None, met_at=None)
        rows.update(superseded_at=moment)
    move(case, "reject-no-reply", actor=by.actor, at=moment)
    return fresh


def _undecided(case: Case, row: NoReply, by: Employee | None) -> tuple[NoReply, Ground]:
    """Return the proposal fresh and locked, with its ground, if this employee (None: anybody) may decide on it."""
    fresh = NoReply.objects.select_for_update(of=("self",)).get(pk=row.pk, case=case)
    if fresh.state != Proposal.PROPOSED:
        raise Refusal(_("It has been decided on already."))
    fresh.case = case
    ground = ground_of(fresh)
    if ground is None:
        raise Refusal(_("The law by which this case is considered has no such ground."))
    if by is None:
        return fresh, ground
    decided = decision_problems(
        profile_of(case.body),
        ground,
        decider=by.pk,
        proposer=fresh.proposed_by_id,
        powers=powers_of(by),
    )
    refuse([*_barred(case, by), *decided])
    return fresh, ground


def _notice(row: NoReply, ground: Ground, at: datetime) -> Outgoing | None:
    """Tell the client in the approved words; None where the ground leaves nobody to tell."""
    case = row.case
    if not ground.notice or not can_be_told(case):
        return None
    return notices.notify(
        case,
        ground.notice,
        kind="no-reply-notice",
        values={"reason": notices.sentence(row.reason), "url": "", "ground": ground.text},
        text=row.text,
        key=f"no-reply-notice:{row.pk}",
        clause=ground.clause or own_clause(case.body, *CLAUSES),
        at=at,
    )


def drafted(case: Case, ground: Ground, values: dict[str, str], at: datetime) -> str:
    """Return the fixed text of the ground, filled for the case: what the proposer starts from."""
    if not ground.notice:
        return ""
    filled = {"reason": "", "url": "", "ground": ground.text, **values}
    return notices.written(case, ground.notice, filled, at)[1]
