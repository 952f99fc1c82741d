"""A submission becomes a case: its client is found, its channel and form are set."""

from datetime import datetime

from otklik.cases import actions as cases
from otklik.cases.models import Case
from otklik.clients.actions import find_or_create
from otklik.clients.models import Client
from otklik.intake.rules import form_of, name_of, summary_of
from otklik.intake.submission import Submission
from otklik.journal.actors import Actor
from otklik.language import suggest_questions
from otklik.messages.models import Receipt
from otklik.staff.profiles import profile_of
from otklik.touchpoints.queries import touchpoints_of

QUESTIONS_MAX = 20


def open_for(receipt: Receipt, submission: Submission, *, by: Actor, at: datetime) -> Case:
    """Open the case of a receipt; call it in a transaction that holds the receipt's row."""
    body = receipt.body
    code = submission.touchpoint
    return cases.open_case(
        body,
        _client(receipt, submission, at),
        type=submission.type,
        form=form_of(submission, profile_of(body), receipt.channel),
        channel=receipt.channel,
        text=submission.text,
        summary=summary_of(submission),
        addressee=submission.addressee or body.name,
        reply_channel=submission.reply_channel,
        reply_address=submission.reply_to(),
        extra_channel=submission.extra_channel,
        extra_address=submission.extra_to(),
        received_at=receipt.received_at,
        receipt=receipt,
        tracking_code=receipt.tracking_code,
        identification=submission.identification,
        language=submission.language,
        touchpoint=touchpoints_of(body).filter(code=code).first() if code else None,
        questions=suggest_questions(submission.text)[:QUESTIONS_MAX],
        by=by,
        at=at,
    )


def _client(receipt: Receipt, submission: Submission, at: datetime) -> Client:
    name = name_of(submission)
    return find_or_create(
        receipt.body,
        kind=submission.kind,
        surname=name.surname,
        given_name=name.given_name,
        patronymic=name.patronymic,
        organisation=name.organisation,
        gender=submission.gender,
        municipality=submission.municipality,
        needs_note=submission.needs_note,
        contacts=submission.contacts(),
        at=at,
    )
