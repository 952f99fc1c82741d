"""Pure decisions about staff: which days an absence may have."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST = timedelta(days=3 * 366)
"""A leave to care for a child lasts until it is three (Labour Code, art. 256); longer is a slip of the pen."""
FAR_AHEAD = timedelta(days=366)
LONG_AGO = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Objection:
    """What is wrong with a field, in a sentence for people."""

    field: str
    message: Promise


def absence_objection(since: date, until: date, today: date) -> Objection | None:
    """Return what is wrong with the days of a new absence on the body's local day `today`, or None.

    It may have begun (a sick leave becomes known afterwards), but must not be over: who stood in stays as it was.
    """
    if until < since:
        return Objection("until", _("The last day is before the first one."))
    if until < today:
        return Objection("until", _("The absence is over already. Check the date."))
    if since < today - LONG_AGO or since > today + FAR_AHEAD:
        return Objection("since", _("The first day is more than a year away. Check the year."))
    if until - since > LONGEST:
        return Objection("until", _("The absence is longer than three years. Check the year."))
    return None


def end_objection(since: date, until: date, last_day: date, today: date) -> Objection | None:
    """Return what is wrong with a new last day of a recorded absence, or None.

    The earliest is yesterday (he is back today): for the days before, the substitute has acted with full right.
    """
    if until < today:
        return Objection("until", _("The absence is over already."))
    if last_day > until:
        return Objection("until", _("That is later than recorded. Record another absence."))
    if last_day < since:
        return Objection("until", _("The last day is before the first one."))
    if last_day < today - timedelta(days=1):
        return Objection("until", _("The absence cannot end earlier than yesterday."))
    return None


def may_be_cancelled(since: date, today: date) -> bool:
    """Whether an absence can still be taken back as if never recorded: up to its first day."""
    return since >= today
