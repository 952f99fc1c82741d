"""«Новое поступление»: paper, an oral appeal, a call or a message that an employee enters."""

import secrets

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from otklik.intake import actions
from otklik.intake.desk.forms import ReceiptForm
from otklik.intake.desk.reaching import employee_of, tabs_for
from otklik.messages.actions import Accepted, KeyReused, NamedFile
from otklik.staff.calendars import zone
from otklik.staff.models import Employee, Power
from otklik.staff.queries import body_of, may
from otklik.web.access import needs


@needs(Power.RECEIPTS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_receipt(request: HttpRequest) -> HttpResponse:
    """Enter a receipt; the same form sent twice gives one receipt."""
    employee = employee_of(request)
    body = body_of(employee)
    if request.method != "POST":
        now = timezone.now().astimezone(zone(body))
        start = {
            "key": secrets.token_hex(16),
            "received_at": now.replace(tzinfo=None),
            "channel": "post",
            "reply_channel": "post",
            "type": "application",
        }
        return _page(request, ReceiptForm(body=body, initial=start))
    form = ReceiptForm(request.POST, request.FILES, body=body)
    if not form.is_valid():
        return _page(request, form, 422)
    try:
        accepted = _entered(form, employee)
    except KeyReused:
        form.add_error(
            None, _("This form has been sent already. Open a new one for another receipt.")
        )
        return _page(request, form, 409)
    return _onwards(request, accepted, employee)


def _entered(form: ReceiptForm, employee: Employee) -> Accepted:
    assert form.submission is not None  # noqa: S101 - a valid form has made its submission
    values = form.cleaned_data
    files = [NamedFile(file.name or "", file.file) for file in values["attachments"]]
    return actions.enter(
        form.submission,
        by=employee,
        channel=values["channel"],
        key=values["key"],
        at=values["received_at"],
        files=files,
    )


def _onwards(request: HttpRequest, accepted: Accepted, employee: Employee) -> HttpResponse:
    """Go on to the registration, or to the holding pen, or to the next receipt."""
    receipt = accepted.receipt
    case = actions.take_in(receipt)
    if case is None:
        messages.warning(request, _("The receipt is stored, but it could not be made a case."))
        return redirect("desk:held-receipt", receipt.pk)
    messages.success(
        request, _("The receipt is stored, code %(code)s.") % {"code": receipt.tracking_code}
    )
    if may(employee, Power.REGISTER):
        return redirect("desk:register", case.pk)
    return redirect("desk:new-receipt")


def _page(request: HttpRequest, form: ReceiptForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "parts": tabs_for(employee_of(request))}
    return render(request, "intake/desk/new_receipt.html", context, status=status)
