"""Panels of the case page that tell how its term moved, and what its reply promised."""

from otklik.cases.desk.card import Card
from otklik.cases.models import Case, Promise, Proposal
from otklik.cases.rules import allowed
from otklik.staff.models import Employee
from otklik.staff.queries import powers_of


def extensions(case: Case, employee: Employee) -> Card | None:
    """What was prepared and decided on an extension; the one who may decide gets there from here."""
    rows = list(case.extensions.select_related("prepared_by", "decided_by"))
    if not rows:
        return None
    may_decide = allowed("approve-extension", case.stage, powers_of(employee)) and any(
        row.state == Proposal.PROPOSED and not row.by_letter and row.prepared_by_id != employee.pk
        for row in rows
    )
    return Card("cases/desk/cards/extension.html", {"rows": rows, "may_decide": may_decide})


def promises(case: Case, _employee: Employee) -> Card | None:
    """What the delivered reply promised, and whether it was kept."""
    rows = list(Promise.objects.filter(question__case=case).select_related("question", "kept_by"))
    if not rows:
        return None
    terms = {row.part: row for row in case.deadlines.filter(kind="promise", superseded_at=None)}
    shown = [{"row": row, "term": terms.get(str(row.question.position))} for row in rows]
    return Card("cases/desk/cards/promises.html", {"rows": shown})
