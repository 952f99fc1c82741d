"""Reading which signed letters wait: for a number of the external record system, for the file of a qualified signature."""

from django.db.models import QuerySet

from otklik.replies.models import LetterVersion, Reply
from otklik.replies.release_rules import QUALIFIED
from otklik.staff.models import Employee, Power
from otklik.staff.own_settings import own
from otklik.staff.queries import body_of, powers_of


def to_number(employee: Employee) -> QuerySet[LetterVersion]:
    """Return the signed letters of the body without an outgoing number, for who enters it; the most urgent first."""
    return _signed(employee).filter(reply__number="")


def to_seal(employee: Employee) -> QuerySet[LetterVersion]:
    """Return the numbered letters of the body that wait for a signature file, where its letters go out with one."""
    found = _signed(employee).exclude(reply__number="")
    if employee.body_id is None or not own(body_of(employee), QUALIFIED, False):
        return found.none()
    return found.filter(signature_files=None, dispatches=None)


def _signed(employee: Employee) -> QuerySet[LetterVersion]:
    if powers_of(employee).isdisjoint({Power.REGISTER, Power.SIGN}):
        return LetterVersion.objects.none()
    return (
        LetterVersion.objects.filter(
            reply__stage=Reply.Stage.SIGNED,
            reply__case__body=employee.body_id,
            decisions__kind="signed",
        )
        .select_related("reply__case__client", "reply__case__body")
        .order_by("reply__case__next_due", "pk")
        .distinct()
    )
