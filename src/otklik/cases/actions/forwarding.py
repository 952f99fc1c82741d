"""The case, or some of its questions, goes to the body that is competent; the client is told in the same act."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases import notices
from otklik.cases.actions import clock
from otklik.cases.actions.moving import give_up, locked, meet, move, now, refuse
from otklik.cases.leaving_queries import (
    MIGRATION,
    can_be_told,
    due_of,
    left_to_us,
    planned,
    surroundings,
)
from otklik.cases.leaving_rules import Forward, forwarding_problems
from otklik.cases.models import Case, Forwarding, Question
from otklik.messages import actions as messages
from otklik.messages.models import Attachment, Outgoing, StoredFile
from otklik.staff.models import Employee
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.refusals import Refusal

TERM = "forwarding"
MET = (TERM, "forwarding_copies", "forwarding_notice")
"""The kinds of deadline that a forwarding meets: letter and notice are one act."""
CLAUSES = ("labour-novosibirsk:25.a", "economy-novosibirsk:4.6.b")
NOTICE_CLAUSES = ("labour-novosibirsk:25.b", "economy-novosibirsk:5.2.a")


@transaction.atomic
def forward(  # noqa: PLR0913 - a forwarding has these parts, and they are all named
    case: Case,
    *,
    by: Employee,
    questions: Collection[int],
    recipient: str,
    channel: str,
    reason: str,
    address: str = "",
    migration: bool = False,
    by_letter: bool = False,
    revision: int | None = None,
    at: datetime | None = None,
) -> Forwarding:
    """Send the questions (ids) to another body, with the letter to it and the notice to the client in this one act.

    With every question gone the case ends and nothing is owed any more; otherwise it goes on with the rest. `migration`: it
    tells of violations of the migration law, for which the term is shorter. `by_letter`: signed letters go to the client
    and to the other body, and not the fixed texts. After the term it is still forwarded, for the duty stays, and the
    journal says that it was late. Raises `Refusal` for the ministry itself, for the body complained about, without a
    reason, and for a ground by which it may not be forwarded.
    """
    moment = now(at)
    fresh = locked(case, "forward", by, revision)
    left = list(left_to_us(fresh))
    chosen = [question for question in left if question.pk in questions]
    wanted = Forward(recipient.strip(), reason.strip(), channel, len(chosen), len(left))
    refuse(forwarding_problems(profile_of(fresh.body), wanted, surroundings(fresh)))
    _check_address(channel, address)
    notices.check_way(fresh, "forwarding", by_letter=by_letter)
    row = Forwarding.objects.create(
        case=fresh,
        recipient=wanted.recipient,
        address=address.strip(),
        channel=channel,
        reason=wanted.reason,
        decided_at=moment,
        decided_by=by,
    )
    row.questions.set(chosen)
    whole = len(chosen) == len(left)
    if not by_letter:
        row.letter = _letter(row, chosen, moment)
        row.notice = _notice(row, chosen, moment, whole=whole)
        row.save(update_fields=["letter", "notice"])
    late = _meet_the_term(fresh, moment, migration=migration)
    if whole:
        fresh.closed_at = moment
        give_up(fresh, moment)
    move(
        fresh,
        "forward" if whole else "forward-part",
        actor=by.actor,
        at=moment,
        recipient=row.recipient,
        questions=[question.position for question in chosen],
        late=late,
        told=by_letter or row.notice is not None,
    )
    return row


def _check_address(channel: str, address: str) -> None:
    if channel != "email":
        return
    try:
        validate_email(address.strip())
    except ValidationError:
        raise Refusal(
            _("The e-mail address of the body is missing or has a mistake."), field="address"
        ) from None


def _meet_the_term(case: Case, at: datetime, *, migration: bool) -> bool:
    """Record that the duty is done; return whether it was done after its term."""
    if migration and (term := planned(case, TERM, variants=(MIGRATION,))):
        clock.store(case, [term], at)
    due = due_of(case, TERM)
    for kind in MET:
        meet(case, kind, at)
    return due is not None and at > due


def listed(questions: Sequence[Question]) -> str:
    """Return the questions as one sentence of a letter."""
    return "; ".join(f"«{question.text.strip().rstrip('.')}»" for question in questions) + "."


def _letter(row: Forwarding, questions: Sequence[Question], at: datetime) -> Outgoing:
    """Put the letter to the other body into the outbox, with the appeal and its files."""
    case = row.case
    way = profile_of(case.body).channel(case.reply_channel).label if case.reply_channel else ""
    client = ", ".join(filter(None, (case.client.display_name, way, case.reply_address)))
    values = {
        "recipient": row.recipient,
        "reason": notices.sentence(row.reason),
        "question": listed(questions),
        "addressee": client,
    }
    subject, text = notices.written(case, "forwarding-letter", values, at)
    return messages.enqueue(
        case.body,
        kind="forwarding-letter",
        about=case.ref,
        channel=row.channel,
        address=row.address or row.recipient,
        subject=subject,
        text=f"{text}\n\n{case.text}",
        clause=own_clause(case.body, *CLAUSES),
        act=notices.governing_act(case),
        recipient=row.recipient,
        key=f"forwarding-letter:{row.pk}",
        files=files_of(case),
        at=at,
    )


def files_of(case: Case) -> list[tuple[str, StoredFile]]:
    """Return the files that came with the case and may be opened, as (name, file)."""
    found = Attachment.objects.filter(receipt__place__case=case, refused="").select_related("file")
    return [(item.name, item.file) for item in found.order_by("pk")]


def _notice(
    row: Forwarding, questions: Sequence[Question], at: datetime, *, whole: bool
) -> Outgoing | None:
    """Tell the client; None where nobody can be told, for he left no way to reach him."""
    case = row.case
    if not can_be_told(case):
        return None
    return notices.notify(
        case,
        "forwarding" if whole else "forwarding-part",
        kind="forwarding-notice",
        values={
            "recipient": row.recipient,
            "reason": notices.sentence(row.reason),
            "question": listed(questions),
        },
        key=f"forwarding-notice:{row.pk}",
        clause=own_clause(case.body, *NOTICE_CLAUSES),
        at=at,
    )
