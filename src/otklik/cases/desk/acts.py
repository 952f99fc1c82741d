"""The menu of acts on the case page: every act with a page of its own that this employee may do now."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.cases.assignment_queries import executes, may_lead
from otklik.cases.control_queries import mark_of
from otklik.cases.models import Case
from otklik.cases.rules import allowed
from otklik.staff.models import Employee
from otklik.staff.queries import powers_of


@dataclass(frozen=True, slots=True)
class Entry:
    """One act of the menu."""

    title: Promise | str
    address: str


ACT_PAGES: tuple[tuple[str, str, Promise], ...] = (
    # act of the transition table, name of its page (desk:…, with the case's id), words of the menu
    ("clarify", "desk:clarify", _("Ask the client")),
    ("clarify", "desk:invite", _("Invite the client")),
    ("write-interim", "desk:write-interim", _("Interim letter or enquiry")),
    ("forward", "desk:forward", _("Forward")),
    ("propose-no-reply", "desk:propose-no-reply", _("No reply on the merits")),
    ("propose-extension", "desk:propose-extension", _("Extend the term")),
    ("set-internal-due", "desk:set-internal-due", _("Earlier internal term")),
    ("add-co-executor", "desk:add-co-executor", _("Co-executors")),
    ("declare-interest", "desk:declare-interest", _("Declare a personal interest")),
    ("withdraw", "desk:withdraw", _("The client withdraws")),
    ("record-measure", "desk:record-measure", _("Measures taken")),
    ("put-on-control", "desk:put-on-control", _("Put the case on control")),
    ("correct", "desk:correct", _("Correct the registration")),
    ("divide-questions", "desk:divide-questions", _("Divide or join the questions")),
)


FITS: dict[str, Callable[[Case, Employee], bool]] = {
    "add-co-executor": lambda case, who: may_lead(case, who, timezone.now()),
    "declare-interest": lambda case, who: case.executor_id == who.pk,
    "put-on-control": lambda case, _who: mark_of(case) is None,
    "record-measure": lambda case, who: executes(case, who, timezone.now()),
}
"""What an act of the menu asks of this case and employee besides stage and powers."""


def _fits(act: str, case: Case, employee: Employee) -> bool:
    asked = FITS.get(act)
    return asked is None or asked(case, employee)


def acts_of(case: Case, employee: Employee) -> list[Entry]:
    """Return the acts that the employee may do on the case at its stage, in the order of the table."""
    powers = powers_of(employee)
    found = []
    for act, name, title in ACT_PAGES:
        if not allowed(act, case.stage, powers) or not _fits(act, case, employee):
            continue
        try:
            found.append(Entry(title, reverse(name, args=(case.pk,))))
        except NoReverseMatch:
            continue
    return found
