"""The questions of a registered case are divided, joined, or given other topics before they are considered."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from otklik.cases import topics
from otklik.cases.actions.moving import locked, move, now, refuse
from otklik.cases.actions.recounting import count_anew
from otklik.cases.models import Case, Classification, Question, Stage
from otklik.cases.question_rules import Standing, Wording, wording_problems
from otklik.staff import calendars
from otklik.staff.classifiers import classifier_of
from otklik.staff.models import Employee, Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import may, stands_in
from otklik.staff.refusals import Refusal


@transaction.atomic
def divide_questions(
    case: Case,
    wordings: Sequence[Wording],
    *,
    by: Employee,
    revision: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Write the questions that nobody has considered yet anew, each with its topic; a new topic is noted beside the old.

    A question that `wordings` does not name stays as it is; numbers run on without a gap. The terms are counted anew,
    for a topic may choose one. Raises `Refusal` for a question considered or forwarded, for a case left without any
    question (economy-novosibirsk:4.1), and without a topic where the order asks for it (9.b).
    """
    moment = now(at)
    fresh = locked(case, "divide-questions", by, revision)
    _check_writer(fresh, by, moment)
    profile, classifier = profile_of(fresh.body), classifier_of(fresh.body)
    of_assignment = fresh.stage == Stage.ASSIGNED
    needed = profile.switch("topic_at_registration") or (
        of_assignment and profile.switch("topic_at_assignment")
    )
    kept = set(fresh.questions.values_list("topic_code", flat=True))
    refuse(
        wording_problems(wordings, standing_of(fresh), classifier, topics_needed=needed, kept=kept)
    )
    kind = Classification.Moment.ASSIGNMENT if of_assignment else Classification.Moment.REGISTRATION
    for row in wordings:
        _write(fresh, row, kind, classifier.version, by, moment)
    _renumber(fresh)
    moved = count_anew(fresh, profile, calendars.calendar_of(fresh.body), moment)
    move(
        fresh,
        "divide-questions",
        actor=by.actor,
        at=moment,
        count=fresh.questions.count(),
        moved=[item.as_json() for item in moved],
    )
    return fresh


def standing_of(case: Case) -> Standing:
    """Return which questions may still be written anew."""
    rows = list(case.questions.prefetch_related("forwardings"))
    settled = {row.pk for row in rows if row.outcome or row.forwardings.all()}
    return Standing({row.pk for row in rows} - settled, settled)


def _check_writer(case: Case, by: Employee, at: datetime) -> None:
    if may(by, Power.REGISTER, Power.ASSIGN):
        return
    if not stands_in(by, case.executor_id, calendars.today(case.body, at)):
        raise Refusal(_("The case is another executor's."), clause="economy-novosibirsk:6.1")


def _write(
    case: Case,
    row: Wording,
    kind: Classification.Moment,
    version: str,
    by: Employee,
    at: datetime,
) -> None:
    old = case.questions.filter(pk=row.pk).first() if row.pk is not None else None
    if not row.text.strip():
        if old is not None:
            old.delete()
        return
    last = case.questions.aggregate(last=Max("position"))["last"] or 0
    question = old or Question(case=case, position=last + 1)
    is_new_topic = bool(row.topic_code) and row.topic_code != question.topic_code
    question.text = row.text.strip()
    if row.topic_code != question.topic_code:  # what stays keeps the version it was given by
        question.topic_version = version if row.topic_code else ""
    question.topic_code = row.topic_code
    question.save()
    if is_new_topic:
        Classification.objects.create(
            question=question,
            moment=kind,
            topic_code=row.topic_code,
            topic_version=version,
            at=at,
            by=by,
            suggested=[guess.code for guess in topics.suggest(case.body, [question.text])[0]],
        )


def _renumber(case: Case) -> None:
    for position, question in enumerate(case.questions.order_by("position"), 1):
        if question.position != position:
            question.position = position
            question.save(update_fields=["position"])
