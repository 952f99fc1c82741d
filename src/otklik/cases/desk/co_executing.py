"""Pages of co-executors and of a personal interest."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from otklik.cases import actions
from otklik.cases.actions import PartEntry
from otklik.cases.assignment_queries import parts_of
from otklik.cases.desk.acting import ActPage, act_page
from otklik.cases.desk.assignment_forms import (
    CoExecutorsForm,
    EndPartForm,
    InterestForm,
    LeavePartForm,
    ReportForm,
    ReturnPartForm,
)
from otklik.cases.desk.reaching import case_of, employee_of
from otklik.cases.models import Assignment, Case
from otklik.staff.models import Employee, Power
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

Said = dict[str, Any]
PARTS = ("industry-mordovia:8.6.f", "industry-mordovia:10.3")
INTEREST = ("labour-novosibirsk:7.2", "industry-mordovia:6.5.c")


def _add(case: Case, employee: Employee, said: Said) -> str:
    people = list(Employee.objects.filter(pk__in=said["executor"], body=case.body))
    entries = [PartEntry(person, said["instruction"], said["due"]) for person in people]
    actions.add_several(case, entries, by=employee, revision=said["revision"])
    names = ", ".join(person.short_name for person in people)
    return _("Co-executors named: %(people)s.") % {"people": names}


def _declare(case: Case, employee: Employee, said: Said) -> str:
    actions.declare_interest(case, by=employee, reason=said["reason"], revision=said["revision"])
    return _("Your interest is written down. The head gives the case to somebody else.")


ADD = ActPage(
    act="add-co-executor",
    title=gettext_lazy("Co-executors"),
    button=gettext_lazy("Give the parts"),
    form=CoExecutorsForm,
    perform=_add,
    lead=gettext_lazy(
        "Each co-executor gets these words and a term of his own; the reply stays with the responsible executor."
    ),
    clauses=PARTS,
)
DECLARE = ActPage(
    act="declare-interest",
    title=gettext_lazy("Declare a personal interest"),
    button=gettext_lazy("Give the case back"),
    form=InterestForm,
    perform=_declare,
    lead=gettext_lazy(
        "The case goes back to the head, who chooses another executor. The draft of the reply stays with the case. "
        "You will not be able to get it again."
    ),
    clauses=INTEREST,
    dangerous=True,
)


@needs(Power.ASSIGN, Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_co_executor(request: HttpRequest, pk: int) -> HttpResponse:
    """Name co-executors, each with the same words and term."""
    return act_page(request, pk, ADD)


@needs(Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def declare_interest(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare a personal interest and give the case back."""
    return act_page(request, pk, DECLARE)


def _report(part: Assignment, _case: Case, employee: Employee, said: Said) -> str:
    actions.report_part(part, by=employee, report=said["report"])
    return _("Your part is handed in.")


def _return(part: Assignment, _case: Case, employee: Employee, said: Said) -> str:
    actions.return_part(part, by=employee, remarks=said["remarks"])
    return _("The part went back to the co-executor.")


def _end(part: Assignment, _case: Case, employee: Employee, said: Said) -> str:
    actions.end_part(part, by=employee, reason=said["reason"])
    return _("The co-executor is released.")


def _leave(part: Assignment, _case: Case, employee: Employee, said: Said) -> str:
    actions.leave_part(part, by=employee, reason=said["reason"])
    return _("Your interest is written down. The part is taken from you.")


@needs(Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def report_part(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Write what the co-executor contributes."""
    part = _part(request, pk, number)
    return act_page(
        request,
        pk,
        ActPage(
            act="report-part",
            title=gettext_lazy("Part of a co-executor"),
            button=gettext_lazy("Hand in"),
            form=partial(ReportForm, part=part),
            perform=partial(_report, part),
            lead=part.instruction,
            clauses=("industry-mordovia:8.6.h", "industry-mordovia:10.3"),
        ),
    )


@needs(Power.ASSIGN, Power.EXECUTE)
@require_POST
def accept_part(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Accept what a co-executor has handed in."""
    part = _part(request, pk, number)
    try:
        actions.accept_part(part, by=employee_of(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The part is accepted."))
    return redirect("desk:case", pk)


@needs(Power.ASSIGN, Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def return_part(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Send a part back to be mended."""
    part = _part(request, pk, number)
    return act_page(
        request,
        pk,
        ActPage(
            act="return-part",
            title=gettext_lazy("Return the part"),
            button=gettext_lazy("Return with remarks"),
            form=partial(ReturnPartForm, part=part),
            perform=partial(_return, part),
            lead=gettext_lazy("The term of the part stays the same."),
            clauses=("industry-mordovia:8.6.h",),
        ),
    )


@needs(Power.ASSIGN, Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def end_part(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Release a co-executor."""
    part = _part(request, pk, number)
    return act_page(
        request,
        pk,
        ActPage(
            act="end-part",
            title=gettext_lazy("Release the co-executor"),
            button=gettext_lazy("Release"),
            form=partial(EndPartForm, part=part),
            perform=partial(_end, part),
            lead=gettext_lazy("His term ends with it. What he has handed in stays."),
            dangerous=True,
        ),
    )


@needs(Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def leave_part(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Declare an interest as a co-executor."""
    part = _part(request, pk, number)
    return act_page(
        request,
        pk,
        ActPage(
            act="leave-part",
            title=gettext_lazy("Declare a personal interest"),
            button=gettext_lazy("Give the part back"),
            form=partial(LeavePartForm, part=part),
            perform=partial(_leave, part),
            lead=gettext_lazy("The part is taken from you; you cannot get this case again."),
            clauses=INTEREST,
            dangerous=True,
        ),
    )


def _part(request: HttpRequest, pk: int, number: int) -> Assignment:
    part = parts_of(case_of(request, pk)).filter(pk=number).first()
    if part is None:
        raise Http404
    return part
