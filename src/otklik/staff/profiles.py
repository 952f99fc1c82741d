"""Which regulation profile a body works by."""

from otklik import regulations
from otklik.staff.models import Body


def profile_of(body: Body) -> regulations.Profile:
    """Return the profile of the body; a subordinate organisation may work by its ministry's."""
    return regulations.profile(body.profile)


def own_clause(body: Body, *clauses: str) -> str:
    """Return the first of the clauses that stands in the body's own order; empty when none does.

    The journal and the outbox of a ministry never cite another ministry's order.
    """
    return next((clause for clause in clauses if clause.startswith(f"{body.profile}:")), "")
