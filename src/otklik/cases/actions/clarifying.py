"""Asking the client, inviting him, and writing down what he says; none of it stops a term."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases import notices, queries
from otklik.cases.actions.moving import locked, move, now, refuse
from otklik.cases.asking_rules import (
    SPOKEN,
    STATUS_PAGE,
    Answered,
    Asked,
    answer_problems,
    asking_problems,
    need_problems,
)
from otklik.cases.models import Assignment, Case, Clarification
from otklik.journal.actors import CLIENT, Actor
from otklik.language import date_long
from otklik.messages import actions as messages
from otklik.messages.models import Outgoing, Receipt
from otklik.staff import calendars
from otklik.staff.models import Employee, Power
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.queries import may, stands_in
from otklik.staff.refusals import Refusal

QUESTION = ("labour-novosibirsk:6.2",)
INVITATION = ("labour-novosibirsk:7.1.b",)
LEARNED = ("labour-novosibirsk:6.1",)


@transaction.atomic
def clarify(
    case: Case,
    asked: Asked,
    *,
    by: Employee,
    life_situation: str | None = None,
    need: str | None = None,
    by_letter: bool = False,
    revision: int | None = None,
    at: datetime | None = None,
) -> Clarification:
    """Ask the client, or invite him: in writing through the outbox, or write down a talk that has taken place.

    The term of the reply goes on. `life_situation` and `need`, if given, replace those of the case. `by_letter`: a
    signed letter asks the client, and not the fixed text. Raises `Refusal` while the case has a ground for no answer
    (economy-novosibirsk:6.2.b), and for whatever `asking_rules.asking_problems` finds.
    """
    moment = now(at)
    fresh = locked(case, "clarify", by, revision)
    own_case(fresh, by, moment)
    profile = profile_of(fresh.body)
    refuse(
        asking_problems(
            profile,
            asked,
            ways=queries.ways_of_asking(fresh),
            ground=queries.ground_of_no_reply(fresh),
            at=moment,
        )
        + need_problems(profile, need)
    )
    if asked.channel not in SPOKEN and not asked.is_invitation:
        notices.check_way(fresh, "clarification", by_letter=by_letter)
    row = _asked_row(fresh, asked, by, moment)
    row.changes = _learn(fresh, life_situation, need)
    row.save()
    clauses = INVITATION if asked.is_invitation else QUESTION
    if asked.channel not in SPOKEN and not by_letter:
        row.message = _write_to_client(row, own_clause(fresh.body, *clauses), moment)
        row.save(update_fields=["message"])
    move(
        fresh,
        "clarify",
        actor=by.actor,
        at=moment,
        clauses=clauses,
        clarification=row.pk,
        kind=row.kind,
        channel=row.channel,
        changed=sorted(row.changes),
    )
    return row


@transaction.atomic
def note_clarified(
    clarification: Clarification,
    answered: Answered,
    *,
    by: Employee,
    agreed: bool | None = None,
    receipt: Receipt | None = None,
    life_situation: str | None = None,
    need: str | None = None,
    at: datetime | None = None,
) -> Clarification:
    """Write down what the client answered, by which way, and what confirms it; `receipt` is what it came with.

    `life_situation` and `need`, if given, replace those of the case; the earlier values stay with the clarification
    (labour-novosibirsk:6.1). Raises `Refusal` for an answer written down already.
    """
    moment = now(at)
    case = locked(clarification.case, "note-clarified", by)
    own_case(case, by, moment)
    row = _waiting(clarification, case)
    profile = profile_of(case.body)
    known = frozenset(channel.code for channel in profile.channels)
    refuse(answer_problems(profile, answered, known) + need_problems(profile, need))
    if receipt is not None and not case.receipts.filter(receipt=receipt).exists():
        raise Refusal(_("This letter belongs to another case."), field="receipt")
    row.answer, row.answer_channel = answered.answer.strip(), answered.channel
    row.proof = answered.proof.strip() or row.proof
    row.agreed, row.receipt = agreed, receipt
    row.answered_at, row.answered_by = moment, by
    row.changes = row.changes | _learn(case, life_situation, need)
    row.save()
    _note_answer(case, row, by.actor, moment)
    return row


def _note_answer(case: Case, row: Clarification, actor: Actor, at: datetime) -> None:
    """Journal the answer: codes only, never its words."""
    move(
        case,
        "note-clarified",
        actor=actor,
        at=at,
        clauses=LEARNED if row.changes else QUESTION,
        clarification=row.pk,
        channel=row.answer_channel,
        changed=sorted(row.changes),
    )


def _waiting(clarification: Clarification, case: Case) -> Clarification:
    row = Clarification.objects.select_for_update().get(pk=clarification.pk, case=case)
    if row.answered_at is not None:
        raise Refusal(_("The answer is written down already."))
    return row


def own_case(case: Case, by: Employee, at: datetime) -> None:
    """Only those whose case it is speak with its client: its executors, who stands in for them, the registrars."""
    if may(by, Power.REGISTER):
        return
    given = Assignment.objects.filter(case=case, executor=by, ended_at=None)
    day = calendars.today(case.body, at)
    if not stands_in(by, case.executor_id, day) and not given.exists():
        raise Refusal(_("The case is another executor's."), clause="economy-novosibirsk:6.1")


def _asked_row(case: Case, asked: Asked, by: Employee, at: datetime) -> Clarification:
    kinds = Clarification.Kind
    answer = asked.answer.strip() if asked.channel in SPOKEN else ""
    return Clarification(
        case=case,
        kind=kinds.INVITATION if asked.is_invitation else kinds.QUESTION,
        asked_at=at,
        asked_by=by,
        channel=asked.channel,
        address=queries.ways_of_asking(case).get(asked.channel, ""),
        question=asked.question.strip(),
        meets_at=asked.meets_at if asked.is_invitation else None,
        place=asked.place.strip() if asked.is_invitation else "",
        proof=asked.proof.strip() if asked.channel in SPOKEN else "",
        answer=answer,
        answer_channel=asked.channel if answer else "",
        answered_at=at if answer else None,
        answered_by=by if answer else None,
    )


def _write_to_client(row: Clarification, clause: str, at: datetime) -> Outgoing:
    values = {"question": row.question}
    if row.kind == Clarification.Kind.INVITATION and row.meets_at is not None:
        here = row.meets_at.astimezone(calendars.zone(row.case.body))
        values |= {"when": f"{date_long(here.date())}, {here:%H:%M}", "place": row.place}
    code = "clarification" if row.kind == Clarification.Kind.QUESTION else "invitation"
    key = f"clarification:{row.pk}"
    if row.channel in {row.case.reply_channel, STATUS_PAGE}:
        return notices.notify(
            row.case, code, kind=code, values=values, key=key, clause=clause, at=at
        )
    subject, text = notices.written(row.case, code, values, at)
    return messages.enqueue(
        row.case.body,
        kind=code,
        about=row.case.ref,
        channel=row.channel,
        address=row.address,
        subject=subject,
        text=text,
        clause=clause,
        act=notices.governing_act(row.case),
        recipient=row.case.client.display_name,
        key=key,
        at=at,
    )


def _learn(case: Case, life_situation: str | None, need: str | None) -> dict[str, list[str]]:
    """Put what was learned onto the case; return what it replaced, field → [before, after]."""
    changes: dict[str, list[str]] = {}
    for name, value in (("life_situation", life_situation), ("need", need)):
        before = str(getattr(case, name))
        if value is not None and value.strip() != before:
            changes[name] = [before, value.strip()]
            setattr(case, name, value.strip())
    return changes


def answered_by_client(
    clarification: Clarification,
    case: Case,
    receipt: Receipt,
    text: str,
    agreed: bool | None,
    at: datetime,
) -> None:
    """Record the client's own answer; part of the act in which it arrives, with the case locked."""
    row = _waiting(clarification, case)
    row.answer, row.answer_channel = text, receipt.channel
    row.agreed, row.receipt, row.answered_at = agreed, receipt, at
    row.save()
    _note_answer(case, row, CLIENT, at)
