"""Pages of control over one case: put on, take off, measures taken."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from otklik.cases import actions
from otklik.cases.actions import Removal
from otklik.cases.control_queries import lacking_of, mark_of, may_take_off
from otklik.cases.control_rules import Lack
from otklik.cases.desk.acting import ActPage, act_page
from otklik.cases.desk.control_forms import MeasuresForm, PutOnControlForm, TakeOffControlForm
from otklik.cases.desk.shown import clause_ref
from otklik.cases.models import Case
from otklik.staff.models import Employee, Power
from otklik.staff.profiles import own_clause
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

Said = dict[str, Any]


def _put(case: Case, employee: Employee, said: Said) -> str:
    actions.put_on_control(case, by=employee, note=said["note"], revision=said["revision"])
    return _("The case is on control. Only you or your formal substitute takes it off.")


def _take_off(case: Case, employee: Employee, said: Said) -> str:
    removal = Removal(said["note"], said.get("record_number", ""), said.get("record_date"))
    actions.take_off_control(case, removal, by=employee, revision=said["revision"])
    return _("The case counts as executed and is off control.")


def what_is_missing(case: Case) -> list[tuple[Lack, str]]:
    """Return what is missing for the case to count as executed, each with the place in the ministry's own order."""
    return [(lack, clause_ref(own_clause(case.body, lack.clause))) for lack in lacking_of(case)]


def _missing(case: Case, employee: Employee) -> Mapping[str, object]:
    mark = mark_of(case)
    return {
        "mark": mark,
        "lacks": what_is_missing(case),
        "entitled": mark is not None and may_take_off(mark, case, employee, timezone.now()),
    }


def _measures(case: Case, employee: Employee, said: Said) -> str:
    form = MeasuresForm(case=case, employee=employee)
    form.cleaned_data = said
    with transaction.atomic():
        for question, words in form.changed():
            try:
                actions.record_measure(question, by=employee, measure=words)
            except Refusal as refusal:
                field = f"measure-{question.pk}" if refusal.field == "measure" else refusal.field
                raise Refusal(refusal.message, field=field, clause=refusal.clause) from None
    return _("The measures are written down.")


PUT = ActPage(
    act="put-on-control",
    title=gettext_lazy("Put the case on control"),
    button=gettext_lazy("Put the case on control"),
    form=PutOnControlForm,
    perform=_put,
    lead=gettext_lazy(
        "Only you or your formal substitute can take it off, once nothing is missing."
    ),
    clauses=("labour-novosibirsk:28.a",),
)
TAKE_OFF = ActPage(
    act="take-off-control",
    title=gettext_lazy("Take the case off control"),
    button=gettext_lazy("Take off control"),
    form=TakeOffControlForm,
    perform=_take_off,
    lead=gettext_lazy(
        "The case counts as executed when every question is considered, the measures are taken and the reply is sent."
    ),
    clauses=("labour-novosibirsk:27",),
    template="cases/desk/take_off.html",
    more=_missing,
)
MEASURES = ActPage(
    act="record-measure",
    title=gettext_lazy("Measures taken"),
    button=gettext_lazy("Write down"),
    form=MeasuresForm,
    perform=_measures,
    lead=gettext_lazy("Write for each question what was really done: act, date, sum, place."),
    clauses=("labour-novosibirsk:27",),
)


@needs(Power.CONTROL, Power.SIGN, Power.ASSIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def put_on_control(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the case on control."""
    return act_page(request, pk, PUT)


@needs(Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def take_off_control(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what is missing; take the case off control once nothing is."""
    return act_page(request, pk, TAKE_OFF)


@needs(Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def record_measures(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was done on each question."""
    return act_page(request, pk, MEASURES)
