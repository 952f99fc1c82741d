"""Letters that do not end a case: an interim reply to the client, an enquiry to another body (labour-novosibirsk:30)."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases import notices
from otklik.cases.actions import clock
from otklik.cases.actions.clarifying import own_case
from otklik.cases.actions.moving import locked, meet, move, now, refuse
from otklik.cases.asking_rules import interim_problems
from otklik.cases.deadlines import Planned, plan_from
from otklik.cases.models import Case, Interim
from otklik.language import date_words
from otklik.messages import actions as messages
from otklik.messages.models import Outgoing
from otklik.staff import calendars
from otklik.staff.models import Employee
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.refusals import Refusal

CLAUSE = "labour-novosibirsk:30"
MATERIALS = "materials"
"""Kind of the deadline by which another body answers an enquiry."""
BY_HAND = "post"


@transaction.atomic
def write_interim(  # noqa: PLR0913 - a letter has these parts, and they are all named
    case: Case,
    *,
    by: Employee,
    kind: str,
    text: str,
    recipient: str = "",
    address: str = "",
    by_letter: bool = False,
    revision: int | None = None,
    at: datetime | None = None,
) -> Interim:
    """Send an interim reply, or an enquiry with the term in which the other body must answer it.

    Neither moves the case, nor meets or changes the term of its reply. `by_letter`: a signed letter goes to the client, and
    not the fixed text. Raises `Refusal` for an empty letter and an
    enquiry to nobody.
    """
    moment = now(at)
    fresh = locked(case, "write-interim", by, revision)
    own_case(fresh, by, moment)
    is_enquiry = kind == Interim.Kind.ENQUIRY
    if kind not in Interim.Kind.values:
        raise Refusal(_("Choose to whom the letter goes."), field="kind")
    refuse(interim_problems(is_enquiry=is_enquiry, text=text, recipient=recipient, address=address))
    if not is_enquiry:
        notices.check_way(fresh, "interim", by_letter=by_letter)
    row = Interim.objects.create(
        case=fresh,
        kind=kind,
        recipient=recipient.strip() if is_enquiry else "",
        text=text.strip(),
        sent_at=moment,
        sent_by=by,
    )
    if is_enquiry:
        row.message = _enquire(row, address.strip(), moment)
    elif not by_letter:
        row.message = _tell_client(row, moment)
    row.save(update_fields=["message"])
    move(fresh, "write-interim", actor=by.actor, at=moment, interim=row.pk, kind=kind)
    return row


@transaction.atomic
def note_materials(interim: Interim, *, by: Employee, at: datetime | None = None) -> Interim:
    """Record that the other body has answered the enquiry; its term is met."""
    moment = now(at)
    case = locked(interim.case, "note-materials", by)
    own_case(case, by, moment)
    row = Interim.objects.select_for_update(of=("self",)).get(pk=interim.pk, case=case)
    if row.kind != Interim.Kind.ENQUIRY or row.answered_at is not None:
        raise Refusal(_("The answer is written down already."))
    row.answered_at = moment
    row.save(update_fields=["answered_at"])
    meet(case, MATERIALS, moment, part=str(row.pk))
    move(case, "note-materials", actor=by.actor, at=moment, interim=row.pk)
    return row


def _tell_client(row: Interim, at: datetime) -> Outgoing:
    return notices.notify(
        row.case,
        "interim",
        kind="interim",
        values={"progress": row.text},
        key=f"interim:{row.pk}",
        clause=own_clause(row.case.body, CLAUSE),
        at=at,
    )


def _enquire(row: Interim, address: str, at: datetime) -> Outgoing:
    """Store the other body's term and put the enquiry into the outbox, for a person to send it."""
    case = row.case
    planned = replace(_term(case, at), part=str(row.pk))
    clock.store(case, [planned], at)
    due = planned.due.astimezone(calendars.zone(case.body)).date()
    values = {"question": row.text, "recipient": row.recipient, "new_due": date_words(due)}
    subject, text = notices.written(case, "enquiry", values, at)
    return messages.enqueue(
        case.body,
        kind="enquiry",
        about=case.ref,
        channel=BY_HAND,
        address=f"{row.recipient}, {address}"[:500],
        subject=subject,
        text=text,
        clause=own_clause(case.body, CLAUSE),
        act=notices.governing_act(case),
        recipient=row.recipient,
        key=f"interim:{row.pk}",
        at=at,
    )


def _term(case: Case, at: datetime) -> Planned:
    """Compute by when the other body must answer (59-FZ, art. 10, part 2)."""
    planned = plan_from(
        profile_of(case.body),
        calendars.calendar_of(case.body),
        {"request": at},
        type=case.type,
        form=case.form,
        channel=case.channel,
    )
    return next(item for item in planned if item.kind == MATERIALS)
