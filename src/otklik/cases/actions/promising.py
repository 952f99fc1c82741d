"""What a reply promised is watched until a closing letter says that it was done (economy-novosibirsk:7.2)."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases import decided, notices
from otklik.cases.actions import clock
from otklik.cases.actions.moving import locked, meet, move, now, refuse
from otklik.cases.clock_rules import promise_problems
from otklik.cases.models import Case, Promise
from otklik.language import date_words
from otklik.staff import calendars
from otklik.staff.models import Employee, Power
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.queries import may, powers_of, stands_in
from otklik.staff.refusals import Refusal

CLAUSES = ("economy-novosibirsk:7.2", "labour-novosibirsk:8.1.2", "industry-mordovia:6.7.c")


def watch_promises(case: Case, at: datetime) -> list[Promise]:
    """Start the watched term of each promise of the delivered reply; part of the act that closes the case.

    Does nothing in a ministry that does not watch promises, and nothing twice.
    """
    profile, calendar = profile_of(case.body), calendars.calendar_of(case.body)
    if not profile.switch("promise_follow_up"):
        return []
    kept = []
    for question in case.questions.exclude(promised_on=None).filter(promises=None):
        if not (question.outcome and profile.outcome(question.outcome).needs_date):
            continue
        assert question.promised_on is not None  # noqa: S101 - the query asks for it
        planned = decided.promised(
            profile, calendar, day=question.promised_on, made_at=at, number=question.position
        )
        if planned is None:
            continue
        clock.store(case, [planned], at)
        kept.append(
            Promise.objects.create(question=question, promised_on=question.promised_on, made_at=at)
        )
    return kept


@transaction.atomic
def keep_promise(promise: Promise, *, by: Employee, done: str, at: datetime | None = None) -> Case:
    """Record what was done, put the closing letter to the client into the outbox, and end the promise's term.

    `done` is what the client will read. Raises `Refusal` without it, for a promise closed already, and for somebody who
    neither answers for the case nor stands in for him.
    """
    moment = now(at)
    fresh = locked(promise.question.case, "keep-promise", by)
    _check_keeper(fresh, by, moment)
    kept = (
        Promise.objects.select_for_update(of=("self",))
        .select_related("question")
        .get(pk=promise.pk)
    )
    refuse(promise_problems(done=done, is_kept=kept.kept_at is not None))
    question = kept.question
    kept.kept_at, kept.kept_by, kept.text = moment, by, done.strip()
    kept.letter = notices.notify(
        fresh,
        "promise-kept",
        kind="promise-kept",
        values={
            "question": question.text,
            "promised": date_words(kept.promised_on),
            "done": notices.sentence(done),
        },
        key=f"promise-kept:{kept.pk}",
        clause=own_clause(fresh.body, *CLAUSES),
        at=moment,
    )
    kept.save()
    if not question.measure:
        question.measure = kept.text
        question.save(update_fields=["measure"])
    meet(fresh, "promise", moment, part=str(question.position))
    move(fresh, "keep-promise", actor=by.actor, at=moment, question=question.position)
    return fresh


def _check_keeper(case: Case, by: Employee, at: datetime) -> None:
    """The executor or his substitute; the head of the unit too, for the executor may have left."""
    if stands_in(by, case.executor_id, calendars.today(case.body, at)):
        return
    of_unit = Power.VIEW_BODY in powers_of(by) or by.unit_id == case.unit_id
    if may(by, Power.ASSIGN) and of_unit:
        return
    raise Refusal(_("The case is another executor's."), clause="economy-novosibirsk:6.1")
