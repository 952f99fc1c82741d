"""The way of a letter from its author to the signer: approvals in order, remarks at their places, recall."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases.assignment_queries import barred_of, executes
from otklik.journal import actions as journal
from otklik.replies import letter as letters
from otklik.replies.actions.moving import locked, move, now
from otklik.replies.kinds.effects import take_back
from otklik.replies.models import Approval, LetterVersion, Remark, Reply
from otklik.replies.route import LEFT_OUT, current_step, steps_of, text_parts, unsettled, way_of
from otklik.replies.route_rules import Chosen, Left, Place, lacking
from otklik.staff import calendars
from otklik.staff.models import Employee
from otklik.staff.queries import stands_in
from otklik.staff.refusals import Refusal

REMARK_LIMIT = 4000
"""Characters of one remark."""
CLAUSE = "industry-mordovia:8.6.b"


def planned_way(
    reply: Reply, *, by: Employee, at: datetime, despite_remarks: bool = False
) -> list[Chosen]:
    """Return the way that the letter will take if `by` sends it now.

    Raises `Refusal` while remarks are not settled (`despite_remarks`: the author sends it all the same), and for a step
    without which the letter may not go and for which there is nobody.
    """
    left = 0 if despite_remarks else unsettled(reply)
    if left:
        raise Refusal(
            _("Remarks not settled yet: %(number)s. Mark each as settled, or send it all the same.")
            % {"number": left},
            field="remarks",
        )
    chosen = way_of(reply, by=by, at=at)
    if missing := lacking(chosen):
        raise Refusal(
            _("Nobody can approve the letter as “%(step)s”: the administrator names somebody.")
            % {"step": missing[0].label},
            clause=missing[0].clause or "",
        )
    return chosen


def begin_way(version: LetterVersion, chosen: Sequence[Chosen]) -> str:
    """Write down the steps of a version and return the act that sends it on its way.

    A part of the act of sending, inside its transaction; a step that is left out keeps its note.
    """
    rows = [
        Approval(
            version=version,
            position=position,
            step=one.step.code,
            label=one.step.label,
            approver_id=one.person,
            state=Approval.State.WAITING if one.waits else Approval.State.VOID,
            sha256=version.sha256,
            note="" if one.left is None else str(LEFT_OUT[Left(one.left)]),
        )
        for position, one in enumerate(chosen, 1)
        if one.person is not None
    ]
    Approval.objects.bulk_create(rows)
    return "submit-for-approval" if any(one.waits for one in chosen) else "submit"


@transaction.atomic
def approve(
    version: LetterVersion, *, by: Employee, sha256: str, at: datetime | None = None
) -> Reply:
    """Approve exactly the version that was shown, as the step whose turn it is; the last one sends it to the signer.

    By the approver or his formal substitute, never by who wrote the letter or executes the case. Raises `Refusal` for a
    letter that has changed since (`sha256` is the hash that stood on the page).
    """
    moment = now(at)
    reply = locked(version.reply, "approve", by)
    latest, steps, step = _turn(reply, version, sha256, by, moment)
    _decide(step, Approval.State.APPROVED, by, moment)
    last = all(one.state != Approval.State.WAITING for one in steps)
    move(
        reply,
        "approve-last" if last else "approve",
        actor=by.actor,
        at=moment,
        version=latest.number,
        sha256=sha256,
        step=step.label,
    )
    return reply


@transaction.atomic
def reject(
    version: LetterVersion,
    *,
    by: Employee,
    sha256: str,
    remarks: str = "",
    places: Sequence[Place] = (),
    at: datetime | None = None,
) -> Reply:
    """Send the letter back with remarks: to the whole letter, at places of its text, or both; one at least."""
    moment = now(at)
    reply = locked(version.reply, "reject", by)
    latest, _steps, step = _turn(reply, version, sha256, by, moment)
    add_remarks(latest, by=by, remarks=remarks, places=places, at=moment)
    _decide(step, Approval.State.REJECTED, by, moment)
    _void(latest)
    take_back(reply, by=by, remarks=remarks, at=moment)
    move(reply, "reject", actor=by.actor, at=moment, version=latest.number, step=step.label)
    return reply


@transaction.atomic
def withdraw_approval(version: LetterVersion, *, by: Employee, at: datetime | None = None) -> Reply:
    """Take one's approval back while the letter is not signed: the step waits again, and the letter with it."""
    moment = now(at)
    reply = locked(version.reply, "withdraw-approval", by)
    latest = _newest(reply)
    own = [
        step
        for step in steps_of(latest)
        if step.state == Approval.State.APPROVED and step.decided_by_id == by.pk
    ]
    if latest.pk != version.pk or not own:
        raise Refusal(_("There is no approval of yours to take back."))
    step = own[-1]
    step.state, step.decided_by, step.decided_at = Approval.State.WAITING, None, None
    step.save(update_fields=["state", "decided_by", "decided_at"])
    move(
        reply,
        "withdraw-approval",
        actor=by.actor,
        at=moment,
        version=latest.number,
        step=step.label,
    )
    return reply


@transaction.atomic
def recall(reply: Reply, *, by: Employee, at: datetime | None = None) -> Reply:
    """Take the letter back from its way to change it: by its author, or whoever executes the case now."""
    moment = now(at)
    fresh = locked(reply, "recall", by)
    if fresh.author_id != by.pk and not executes(fresh.case, by, moment):
        raise Refusal(_("The letter is taken back by who wrote it or executes the case."))
    latest = _newest(fresh)
    _void(latest)
    take_back(fresh, by=by, remarks="", at=moment)
    move(fresh, "recall", actor=by.actor, at=moment, version=latest.number)
    return fresh


@transaction.atomic
def settle(remark: Remark, *, by: Employee, answer: str = "", at: datetime | None = None) -> Remark:
    """Mark a remark as settled, perhaps with what was done; only while the letter is being written."""
    moment = now(at)
    reply = locked(remark.version.reply, "save", by)
    if reply.author_id != by.pk and not executes(reply.case, by, moment):
        raise Refusal(_("The reply is written by the executor to whom the case is assigned."))
    fresh = Remark.objects.select_for_update().get(pk=remark.pk, version__reply=reply)
    if fresh.settled_at is not None:
        return fresh
    fresh.settled_at, fresh.answer = moment, " ".join(answer.split())[:500]
    fresh.save(update_fields=["settled_at", "answer"])
    journal.write(
        "replies.settle",
        reply.case.ref,
        actor=by.actor,
        body=reply.case.body.code,
        at=moment,
        remark=fresh.pk,
    )
    return fresh


def add_remarks(
    version: LetterVersion,
    *,
    by: Employee,
    remarks: str,
    places: Sequence[Place],
    at: datetime,
) -> list[Remark]:
    """Keep the remarks of a reader, each with the words that it means; a part of the act of returning.

    Raises `Refusal` when there is none, for a place that the letter has not, and for a remark without words.
    """
    parts = text_parts(version.reply.draft)
    said = [Place("", 0, 0, remarks)] if remarks.strip() else []
    said += [place for place in places if place.text.strip()]
    if not said:
        raise Refusal(_("Write what should be mended."), field="remarks")
    if any(len(place.text) > REMARK_LIMIT for place in said):
        raise Refusal(_("A remark is too long. Shorten it."), field="remarks")
    if not all(place.is_in(parts) for place in said):
        raise Refusal(_("A remark is about a place that the letter has not. Mark it again."))
    return Remark.objects.bulk_create(
        Remark(
            version=version,
            part=place.part,
            start=place.start,
            end=place.end,
            quote=parts.get(place.part, "")[place.start : place.end],
            text=place.text.strip(),
            by=by,
            at=at,
        )
        for place in said
    )


def _turn(
    reply: Reply, version: LetterVersion, sha256: str, by: Employee, at: datetime
) -> tuple[LetterVersion, list[Approval], Approval]:
    """Return the newest version, its steps, and the one whose turn it is, if `by` may decide on it now."""
    latest = _newest(reply)
    changed = letters.fingerprint(latest.content) != latest.sha256
    if latest.pk != version.pk or latest.sha256 != sha256 or changed:
        raise Refusal(_("The letter has changed since you opened it. Read the present version."))
    steps = steps_of(latest)
    step = current_step(steps)
    if step is None or step.sha256 != latest.sha256:
        raise Refusal(_("The letter has changed since you opened it. Read the present version."))
    if by.pk in {reply.author_id, reply.case.executor_id, latest.created_by_id}:
        raise Refusal(_("Whoever wrote the letter cannot approve it."), clause=CLAUSE)
    if problem := barred_of(reply.case).problem(by.pk, ""):
        raise Refusal(str(problem.message), clause=problem.clause)
    if not stands_in(by, step.approver_id, calendars.today(reply.case.body, at)):
        raise Refusal(
            _("This step is decided by %(person)s: %(step)s.")
            % {"person": step.approver.short_name, "step": step.label}
        )
    return latest, steps, step


def _decide(step: Approval, state: Approval.State, by: Employee, at: datetime) -> None:
    step.state, step.decided_by, step.decided_at = state, by, at
    step.save(update_fields=["state", "decided_by", "decided_at"])


def _void(version: LetterVersion) -> None:
    version.approvals.filter(state=Approval.State.WAITING).update(state=Approval.State.VOID)


def _newest(reply: Reply) -> LetterVersion:
    latest = reply.versions.order_by("-number")[0]
    latest.reply = reply
    return latest
