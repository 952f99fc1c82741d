"""The panel of a case that tells the way of each letter that is under way: who has it, since when, what is next."""

from django.utils import timezone

from otklik.cases.assignment_queries import executes
from otklik.cases.desk.card import Card
from otklik.cases.models import Case
from otklik.replies import route
from otklik.replies.awaited_queries import to_number, to_seal
from otklik.replies.models import LetterVersion, Reply
from otklik.staff.models import Employee, Power
from otklik.staff.queries import powers_of

UNDER_WAY = (Reply.Stage.FOR_APPROVAL, Reply.Stage.FOR_SIGNATURE, Reply.Stage.SIGNED)
BEFORE_SIGNATURE = UNDER_WAY[:2]


def letter_way(case: Case, employee: Employee) -> Card | None:
    """The way of the case's letters from author to signer, while they are on it; what a signed one still waits for."""
    letters = Reply.objects.filter(case=case, stage__in=UNDER_WAY).select_related("case__body")
    rows = [row for letter in letters.order_by("pk") if (row := _row(letter, employee))]
    return Card("replies/desk/way_card.html", {"rows": rows}) if rows else None


def _row(letter: Reply, employee: Employee) -> dict[str, object] | None:
    version = (
        LetterVersion.objects.filter(reply=letter)
        .select_related("reply__case__body", "created_by")
        .order_by("-number")
        .first()
    )
    if version is None:
        return None
    return {
        "letter": letter,
        "version": version,
        "stops": route.stops_of(version),
        "may_recall": may_recall(letter, employee),
        "to_number": to_number(employee).filter(pk=version.pk).exists(),
        "to_seal": to_seal(employee).filter(pk=version.pk).exists(),
    }


def may_recall(letter: Reply, employee: Employee) -> bool:
    """Whether the employee may take the letter back from its way."""
    if letter.stage not in BEFORE_SIGNATURE or Power.EXECUTE not in powers_of(employee):
        return False
    return letter.author_id == employee.pk or executes(letter.case, employee, timezone.now())
