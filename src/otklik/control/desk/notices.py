"""«Уведомления»: what the employee has been told."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.cases.desk.reaching import employee_of
from otklik.control import wording
from otklik.control.actions.notices import mark_read
from otklik.control.models import Notice
from otklik.control.queries import told
from otklik.staff.profiles import profile_of
from otklik.web.access import signed_in

SHOWN = 40
"""So many notices stand on the page; older ones say nothing that the cases do not."""
LINES = 100
"""So many lines of a notice stand on the page."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line on the page: the case it leads to, and the words after its number."""

    case: int
    number: str
    words: str
    late: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Lines about the same thing."""

    title: str
    count: int
    rows: list[Row]
    more: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A notice as the page shows it."""

    subject: str
    at: datetime
    is_new: bool
    groups: list[Group]


@signed_in
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """Show the employee's notices, the new ones marked; looking changes nothing."""
    employee = employee_of(request)
    if employee.body is None:
        raise PermissionDenied
    words = wording.Words(profile_of(employee.body))
    rows = told.notices_of(employee)[:SHOWN]
    context = {
        "body": employee.body,
        "notices": [_shown(row, words) for row in rows],
        "unread": told.unread_count(employee),
        "has_mail": bool(employee.email),
    }
    return render(request, "control/desk/notices.html", context)


@signed_in
@require_POST
def read_notices(request: HttpRequest) -> HttpResponse:
    """«Отметить прочитанными»."""
    if mark_read(employee_of(request)):
        messages.success(request, _("All notices are marked as read."))
    return redirect("desk:notices")


def _shown(notice: Notice, words: wording.Words) -> Shown:
    groups = []
    for section in wording.sections(notice.lines):
        late = section.group == "overdue"
        rows = [
            Row(case, number, words.after_number(line), late)
            for case, number, line in section.rows(LINES)
        ]
        groups.append(Group(section.title, section.count, rows, section.count - len(rows)))
    return Shown(notice.subject, notice.created_at, notice.read_at is None, groups)
