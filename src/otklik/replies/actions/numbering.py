"""The outgoing number: taken from the own register at the signature, or entered from the external record system."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from otklik.replies.actions.moving import locked, move, now
from otklik.replies.actions.printing_signed import print_signed
from otklik.replies.actions.releasing import release
from otklik.replies.models import Decision, LetterVersion, Reply
from otklik.replies.outgoing_numbers import CLAUSES, bearer, day_problem, number_problem
from otklik.staff import calendars
from otklik.staff.models import Body, Employee
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.refusals import Refusal


@transaction.atomic
def enter_number(
    version: LetterVersion, *, number: str, on: date, by: Employee, at: datetime | None = None
) -> Reply:
    """Enter the number and day that the external record system gave to a signed letter, and let it go.

    The letter's files are printed anew with both; what was signed stays the same (labour-novosibirsk:10.2). Raises
    `Refusal` with its field: for a number written otherwise than the body's, one that another letter of that year has,
    a day before the signature or still to come, and a letter that has its number.
    """
    moment = now(at)
    reply = locked(version.reply, "number", by)
    body = reply.case.body
    clause = own_clause(body, *CLAUSES)
    latest = reply.versions.order_by("-number")[0]
    if reply.number:
        raise Refusal(_("The letter has its number: %(number)s.") % {"number": reply.number})
    if latest.signature_files.exists():
        raise Refusal(_("A signature file binds the letter without a number. It stays as it is."))
    typed = " ".join(number.split())
    if problem := number_problem(profile_of(body).letter.outgoing, typed):
        raise Refusal(str(problem), field="number", clause=clause)
    signed = _signed(latest)
    zone = calendars.zone(body)
    if problem := day_problem(on, signed.at.astimezone(zone).date(), calendars.today(body, moment)):
        raise Refusal(str(problem), field="on", clause=clause)
    # The row of the body is the lock of its register: two letters must not take one number at once.
    Body.objects.select_for_update().get(pk=body.pk)
    if (other := bearer(body, typed, on.year, but=reply.pk)) is not None:
        raise Refusal(
            _("The reply to %(case)s has this number already.") % {"case": other.case},
            field="number",
            clause=clause,
        )
    reply.number, reply.numbered_on, reply.number_external = typed, on, True
    latest.reply = reply
    print_signed(latest, signed, at=moment)
    move(reply, "number", actor=by.actor, at=moment, number=typed, on=on.isoformat())
    release(latest, at=moment)
    return reply


def _signed(version: LetterVersion) -> Decision:
    return (
        Decision.objects.filter(version=version, kind=Decision.Kind.SIGNED)
        .select_related("by")
        .order_by("-at")[0]
    )
