"""By which way a letter goes: chosen before it is signed, and once more when it came back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.cases.desk.case import MESSAGE_KINDS
from otklik.cases.desk.case_facts import channel_label
from otklik.cases.desk.reaching import case_of, employee_of
from otklik.cases.models import Case
from otklik.messages import queries as message_queries
from otklik.messages.models import Outgoing
from otklik.messages.outcomes import NEXT, REASONS
from otklik.replies import actions, queries
from otklik.replies.delivery_queries import astray, may_decide, other_ways, way_of
from otklik.replies.dispatch_rules import Way
from otklik.staff.models import Power
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

PLANNED = "planned"
"""In place of a channel: the way that the rule names."""
POWERS = (Power.EXECUTE, Power.REGISTER, Power.RECEIPTS)


class WayForm(forms.Form):
    """A channel and the address in it."""

    channel = forms.ChoiceField(
        label=gettext_lazy("Way"),
        error_messages={"required": gettext_lazy("Choose the way.")},
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        help_text=gettext_lazy("E-mail, postal address or identifier in that channel."),
        required=False,
        max_length=500,
    )

    def __init__(self, *args: Any, choices: tuple[tuple[str, str], ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["channel"]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class ChooseForm(WayForm):
    """The way of a letter that is still being written, with its reason."""

    reason = forms.CharField(
        label=gettext_lazy("Why this way"),
        help_text=gettext_lazy("For instance: the client asked for it by telephone."),
        required=False,
        max_length=500,
    )


@needs(Power.EXECUTE)
@require_http_methods(["GET", "HEAD", "POST"])
def choose_way(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose by which way the reply goes; a way that the order does not name needs its reason."""
    case, employee = case_of(request, pk), employee_of(request)
    reply = queries.reply_of(case)
    known = way_of(case, reply)
    choices = ((PLANNED, _("As the order says: %(way)s") % {"way": known.planned_channel}),
               *known.choices)  # fmt: skip
    chosen = reply is not None and reply.channel
    initial = {
        "channel": known.way.channel if chosen else PLANNED,
        "address": known.way.address if chosen else "",
        "reason": known.reason,
    }
    form = ChooseForm(request.POST or None, choices=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        channel = "" if said["channel"] == PLANNED else said["channel"]
        try:
            actions.choose_way(
                case, by=employee, channel=channel, address=said["address"], reason=said["reason"]
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The way of the letter is kept."))
            return redirect("desk:reply", pk)
    context = {"case": case, "body": case.body, "form": form, "delivery": known}
    status = 422 if form.errors else 200
    return render(request, "replies/desk/choose_way.html", context, status=status)


@needs(Power.EXECUTE)
@require_safe
def deliveries_astray(request: HttpRequest) -> HttpResponse:
    """Show the executor's cases whose letters did not arrive."""
    rows = [
        {
            "case": item.case,
            "letters": [
                (row, REASONS.get(row.outcome_reason, row.last_error)) for row in item.letters
            ],
        }
        for item in astray(employee_of(request))
    ]
    return render(request, "replies/desk/deliveries_astray.html", {"rows": rows})


@needs(*POWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def send_otherwise(request: HttpRequest, pk: int, message: int) -> HttpResponse:
    """Send by another way what came back, or could not be sent."""
    case, employee = case_of(request, pk), employee_of(request)
    row = _in_trouble(case, message)
    known = way_of(case, None)
    ways = other_ways(case, Way(row.channel, row.address))
    suggested = ways[0] if ways else Way("post")
    initial = {"channel": suggested.channel, "address": suggested.address}
    form = WayForm(request.POST or None, choices=known.choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.send_otherwise(
                row, case, by=employee, channel=said["channel"], address=said["address"]
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The letter goes another way."))
            return redirect("desk:case", pk)
    profile = profile_of(case.body)
    context = {
        "case": case,
        "body": case.body,
        "form": form,
        "row": row,
        "kind": MESSAGE_KINDS.get(row.kind, row.kind),
        "channel": channel_label(profile, row.channel),
        "reason": REASONS.get(row.outcome_reason, row.last_error),
        "next": NEXT.get(row.outcome_reason, ""),
        "ways": [(channel_label(profile, way.channel), way.address) for way in ways],
        "may": may_decide(case, employee),
    }
    status = 422 if form.errors else 200
    return render(request, "replies/desk/send_otherwise.html", context, status=status)


@needs(*POWERS)
@require_POST
def settle(request: HttpRequest, pk: int, message: int) -> HttpResponse:
    """Record that nothing more follows from a letter that came back."""
    case, employee = case_of(request, pk), employee_of(request)
    row = _in_trouble(case, message)
    try:
        actions.settle_delivery(row, case, by=employee)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Recorded: nothing more follows."))
    return redirect("desk:case", pk)


def _in_trouble(case: Case, pk: int) -> Outgoing:
    """Return the message of the case that did not arrive and waits for a decision; 404 for any other."""
    row = message_queries.troubles(case.ref).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


urlpatterns: list[URLPattern] = [
    path("deliveries/", deliveries_astray, name="deliveries-astray"),
    path("cases/<int:pk>/reply/way", choose_way, name="choose-way"),
    path("cases/<int:pk>/deliveries/<int:message>", send_otherwise, name="send-otherwise"),
    path("cases/<int:pk>/deliveries/<int:message>/settle", settle, name="settle-delivery"),
]
