"""An earlier internal term, for the client's special circumstances (labour-novosibirsk:4.2)."""

from datetime import date, datetime

from django.db import transaction

from otklik.cases import decided
from otklik.cases.actions import clock
from otklik.cases.actions.extending import clock_of
from otklik.cases.actions.moving import locked, move, now, refuse
from otklik.cases.clock_rules import REASONS, internal_problems
from otklik.cases.models import Case
from otklik.language import date_long
from otklik.staff import calendars
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of


@transaction.atomic
def set_internal_due(
    case: Case,
    *,
    by: Employee,
    day: date | None,
    reason: str,
    words: str = "",
    revision: int | None = None,
    at: datetime | None = None,
) -> Case:
    """Let the case be answered by the end of the named local day; the legal term stays beside it.

    `reason` is a code of `clock_rules.REASONS`, `words` say more. Another day may be set later. Raises `Refusal` for a
    day after the legal term, a past one, and a ministry that sets no internal terms. The words stand in the computation
    that employees see and not in the journal: they tell of a person's circumstances.
    """
    moment = now(at)
    fresh = locked(case, "set-internal-due", by, revision)
    profile, calendar = profile_of(fresh.body), calendars.calendar_of(fresh.body)
    known = clock_of(fresh, moment)
    planned = None
    in_reach = day is not None and known.reply_day is not None and day <= known.reply_day
    if day is not None and known.reply_due is not None and in_reach and day >= known.today:
        told = "; ".join(filter(None, [str(REASONS.get(reason, "")), words.strip()]))
        planned = decided.earlier(
            profile,
            calendar,
            known.reply_due,
            decided_at=moment,
            chosen=decided.chosen_step(day, by=str(by), reason=told),
        )
    refuse(
        internal_problems(
            profile,
            known,
            day=day,
            due=planned.due if planned else None,
            reason=reason,
            words=words,
        )
    )
    assert planned is not None  # noqa: S101 - the rules have refused a case without a term, and no day
    clock.store(fresh, [planned], moment)
    said = date_long(planned.due.date())
    move(fresh, "set-internal-due", actor=by.actor, at=moment, due=said, reason=reason)
    return fresh
