"""The holding pen: what could not be understood, why, and what may be done with it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.cases.models import Case
from otklik.intake import actions, guessing, queries
from otklik.intake.desk.forms import AttachForm, DismissForm, SubmissionForm
from otklik.intake.desk.reaching import employee_of, receipt_of, tabs_for
from otklik.intake.rules import REASONS
from otklik.messages.mail import PROBLEMS
from otklik.messages.models import Receipt
from otklik.staff.models import Power
from otklik.staff.queries import body_of, may
from otklik.staff.refusals import Refusal
from otklik.web.access import needs


@needs(Power.RECEIPTS, Power.REGISTER)
@require_safe
def held(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Show what waits for a person, the oldest first, with reason and guesses."""
    waiting = queries.held(employee_of(request))
    receipt = waiting.filter(pk=pk).first() if pk is not None else waiting.first()
    if pk is not None and receipt is None:
        raise Http404
    return _page(request, receipt)


@needs(Power.RECEIPTS, Power.REGISTER)
@require_POST
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the receipt join a case: one of the guesses, or one named by number or code."""
    receipt = receipt_of(request, pk)
    form = AttachForm(request.POST, by=employee_of(request))
    if not form.is_valid():
        return _page(request, receipt, attaching=form, status=422)
    case: Case = form.cleaned_data["where"]
    try:
        actions.attach(receipt, case, by=employee_of(request))
    except Refusal as refusal:
        form.add_error("where", refusal.message)
        return _page(request, receipt, attaching=form, status=409)
    messages.success(request, _("The receipt joined the case %(case)s.") % {"case": case})
    return redirect("desk:held")


@needs(Power.RECEIPTS, Power.REGISTER)
@require_POST
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the case of a receipt from what the employee read out of it."""
    receipt, employee = receipt_of(request, pk), employee_of(request)
    form = SubmissionForm(request.POST, body=receipt.body)
    if not form.is_valid() or form.submission is None:
        return _page(request, receipt, placing=form, status=422)
    try:
        case = actions.place_by_hand(receipt, form.submission, by=employee)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return _page(request, receipt, placing=form, status=409)
    messages.success(request, _("The case is open. Register it."))
    if may(employee, Power.REGISTER):
        return redirect("desk:register", case.pk)
    return redirect("desk:held")


@needs(Power.RECEIPTS, Power.REGISTER)
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the receipt aside, with a reason."""
    receipt = receipt_of(request, pk)
    form = DismissForm(request.POST)
    if not form.is_valid():
        return _page(request, receipt, dismissing=form, status=422)
    try:
        actions.dismiss(receipt, by=employee_of(request), reason=form.cleaned_data["reason"])
    except Refusal as refusal:
        form.add_error("reason", refusal.message)
        return _page(request, receipt, dismissing=form, status=409)
    messages.success(request, _("The receipt is set aside."))
    return redirect("desk:held")


@needs(Power.RECEIPTS, Power.REGISTER)
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the receipt through once more."""
    receipt = receipt_of(request, pk)
    try:
        actions.release(receipt, by=employee_of(request))
    except Refusal as refusal:
        raise PermissionDenied(refusal.message) from None
    case = actions.take_in(receipt)
    if case is None:
        messages.warning(request, _("It could not be understood this time either."))
        return redirect("desk:held-receipt", pk)
    messages.success(request, _("Understood: the case waits for registration."))
    return redirect("desk:held")


def _page(
    request: HttpRequest,
    receipt: Receipt | None,
    *,
    attaching: AttachForm | None = None,
    placing: SubmissionForm | None = None,
    dismissing: DismissForm | None = None,
    status: int = 200,
) -> HttpResponse:
    employee = employee_of(request)
    rows = queries.page_of(
        queries.held(employee),
        newer=request.GET.get("newer", ""),
        older=request.GET.get("older", ""),
    )
    context: dict[str, object] = {
        "page": rows,
        "receipt": receipt,
        "reasons": REASONS,
        "body": body_of(employee),
        "parts": tabs_for(employee),
        "query": request.GET.urlencode(),
    }
    if receipt is not None:
        guess = SubmissionForm(body=receipt.body, initial=guessing.fields_of(receipt))
        context |= {
            "notes": _notes(receipt),
            "read": guessing.read_of(receipt),
            "guesses": guessing.cases_for(receipt, employee),
            "files": receipt.attachments.select_related("file"),
            "attaching": attaching or AttachForm(by=employee),
            "placing": placing or guess,
            "dismissing": dismissing or DismissForm(),
        }
    return render(request, "intake/desk/held.html", context, status=status)


def _notes(receipt: Receipt) -> list[object]:
    """Return what is known of the reason, in words; a technical note stays as it is."""
    if receipt.held_reason == "too-long":
        return [_("Characters: %(count)s.") % {"count": receipt.held_note}]
    codes = receipt.held_note.split(",") if receipt.held_note else []
    return [PROBLEMS[code] for code in codes if code in PROBLEMS] or [receipt.held_note]
