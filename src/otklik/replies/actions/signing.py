"""The signer signs a version, or returns it with remarks."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases import actions as cases
from otklik.cases.assignment_queries import barred_of
from otklik.cases.assignment_rules import INTEREST_CLAUSE
from otklik.cases.models import Case
from otklik.cases.numbering import take_outgoing_number
from otklik.replies import letter as letters
from otklik.replies.actions.approving import add_remarks
from otklik.replies.actions.moving import locked, move, now
from otklik.replies.actions.noticing import sign_notice
from otklik.replies.actions.printing_signed import print_signed
from otklik.replies.actions.releasing import release
from otklik.replies.joint_guards import check_lead
from otklik.replies.kinds import is_notice
from otklik.replies.kinds.effects import take_back
from otklik.replies.models import Decision, LetterVersion, Reply
from otklik.replies.outgoing_numbers import is_external
from otklik.replies.route import signers_now
from otklik.replies.route_rules import Place
from otklik.staff import calendars
from otklik.staff.distribution import CLAUSE, Signer
from otklik.staff.models import Employee
from otklik.staff.profiles import own_clause
from otklik.staff.refusals import Refusal


@transaction.atomic
def sign(version: LetterVersion, *, by: Employee, sha256: str, at: datetime | None = None) -> Reply:
    """Sign exactly the version that the signer saw, number the letter, and queue its deliveries.

    `sha256` is the hash that stood on the signer's page; a letter that has changed since is refused, and so is somebody
    to whom the distribution of powers does not give the topic. Where the body numbers its letters in an external record
    system, the letter waits for that number (labour-novosibirsk:10.1, 10.2).
    """
    moment = now(at)
    right = right_to_sign(version.reply.case, by, moment)
    reply = locked(version.reply, "sign", by)
    latest = _latest(reply)
    if latest.pk != version.pk or latest.sha256 != sha256 or _changed(latest):
        raise Refusal(
            _("The letter has changed since you opened it. Read the present version and sign that.")
        )
    if reply.author_id == by.pk:
        raise Refusal(_("Whoever wrote the letter cannot sign it."))
    check_lead(latest, reply)
    barred = barred_of(reply.case)
    if problem := barred.problem(by.pk, ""):
        raise Refusal(str(problem.message), clause=problem.clause)
    if barred.reason(latest.created_by_id) is not None:
        raise Refusal(
            _("The letter was prepared by somebody who may not consider the case. Return it."),
            clause=INTEREST_CLAUSE,
        )
    if is_notice(reply):
        case = sign_notice(latest, reply, by=by, at=moment)
    else:
        case = cases.mark_signed(reply.case, by=by, at=moment)
    reply.case = case
    if not is_external(case.body):
        reply.numbered_on = calendars.today(case.body, moment)
        reply.number = take_outgoing_number(case.body, reply.numbered_on.year)
    decision = Decision.objects.create(
        version=latest,
        kind=Decision.Kind.SIGNED,
        sha256=sha256,
        by=by,
        post=right.post(case.body),
        at=moment,
    )
    latest.reply = reply
    print_signed(latest, decision, at=moment)
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


def right_to_sign(case: Case, by: Employee, at: datetime) -> Signer:
    """Return by which right the employee signs letters of the case; raises `Refusal` naming who does when he may not."""
    signers = signers_now(case, at)
    right = signers.of(by)
    if right is not None:
        return right
    if by.body_id != case.body_id:
        raise Refusal(_("Your role does not include this act."))
    clause = own_clause(case.body, CLAUSE)
    if not signers.designated:
        raise Refusal(_("Nobody in this body may sign letters."), clause=clause)
    first = signers.designated[0]
    names = {"person": first.employee.short_name, "post": first.post(case.body)}
    raise Refusal(
        _("Letters on this topic are signed by %(person)s, %(post)s.") % names, clause=clause
    )


@transaction.atomic
def return_to_author(
    version: LetterVersion,
    *,
    by: Employee,
    remarks: str,
    places: Sequence[Place] = (),
    at: datetime | None = None,
) -> Reply:
    """Send the letter back to its author with remarks: to the whole letter, at places of its text, or both."""
    moment = now(at)
    reply = locked(version.reply, "return", by)
    latest = _latest(reply)
    latest.reply = reply
    add_remarks(latest, by=by, remarks=remarks, places=places, at=moment)
    Decision.objects.create(
        version=latest,
        kind=Decision.Kind.RETURNED,
        sha256=latest.sha256,
        by=by,
        post=by.post,
        at=moment,
        remarks=remarks.strip(),
    )
    take_back(reply, by=by, remarks=remarks, at=moment)
    move(reply, "return", actor=by.actor, at=moment, version=latest.number)
    return reply


def _latest(reply: Reply) -> LetterVersion:
    return reply.versions.order_by("-number")[0]


def _changed(version: LetterVersion) -> bool:
    """Whether the stored content is no longer what its hash was made of."""
    return letters.fingerprint(version.content) != version.sha256
