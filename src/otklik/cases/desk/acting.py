"""The one page for an act on a case: what it is about on the left, the form on the right, the act at the end.

Each act brings its form, what it does, and the words; that a typed word is never lost and that the page says what has
changed meanwhile is the same for all.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from otklik.cases import queries
from otklik.cases.desk import shown
from otklik.cases.desk.case_facts import client_facts, contact_facts
from otklik.cases.desk.reaching import case_of, employee_of, opened
from otklik.cases.leaving_queries import can_be_told
from otklik.cases.models import Case
from otklik.cases.rules import allowed
from otklik.staff.models import Employee
from otklik.staff.profiles import own_clause, profile_of
from otklik.staff.queries import powers_of
from otklik.staff.refusals import Refusal

Make = Callable[..., forms.Form]


@dataclass(frozen=True, slots=True)
class ActPage:
    """What is particular to one act's page.

    `form(case=…, employee=…)` makes the unbound form (with `data=` the bound one); it should carry a hidden `revision`
    field when the act must not overwrite. `perform(case, employee, cleaned_data)` does the act and returns the sentence
    that the next page shows; it raises `Refusal`. `more(case, employee)` gives more for the template.
    """

    act: str
    title: Promise | str
    button: Promise | str
    form: Make
    perform: Callable[[Case, Employee, dict[str, Any]], str]
    lead: Promise | str = ""
    """One or two sentences above the form: what happens and what the law wants."""
    clauses: tuple[str, ...] = ()
    """Clauses that ask for the act; the page cites the one of the ministry's own order."""
    template: str = "cases/desk/act.html"
    more: Callable[[Case, Employee], Mapping[str, object]] | None = None
    dangerous: bool = False
    """Whether the act ends something that cannot be taken back; the button says so by its look."""
    next_page: str = "desk:case"
    letter: str = ""
    """Kind of the signed letter that may carry the act in place of a fixed text; empty where there is none."""
    ground: str = ""
    """Code of the ground that such a letter names, where its kind has several."""


def act_page(request: HttpRequest, pk: int, page: ActPage) -> HttpResponse:
    """Show the act's form; do the act; a refusal stands at its field and everything typed stays (422)."""
    employee = employee_of(request)
    case = case_of(request, pk) if request.method == "POST" else opened(request, pk)
    if request.method != "POST":
        if not allowed(page.act, case.stage, powers_of(employee)):
            messages.warning(
                request, _("This cannot be done at the present stage of the case, or not by you.")
            )
            return redirect("desk:case", pk)
        return show_act(request, case, page, page.form(case=case, employee=employee))
    form = page.form(case=case, employee=employee, data=request.POST)
    if form.is_valid():
        try:
            said = page.perform(case, employee, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None,
                with_clause(case, refusal.message, refusal.clause),
            )
        else:
            messages.success(request, said)
            return redirect(page.next_page, pk)
    return show_act(request, case, page, form, status=422)


def with_clause(case: Case, message: str, clause: str) -> str:
    """Return why an act is refused, with the place in the ministry's own order that asks for it."""
    ref = shown.clause_ref(own_clause(case.body, clause))
    return f"{message} ({ref})" if ref else message


def _by_letter(case: Case, page: ActPage) -> dict[str, object]:
    """Return where the form goes when a signed letter is to carry the act, and whether it may go no other way."""
    if not page.letter or not can_be_told(case):
        return {}
    try:
        address = reverse("desk:begin-letter", args=[case.pk, page.letter])
    except NoReverseMatch:
        return {}
    demanded = page.letter in profile_of(case.body).letter.notices_by_letter
    query = f"?ground={page.ground}" if page.ground else ""
    return {"letter_address": address + query, "letter_demanded": demanded}


def show_act(
    request: HttpRequest, case: Case, page: ActPage, form: forms.Form, *, status: int = 200
) -> HttpResponse:
    """Show the page of an act with its form, filled or not."""
    profile = profile_of(case.body)
    more = page.more(case, employee_of(request)) if page.more else {}
    clause = own_clause(case.body, *page.clauses) if page.clauses else ""
    return render(
        request,
        page.template,
        {
            "case": case,
            "body": case.body,
            "form": form,
            "page": page,
            "clause": shown.clause_ref(clause),
            "receipts": queries.receipts_of(case),
            "terms": shown.terms_of(profile, queries.deadlines_of(case)),
            "client": client_facts(case),
            "contacts": contact_facts(profile, case),
            "earlier": queries.earlier_of(case),
            **_by_letter(case, page),
            **more,
        },
        status=status,
    )
