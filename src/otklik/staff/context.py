"""What every desk page knows: who is signed in and what he may do."""

from django.http import HttpRequest

from otklik.staff.models import Employee
from otklik.staff.queries import powers_of


def desk(request: HttpRequest) -> dict[str, object]:
    """Give templates `employee` and `powers`; both empty for a visitor of the portal."""
    user = getattr(request, "user", None)
    if not isinstance(user, Employee) or not request.path.startswith("/desk/"):
        return {"employee": None, "powers": frozenset()}
    return {"employee": user, "powers": powers_of(user)}
