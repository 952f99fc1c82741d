"""«Календарь»: the year of the body's calendar, and its edits, each shown before it is made."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from otklik.cases.desk.reaching import employee_of
from otklik.cases.recount_queries import Foreseen, foreseen, under_way
from otklik.control.calendar_forms import DayForm, DecreeForm, EditForm, SwapForm
from otklik.control.wording import term_labels
from otklik.control.year_page import OWN_SIGN, SIGNS, WEEKDAYS, WORDS, said_hours, year_page
from otklik.staff import actions as staff
from otklik.staff import calendars, edits
from otklik.staff.edits import CalendarEdit
from otklik.staff.models import Body, DecreedYear, Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import body_of, may
from otklik.web.access import needs, signed_in
from otklik.worktime import Mark
from otklik.worktime.federal import FIRST_YEAR, LAST_YEAR

LOOKED_AT = 10_000
"""So many open cases of each body are looked at for the page, some ten seconds; `otklik calendar` looks at all."""


@signed_in
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Show a year of the body's calendar; looking changes nothing."""
    employee = employee_of(request)
    body = body_of(employee)
    today = calendars.today(body)
    year = _year(request.GET.get("year", ""), today.year)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    page = year_page(body, year, today)
    context = {
        "body": body,
        "page": page,
        "weekdays": WEEKDAYS,
        "legend": [(mark.value, SIGNS[mark], WORDS[mark]) for mark in Mark],
        "own_sign": OWN_SIGN,
        "may_edit": may(employee, Power.ADMINISTER),
        "decree": DecreedYear.objects.filter(year=year).first(),
        "under_way": under_way(body),
        "version": calendars.calendar_of(body).version,
        "shortening": calendars.calendar_of(body).schedule_on(today).shortening,
    }
    return render(request, "control/desk/calendar.html", context)


@dataclass(frozen=True, slots=True)
class Act:
    """One kind of edit: its form and words."""

    form: Callable[..., EditForm]
    title: Promise
    lead: Promise
    has_file: bool = False


DAY = Act(
    DayForm,
    gettext_lazy("Enter a day"),
    gettext_lazy(
        "A regional day off, a day declared off by a decree, a correction. First you see what it changes."
    ),
)
SWAP = Act(
    SwapForm,
    gettext_lazy("Swap a working day and a day off"),
    gettext_lazy(
        "Your body rests on one day and works on another for it. First you see what it changes."
    ),
)
DECREE = Act(
    DecreeForm,
    gettext_lazy("Read the calendar of a year"),
    gettext_lazy(
        "When the Government has decreed the transfers of the next year, its dates stop being preliminary. "
        "First you see what it changes."
    ),
    has_file=True,
)


@needs(Power.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_day(request: HttpRequest) -> HttpResponse:
    """Enter or correct one day."""
    return _edit_page(request, DAY)


@needs(Power.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_swap(request: HttpRequest) -> HttpResponse:
    """Swap two days."""
    return _edit_page(request, SWAP)


@needs(Power.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_decree(request: HttpRequest) -> HttpResponse:
    """Read the file of a year."""
    return _edit_page(request, DECREE)


def _edit_page(request: HttpRequest, act: Act) -> HttpResponse:
    employee = employee_of(request)
    body = body_of(employee)
    if request.method != "POST":
        return _form(request, act, act.form(body=body, initial=_initial(request, body)))
    form = act.form(request.POST, request.FILES, body=body)
    if not form.is_valid() or form.edit is None:
        return _form(request, act, _with_file(act, form, request, body), status=422)
    edit = form.edit
    seen = request.POST.get("seen", "")
    if request.POST.get("step") != "make" or seen != _name_of(edit):
        return _form(request, act, _with_file(act, form, request, body), edit=edit)
    if staff.make_calendar_edit(edit, by=employee.actor, home=body):
        messages.success(
            request,
            _("The calendar is changed. The open terms are counted anew in the background."),
        )
    else:
        messages.info(request, _("The calendar said all this already: nothing has changed."))
    address = reverse("desk:calendar")
    return redirect(f"{address}?year={_year_of(edit)}" if edit.rows else address)


def _form(
    request: HttpRequest,
    act: Act,
    form: EditForm,
    *,
    edit: CalendarEdit | None = None,
    status: int = 200,
) -> HttpResponse:
    body = form.body
    context: dict[str, object] = {"body": body, "act": act, "form": form}
    if edit is not None:
        moves = [foreseen(one, edit.calendar(one), limit=LOOKED_AT) for one in edit.bodies]
        context |= {
            "edit": edit,
            "seen": _name_of(edit),
            "nothing": edits.changes_nothing(edit),
            "doubt": edits.doubts(edit),
            "days": [
                (day, said_hours(day.before), said_hours(day.after)) for day in _changes(edit, body)
            ],
            "own": next((found for found in moves if found.body == body), None),
            "left_out": sum(found.left_out for found in moves),
            "looked_at": LOOKED_AT,
            "others": [found for found in moves if found.body != body],
            "moves": _rows(next((found for found in moves if found.body == body), None)),
        }
    return render(request, "control/desk/calendar_edit.html", context, status=status)


def _changes(edit: CalendarEdit, body: Body) -> list[edits.ChangedDay]:
    return edits.changes(edit, body if edit.body is None else edit.body)


def _rows(found: Foreseen | None) -> list[dict[str, object]]:
    if found is None:
        return []
    labels = term_labels(profile_of(found.body))
    return [
        {
            "number": str(move.case),
            "term": labels.get(move.kind, move.kind),
            "before": move.before,
            "after": move.after,
        }
        for move in found.nearest
    ]


def _with_file(act: Act, form: EditForm, request: HttpRequest, body: Body) -> EditForm:
    """The form again, with the file that was given carried on in the page: it need not be chosen twice."""
    if not act.has_file or not isinstance(form, DecreeForm) or not form.content:
        return form
    data = request.POST.copy()
    for name, value in form.kept.items():
        data[name] = value
    again = act.form(data, body=body)
    again.is_valid()
    return again


def _name_of(edit: CalendarEdit) -> str:
    """What tells whether the edit to be made is the one that was shown."""
    parts = [edit.act, edit.body.code if edit.body else "", str(edit.decreed or ""), edit.decree]
    parts += [f"{day} {row}" for day, row in sorted(edit.rows.items())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _year_of(edit: CalendarEdit) -> int:
    return edit.decreed or min(day.year for day in edit.rows)


def _initial(request: HttpRequest, body: Body) -> dict[str, object]:
    """The day that was clicked in the year, with what is entered for it already."""
    try:
        day = date.fromisoformat(request.GET.get("date", ""))
    except ValueError:
        return {}
    row = next((row for row in calendars.rows_of(body) if row.day == day), None)
    if row is None:
        return {"date": day, "off": day}
    return {"date": day, "off": day, "kind": row.kind, "note": row.note}


def _year(text: str, present: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else present
