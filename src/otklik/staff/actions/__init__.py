"""All writes of the room; each is one act, one transaction, one journal entry."""

from otklik.staff.actions.absences import (
    cancel_absence,
    change_substitute,
    end_absence,
    record_absence,
)
from otklik.staff.actions.calendar_days import make_calendar_edit, set_calendar_day
from otklik.staff.actions.classifying import import_classifier
from otklik.staff.actions.distributing import (
    SignatoryEntry,
    add_signatory,
    end_signatory,
    keep_setting,
)
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
    "SignatoryEntry",
    "add_employee",
    "add_signatory",
    "add_unit",
    "cancel_absence",
    "change_substitute",
    "end_absence",
    "end_signatory",
    "import_classifier",
    "install_body",
    "install_roles",
    "keep_setting",
    "make_calendar_edit",
    "record_absence",
    "set_calendar_day",
]
