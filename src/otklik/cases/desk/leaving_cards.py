"""Panels of the case page: where the case or parts of it went, and the proposal of no reply."""

from collections.abc import Iterable, Mapping

from otklik.cases import leaving_queries as leaving
from otklik.cases.desk.card import Card
from otklik.cases.models import Case, Proposal
from otklik.cases.rules import allowed
from otklik.staff.models import Employee
from otklik.staff.queries import powers_of

Row = Mapping[str, object]


def forwarded(case: Case, _employee: Employee) -> Card | None:
    """Where the case went, or which of its questions went where."""
    rows = forwarded_of(case)
    return Card("cases/desk/cards/forwarded.html", {"rows": rows}) if rows else None


def forwarded_of(case: Case) -> list[Row]:
    """Return each forwarding with the numbers of its questions."""
    return [
        {
            "row": row,
            "numbers": ", ".join(str(question.position) for question in questions),
            "amount": len(questions),
        }
        for row in leaving.forwardings_of(case)
        for questions in [list(row.questions.all())]
    ]


def no_reply(case: Case, employee: Employee) -> Card | None:
    """The proposal of no reply that waits or was decided last."""
    row = case.no_replies.select_related("proposed_by", "decided_by", "case__body").first()
    if row is None:
        return None
    ground = leaving.ground_of(row)
    waits = row.state == Proposal.PROPOSED
    may_decide = (
        waits
        and not row.by_letter
        and row.proposed_by_id != employee.pk
        and allowed("approve-no-reply", case.stage, powers_of(employee))
    )
    return Card(
        "cases/desk/cards/no_reply.html",
        {
            "row": row,
            "ground": ground,
            "badge": {"proposed": "warn", "approved": "accent"}.get(row.state, ""),
            "notice_due": leaving.due_of(case, ground.notice_term)
            if waits and ground and ground.notice
            else None,
            "may_decide": may_decide,
            "earlier_letters": earlier_letters(row.earlier.order_by("answered_at")),
        },
    )


def earlier_letters(cases: Iterable[Case]) -> list[Case]:
    """Return the earlier cases whose letters stand on the page."""
    return list(cases)
