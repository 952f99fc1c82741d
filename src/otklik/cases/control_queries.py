"""Reading control of a case: the mark in force, who may take it off, what is still missing."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from otklik.cases.control_rules import CaseFacts, Lack, LetterFacts, QuestionFacts, lacking
from otklik.cases.models import Case, ControlMark, Promise, Proposal, Question
from otklik.messages.models import Outgoing
from otklik.staff import calendars
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of
from otklik.staff.queries import stands_in

REPLIES = ("reply", "reply-duplicate")
"""Kinds of the messages that carry the reply: the main one, and the one through the additional channel."""


def mark_of(case: Case) -> ControlMark | None:
    """Return the mark by which the case is on control, or None."""
    return case.control_marks.filter(removed_at=None).select_related("put_by").first()


def may_take_off(mark: ControlMark, case: Case, by: Employee, at: datetime) -> bool:
    """Whether the employee put the mark, or formally stands in for whoever did (labour-novosibirsk:28.a)."""
    return stands_in(by, mark.put_by_id, calendars.today(case.body, at))


def needs_record(case: Case) -> bool:
    """Whether the order wants the decision entered in an external record system (labour-novosibirsk:28.b)."""
    return profile_of(case.body).switch("external_register_required")


def lacking_of(case: Case) -> list[Lack]:
    """Return what is missing for the case to count as executed."""
    return lacking(facts_of(case))


def facts_of(case: Case) -> CaseFacts:
    """Return what a decision about the execution of the case rests on."""
    return CaseFacts(
        stage=case.stage,
        questions=question_facts(case),
        letters=list(_letters(case)),
        interims=case.interims.count(),
    )


def question_facts(case: Case) -> list[QuestionFacts]:
    """Return the questions of the case as control sees them."""
    followed = profile_of(case.body).switch("promise_follow_up")
    rows = case.questions.prefetch_related("promises__letter", "forwardings")
    return [_of_question(row, followed=followed) for row in rows]


def _of_question(row: Question, *, followed: bool) -> QuestionFacts:
    promises = list(row.promises.all())
    kept = all(_is_kept(promise) for promise in promises) and (bool(promises) or not followed)
    return QuestionFacts(
        row.position,
        row.outcome,
        forwarded=bool(row.forwardings.all()),
        measure=row.measure,
        promised_on=row.promised_on,
        promise_kept=kept,
    )


def _is_kept(promise: Promise) -> bool:
    if promise.kept_at is None:
        return False
    return promise.letter is None or promise.letter.state == Outgoing.State.SENT


def _letters(case: Case) -> Iterable[LetterFacts]:
    for message in Outgoing.objects.filter(about=case.ref, body=case.body_id, kind__in=REPLIES):
        what = _("reply") if message.kind == "reply" else _("reply by the additional channel")
        yield LetterFacts(what, _sent(message))
    for forwarding in case.forwardings.select_related("letter", "notice"):
        if forwarding.letter is not None:
            what = _("letter to %(recipient)s") % {"recipient": forwarding.recipient}
            yield LetterFacts(what, _sent(forwarding.letter))
        if forwarding.notice is not None:
            yield LetterFacts(_("notice of forwarding to the client"), _sent(forwarding.notice))
    for ending in case.no_replies.filter(state=Proposal.APPROVED).select_related("notice"):
        if ending.notice is not None:
            yield LetterFacts(_("notice to the client of the ending"), _sent(ending.notice))


def _sent(message: Outgoing) -> bool:
    return message.state == Outgoing.State.SENT
