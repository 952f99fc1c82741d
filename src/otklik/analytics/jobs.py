"""Background work of the room."""

from datetime import datetime

from django.utils import timezone

from otklik.analytics import actions, queries
from otklik.analytics.models import UnitForm
from otklik.analytics.periods import Quarter
from otklik.staff.calendars import zone
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of


def open_unit_forms(now: datetime | None = None) -> int:
    """Open the forms of the quarter that is just over, for each unit with cases (p. 13).

    Works for bodies whose order has the form, each in its own zone, from the first day of the next
    quarter; may run as often as it likes. Returns how many forms were opened.
    """
    at = now or timezone.now()
    opened = 0
    for body in Body.objects.filter(active=True):
        if profile_of(body).unit_form is None:
            continue
        quarter = Quarter.at(at, zone(body)).previous
        there = set(
            UnitForm.objects.filter(body=body, period=str(quarter)).values_list(
                "unit_id", flat=True
            )
        )
        for unit in queries.units_with_cases(body, quarter):
            if unit.pk not in there:
                actions.open_form(unit, quarter, at=at)
                opened += 1
    return opened
