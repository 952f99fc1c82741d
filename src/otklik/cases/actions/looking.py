"""That somebody looked at a case is an act as well: personal data were seen."""

from datetime import datetime

from otklik.cases.models import Case
from otklik.journal import actions as journal
from otklik.messages.models import Attachment
from otklik.staff.models import Employee


def look(case: Case, *, by: Employee, at: datetime | None = None) -> None:
    """Journal that the employee opened the case."""
    journal.write("cases.look", case.ref, actor=by.actor, body=case.body.code, at=at)


def open_file(
    case: Case, attachment: Attachment, *, by: Employee, at: datetime | None = None
) -> None:
    """Journal that the employee opened a file that came with the case."""
    journal.write(
        "cases.open-file",
        case.ref,
        actor=by.actor,
        body=case.body.code,
        at=at,
        attachment=attachment.pk,
    )
