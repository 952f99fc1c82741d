"""Pages of the room; its addresses."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik import regulations
from otklik.cases import explaining
from otklik.intake.desk.forms import SubmissionForm
from otklik.intake.desk.talk import appeal_from_talk
from otklik.regulations import Profile, RegulationError
from otklik.staff.calendars import calendar_of, zone
from otklik.staff.models import Body, Employee, Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import body_of
from otklik.staff.refusals import Refusal
from otklik.telephone import actions, queries, rules
from otklik.telephone.forms import CallForm
from otklik.telephone.models import Call
from otklik.web.access import needs

SCRIPTS: dict[str, tuple[str, Promise]] = {
    Call.Direction.IN: ("incoming", gettext_lazy("The client rings")),
    Call.Direction.OUT: ("outgoing", gettext_lazy("I ring")),
}


@needs(Power.CALLS)
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """Show the calls of the body, or (`?show=callbacks`) whom somebody promised to call back."""
    employee, body = _who(request)
    promised = queries.callbacks(employee)
    only_promised = request.GET.get("show") == "callbacks"
    page = queries.page_of(
        promised if only_promised else queries.visible_to(employee),
        older=request.GET.get("older", ""),
        oldest_first=only_promised,
    )
    calendar = calendar_of(body)
    address = reverse("desk:calls")
    context = {
        "body": body,
        "tabs": [
            (_("All calls"), address, None, not only_promised),
            (_("Call back"), f"{address}?show=callbacks", promised.count(), only_promised),
        ],
        "only_promised": only_promised,
        "rows": [(call, not calendar.is_open(call.at)) for call in page.rows],
        "page": page,
    }
    return render(request, "telephone/calls.html", context)


@needs(Power.CALLS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_call(request: HttpRequest) -> HttpResponse:
    """Take down a call beside its script; `?direction=out` for a call that the employee makes."""
    employee, body = _who(request)
    asked = request.POST.get("direction") or request.GET.get("direction", "")
    direction = asked if asked in SCRIPTS else Call.Direction.IN.value
    if request.method != "POST":
        return _new_call(request, CallForm(body=body, direction=direction))
    form = CallForm(request.POST, body=body, direction=direction)
    if form.is_valid():
        try:
            call = actions.note(form.noted(), by=employee)
        except Refusal as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, _("The call is noted."))
            return redirect("desk:call", call.pk)
    return _new_call(request, form, status=422)


@needs(Power.CALLS)
@require_safe
def call_card(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one call and what may be done with it."""
    return _card(request, _call(request, pk), None)


@needs(Power.CALLS)
@require_POST
def call_back(request: HttpRequest, pk: int) -> HttpResponse:
    """«Перезвонили»: the promise is kept."""
    try:
        actions.call_back(_call(request, pk), by=_who(request)[0])
    except Refusal as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("Recorded: you have called back."))
    return redirect(f"{reverse('desk:calls')}?show=callbacks")


@needs(Power.CALLS)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn the call into an oral appeal or request."""
    call, (employee, body) = _call(request, pk), _who(request)
    return appeal_from_talk(
        request,
        body,
        said={
            "type": "application",
            "text": call.note,
            "name": call.caller,
            "phone": call.phone,
            "reply_channel": "phone" if call.phone else "post",
        },
        make=lambda submission: actions.make_appeal(call, submission, by=employee),
        again=_("This call has become an appeal already."),
        show=lambda form, status: _appeal(request, call, form, status=status),
        after=reverse("desk:call", args=[call.pk]),
    )


def _who(request: HttpRequest) -> tuple[Employee, Body]:
    if not isinstance(request.user, Employee):
        raise PermissionDenied
    return request.user, body_of(request.user)


def _call(request: HttpRequest, pk: int) -> Call:
    call = queries.visible_to(_who(request)[0]).filter(pk=pk).first()
    if call is None:
        raise Http404
    return call


class Line(NamedTuple):
    """One step of the script: what to say, and where the order says so."""

    text: str
    place: str


def script_of(profile: Profile, code: str) -> list[Line]:
    """Return the recommended course of a call in the profile's words."""
    found = next((script for script in profile.scripts if script.code == code), None)
    return [Line(step.text, _place(step.clause or "")) for step in found.steps] if found else []


def _place(clause: str) -> str:
    try:
        return regulations.clause(clause).ref if clause else ""
    except RegulationError:
        return ""


def first_words(employee: Employee, body: Body, direction: str, now: datetime) -> str:
    """Return the sentence with which the employee begins the call at this moment."""
    name = " ".join(filter(None, (employee.surname, employee.given_name, employee.patronymic)))
    return rules.opening_words(
        now.astimezone(zone(body)),
        body=body.name,
        name=name or employee.username,
        is_outgoing=direction == Call.Direction.OUT,
    )


def _new_call(request: HttpRequest, form: CallForm, *, status: int = 200) -> HttpResponse:
    employee, body = _who(request)
    profile = profile_of(body)
    address = reverse("desk:new-call")
    now = timezone.now()
    opens_at = calendar_of(body).opening(now)
    context = {
        "form": form,
        "body": body,
        "opens_at": opens_at if opens_at != now else None,
        "direction": form.direction,
        "tabs": [
            (title, f"{address}?direction={code}", None, code == form.direction)
            for code, (_script, title) in SCRIPTS.items()
        ],
        "first_words": first_words(employee, body, form.direction, now),
        "script": script_of(profile, SCRIPTS[form.direction][0]),
        "most_switches": profile.parameter("max_transfers"),
    }
    return render(request, "telephone/new_call.html", context, status=status)


def _card(request: HttpRequest, call: Call, form: SubmissionForm | None) -> HttpResponse:
    body = call.body
    need = {True: _("yes"), False: _("not yet"), None: ""}[call.need_met]
    facts = [
        (_("Who rang"), call.get_direction_display()),
        (_("Who is on the line"), call.caller),
        (_("Telephone"), call.phone),
        (_("Taken down by"), call.operator),
        (_("How often the call was switched"), call.switches),
        (_("Does the client have what he needed?"), need),
        (_("Code of the appeal"), call.receipt.tracking_code if call.receipt else ""),
    ]
    context = {
        "call": call,
        "body": body,
        "facts": facts,
        "outside_hours": not calendar_of(body).is_open(call.at),
        "form": form,
        "why": _why(call),
    }
    return render(request, "telephone/call.html", context)


def _why(call: Call) -> dict[str, Any] | None:
    """Explain by when to call back: the profile's term, or that the operator named the time."""
    if call.callback_by is None:
        return None
    found = explaining.of_event(
        profile_of(call.body), calendar_of(call.body), "callback", call.at, call.callback_by
    )
    if found is not None:
        return found
    named = _("The time was named to the client during the call.")
    moves = [_("Only another promise to the client changes it.")]
    return {"due": call.callback_by, "steps": [named], "moves": moves}


def _appeal(
    request: HttpRequest, call: Call, form: SubmissionForm, *, status: int = 200
) -> HttpResponse:
    context = {"call": call, "form": form}
    return render(request, "telephone/appeal.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("calls/", calls, name="calls"),
    path("calls/new", new_call, name="new-call"),
    path("calls/<int:pk>/", call_card, name="call"),
    path("calls/<int:pk>/back", call_back, name="call-back"),
    path("calls/<int:pk>/appeal", appeal, name="call-appeal"),
]
