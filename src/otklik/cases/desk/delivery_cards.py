"""The panel of the case page about letters that did not arrive: what came back, why, and what to do next."""

from otklik.cases.desk.card import Card
from otklik.cases.desk.case_facts import channel_label
from otklik.cases.models import Case
from otklik.messages import queries as messages
from otklik.messages.outcomes import NEXT, REASONS
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of


def troubles(case: Case, _employee: Employee) -> Card | None:
    """What went out about the case, did not arrive, and nobody has decided about."""
    profile = profile_of(case.body)
    rows = [
        {
            "row": row,
            "channel": channel_label(profile, row.channel),
            "reason": REASONS.get(row.outcome_reason, row.last_error),
            "next": NEXT.get(row.outcome_reason, ""),
        }
        for row in messages.troubles(case.ref)
    ]
    return Card("cases/desk/cards/deliveries.html", {"rows": rows}) if rows else None
