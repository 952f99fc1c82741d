"""«Печать писем»: choose signed letters, get one file for the printer, watch while a large one is made."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from otklik.cases.desk.case_facts import channel_label
from otklik.cases.desk.reaching import employee_of
from otklik.documents.mailing import FORMATS
from otklik.messages.serving import file_response
from otklik.replies import actions, batch_queries
from otklik.replies.actions.batches import AT_ONCE
from otklik.replies.models import PrintBatch
from otklik.staff.models import Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import body_of
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

POWERS = (Power.VIEW_BODY, Power.VIEW_UNIT, Power.RECEIPTS)


@needs(*POWERS)
@require_http_methods(["GET", "HEAD", "POST"])
def print_letters(request: HttpRequest) -> HttpResponse:
    """Show the signed letters to choose from; order the marked ones as one file."""
    if request.method != "POST":
        return _choose(request)
    employee = employee_of(request)
    marked = [int(pk) for pk in request.POST.getlist("letter") if pk.isdecimal() and len(pk) < 19]
    try:
        batch = actions.order_batch(
            marked,
            by=employee,
            duplex=bool(request.POST.get("duplex")),
            envelope=request.POST.get("envelope", ""),
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return _choose(request, marked, status=422)
    if len(batch.versions) <= AT_ONCE:
        actions.make_batch(batch)
    return redirect("desk:print-batch", batch.pk)


@needs(*POWERS)
@require_safe
def print_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far the batch is, and its file when it is ready."""
    batch = _own(request, pk)
    part = bool(request.headers.get("HX-Request"))
    return render(
        request,
        "replies/desk/print_progress.html" if part else "replies/desk/print_batch.html",
        {
            "batch": batch,
            "body": batch.body,
            "total": len(batch.versions),
            "going": batch.state in (PrintBatch.State.WAITING, PrintBatch.State.MAKING),
            "ready": batch.state == PrintBatch.State.DONE and batch.file_id,
        },
    )


@needs(*POWERS)
@require_safe
def print_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the file of a batch to the browser, which shows it for printing."""
    batch = _own(request, pk)
    if batch.file is None:
        raise Http404
    return file_response(batch.file, f"letters-{batch.pk}.pdf", inline=True)


def _own(request: HttpRequest, pk: int) -> PrintBatch:
    batch = batch_queries.recent_batches(employee_of(request)).filter(pk=pk).first()
    if batch is None:
        raise Http404
    return batch


def _choose(
    request: HttpRequest, marked: list[int] | None = None, status: int = 200
) -> HttpResponse:
    employee = employee_of(request)
    body = body_of(employee)
    profile = profile_of(body)
    channels = {item.code: channel_label(profile, item.code) for item in profile.channels}
    channel = request.GET.get("channel", "")
    chosen = channel if channel in channels else ""
    return render(
        request,
        "replies/desk/printing.html",
        {
            "body": body,
            "letters": batch_queries.to_choose(employee, channel=chosen),
            "marked": set(marked or []),
            "formats": [(code, form.title) for code, form in FORMATS.items()],
            "tabs": [
                (_("All letters"), reverse("desk:print-letters"), None, not chosen),
                (
                    _("By post"),
                    f"{reverse('desk:print-letters')}?channel=post",
                    None,
                    chosen == "post",
                ),
            ],
            "batches": list(batch_queries.recent_batches(employee)[:10]),
        },
        status=status,
    )
