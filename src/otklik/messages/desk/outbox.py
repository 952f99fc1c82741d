"""«Исходящие»: what goes out, what did not, and what a person must send himself."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from otklik import regulations
from otklik.journal import queries as journal
from otklik.messages import actions, post_queries, queries, serving, tracking, transports
from otklik.messages.actions.outbox import ACCOUNT, POST
from otklik.messages.desk.post_forms import OutcomeForm
from otklik.messages.models import Outgoing
from otklik.messages.outcomes import NEXT, REASONS
from otklik.staff.calendars import zone
from otklik.staff.models import Body, Employee
from otklik.staff.profiles import profile_of
from otklik.staff.queries import may
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

GROUP_TITLES: dict[str, Promise] = {
    "waiting": gettext_lazy("Wait for a person"),
    "queue": gettext_lazy("In the queue"),
    "sent": gettext_lazy("Sent"),
    "cancelled": gettext_lazy("Cancelled"),
    "came-back": gettext_lazy("Came back"),
    "all": gettext_lazy("All"),
}
KIND_TITLES: dict[str, Promise] = {
    "acknowledgement": gettext_lazy("Acknowledgement"),
    "reply": gettext_lazy("Reply"),
    "reply-duplicate": gettext_lazy("Reply, by the additional channel"),
    "channel-notice": gettext_lazy("Notice about the channel"),
    "invitation": gettext_lazy("Invitation to rate the reply"),
    "employee-notice": gettext_lazy("Notice to an employee"),
    "clarification": gettext_lazy("Question to the client"),
    "interim": gettext_lazy("Interim reply to the client"),
    "enquiry": gettext_lazy("Enquiry to another body"),
    "extension": gettext_lazy("Notice of the extension"),
    "promise-kept": gettext_lazy("Closing letter of a promise"),
    "withdrawn": gettext_lazy("Notice that the consideration is stopped"),
    "forwarding-letter": gettext_lazy("Letter to the body to which it was forwarded"),
    "forwarding-notice": gettext_lazy("Notice of the forwarding"),
    "no-reply-notice": gettext_lazy("Notice that there is no reply on the merits"),
    "dismissal-notice": gettext_lazy("Notice that it is not an appeal"),
    "news": gettext_lazy("News that a letter lies on the status page"),
}
STATE_COLOURS = {"sent": "good", "failed": "bad", "by-hand": "warn", "sending": "accent"}
OUTCOME_COLOURS = {"arrived": "good", "came-back": "bad"}
ACT_TITLES: dict[str, Promise] = {
    "messages.sent": gettext_lazy("Sent"),
    "messages.failed": gettext_lazy("Could not be delivered"),
    "messages.left-to-person": gettext_lazy("Left to be sent by hand"),
    "messages.retried": gettext_lazy("Put into the queue again"),
    "messages.cancelled": gettext_lazy("Cancelled"),
    "messages.printed": gettext_lazy("Printed"),
    "messages.numbered": gettext_lazy("Got its postal number"),
    "messages.arrived": gettext_lazy("Handed over"),
    "messages.came-back": gettext_lazy("Came back"),
    "messages.sent-otherwise": gettext_lazy("Sent another way"),
    "messages.settled": gettext_lazy("Nothing more follows"),
}


class ByHandForm(forms.Form):
    """When and under which number a person sent the message himself."""

    day = forms.DateField(
        label=gettext_lazy("Day of sending"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    number = forms.CharField(
        label=gettext_lazy("Number of the item"),
        help_text=gettext_lazy("A postal number or the number in the other system."),
        max_length=60,
        required=False,
    )
    address = forms.CharField(
        label=gettext_lazy("Identifier of the account"), max_length=500, required=False
    )

    def __init__(self, *args: Any, message: Outgoing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if message.channel != ACCOUNT or message.address:
            del self.fields["address"]


@needs(*queries.LOOKING_POWERS)
@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """The list: first what waits for a person, then the queue, what is sent, what is cancelled."""
    employee, body = _employee(request)
    group = request.GET.get("show", "")
    group = group if group in queries.GROUPS else "waiting"
    used = queries.channels_used(employee)
    asked = request.GET.get("channel", "")
    channel = asked if asked in used else ""
    page = queries.outbox(
        employee,
        group=group,
        channel=channel,
        newer=request.GET.get("newer", ""),
        older=request.GET.get("older", ""),
    )
    names = _channel_names(body)
    context = {
        "body": body,
        "page": page,
        "rows": [_row(message, names) for message in page.rows],
        "group": group,
        "channel": channel,
        "channels": [(code, names.get(code, code)) for code in used],
        "tabs": _tabs(employee, group, channel),
        "sends_mail": may(employee, *post_queries.POST_POWERS),
        "to_post": post_queries.waiting_count(employee),
    }
    return render(request, "messages/outbox.html", context)


@needs(*queries.LOOKING_POWERS)
@require_GET
def outgoing(request: HttpRequest, pk: int) -> HttpResponse:
    """One message: what, to whom, how it went, and what can be done."""
    employee, _body = _employee(request)
    message = _message(employee, pk)
    form = ByHandForm(message=message, initial={"day": _today(message.body)})
    return _show(request, employee, pk, form)


@needs(*queries.OUTBOX_POWERS)
@require_POST
def sent_by_hand(request: HttpRequest, pk: int) -> HttpResponse:
    """«Отправлено вручную»."""
    employee, _body = _employee(request)
    message = _message(employee, pk)
    form = ByHandForm(request.POST, message=message)
    if not form.is_valid():
        return _show(request, employee, pk, form)
    day, now = form.cleaned_data["day"], timezone.now()
    # Of an earlier day only the day is known; its last moment is never before the writing.
    at = now if day == _today(message.body) else datetime.combine(day, time.max, zone(message.body))
    try:
        actions.record_by_hand(
            message,
            by=employee,
            at=at,
            number=form.cleaned_data["number"],
            address=form.cleaned_data.get("address", ""),
        )
    except Refusal as refusal:
        form.add_error(refusal.field or None, refusal.message)
        return _show(request, employee, pk, form)
    messages.success(request, _("The sending is recorded."))
    return redirect("desk:outgoing", pk)


@needs(*queries.OUTBOX_POWERS)
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """«Повторить»."""
    return _act(request, pk, actions.retry, _("The message is in the queue again."))


@needs(*queries.OUTBOX_POWERS)
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """«Отменить»."""
    return _act(request, pk, actions.cancel, _("The message is cancelled."))


@needs(*queries.LOOKING_POWERS)
@require_GET
def outgoing_file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """A file of the message."""
    employee, _body = _employee(request)
    item = get_object_or_404(_message(employee, pk).files.select_related("file"), pk=file)
    return serving.file_response(item.file, item.name, inline=True)


def _act(request: HttpRequest, pk: int, act: Any, done: str) -> HttpResponse:
    employee, _body = _employee(request)
    try:
        act(_message(employee, pk), by=employee)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, done)
    return redirect("desk:outgoing", pk)


def _show(request: HttpRequest, employee: Employee, pk: int, form: ByHandForm) -> HttpResponse:
    message = _message(employee, pk)
    decides = may(employee, *queries.OUTBOX_POWERS)
    open_to_hands = message.state in {"by-hand", "failed", "queued"}
    history = [
        {"at": entry.at, "who": entry.actor_name, "text": _act_text(entry)}
        for entry in journal.history(message.about).filter(details__message=message.pk)
    ]
    context = {
        "message": message,
        "body": message.body,
        "row": _row(message, _channel_names(message.body)),
        "files": message.files.select_related("file"),
        "history": history,
        "form": form,
        "can_record": decides and open_to_hands,
        "can_retry": decides
        and message.state in {"failed", "queued"}
        and transports.is_electronic(message.channel),
        "can_cancel": decides and open_to_hands,
        "needs_decision": message.settled_at is None
        and (message.outcome == Outgoing.Outcome.CAME_BACK or message.state == "failed"),
        "outcome_form": _outcome_form(message, employee),
        "case": message.about.partition(":")[2] if message.about.startswith("case:") else "",
    }
    return render(request, "messages/outgoing.html", context, status=422 if form.errors else 200)


def _outcome_form(message: Outgoing, employee: Employee) -> OutcomeForm | None:
    """Return the form of what the post office says, for a letter that was posted and whoever sends mail."""
    if message.channel != POST or message.state != Outgoing.State.SENT:
        return None
    if not may(employee, *post_queries.POST_POWERS):
        return None
    return OutcomeForm(initial={"day": _today(message.body)})


def _row(message: Outgoing, names: dict[str, str]) -> dict[str, object]:
    """Return a message with the words that the page shows for its codes."""
    kind = KIND_TITLES.get(message.kind)
    return {
        "message": message,
        "kind": str(kind) if kind else message.kind,
        "channel": names.get(message.channel, message.channel),
        "state": message.get_state_display(),
        "colour": STATE_COLOURS.get(message.state, ""),
        "clause": _clause_ref(message.clause),
        "number": tracking.grouped(message.tracking),
        "reason": str(REASONS.get(message.outcome_reason, "")),
        "next": str(NEXT.get(message.outcome_reason, "")),
        "outcome_colour": OUTCOME_COLOURS.get(message.outcome, ""),
        "is_waiting": message.state in {"queued", "failed", "by-hand"},
    }


def _clause_ref(clause: str) -> str:
    """Return where the clause stands in its order («п. 5, абз. 1»); its id when it is not known."""
    try:
        return regulations.clause(clause).ref if clause else ""
    except (KeyError, regulations.RegulationError):
        return clause


def _act_text(entry: Any) -> str:
    text = str(ACT_TITLES.get(entry.act, entry.act))
    if entry.details.get("by_hand"):
        text = _("Sent by hand")
        if entry.details.get("number"):
            text = _("Sent by hand, number %(number)s") % {"number": entry.details["number"]}
    return text


def _tabs(employee: Employee, group: str, channel: str) -> list[tuple[object, ...]]:
    counts = queries.waiting_counts(employee)
    rows: list[tuple[object, ...]] = []
    for code, title in GROUP_TITLES.items():
        query = {"show": code, **({"channel": channel} if channel else {})}
        address = f"{reverse('desk:outbox')}?{urlencode(query)}"
        rows.append((title, address, counts.get(code), code == group))
    return rows


def _channel_names(body: Body) -> dict[str, str]:
    return {channel.code: channel.label for channel in profile_of(body).channels}


def _message(employee: Employee, pk: int) -> Outgoing:
    return get_object_or_404(queries.visible_to(employee).select_related("body"), pk=pk)


def _today(body: Body) -> Any:
    return timezone.now().astimezone(zone(body)).date()


def _employee(request: HttpRequest) -> tuple[Employee, Body]:
    if not isinstance(request.user, Employee) or request.user.body is None:
        raise Http404
    return request.user, request.user.body


urlpatterns: list[URLPattern] = [
    path("outbox/", outbox, name="outbox"),
    path("outbox/<int:pk>/", outgoing, name="outgoing"),
    path("outbox/<int:pk>/by-hand/", sent_by_hand, name="outgoing-by-hand"),
    path("outbox/<int:pk>/again/", send_again, name="outgoing-again"),
    path("outbox/<int:pk>/cancel/", cancel, name="outgoing-cancel"),
    path("outbox/<int:pk>/files/<int:file>/", outgoing_file, name="outgoing-file"),
]
