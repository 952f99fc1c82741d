"""What the client can do on his status page: answer, add, ask to stop."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from otklik.cases import actions, queries
from otklik.cases.models import Case
from otklik.cases.portal.forms import AnswerForm, MessageForm, StopForm
from otklik.cases.portal.reaching import SHOWN, case_of, may_add, may_answer, may_stop
from otklik.cases.portal.taking import files_of
from otklik.staff.refusals import Refusal
from otklik.web.access import public


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Take words and files that the client adds to his open case."""
    case = case_of(request, code)
    if case is None:
        return redirect("portal:status")
    if not may_add(case):
        return _too_late(request, code)
    if request.method != "POST":
        return _page(request, "add", code, case, MessageForm())
    form = MessageForm(request.POST)
    files = files_of(request, form)

    def act() -> None:
        said = form.cleaned_data
        actions.add_by_client(case, text=said["text"], files=files, key=said["token"])

    done = _("Added. It lies with your appeal now, and the official sees it.")
    return _done(request, "add", code, case, form, act, done)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take the client's answer to a question or an invitation of the ministry."""
    case = case_of(request, code)
    if case is None:
        return redirect("portal:status")
    row = queries.unanswered(case).filter(pk=pk).first()
    if row is None or not may_answer(case):
        return _too_late(request, code)
    if request.method != "POST":
        return _page(request, "answer", code, case, AnswerForm(row=row), {"asked": row})
    form = AnswerForm(request.POST, row=row)
    files = files_of(request, form)

    def act() -> None:
        said = form.cleaned_data
        actions.answer_by_client(
            row, text=said["text"], files=files, key=said["token"], agreed=form.consent()
        )

    done = _("Thank you. The official sees your answer.")
    return _done(request, "answer", code, case, form, act, done, {"asked": row})


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, code: str) -> HttpResponse:
    """Ask whether the consideration is to be stopped; a POST keeps the request for an official."""
    case = case_of(request, code)
    if case is None:
        return redirect("portal:status")
    if not may_stop(case):
        return _too_late(request, code)
    if request.method != "POST":
        return _page(request, "stop", code, case, StopForm())
    form = StopForm(request.POST)

    def act() -> None:
        said = form.cleaned_data
        actions.ask_withdrawal(case, words=said["words"], key=said["token"])

    done = _("Your request is there. An official stops the consideration and writes to you.")
    return _done(request, "stop", code, case, form, act, done)


Form = MessageForm | AnswerForm | StopForm


def _done(
    request: HttpRequest,
    name: str,
    code: str,
    case: Case,
    form: Form,
    act: Callable[[], None],
    done: str,
    more: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Do the act and go back; with a mistake or a refusal show the form again, with all that was typed."""
    if form.is_valid():
        try:
            act()
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, done)
            return _back(code)
    return _page(request, name, code, case, form, more, status=422)


def _page(
    request: HttpRequest,
    name: str,
    code: str,
    case: Case,
    form: Form,
    more: Mapping[str, object] | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {"case": case, "body": case.body, "code": code, "form": form, **(more or {})}
    return render(request, f"cases/portal/{name}.html", context, status=status)


def _too_late(request: HttpRequest, code: str) -> HttpResponseRedirect:
    messages.info(request, _("This cannot be done any more. Here you see how your appeal stands."))
    return _back(code)


def _back(code: str) -> HttpResponseRedirect:
    """Return to the status page by the way on which the visitor came."""
    if code == SHOWN:
        return redirect("portal:status-shown")
    return redirect("portal:status-link", code)
