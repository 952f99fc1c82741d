"""Clients, cases and what hangs on them, as rows of the past."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from otklik import regulations
from otklik.cases.models import (
    Assignment,
    Case,
    CaseReceipt,
    Classification,
    Deadline,
    Question,
    Stage,
)
from otklik.cases.rules import WATCHED
from otklik.cases.searching import search_column
from otklik.clients.models import Client, Contact
from otklik.clients.rules import contact_key
from otklik.demo.content import MARK
from otklik.demo.history.past import BATCH, Past
from otklik.demo.lives import Life
from otklik.demo.people import Person
from otklik.messages.actions import content_fingerprint
from otklik.messages.models import Receipt
from otklik.staff.calendars import zone
from otklik.staff.models import Body


def clients(past: Past, lives: Sequence[Life]) -> None:
    """Write the clients with their contacts."""
    first: dict[str, Life] = {}
    for life in lives:
        first.setdefault(life.person.email, life)
    past.clients = {
        email: _client(past.body, life.person, life.received) for email, life in first.items()
    }
    Client.objects.bulk_create(past.clients.values(), batch_size=BATCH)
    Contact.objects.bulk_create(
        (
            Contact(
                client=client,
                body=past.body,
                channel=channel,
                address=address,
                key=contact_key(channel, address),
            )
            for email, client in past.clients.items()
            for channel, address in first[email].person.contacts().items()
        ),
        batch_size=BATCH,
    )


def _client(body: Body, person: Person, at: datetime) -> Client:
    return Client(
        body=body,
        kind=person.kind,
        surname=person.surname,
        given_name=person.given_name,
        patronymic=person.patronymic,
        organisation=person.organisation,
        municipality=person.municipality,
        created_at=at,
    )


def numbers(past: Past, lives: Iterable[Life]) -> dict[str, str]:
    """Number the registered cases in the order of registration, each register and year for itself."""
    local = zone(past.body)
    numbers = {}
    for life in sorted(lives, key=lambda life: (life.registered or life.received, life.code)):
        if life.registered is None or life.dismissed:
            continue
        year = life.registered.astimezone(local).year
        register = past.profile.register_of(life.type)
        seq = past.next(register.code, year if register.restart == "yearly" else 0)
        letter = past.profile.work_type(life.type).letter
        numbers[life.code] = register.number(type_letter=letter, seq=seq, year=year)
    return numbers


def case_of(past: Past, life: Life, number: str) -> Case:
    """Return the case (not saved) of a life."""
    client = past.clients[life.person.email]
    case = Case(
        body=past.body,
        tracking_code=life.code,
        type=life.type,
        form=life.form,
        channel=life.channel,
        touchpoint=None if life.dismissed else life.touchpoint,
        client=client,
        identification=life.identification,
        addressee=life.addressee,
        summary=life.summary,
        text=life.text,
        life_situation=life.life_situation,
        reply_channel=life.reply_channel,
        reply_address=life.reply_address,
        extra_channel=life.extra_channel,
        extra_address=life.extra_address,
        regulation_version=past.profile.version,
        received_at=life.received,
        registration_note=life.dismissed or MARK,
        revision=4,
        search=search_column(number, client.display_name, life.summary, life.text, life.code),
    )
    _went_on(past, life, case, number)
    return case


def _went_on(past: Past, life: Life, case: Case, number: str) -> None:
    if life.dismissed:
        case.stage, case.closed_at = Stage.DISMISSED, life.registered
        return
    case.number = number
    case.registered_at, case.registered_by = life.registered, past.crew.registrar
    case.unit, case.executor = past.crew.units[life.unit], past.executor(life)
    if life.delivered:
        case.stage = Stage.ANSWERED
        case.answered_at = case.closed_at = life.delivered
        return
    case.stage = Stage.ASSIGNED
    watched = [item for item in life.planned if item.kind in WATCHED]
    case.next_due = min((item.due for item in watched if not met(life, item.kind)), default=None)


def link_earlier(lives: Sequence[Life], cases: Mapping[str, Case]) -> None:
    """Link each repeated case to the earlier one."""
    linked = []
    for life in lives:
        if life.earlier in cases:
            cases[life.code].earlier = cases[life.earlier]
            linked.append(cases[life.code])
    Case.objects.bulk_update(linked, ["earlier"], batch_size=BATCH)


def receipt_of(body: Body, life: Life) -> Receipt:
    """Return the receipt (not saved) by which a life arrived; who types it in at the desk is not told apart."""
    source = {"web": "web", "epgu": "api", "pos": "api"}.get(life.channel, "desk")
    payload = {"type": life.type, "text": life.text, "summary": life.summary}
    return Receipt(
        body=body,
        source=source,
        source_key=f"demo-{life.code}",
        fingerprint=content_fingerprint(life.channel, payload),
        channel=life.channel,
        tracking_code=life.code,
        received_at=life.received,
        payload=payload,
        state=Receipt.State.PLACED,
    )


def receipts(past: Past, lives: Sequence[Life], cases: Mapping[str, Case]) -> None:
    """Write the receipts and what they became."""
    receipts = Receipt.objects.bulk_create(
        (receipt_of(past.body, life) for life in lives), batch_size=BATCH
    )
    CaseReceipt.objects.bulk_create(
        (
            CaseReceipt(
                case=cases[receipt.tracking_code], receipt=receipt, added_at=receipt.received_at
            )
            for receipt in receipts
        ),
        batch_size=BATCH,
    )


def questions(past: Past, lives: Sequence[Life], cases: Mapping[str, Case]) -> None:
    """Write the questions with topics and outcomes."""
    version = regulations.classifier().version
    made: list[Question] = []
    classified: list[Classification] = []
    for life in lives:
        for position, asked in enumerate(life.asked, 1):
            question = Question(
                case=cases[life.code],
                position=position,
                text=asked.question,
                topic_code=asked.topic,
                topic_version=version,
            )
            if life.delivered:
                question.outcome, question.reason = asked.outcome, asked.reason
                question.promised_on = asked.promised_on
                question.considered_at, question.considered_by = life.submitted, past.executor(life)
            made.append(question)
            classified += _topics(past, life, question, version)
    Question.objects.bulk_create(made, batch_size=BATCH)
    Classification.objects.bulk_create(classified, batch_size=BATCH)


def _topics(past: Past, life: Life, question: Question, version: str) -> list[Classification]:
    moments = (
        (Classification.Moment.REGISTRATION, life.registered, past.crew.registrar),
        (Classification.Moment.ASSIGNMENT, life.assigned, past.crew.heads[life.unit]),
    )
    return [
        Classification(
            question=question,
            moment=moment,
            topic_code=question.topic_code,
            topic_version=version,
            at=at,
            by=by,
        )
        for moment, at, by in moments
        if at is not None
    ]


def met(life: Life, kind: str) -> datetime | None:
    """Return when the deadline of the kind was met; None when it was not."""
    if kind == "registration":
        return life.registered
    if kind == "acknowledgement" and life.registered:
        return life.registered + timedelta(minutes=4)
    if kind in {"reply", "reply_internal", "social_reply", "internal_answer"}:
        return life.delivered
    return None


def deadlines(lives: Sequence[Life], cases: Mapping[str, Case]) -> None:
    """Write the deadlines as the rules computed them."""
    Deadline.objects.bulk_create(
        (
            Deadline(
                case=cases[life.code],
                kind=item.kind,
                due=item.due,
                clause=item.term.clause or "",
                basis=item.term.basis,
                starts_from=item.term.event,
                started_at=item.started_at,
                day_zero=item.day_zero.value,
                on_day_off=item.on_day_off.value,
                calendar_version=item.computation.calendar_version,
                steps=[step.as_json() for step in item.computation.steps],
                preliminary=item.computation.preliminary,
                computed_at=life.registered or life.received,
                met_at=met(life, item.kind),
            )
            for life in lives
            for item in life.planned
        ),
        batch_size=BATCH,
    )


def assignments(past: Past, lives: Sequence[Life], cases: Mapping[str, Case]) -> None:
    """Write who gave each case to whom."""
    Assignment.objects.bulk_create(
        (
            Assignment(
                case=cases[life.code],
                unit=past.crew.units[life.unit],
                executor=past.executor(life),
                given_by=past.crew.heads[life.unit],
                given_at=life.assigned,
                instruction=life.instruction,
            )
            for life in lives
            if life.assigned is not None
        ),
        batch_size=BATCH,
    )
