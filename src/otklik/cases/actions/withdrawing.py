"""The end of a case at its client's request (59-FZ, art. 5)."""

from datetime import datetime

from django.db import transaction

from otklik.cases import notices
from otklik.cases.actions.moving import give_up, locked, move, now, refuse
from otklik.cases.asking_rules import withdrawal_problems
from otklik.cases.models import Case, Withdrawal
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of


@transaction.atomic
def withdraw(
    case: Case,
    *,
    by: Employee,
    channel: str = "",
    words: str = "",
    revision: int | None = None,
    at: datetime | None = None,
) -> Case:
    """End the case because its client asked so, and tell him in the same act; every open deadline is given up.

    `channel` and `words` say how he asked where no request of his lies on the case yet. Raises `Refusal` when the reply
    is signed already, or nobody can say how he asked.
    """
    moment = now(at)
    fresh = locked(case, "withdraw", by, revision)
    row = fresh.withdrawals.filter(decided_at=None).first()
    known = frozenset(item.code for item in profile_of(fresh.body).channels)
    refuse(withdrawal_problems(has_asked=row is not None, channel=channel, known=known))
    if row is None:
        row = Withdrawal(case=fresh, asked_at=moment, channel=channel, words=words.strip())
    row.decided_at, row.decided_by = moment, by
    row.save()
    fresh.closed_at = moment
    give_up(fresh, moment)
    notices.notify(fresh, "withdrawn", kind="withdrawn", key=f"withdrawn:{fresh.pk}", at=moment)
    move(fresh, "withdraw", actor=by.actor, at=moment, withdrawal=row.pk)
    return fresh
