"""Registration beside the appeal; and the answer that what arrived is no appeal."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from otklik import language
from otklik.cases import actions, queries
from otklik.cases.deadlines import plan
from otklik.cases.desk import shown
from otklik.cases.desk.case_facts import client_facts, contact_facts
from otklik.cases.desk.hint_cards import hints
from otklik.cases.desk.reaching import case_of, employee_of, opened
from otklik.cases.forms import (
    EXTRA_ROWS,
    QUESTIONS_LIMIT,
    DismissForm,
    QuestionForm,
    RegistrationForm,
)
from otklik.cases.models import Case, Stage
from otklik.cases.rules import QuestionEntry
from otklik.cases.topic_field import written_topic
from otklik.staff import calendars
from otklik.staff.models import Power
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal
from otklik.touchpoints import queries as touchpoints
from otklik.web.access import needs

Rows: TypeAlias = "forms.BaseFormSet[QuestionForm]"
PREFIX = "question"


def _rows(
    case: Case,
    data: Any = None,
    *,
    initial: Sequence[dict[str, str]] = (),
    extra: int = EXTRA_ROWS,
) -> Rows:
    make = forms.formset_factory(
        QuestionForm, extra=extra, max_num=QUESTIONS_LIMIT, absolute_max=60
    )
    given = {"body": case.body}
    return make(data, initial=list(initial), prefix=PREFIX, form_kwargs=given)


@needs(Power.REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form; register by it; or add a row and compute the dates anew without registering."""
    if request.method != "POST":
        case = opened(request, pk)
        if case.stage != Stage.RECEIVED:
            return redirect("desk:case", pk)
        return _page(
            request,
            case,
            _form(case),
            _rows(case, initial=_suggested(case)),
        )
    case = case_of(request, pk)
    act = request.POST.get("act", "register")
    if act in {"add-question", "dates"}:
        return _round_trip(request, case, more=1 if act == "add-question" else 0)
    form = _form(case, request.POST)
    rows = _rows(case, request.POST)
    understood = form.is_valid() & rows.is_valid()
    if _judged(form, rows) and understood:
        try:
            registered = _register(request, case, form, _entries(rows))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(
                request,
                _("Registered under the number %(number)s.") % {"number": registered.number},
            )
            return redirect("desk:case", pk)
    return _page(request, case, form, rows, status=422)


def _form(case: Case, data: Any = None) -> RegistrationForm:
    return RegistrationForm(
        data,
        case=case,
        profile=profile_of(case.body),
        touchpoints=touchpoints.touchpoints_of(case.body),
        earlier=queries.earlier_of(case),
    )


def _suggested(case: Case) -> list[dict[str, str]]:
    """Return the questions kept with the case, or those that its text probably holds."""
    kept = [
        {
            "text": question.text,
            "topic": written_topic(case.body, question.topic_code, question.topic_version),
        }
        for question in case.questions.all()
    ]
    found = language.suggest_questions(case.text)[:QUESTIONS_LIMIT] or [case.summary]
    return kept or [{"text": text, "topic": ""} for text in found]


def _round_trip(request: HttpRequest, case: Case, *, more: int) -> HttpResponse:
    """Show the form as typed, judged by nobody, with fresh dates and perhaps one more row."""
    form = _form(case)
    form.initial = {**form.initial, **{name: request.POST.get(name, "") for name in form.fields}}
    typed = [row for row in _typed_rows(request.POST) if any(row.values())]
    rows = _rows(case, initial=typed, extra=EXTRA_ROWS + more)
    return _page(request, case, form, rows)


def _typed_rows(data: QueryDict) -> list[dict[str, str]]:
    given = data.get(f"{PREFIX}-TOTAL_FORMS", "0")
    count = min(int(given), QUESTIONS_LIMIT) if given.isdecimal() and len(given) < 4 else 0
    return [
        {name: data.get(f"{PREFIX}-{index}-{name}", "") for name in ("text", "topic")}
        for index in range(count)
    ]


def _filled(rows: Rows) -> list[QuestionForm]:
    return [row for row in rows if row.cleaned_data.get("text")]


def _entries(rows: Rows) -> list[QuestionEntry]:
    return [
        QuestionEntry(row.cleaned_data["text"], row.cleaned_data.get("topic", ""))
        for row in _filled(rows)
    ]


def _judged(form: RegistrationForm, rows: Rows) -> bool:
    """Put every objection of the rules at its field; True when there is none."""
    filled = _filled(rows)
    for problem in form.judge(_entries(rows)):
        place = problem.field.removeprefix("topic-")
        if place.isdecimal():
            row = filled[int(place)]
            if "topic" not in row.errors:
                row.add_error("topic", str(problem.message))
        elif problem.field == "questions" and len(rows):  # a damaged form may have no row at all
            rows[0].add_error("text", str(problem.message))
        else:
            form.add_error(None, str(problem.message))
    if any(row.errors for row in rows):
        form.add_error(None, _("Check the questions of the client."))
    return not form.errors


def _register(
    request: HttpRequest, case: Case, form: RegistrationForm, entries: Sequence[QuestionEntry]
) -> Case:
    said = form.cleaned_data
    return actions.register(
        case,
        by=employee_of(request),
        type=said["type"],
        form=said["form"],
        channel=said["channel"],
        questions=entries,
        addressee=said["addressee"],
        summary=said["summary"],
        touchpoint=form.touchpoints.get(said["touchpoint"]),
        note=said["note"],
        earlier=form.earlier_cases.get(said["earlier"]),
        life_situation=said["life_situation"],
        need=said["need"],
        complained_body=said["complained_body"],
        complained_employee=form.staff.get(said["complained_employee"]),
        revision=said["revision"],
    )


@needs(Power.REGISTER)
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the case aside as no appeal, with its reason."""
    case = case_of(request, pk)
    asked = DismissForm(request.POST)
    if asked.is_valid():
        try:
            actions.dismiss(
                case,
                by=employee_of(request),
                reason=asked.cleaned_data["reason"],
                tell=not asked.cleaned_data["is_spam"],
            )
        except Refusal as refusal:
            asked.add_error(
                refusal.field if refusal.field in asked.fields else None, refusal.message
            )
        else:
            messages.success(request, _("Set aside: it is not an appeal."))
            return redirect("desk:case", pk)
    rows = _rows(case, initial=_suggested(case))
    return _page(request, case, _form(case), rows, asked, status=422)


def _page(
    request: HttpRequest,
    case: Case,
    form: RegistrationForm,
    rows: Rows,
    dismissal: DismissForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    profile = profile_of(case.body)
    type_code, form_code, channel = form.chosen()
    channel_closed = not profile.channel(channel).takes(
        profile.work_type(type_code), form.received_on, identified=form.identified
    )
    planned = plan(
        profile,
        calendars.calendar_of(case.body),
        type=type_code,
        form=form_code,
        channel=channel,
        received=case.received_at,
        registered=timezone.now(),
    )
    return render(
        request,
        "cases/desk/register.html",
        {
            "case": case,
            "body": case.body,
            "form": form,
            "rows": rows,
            "row_forms": list(rows),
            "dismissal": dismissal or DismissForm(),
            "channel_closed": channel_closed,
            "terms": shown.planned_terms(profile, planned),
            "receipts": queries.receipts_of(case),
            "client": client_facts(case),
            "contacts": contact_facts(profile, case),
            "earlier": queries.earlier_of(case),
            "duplicates": queries.probable_duplicates(case),
            "hints": hints(case, employee_of(request)),
        },
        status=status,
    )
