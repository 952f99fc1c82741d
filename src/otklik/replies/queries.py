"""Reading replies, always for somebody."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Q, QuerySet

from otklik.cases import leaving_queries as leaving
from otklik.cases import queries as cases
from otklik.cases.models import Case, Question
from otklik.knowledge.models import ReplyTemplate
from otklik.replies import route
from otklik.replies.checks.draft import PartFinding
from otklik.replies.kinds import is_notice
from otklik.replies.kinds.reading import missing_of
from otklik.replies.models import Decision, LetterVersion, Reply
from otklik.replies.proof import Proof
from otklik.replies.proof_queries import proof_now
from otklik.replies.rules import Missing, QuestionState, missing
from otklik.staff import calendars
from otklik.staff.distribution import Table, in_force
from otklik.staff.models import Employee, Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import acts_for, body_of, powers_of


def visible_to(employee: Employee) -> QuerySet[Reply]:
    """Return the replies of the cases that the employee may see."""
    return Reply.objects.filter(case__in=cases.visible_to(employee))


def to_sign(employee: Employee, *, whole: bool = False) -> QuerySet[LetterVersion]:
    """Return the letters that wait for this signer by the distribution of powers, the most urgent case first.

    `whole`: also those that he may sign though another one is named for them, as the minister may any letter.
    """
    if Power.SIGN not in powers_of(employee):
        return LetterVersion.objects.none()
    waiting = route.living(
        LetterVersion.objects.filter(
            reply__stage=Reply.Stage.FOR_SIGNATURE, reply__case__body=employee.body_id
        ).exclude(reply__author=employee)
    )
    table = Table(body_of(employee), calendars.today(body_of(employee)))
    if not table.rows:
        return waiting
    own = [
        version.pk
        for version in waiting.prefetch_related("reply__case__questions__forwardings")
        if _is_for(table, version.reply.case, employee, whole=whole)
    ]
    return waiting.filter(pk__in=own)


def _is_for(table: Table, case: Case, employee: Employee, *, whole: bool) -> bool:
    topics = [q.topic_code for q in case.questions.all() if not q.forwardings.all()]
    signers = table.signers(topics, case.unit_id)
    people = signers.all if whole else signers.designated
    return any(one.employee.pk == employee.pk for one in people)


def to_decide(employee: Employee, pk: int) -> LetterVersion | None:
    """Return the letter if the employee may approve or sign it now, by his own right or another's; None otherwise."""
    found = route.to_approve(employee).filter(pk=pk).first()
    return found or to_sign(employee, whole=True).filter(pk=pk).first()


def signs_anything(employee: Employee) -> bool:
    """Whether the employee may sign letters for which another one is named, as the minister may any."""
    if Power.SIGN not in powers_of(employee):
        return False
    day = calendars.today(body_of(employee))
    anything = {item.code for item in profile_of(body_of(employee)).signatories if item.any_topic}
    rows = in_force(body_of(employee), day).filter(capacity__in=anything)
    return rows.filter(employee__in=acts_for(employee, day).values("pk")).exists()


def sent_by_now(cases: Iterable[Case]) -> dict[int, Reply.Stage]:
    """Return where the reply of each of those cases is, for those that lie with an approver or a signer."""
    waiting = Reply.objects.filter(
        case__in=[case.pk for case in cases],
        kind=Reply.Kind.REPLY,
        stage__in=[Reply.Stage.FOR_APPROVAL, Reply.Stage.FOR_SIGNATURE],
    )
    return {case: Reply.Stage(stage) for case, stage in waiting.values_list("case_id", "stage")}


def version_visible_to(employee: Employee, pk: int) -> bool:
    """Whether the letter version belongs to a case that the employee may see, or was brought to him for approval."""
    found = LetterVersion.objects.filter(pk=pk)
    if found.filter(reply__in=visible_to(employee)).exists():
        return True
    day = calendars.today(body_of(employee))
    asked = Q(approvals__approver__in=acts_for(employee, day).values("pk"))
    return found.filter(
        asked | Q(approvals__decided_by=employee), reply__case__body=employee.body_id
    ).exists()


def returned_to(employee: Employee) -> QuerySet[Reply]:
    """Return the employee's own letters that a signer sent back."""
    return (
        visible_to(employee)
        .filter(author=employee, stage=Reply.Stage.RETURNED)
        .select_related("case")
    )


def signers_of(case: Case, at: datetime | None = None) -> Sequence[Employee]:
    """Return who signs letters of the case by the distribution of powers, who is to do it first; never its executor."""
    found = [one.employee for one in route.signers_now(case, at).all]
    return [person for person in found if person.pk != case.executor_id]


def questions_of(case: Case) -> list[Question]:
    """Return the questions that the reply answers: all but those that went to another body."""
    return list(leaving.left_to_us(case))


COVERED = {
    "salutation": "salutation",
    "opening": "first-paragraph",
    "addressee": "first-paragraph",
    "addressee-in-opening": "first-paragraph",
    "executor-phone": "executor-mark",
    "signatory": "signatory",
}
"""What the list of missing things says already, and the rule of the checks that would say it again."""


def proof_of(
    reply: Reply, *, suggest: bool = True, signers: Sequence[Employee] | None = None
) -> Proof | None:
    """Return what the checks say of the draft as the letter it would be; None while nobody executes the case.

    None as well for a letter that carries an act: its kind has contents of its own. What the list of missing things says
    is not said twice. `signers`: who signs, where the page knows it already.
    """
    if is_notice(reply):
        return None
    known = signers_of(reply.case) if signers is None else signers
    proof = proof_now(reply, next(iter(known), None), suggest=suggest)
    if proof is None:
        return None
    said = {COVERED.get(item.code) for item in _lacking(reply, known)}
    kept = tuple(item for item in proof.findings if item.finding.rule not in said)
    return replace(proof, findings=kept)


def missing_in(
    reply: Reply,
    found: Sequence[PartFinding] | None = None,
    *,
    signers: Sequence[Employee] | None = None,
) -> list[Missing]:
    """Return what the draft still lacks, blocking things first.

    `found` are the findings of the letter and `signers` who signs it, where the page has them already.
    """
    known = signers_of(reply.case) if signers is None else signers
    if is_notice(reply):
        return missing_of(reply, signatory_known=bool(known), found=found)
    if found is None:
        proof = proof_of(reply, suggest=False, signers=known)
        found = proof.findings if proof else ()
    to_mend = [
        Missing(f"words-{item.part}", item.finding.message, True, item.finding.clause)
        for item in found
        if item.finding.severity == "block"
    ]
    return sorted([*_lacking(reply, known), *to_mend], key=lambda item: not item.blocks)


def _lacking(reply: Reply, signers: Sequence[Employee]) -> list[Missing]:
    case = reply.case
    answers = reply.draft.get("answers") or {}
    questions = [
        QuestionState(q.position, q.text, q.outcome, str(answers.get(str(q.pk), "")))
        for q in questions_of(case)
    ]
    return missing(
        profile_of(case.body),
        questions=questions,
        draft=reply.draft,
        addressee=case.addressee,
        signatory_known=bool(signers),
        executor_phone=case.executor.phone if case.executor else "",
        needs_note=case.client.needs_note,
    )


def signed_version(case: Case) -> LetterVersion | None:
    """Return the signed letter of a case, or None; for the client's page after delivery."""
    return (
        LetterVersion.objects.filter(
            reply__case=case,
            reply__kind=Reply.Kind.REPLY,
            reply__stage__in=[Reply.Stage.SIGNED, Reply.Stage.DISPATCHED],
        )
        .exclude(reply__number="")
        .order_by("-number")
        .first()
    )


def reply_of(case: Case) -> Reply | None:
    """Return the reply to the case, or None while nobody has begun it."""
    return (
        Reply.objects.filter(case=case, kind=Reply.Kind.REPLY)
        .select_related("case__body", "case__client", "case__executor", "author")
        .first()
    )


def latest_version(case: Case) -> LetterVersion | None:
    """Return the letter's last frozen version, signed or not; None before the first."""
    return (
        LetterVersion.objects.filter(reply__case=case, reply__kind=Reply.Kind.REPLY)
        .select_related("pdf", "docx", "reply__case__body")
        .order_by("-number")
        .first()
    )


def last_return(reply: Reply) -> Decision | None:
    """Return the last decision by which a signer sent the letter back, or None."""
    return (
        Decision.objects.filter(version__reply=reply, kind=Decision.Kind.RETURNED)
        .select_related("by")
        .order_by("-at")
        .first()
    )


def templates_for(case: Case) -> Sequence[ReplyTemplate]:
    """Return the body's reply templates, those of the case's topics first."""
    topics = set(case.questions.values_list("topic_code", flat=True))
    found = ReplyTemplate.objects.filter(
        body=case.body_id, state=ReplyTemplate.State.PUBLISHED
    ).order_by("title")
    return sorted(found, key=lambda item: item.topic_code not in topics)
