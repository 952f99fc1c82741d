"""Registration, and the acknowledgement that goes out with it."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases import acknowledgement, notices, topics
from otklik.cases.actions import clock
from otklik.cases.actions.moving import locked, meet, move, now, refuse
from otklik.cases.deadlines import latest_reply_due, plan
from otklik.cases.leaving_rules import complained_problems
from otklik.cases.models import Case, Classification, Question, Stage
from otklik.cases.numbering import take_number
from otklik.cases.rules import QuestionEntry, is_identified, registration_problems
from otklik.cases.searching import search_column
from otklik.journal import actions as journal
from otklik.journal.actors import Actor
from otklik.messages import actions as messages
from otklik.messages.models import Outgoing
from otklik.staff import calendars
from otklik.staff.classifiers import classifier_of
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal
from otklik.touchpoints.models import RegistryVersion, Touchpoint


@transaction.atomic
def register(  # noqa: PLR0913 - a registration has these parts, and they are all named
    case: Case,
    *,
    by: Employee,
    type: str,  # noqa: A002 - the promised word of commands, API and data
    form: str,
    channel: str,
    questions: Sequence[QuestionEntry],
    addressee: str,
    summary: str = "",
    touchpoint: Touchpoint | None = None,
    note: str = "",
    earlier: Case | None = None,
    life_situation: str = "",
    need: str = "",
    complained_body: str = "",
    complained_employee: Employee | None = None,
    revision: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Register the case: number, type, questions with topics, deadlines, and the acknowledgement into the outbox.

    Raises `Refusal` (with the field) for whatever `rules.registration_problems` finds.
    """
    moment = now(at)
    fresh = locked(case, "register", by, revision)
    body, profile = fresh.body, profile_of(fresh.body)
    if moment < fresh.received_at:
        raise Refusal(
            _("The registration cannot be earlier than the receipt."), field="registered_at"
        )
    check_touchpoint(fresh, touchpoint)
    classifier = classifier_of(body)
    refuse(
        registration_problems(
            profile,
            type=type,
            form=form,
            channel=channel,
            questions=questions,
            classifier=classifier,
            has_touchpoint=touchpoint is not None,
            addressee=addressee,
            note=note,
            received_on=calendars.today(body, fresh.received_at),
            identified=is_identified(fresh.type, fresh.identification),
        )
        + complained_problems(
            profile, type=type, complained=bool(complained_body.strip() or complained_employee)
        )
    )
    if complained_employee is not None and complained_employee.body_id != body.pk:
        raise Refusal(_("This employee works in another body."), field="complained_employee")
    fresh.type, fresh.form, fresh.channel = type, form, channel
    fresh.touchpoint, fresh.addressee = touchpoint, addressee.strip()
    fresh.summary = summary.strip() or fresh.summary
    fresh.life_situation, fresh.need, fresh.registration_note = life_situation, need, note.strip()
    fresh.earlier = earlier
    fresh.complained_body = complained_body.strip()
    fresh.complained_employee = complained_employee
    fresh.registered_at, fresh.registered_by = moment, by
    fresh.regulation_version = profile.version
    fresh.number = take_number(body, profile, type, calendars.today(body, moment).year)
    fresh.search = search_column(
        fresh.number, fresh.client.display_name, fresh.summary, fresh.text, fresh.tracking_code
    )
    _write_questions(fresh, questions, classifier.version, by, moment)
    planned = plan(
        profile,
        calendars.calendar_of(body),
        type=type,
        form=form,
        channel=channel,
        received=fresh.received_at,
        registered=moment,
        topics=[entry.topic_code for entry in questions if entry.topic_code],
    )
    clock.store(fresh, planned, moment)
    meet(fresh, "registration", moment)
    fresh.stage = Stage.REGISTERED
    acknowledge(fresh, by.actor, moment)
    move(fresh, "register", actor=by.actor, at=moment, number=fresh.number, type=type)
    return fresh


def check_touchpoint(case: Case, touchpoint: Touchpoint | None) -> None:
    """Raise `Refusal` for a touchpoint that is not of the body's registry in force."""
    if touchpoint is None:
        return
    version = touchpoint.version
    if version.body_id != case.body_id or version.state != RegistryVersion.State.PUBLISHED:
        raise Refusal(
            _("Choose a touchpoint of the registry in force."),
            field="touchpoint",
            clause="economy-novosibirsk:2.7",
        )


def _write_questions(
    case: Case, entries: Sequence[QuestionEntry], version: str, by: Employee, at: datetime
) -> None:
    Question.objects.filter(case=case).delete()
    kept = [entry for entry in entries if entry.text.strip()]
    questions = Question.objects.bulk_create(
        Question(
            case=case,
            position=position,
            text=entry.text.strip(),
            topic_code=entry.topic_code,
            topic_version=version if entry.topic_code else "",
        )
        for position, entry in enumerate(kept, 1)
    )
    classified = [question for question in questions if question.topic_code]
    guesses = topics.suggest(case.body, [question.text for question in classified])
    Classification.objects.bulk_create(
        Classification(
            question=question,
            moment=Classification.Moment.REGISTRATION,
            topic_code=question.topic_code,
            topic_version=version,
            at=at,
            by=by,
            suggested=[guess.code for guess in guessed],
        )
        for question, guessed in zip(classified, guesses, strict=True)
    )


def acknowledge(case: Case, actor: Actor, at: datetime) -> Outgoing | None:
    """Queue the first reaction where the order asks for one and none has gone out yet."""
    letter = acknowledgement.write(case)
    if letter is None:
        return None
    message = messages.enqueue(
        case.body,
        kind="acknowledgement",
        about=case.ref,
        channel=letter.channel,
        address=letter.address,
        subject=letter.subject,
        text=letter.text,
        clause=letter.clause,
        act=notices.governing_act(case),
        recipient=case.client.display_name,
        key=f"acknowledgement:{case.pk}:{case.number or 'early'}",
        at=at,
    )
    journal.write(
        "cases.acknowledge",
        case.ref,
        actor=actor,
        body=case.body.code,
        clause=letter.clause,
        at=at,
        channel=letter.channel,
    )
    return message


@transaction.atomic
def acknowledge_late(case: Case, *, by: Actor, at: datetime | None = None) -> Outgoing | None:
    """Acknowledge a case that is still not registered when its first-reaction term is about to end.

    The letter then names the latest possible reply date («не позднее», economy-novosibirsk:5.1.c).
    """
    moment = now(at)
    fresh = (
        Case.objects.select_for_update(of=("self",))
        .select_related("body", "client")
        .get(pk=case.pk)
    )
    if fresh.stage != Stage.RECEIVED:
        return None
    profile = profile_of(fresh.body)
    latest = latest_reply_due(
        profile,
        calendars.calendar_of(fresh.body),
        type=fresh.type,
        form=fresh.form,
        channel=fresh.channel,
        received=fresh.received_at,
    )
    if latest is None:
        return None
    return acknowledge(fresh, by, moment)
