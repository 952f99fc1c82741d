"""All writes of the room; each is one act, one transaction, one journal entry."""

from otklik.staff.actions.absences import (
    cancel_absence,
    change_substitute,
    end_absence,
    record_absence,
)
from otklik.staff.actions.calendar_days import make_calendar_edit, set_calendar_day
from otklik.staff.actions.installing import (
    FIRST_DAY,
    OFFICE,
    ROLES,
    add_employee,
    add_unit,
    install_body,
    install_roles,
)

__all__ = [
    "FIRST_DAY",
    "OFFICE",
    "ROLES",
    "add_employee",
    "add_unit",
    "cancel_absence",
    "change_substitute",
    "end_absence",
    "install_body",
    "install_roles",
    "make_calendar_edit",
    "record_absence",
    "set_calendar_day",
]
