"""The head gives the case to an executor; the executor considers its questions."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases.actions.moving import locked, move, now, refuse
from otklik.cases.actions.parts import close_part
from otklik.cases.actions.recounting import count_anew
from otklik.cases.assignment_queries import barred_of, executes
from otklik.cases.models import Assignment, Case, Classification, Question
from otklik.cases.rules import outcome_problems
from otklik.cases.topics import suggest
from otklik.staff import calendars
from otklik.staff.classifiers import classifier_of
from otklik.staff.models import Employee, Power, Unit
from otklik.staff.profiles import profile_of
from otklik.staff.queries import powers_of
from otklik.staff.refusals import Refusal


@transaction.atomic
def assign(
    case: Case,
    *,
    by: Employee,
    unit: Unit,
    executor: Employee | None,
    topics: Mapping[int, str],
    instruction: str = "",
    revision: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Give the case to one responsible executor, with the topic of each question confirmed or corrected.

    `topics` maps question ids to topic codes. Raises `Refusal` without an executor (economy-novosibirsk:6.1) and
    without confirmed topics (9.b).
    """
    moment = now(at)
    fresh = locked(case, "assign", by, revision)
    _check_executor(fresh, by, unit, executor)
    assert executor is not None  # noqa: S101 - checked on the line above
    if _confirm_topics(fresh, topics, by, moment):
        # Another topic may choose another term.
        count_anew(fresh, profile_of(fresh.body), calendars.calendar_of(fresh.body), moment)
    _end_former(fresh, executor, moment)
    Assignment.objects.create(
        case=fresh,
        unit=unit,
        executor=executor,
        given_by=by,
        given_at=moment,
        instruction=instruction.strip(),
    )
    fresh.unit, fresh.executor = unit, executor
    move(fresh, "assign", actor=by.actor, at=moment, executor=executor.pk, unit=unit.pk)
    return fresh


def _check_executor(case: Case, by: Employee, unit: Unit, executor: Employee | None) -> None:
    if executor is None:
        raise Refusal(
            _("Choose the responsible executor."),
            field="executor",
            clause="economy-novosibirsk:6.1",
        )
    if unit.body_id != case.body_id or executor.body_id != case.body_id:
        raise Refusal(_("The executor works in another body."), field="executor")
    if problem := barred_of(case).problem(executor.pk):
        refuse([problem])
    if Power.EXECUTE not in powers_of(executor):
        raise Refusal(_("This employee may not consider cases."), field="executor")
    if Power.VIEW_BODY not in powers_of(by) and by.unit_id not in {unit.pk, case.unit_id}:
        raise Refusal(_("You may assign only within your own unit."), field="unit")


def _end_former(case: Case, executor: Employee, at: datetime) -> None:
    """End what the new assignment replaces: the main one, and a part that its executor had; other parts go on."""
    in_force = Assignment.objects.filter(case=case, ended_at=None)
    in_force.filter(role=Assignment.Role.MAIN).update(ended_at=at)
    for part in in_force.filter(role=Assignment.Role.CO, executor=executor):
        close_part(case, part, at)


def _confirm_topics(case: Case, topics: Mapping[int, str], by: Employee, at: datetime) -> bool:
    """Note the confirmed topics; tell whether one of them is another than before."""
    changed = False
    profile, classifier = profile_of(case.body), classifier_of(case.body)
    for question in case.questions.all():
        code = topics.get(question.pk, "")
        if not code:
            if not profile.switch("topic_at_assignment"):
                continue
            raise Refusal(
                _("Confirm the topic of each question."),
                field=f"topic-{question.pk}",
                clause="economy-novosibirsk:9.b",
            )
        is_kept = code == question.topic_code
        if not is_kept and not classifier.has(code):
            raise Refusal(_("The classifier has no such topic."), field=f"topic-{question.pk}")
        Classification.objects.create(
            question=question,
            moment=Classification.Moment.ASSIGNMENT,
            topic_code=code,
            topic_version=question.topic_version if is_kept else classifier.version,
            at=at,
            by=by,
            suggested=[] if is_kept else _suggested(case, question.text),
        )
        if not is_kept:
            question.topic_code, question.topic_version = code, classifier.version
            question.save(update_fields=["topic_code", "topic_version"])
            changed = True
    return changed


def _suggested(case: Case, text: str) -> list[str]:
    return [guess.code for guess in suggest(case.body, [text])[0]]


@transaction.atomic
def consider(
    question: Question,
    *,
    by: Employee,
    outcome: str,
    promised_on: date | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Question:
    """Record which of the four states the question is in (economy-novosibirsk:7); may be changed until the signature.

    Raises `Refusal` with the field for a missing date or reason.
    """
    moment = now(at)
    case = locked(question.case, "consider", by)
    if not executes(case, by, moment):
        raise Refusal(_("The case is another executor's."), clause="economy-novosibirsk:6.1")
    if question.forwardings.exists():
        raise Refusal(_("This question was forwarded: another body answers it."))
    refuse(
        outcome_problems(
            profile_of(case.body),
            outcome=outcome,
            promised_on=promised_on,
            reason=reason,
            today=calendars.today(case.body, moment),
            last_year=calendars.calendar_of(case.body).last_year,
        )
    )
    rule = profile_of(case.body).outcome(outcome)
    question.outcome = outcome
    question.promised_on = promised_on if rule.needs_date else None
    question.reason = reason.strip()
    question.considered_at, question.considered_by = moment, by
    question.save()
    move(case, "consider", actor=by.actor, at=moment, question=question.position, outcome=outcome)
    return question
