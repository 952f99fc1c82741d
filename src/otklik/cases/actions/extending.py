"""More time for a case: the executor prepares the letter, a second person decides, the client is told at once."""

from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.cases import decided, notices
from otklik.cases.actions import clock
from otklik.cases.actions.moving import locked, meet, move, now, refuse
from otklik.cases.actions.recounting import legal_reply
from otklik.cases.clock_rules import (
    Clock,
    Extending,
    decision_problems,
    extension_problems,
    second_person_problems,
)
from otklik.cases.models import Case, Deadline, Extension, Proposal
from otklik.language import date_long, date_words
from otklik.messages.models import Outgoing
from otklik.staff import calendars
from otklik.staff.models import Employee, Power
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.queries import may, powers_of, stands_in
from otklik.staff.refusals import Refusal
from otklik.worktime import OnDayOff, ends_on

CLAUSES = ("labour-novosibirsk:24.4.b",)
"""The clauses that want progress and reasons in the letter."""


@transaction.atomic
def propose_extension(
    case: Case,
    *,
    by: Employee,
    day: date | None,
    progress: str,
    reason: str,
    by_letter: bool = False,
    revision: int | None = None,
    at: datetime | None = None,
) -> Extension:
    """Prepare the letter to the client on the progress and the extension to `day` (local); a second person decides.

    `by_letter`: the letter itself goes for signature, and whoever signs it decides.

    Raises `Refusal` for what `clock_rules.extension_problems` finds: a second extension, one after the term, after
    the day by which the letter must be ready where the order insists on it (labour-novosibirsk:24.4.a), beyond the
    law's length, without progress or reasons (24.4.b).
    """
    moment = now(at)
    fresh = locked(case, "propose-extension", by, revision)
    check_preparer(fresh, by, moment)
    asked = Extending(day, progress.strip(), reason.strip())
    known = clock_of(fresh, moment)
    refuse(extension_problems(profile_of(fresh.body), known, asked, standing_of(fresh)))
    notices.check_way(fresh, "extension", by_letter=by_letter)
    assert known.reply_due is not None  # noqa: S101 - the rules have refused a case without a term
    extension = Extension.objects.create(
        case=fresh,
        progress=asked.progress,
        reason=asked.reason,
        previous_due=known.reply_due,
        new_due=_end_of(fresh, cast("date", day), known.reply_due),
        prepared_at=moment,
        prepared_by=by,
        by_letter=by_letter,
    )
    move(fresh, "propose-extension", actor=by.actor, at=moment, extension=extension.pk)
    return extension


def check_preparer(case: Case, by: Employee, at: datetime) -> None:
    """Raise `Refusal` unless it is the executor, his substitute, or the head of the unit that answers for the case."""
    if stands_in(by, case.executor_id, calendars.today(case.body, at)):
        return
    if may(by, Power.ASSIGN) and _is_of_unit(case, by):
        return
    raise Refusal(_("The case is another executor's."), clause="economy-novosibirsk:6.1")


def _is_of_unit(case: Case, by: Employee) -> bool:
    return Power.VIEW_BODY in powers_of(by) or by.unit_id == case.unit_id


def _end_of(case: Case, day: date, reply_due: datetime) -> datetime:
    """The end of the named day's working time, a day off left by the body's rule."""
    reply = Deadline.objects.get(case=case, kind="reply", superseded_at=None)
    calendar = calendars.calendar_of(case.body)
    return ends_on(day, reply_due, calendar, OnDayOff(reply.on_day_off)).due


@transaction.atomic
def approve_extension(
    extension: Extension,
    *,
    by: Employee,
    remarks: str = "",
    by_letter: bool = False,
    revision: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Extend the term, put the letter to the client into the outbox, and store the new deadline with its reasons.

    The letter goes out in the same act and so within the term; the case stays open (labour-novosibirsk:30). `by_letter`:
    the letter in which it was prepared is being signed. Raises
    `Refusal` after the term, for one's own proposal, and for a head of another unit.
    """
    moment = now(at)
    fresh, proposed = _to_decide(extension, "approve-extension", by, revision)
    check_letter_decides(by_letter=proposed.by_letter, signed=by_letter)
    refuse(
        decision_problems(
            clock_of(fresh, moment), proposed_by=proposed.prepared_by_id, decided_by=by.pk
        )
    )
    proposed.state, proposed.remarks = Proposal.APPROVED, remarks.strip()
    proposed.decided_at, proposed.decided_by = moment, by
    base = legal_reply(fresh)
    assert base is not None  # noqa: S101 - the rules have refused a case without a term
    calendar = calendars.calendar_of(fresh.body)
    day = proposed.new_due.astimezone(calendar.zone).date()
    extended = decided.extended(base, calendar, day=day, by=str(by))
    if extended is base:
        raise Refusal(_("The new date must be later than the present term."))
    clock.store(fresh, [extended], moment)
    proposed.previous_due, proposed.new_due = base.due, extended.due
    # The order wants the letter prepared by its day; it is sent when it is approved.
    meet(fresh, "extension_letter", proposed.prepared_at)
    meet(fresh, "extension_notice", moment)
    if not by_letter:
        proposed.notice = _tell(fresh, proposed, moment)
    proposed.save()
    due = date_long(extended.due.date())
    move(fresh, "approve-extension", actor=by.actor, at=moment, extension=proposed.pk, due=due)
    return fresh


def _tell(case: Case, extension: Extension, at: datetime) -> Outgoing:
    code, values = letter_of(case, extension)
    return notices.notify(
        case,
        code,
        kind="extension",
        values=values,
        key=f"extension:{extension.pk}",
        clause=own_clause(case.body, *CLAUSES),
        at=at,
    )


def letter_of(case: Case, extension: Extension) -> tuple[str, dict[str, str]]:
    """Return the code of the fixed text that the client gets, and what fills it."""
    request = profile_of(case.body).work_type(case.type).group == "request"
    day = extension.new_due.astimezone(calendars.zone(case.body)).date()
    return "extension-request" if request else "extension", {
        "progress": notices.sentence(extension.progress),
        "reason": notices.sentence(extension.reason),
        "new_due": date_words(day),
    }


@transaction.atomic
def reject_extension(
    extension: Extension,
    *,
    by: Employee,
    remarks: str,
    by_letter: bool = False,
    revision: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Give the prepared extension back with remarks; the term stays, and another one may be prepared in time.

    `by_letter`: the letter in which it was prepared goes back; whoever may return the letter may do so.
    """
    moment = now(at)
    fresh, proposed = _to_decide(extension, "reject-extension", by, revision, by_letter=by_letter)
    check_letter_decides(by_letter=proposed.by_letter, signed=by_letter)
    if not by_letter:
        refuse(second_person_problems(proposed.prepared_by_id, by.pk))
    if not remarks.strip():
        raise Refusal(_("Write what is to be changed."), field="remarks")
    proposed.state, proposed.remarks = Proposal.REJECTED, remarks.strip()
    proposed.decided_at, proposed.decided_by = moment, by
    proposed.save()
    move(fresh, "reject-extension", actor=by.actor, at=moment, extension=proposed.pk)
    return fresh


def check_letter_decides(*, by_letter: bool, signed: bool) -> None:
    """Raise `Refusal` for a decision beside the letter that waits for signature."""
    if by_letter and not signed:
        raise Refusal(_("The letter about it waits for signature: whoever signs it decides."))


def _to_decide(
    extension: Extension,
    act: str,
    by: Employee,
    revision: int | None,
    *,
    by_letter: bool = False,
) -> tuple[Case, Extension]:
    fresh = locked(extension.case, act, None if by_letter else by, revision)
    proposed = Extension.objects.select_for_update().get(pk=extension.pk)
    if proposed.state != Proposal.PROPOSED:
        raise Refusal(_("It has been decided on already."))
    if not (by_letter or may(by, Power.SIGN) or _is_of_unit(fresh, by)):
        raise Refusal(_("The head of the case's own unit decides on it."))
    return fresh, proposed


def standing_of(case: Case) -> str:
    """Return the state of the extension that waits or was granted; empty when there is none."""
    rows = Extension.objects.filter(case=case).exclude(state=Proposal.REJECTED)
    return rows.values_list("state", flat=True).first() or ""


def clock_of(case: Case, at: datetime) -> Clock:
    """Return what the terms of the case say at the moment."""
    zone, calendar = calendars.zone(case.body), calendars.calendar_of(case.body)
    open_ones = Deadline.objects.filter(case=case, superseded_at=None, part="")
    rows = {row.kind: row for row in open_ones}
    reply = rows.get("reply")
    base = legal_reply(case) if reply else None
    letter, notice = rows.get("extension_letter"), rows.get("extension_notice")
    return Clock(
        now=at,
        today=at.astimezone(zone).date(),
        reply_due=reply.due if reply else None,
        reply_day=reply.due.astimezone(zone).date() if reply else None,
        limit=decided.extension_limit(base, calendar) if base else None,
        letter_due=letter.due if letter else None,
        notice_due=notice.due if notice else None,
    )
