"""Decisions of the room: what may be published, who approves a unit's form, when it is due."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Q

from otklik.analytics.periods import Quarter
from otklik.regulations import Profile
from otklik.regulations.feedback import Publication
from otklik.staff.calendars import today
from otklik.staff.models import Employee, Power, Unit
from otklik.staff.queries import may

ANALYSIS = "quarterly-analysis"
UNIT_REPORT = "unit-report"
REPORT = "satisfaction-report"


def may_publish(profile: Profile, artefact: str) -> bool:
    """Whether the order lets the artefact be published; an unknown artefact is not published.

    economy-novosibirsk:14.3, labour-novosibirsk:22.c and economy-magadan:4.1.c forbid it.
    """
    try:
        return profile.publication(artefact).regime != "never"
    except KeyError:
        return False


def publication_of(profile: Profile, artefact: str) -> Publication | None:
    """Return the regime of an artefact with its clause, or None when the profile has none."""
    return next((item for item in profile.publications if item.code == artefact), None)


def mark_of(profile: Profile, artefact: str) -> str:
    """Return the mark that each export carries, such as «Для внутриведомственного использования»."""
    found = publication_of(profile, artefact)
    return found.mark if found and found.regime == "never" else ""


def heads_unit(employee: Employee, unit: Unit) -> bool:
    """Whether the employee approves for the unit: its head, or who acts for the head."""
    if employee.body_id != unit.body_id or not may(employee, Power.UNIT_FORM):
        return False
    if employee.unit_id == unit.pk:
        return True
    on = today(unit.body)
    acting = employee.appointments.filter(
        Q(until__isnull=True) | Q(until__gte=on), since__lte=on, substitutes__unit=unit
    )
    return any(Power.UNIT_FORM in item.role.powers for item in acting.select_related("role"))


def quarter_end(quarter: Quarter, zone: ZoneInfo) -> datetime:
    """Return the moment from which terms after a quarter run: noon of its last day, local time."""
    return datetime.combine(quarter.last_day, time(12), zone)
