"""The page «Where is my case» and the files of the letters on it."""

from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from otklik.cases import queries
from otklik.cases.models import Case, Stage
from otklik.cases.portal.deliveries import ways_of
from otklik.cases.portal.events import events_of
from otklik.cases.portal.forms import CodeForm
from otklik.cases.portal.reaching import (
    CODE_MAX,
    KEY,
    SHOWN,
    Shown,
    case_of,
    find,
    letters_of,
    may_add,
    may_answer,
    may_stop,
    signed_of,
)
from otklik.cases.rules import OPEN_STAGES
from otklik.messages.models import OutgoingFile
from otklik.messages.serving import file_response
from otklik.web.access import public


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the code; a right one is kept in the session, so that no address carries it."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        request.session[KEY] = form.cleaned_data["code"]
        return redirect("portal:status-shown")
    status = 422 if form.is_bound else 200
    return render(request, "cases/portal/ask.html", {"form": form}, status=status)


@public
@never_cache
@require_safe
def shown(request: HttpRequest) -> HttpResponse:
    """Show where the case is whose code the visitor has typed."""
    found = find(request.session.get(KEY, ""))
    if found is None:
        return redirect("portal:status")
    return _page(request, found, SHOWN)


@public
@never_cache
@require_safe
def by_link(request: HttpRequest, code: str) -> HttpResponse:
    """Show where the case is, for the link and the QR code of the confirmation."""
    found = find(code)
    if found is None:
        form = CodeForm({"code": code[:CODE_MAX]})
        return render(request, "cases/portal/ask.html", {"form": form}, status=404)
    return _page(request, found, code)


@public
@require_safe
def file(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    """Give a file of a letter that was handed over on the status page."""
    case = case_of(request, code)
    if case is None:
        raise Http404
    item = (
        OutgoingFile.objects.filter(pk=pk, message__in=letters_of(case))
        .select_related("file")
        .first()
    )
    if item is None:
        raise Http404
    return file_response(item.file, item.name, inline=True)


def _page(request: HttpRequest, found: Shown, code: str) -> HttpResponse:
    letters = list(letters_of(found.case).prefetch_related("files__file")) if found.case else []
    context = {
        "found": found,
        "body": found.body,
        "code": code,
        "letters": letters,
        "sent": ways_of(found.case) if found.case else [],
        "signed": signed_of(found.case, code) if found.case else [],
        "next": next(_to_do(found)),
        **(_doing(found.case) if found.case else {}),
    }
    response = render(request, "cases/portal/status.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _doing(case: Case) -> dict[str, object]:
    """Return what happened to the case beside its steps, and what its client can do with it now."""
    stopping = queries.asked_to_stop(case) if case.stage in OPEN_STAGES else None
    return {
        "events": events_of(case),
        "asked": list(queries.unanswered(case)) if may_answer(case) and not stopping else [],
        "may_add": may_add(case),
        "may_stop": may_stop(case),
        "stop_waits": stopping,
    }


def _to_do(found: Shown) -> Iterator[str]:
    """Yield what the person can do now; the first fits."""
    case = found.case
    if found.is_over and case is not None and case.stage == Stage.ANSWERED:
        yield _(
            "If the reply leaves something open, write again and name the number of this appeal."
        )
    if case is not None and case.stage == Stage.WITHDRAWN:
        yield _("If the question becomes important again, write again.")
    if case is not None and case.stage == Stage.FORWARDED:
        yield _("Wait for the reply of the body to which your appeal was forwarded.")
    if found.is_over:
        yield _("If you meant something else, write again.")
    if case is not None and queries.asked_to_stop(case) is not None:
        yield _("Wait until an official stops the consideration and writes to you.")
    if case is not None and may_answer(case) and queries.unanswered(case).exists():
        yield _("The ministry waits for your answer. It considers your appeal in the meantime.")
    yield _("Nothing needs to be done: the ministry is at work. Keep the code.")
