"""Employees' pages of the room: feedback of a period, paper forms, the form to print."""

from datetime import date, timedelta
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from otklik import documents
from otklik.staff.calendars import today
from otklik.staff.models import Body, Employee, Power
from otklik.staff.queries import may
from otklik.staff.refusals import Refusal
from otklik.surveys import actions, paper, queries
from otklik.surveys.models import Answer
from otklik.surveys.once import form_key, new_key
from otklik.surveys.results import feedback
from otklik.surveys.rules import PAPER_SOURCE
from otklik.surveys.sheet import fields_of, whole
from otklik.web.access import needs

DAYS_SHOWN = 92
TEXT_PASSED = 10_000
EARLIEST_DAY = date(2000, 1, 1)


@needs(Power.SURVEYS, Power.ANALYSE)
@require_GET
def feedback_page(request: HttpRequest) -> HttpResponse:
    """«Отзывы»: what clients said in a period, low scores first (11.1)."""
    employee, body = _employee(request)
    asked = queries.opening(body)
    since, until = _period(request, body)
    rows = queries.answers_for(employee, since, until)
    context = {
        "asked": asked,
        "since": since,
        "until": until,
        "found": feedback(asked.profile, asked.questionnaire, rows),
        "on_paper": sum(row.way == Answer.Way.PAPER for row in rows),
        "sources": [item for item in asked.profile.sources if not item.aggregate],
        "may_enter": may(employee, Power.SURVEYS) and actions.in_office(employee),
        "open_address": actions.open_link(body),
    }
    return render(request, "surveys/feedback.html", context)


@needs(Power.SURVEYS)
@require_http_methods(["GET", "POST"])
def paper_answer(request: HttpRequest) -> HttpResponse:
    """Entering a paper form: bracketed codes beside each question (app1:fn2)."""
    employee, body = _employee(request)
    asked = queries.opening(body)
    given = {key: request.POST.get(key, "")[:TEXT_PASSED] for key in fields_of(asked)}
    filled_on = request.POST.get("filled_on", "")
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            actions.enter_paper(
                body,
                by=employee,
                given=given,
                filled_on=_day(filled_on),
                source=_source(request, asked),
                key=form_key(request),
            )
        except Refusal as refusal:
            errors[refusal.field] = refusal.message
        else:
            messages.success(request, _("The paper form has been entered."))
            return redirect("desk:paper-answer")
    else:
        given = {k: v for k, v in queries.known_beforehand(asked).items() if v}
    context = {
        "asked": asked,
        "items": whole(asked, given, errors),
        "errors": errors,
        "key": form_key(request) or new_key(),
        "filled_on": filled_on,
        "source": request.POST.get("source", PAPER_SOURCE),
        "sources": [item for item in asked.profile.sources if not item.aggregate],
        "may_enter": actions.in_office(employee),
        "codes": True,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return render(request, "surveys/paper.html", context, status=status)


@needs(Power.SURVEYS, Power.RECEPTION)
@require_GET
def questionnaire_file(request: HttpRequest) -> HttpResponse:
    """The questionnaire as a PDF to print, with the address of the open form (10.5)."""
    body = _employee(request)[1]
    asked = queries.opening(body)
    data = documents.questionnaire_pdf(paper.paper_form(asked, actions.open_link(body)))
    return _file(data, "application/pdf", "anketa.pdf", inline=True)


@needs(Power.SURVEYS)
@require_GET
def answers_file(request: HttpRequest) -> HttpResponse:
    """Paper answers of a period as code = answer, for the feedback platform (app1:fn2)."""
    employee, body = _employee(request)
    asked = queries.opening(body)
    since, until = _period(request, body)
    rows = queries.answers_for(employee, since, until).filter(way=Answer.Way.PAPER)
    headings, lines = paper.export_rows(asked, rows)
    data = documents.table_csv(headings, lines)
    return _file(data, "text/csv; charset=utf-8", f"ankety-{since}-{until}.csv")


def _employee(request: HttpRequest) -> tuple[Employee, Body]:
    if not isinstance(request.user, Employee) or request.user.body is None:
        raise Http404
    return request.user, request.user.body


def _period(request: HttpRequest, body: Body) -> tuple[date, date]:
    """Read the period; what is missing or cannot be read becomes the last three months."""
    now = today(body)
    until = _asked_day(request, "until") or now
    since = _asked_day(request, "since") or until - timedelta(days=DAYS_SHOWN)
    return min(since, until), max(since, until)


def _asked_day(request: HttpRequest, name: str) -> date | None:
    try:
        day = date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None
    return day if day >= EARLIEST_DAY else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(_("Write the date as day, month and year."), field="filled_on") from None


def _source(request: HttpRequest, asked: queries.Opening) -> str:
    chosen = request.POST.get("source", "")
    known = {item.code for item in asked.profile.sources if not item.aggregate}
    if chosen and chosen not in known:
        raise Refusal(_("Choose a source from the list."), field="source")
    return chosen


def _file(data: bytes, kind: str, name: str, *, inline: bool = False) -> HttpResponse:
    way = "inline" if inline else "attachment"
    return HttpResponse(
        data,
        content_type=kind,
        headers={
            "Content-Disposition": f'{way}; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


urlpatterns: list[URLPattern] = [
    path("feedback/", feedback_page, name="feedback"),
    path("feedback/paper", paper_answer, name="paper-answer"),
    path("feedback/paper/form.pdf", questionnaire_file, name="questionnaire-file"),
    path("feedback/answers.csv", answers_file, name="answers-file"),
]
