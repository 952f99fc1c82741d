"""A receipt becomes a case, joins one, or turns out to be none."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases import notices
from otklik.cases.actions import clock
from otklik.cases.actions.moving import locked, move, next_due, now
from otklik.cases.deadlines import plan
from otklik.cases.leaving_queries import can_be_told
from otklik.cases.models import Case, CaseReceipt, Question, Stage
from otklik.cases.searching import search_column
from otklik.clients.models import Client
from otklik.journal import actions as journal
from otklik.journal.actors import Actor
from otklik.messages.models import Receipt
from otklik.staff.calendars import calendar_of
from otklik.staff.models import Body, Employee
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.refusals import Refusal
from otklik.touchpoints.models import Touchpoint


@transaction.atomic
def open_case(  # noqa: PLR0913 - a case has these parts, and they are all named
    body: Body,
    client: Client,
    *,
    type: str,  # noqa: A002 - the promised word of commands, API and data
    form: str,
    channel: str,
    text: str,
    summary: str,
    addressee: str,
    reply_channel: str,
    received_at: datetime,
    tracking_code: str,
    by: Actor,
    reply_address: str = "",
    extra_channel: str = "",
    extra_address: str = "",
    receipt: Receipt | None = None,
    identification: str = "",
    language: str = "ru",
    touchpoint: Touchpoint | None = None,
    questions: Sequence[str] = (),
    at: datetime | None = None,
) -> Case:
    """Open a case at the stage `received` with the deadlines that run from its receipt.

    Nothing is registered and no number is taken; `questions` are suggestions that the registrar confirms.
    """
    moment = now(at)
    profile = profile_of(body)
    case = Case.objects.create(
        body=body,
        tracking_code=tracking_code,
        type=type,
        form=form,
        channel=channel,
        touchpoint=touchpoint,
        client=client,
        identification=identification,
        addressee=addressee,
        summary=summary,
        text=text,
        language=language,
        reply_channel=reply_channel,
        reply_address=reply_address,
        extra_channel=extra_channel,
        extra_address=extra_address,
        regulation_version=profile.version,
        received_at=received_at,
        search=search_column("", client.display_name, summary, text, tracking_code),
    )
    Question.objects.bulk_create(
        Question(case=case, position=position, text=question)
        for position, question in enumerate(questions, 1)
    )
    planned = plan(
        profile, calendar_of(body), type=type, form=form, channel=channel, received=received_at
    )
    clock.store(case, planned, moment)
    case.next_due = next_due(case)
    case.save(update_fields=["next_due"])
    if receipt is not None:
        place(case, receipt, moment)
    journal.write("cases.open", case.ref, actor=by, body=body.code, at=moment, channel=channel)
    return case


def place(case: Case, receipt: Receipt, at: datetime) -> None:
    """Let the receipt belong to the case; part of an act, journalled by it."""
    CaseReceipt.objects.create(case=case, receipt=receipt, added_at=at)
    receipt.state = Receipt.State.PLACED
    receipt.held_reason = receipt.held_note = ""
    receipt.save(update_fields=["state", "held_reason", "held_note"])


@transaction.atomic
def attach_receipt(
    case: Case, receipt: Receipt, *, by: Employee, at: datetime | None = None
) -> None:
    """Let a receipt join a case that is there already (an addition, a second delivery by another way)."""
    moment = now(at)
    fresh = Receipt.objects.select_for_update().get(pk=receipt.pk)
    if fresh.body_id != case.body_id or by.body_id != case.body_id:
        raise Refusal(_("The receipt belongs to another body."))
    if fresh.state == Receipt.State.PLACED:
        raise Refusal(_("The receipt has a case already."))
    place(case, fresh, moment)
    journal.write(
        "cases.attach-receipt",
        case.ref,
        actor=by.actor,
        body=case.body.code,
        at=moment,
        receipt=fresh.pk,
    )


@transaction.atomic
def dismiss(
    case: Case, *, by: Employee, reason: str, tell: bool = True, at: datetime | None = None
) -> Case:
    """Record that what arrived is no appeal; the reason is obligatory, and the client reads it in his notice.

    Without `tell` nobody is told: advertising and spam are not answered (economy-novosibirsk:4.6.b).
    """
    moment = now(at)
    if not reason.strip():
        raise Refusal(_("Write the reason."), field="reason", clause="economy-novosibirsk:4.6.b")
    fresh = locked(case, "dismiss", by)
    fresh.registration_note = reason.strip()
    fresh.closed_at = moment
    told = tell and can_be_told(fresh)
    if told:
        notices.notify(
            fresh,
            "dismissal",
            kind="dismissal-notice",
            values={"reason": notices.sentence(fresh.registration_note)},
            key=f"dismissal-notice:{fresh.pk}",
            clause=own_clause(fresh.body, "economy-novosibirsk:4.6.b", "labour-novosibirsk:3.4"),
            at=moment,
        )
    move(fresh, "dismiss", actor=by.actor, at=moment, told=told)
    assert fresh.stage == Stage.DISMISSED  # noqa: S101 - the table says so
    return fresh
