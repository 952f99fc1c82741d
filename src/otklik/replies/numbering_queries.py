"""Reading which signed letters wait for a number of the external record system."""

from django.db.models import QuerySet

from otklik.replies.models import LetterVersion, Reply
from otklik.staff.models import Employee, Power
from otklik.staff.queries import powers_of


def to_number(employee: Employee) -> QuerySet[LetterVersion]:
    """Return the signed letters of the body without an outgoing number, for who enters it; the most urgent first."""
    if powers_of(employee).isdisjoint({Power.REGISTER, Power.SIGN}):
        return LetterVersion.objects.none()
    return (
        LetterVersion.objects.filter(
            reply__stage=Reply.Stage.SIGNED,
            reply__number="",
            reply__case__body=employee.body_id,
            decisions__kind="signed",
        )
        .select_related("reply__case__client", "reply__case__body")
        .order_by("reply__case__next_due", "pk")
        .distinct()
    )
