"""The list «Дела»."""

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from otklik.cases import due, listing, queries
from otklik.cases.desk import shown
from otklik.cases.desk.reaching import employee_of
from otklik.cases.models import Stage
from otklik.language.dates import date_long
from otklik.staff.models import Employee, Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import body_of, colleagues, units_of
from otklik.web.access import needs

SCOPES: dict[str, Promise] = {
    "mine": _("Mine"),
    "unit": _("Of my unit"),
    "all": _("Of the whole body"),
}
STAGES: tuple[tuple[str, str | Promise], ...] = (
    (listing.OPEN, _("Open ones")),
    (listing.LATE, _("Overdue ones")),
    (listing.PROMISED, _("Promises")),
    (listing.CONTROL, _("On control")),
    *((stage.value, stage.label) for stage in Stage),
    (listing.ALL, _("All stages")),
)


TERMS: dict[str, Promise] = {
    due.LATE: _("overdue"),
    due.TODAY: _("term today"),
    "1-3": _("1–3 days left"),
    "4-7": _("4–7 days left"),
    "8-14": _("8–14 days left"),
    due.LATER: _("more than 14 days left"),
    due.NO_TERM: _("no term"),
}


@needs(Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE)
@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    """Show the cases that the employee may see: filtered, sorted, a page at a time."""
    employee = employee_of(request)
    now = timezone.now()
    wanted = listing.asked(employee, request.GET.dict())
    cases = listing.matching(employee, wanted, now).select_related(
        "client", "executor", "unit", "body"
    )
    page = listing.page_of(
        listing.with_marks(cases, employee),
        wanted,
        newer=request.GET.get("newer", ""),
        older=request.GET.get("older", ""),
    )
    labels = shown.term_labels(profile_of(body_of(employee)))
    nearest = queries.nearest_terms(page.rows)
    return render(
        request,
        "cases/desk/list.html",
        {
            "page": page,
            "nearest": {pk: labels.get(kind, kind) for pk, kind in nearest.items()},
            "wanted": wanted,
            "found": listing.capped(cases),
            "scopes": _scopes(listing.scopes_for(employee), wanted),
            "stages": STAGES,
            "narrowing": _narrowing(employee, wanted),
        },
    )


def _narrowing(employee: Employee, wanted: listing.Asked) -> list[str]:
    """Return in words by what the list is narrowed beside the stage: the unit, the executor, the term."""
    said: list[str] = []
    if wanted.unit:
        unit = (
            units_of(employee).filter(pk=wanted.unit).first() if wanted.unit.isdecimal() else None
        )
        said.append(str(unit or _("not given to a unit yet")))
    if wanted.executor:
        people = colleagues(employee)
        person = people.filter(pk=wanted.executor).first() if wanted.executor.isdecimal() else None
        said.append(str(person or _("no executor yet")))
    if wanted.due in TERMS:
        said.append(str(TERMS[wanted.due]))
    elif wanted.due:
        day = date.fromisoformat(wanted.due)
        said.append(str(_("term on %(day)s")) % {"day": date_long(day)})
    return said


def _scopes(scopes: tuple[str, ...], wanted: listing.Asked) -> list[tuple[object, ...]]:
    """Return the tabs: each keeps the stage, the words and the order."""
    kept = {"stage": wanted.stage, "q": wanted.words, "sort": wanted.sort, **wanted.narrowed}
    return [
        (
            SCOPES[scope],
            f"?{urlencode({'scope': scope, **{k: v for k, v in kept.items() if v}})}",
            None,
            scope == wanted.scope,
        )
        for scope in scopes
    ]
