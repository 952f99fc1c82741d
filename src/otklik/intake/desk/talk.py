"""A talk (a call, a visit) becomes an appeal or request: the form, the act, and the code to tell the client."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from otklik.intake import actions
from otklik.intake.desk.forms import SubmissionForm
from otklik.intake.submission import Submission
from otklik.messages.actions import Accepted, KeyReused
from otklik.staff.models import Body
from otklik.staff.refusals import Refusal


def appeal_from_talk(
    request: HttpRequest,
    body: Body,
    *,
    said: Mapping[str, Any],
    make: Callable[[Submission], Accepted],
    again: str,
    show: Callable[[SubmissionForm, int], HttpResponse],
    after: str,
) -> HttpResponse:
    """Show the form with what was `said`; store what is sent by `make`; go to `after` and tell the code.

    `again` is the sentence for a talk that has become an appeal already; `show(form, status)` draws the page.
    """
    if request.method != "POST":
        return show(SubmissionForm(body=body, initial=dict(said)), 200)
    form = SubmissionForm(request.POST, body=body)
    if not form.is_valid() or form.submission is None:
        return show(form, 422)
    try:
        accepted = make(form.submission)
    except (Refusal, KeyReused):
        form.add_error(None, again)
        return show(form, 409)
    if actions.take_in(accepted.receipt) is None:
        messages.warning(request, _("The receipt is stored, but it could not be made a case."))
    else:
        told = _("The appeal is stored. Tell the client its code: %(code)s.")
        messages.success(request, told % {"code": accepted.receipt.tracking_code})
    return redirect(after)
