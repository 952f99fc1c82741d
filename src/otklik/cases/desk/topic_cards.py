"""Panel of the case page: how earlier cases on the same topics were answered (industry-mordovia:6.5.c)."""

from otklik.cases import queries
from otklik.cases.desk.card import Card
from otklik.cases.desk.case_facts import outcome_label
from otklik.cases.models import Case, Stage
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of

OPEN = (Stage.REGISTERED, Stage.ASSIGNED)


def earlier_on_topic(case: Case, employee: Employee) -> Card | None:
    """The last answered questions of the same topics that the employee may see, while the case waits for its reply."""
    if case.stage not in OPEN:
        return None
    profile = profile_of(case.body)
    rows = [
        {"question": question, "outcome": outcome_label(profile, question)}
        for question in queries.answered_on_topics(case, employee)
    ]
    return Card("cases/desk/cards/on_topic.html", {"rows": rows}) if rows else None
