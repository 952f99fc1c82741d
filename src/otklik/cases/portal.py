"""«Where is my case»: by the tracking code, for whoever has it; no name is shown on the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from otklik.cases import queries
from otklik.cases.deadlines import latest_reply_due, plan
from otklik.cases.models import Case, Stage
from otklik.messages.codes import normalise
from otklik.messages.models import Outgoing, OutgoingFile, Receipt
from otklik.messages.queries import receipt_by_code
from otklik.messages.serving import file_response
from otklik.staff.calendars import calendar_of
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from otklik.web.access import public

KEY = "status-code"
SHOWN = "shown"
"""Stands in an address where the code itself should not: the code is in the visitor's session."""
CODE_MAX = 60
STATUS_PAGE = "web"
"""The channel of letters that are handed over on this page."""


class CodeForm(forms.Form):
    """The code, in whatever way people type it."""

    use_required_attribute = False
    code = forms.CharField(
        label=gettext_lazy("Code"),
        help_text=gettext_lazy(
            "It looks like K7M2-9QXP-4R. Capital or small letters, with or without dashes."
        ),
        widget=forms.TextInput(
            attrs={
                "class": "input-code",
                "autocomplete": "off",
                "spellcheck": "false",
                "maxlength": CODE_MAX,
            }
        ),
        max_length=CODE_MAX,
        error_messages={"required": gettext_lazy("Type the code.")},
    )

    def clean_code(self) -> str:
        """Return the code as it is stored; an unknown one is an error at its field."""
        code = normalise(self.cleaned_data["code"])
        if not code or find(code) is None:
            raise forms.ValidationError(
                _(
                    "There is no appeal with this code. Compare each letter and figure with your note."
                )
            )
        return code


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page tells: nothing in it names the person."""

    code: str
    body: Body
    number: str
    kind: str
    steps: list[dict[str, Any]]
    is_over: bool
    case: Case | None


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
    found = find(str(request.session.get(KEY, "")) if code == SHOWN else code)
    if found is None or found.case is None:
        raise Http404
    item = (
        OutgoingFile.objects.filter(pk=pk, message__in=letters_of(found.case))
        .select_related("file")
        .first()
    )
    if item is None:
        raise Http404
    return file_response(item.file, item.name, inline=True)


def find(code: str) -> Shown | None:
    """Return what is known under a code as a person types it, or None."""
    code = normalise(code[:CODE_MAX])
    if not code:
        return None
    case = queries.by_tracking_code(code)
    if case is not None:
        return of_case(case)
    receipt = receipt_by_code(code)
    if receipt is None:
        return None
    joined = Case.objects.filter(receipts__receipt=receipt).select_related("body").first()
    return of_case(joined) if joined else of_receipt(receipt)


def letters_of(case: Case) -> Any:
    """Return the letters handed over on this page, newest first."""
    return queries.messages_of(case).filter(channel=STATUS_PAGE, state=Outgoing.State.SENT)


def of_case(case: Case) -> Shown:
    """Tell where a case is."""
    profile = profile_of(case.body)
    known = queries.status_of(case)
    over = case.stage in (Stage.ANSWERED, Stage.DISMISSED)
    items = []
    for step in known:
        due: Any = step.due
        if step.code == "answered" and step.at is None and due is None:
            due = _latest_reply(case.body, case.type, case.form, case.channel, case.received_at)
        items.append(_item(step.title, step.at, due, present=step.is_present and not over))
    return Shown(
        case.tracking_code,
        case.body,
        case.number,
        profile.work_type(case.type).label,
        items,
        over,
        case,
    )


def of_receipt(receipt: Receipt) -> Shown:
    """Tell where something is of which no case was made yet."""
    body, said = receipt.body, receipt.payload
    profile = profile_of(body)
    kind = str(said.get("type") or "application") if isinstance(said, dict) else "application"
    form = profile.channel(receipt.channel).form
    planned = plan(
        profile,
        calendar_of(body),
        type=kind,
        form=form,
        channel=receipt.channel,
        received=receipt.received_at,
    )
    registration = next(
        (item.as_json() | {"due": item.due} for item in planned if item.kind == "registration"),
        None,
    )
    reply = _latest_reply(body, kind, form, receipt.channel, receipt.received_at)
    if receipt.state == Receipt.State.DISMISSED:
        items = [
            _item(_("Received"), receipt.received_at, None),
            _item(_("Looked at: it is not an appeal"), receipt.received_at, None),
        ]
    else:
        items = [
            _item(_("Received"), receipt.received_at, None, present=True),
            _item(_("Registered"), None, registration),
            _item(_("Answered"), None, reply),
        ]
    over = receipt.state == Receipt.State.DISMISSED
    return Shown(receipt.tracking_code, body, "", profile.work_type(kind).label, items, over, None)


def _latest_reply(
    body: Body, kind: str, form: str, channel: str, received: datetime
) -> dict[str, Any] | None:
    found = latest_reply_due(
        profile_of(body),
        calendar_of(body),
        type=kind,
        form=form,
        channel=channel,
        received=received,
    )
    return found.as_json() | {"due": found.due} if found else None


def _item(
    title: str | Promise, at: datetime | None, deadline: Any, *, present: bool = False
) -> dict[str, Any]:
    """Return one step as `{% steps %}` draws it; a date still to come is shown with its reason."""
    state = "now" if present else "done" if at else "later"
    return {"title": title, "state": state, "at": at, "deadline": None if at else deadline}


def _page(request: HttpRequest, found: Shown, code: str) -> HttpResponse:
    letters = list(letters_of(found.case).prefetch_related("files__file")) if found.case else []
    context = {
        "found": found,
        "body": found.body,
        "code": code,
        "letters": letters,
        "next": next(_to_do(found)),
    }
    response = render(request, "cases/portal/status.html", context)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _to_do(found: Shown) -> Iterator[str]:
    """Yield what the person can do now; the first fits."""
    if found.is_over and found.case is not None and found.case.stage == Stage.ANSWERED:
        yield _(
            "If the reply leaves something open, write again and name the number of this appeal."
        )
    if found.is_over:
        yield _("If you meant something else, write again.")
    yield _("Nothing needs to be done: the ministry is at work. Keep the code.")


urlpatterns: list[URLPattern] = [
    path("status", ask, name="status"),
    path("status/shown", shown, name="status-shown"),
    path("status/<str:code>", by_link, name="status-link"),
    path("status/<str:code>/<int:pk>", file, name="status-file"),
]
