"""Pages on which a signed letter gets its number of the external record system."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from otklik.cases.desk.reaching import employee_of
from otklik.replies import actions
from otklik.replies.awaited_queries import to_number
from otklik.replies.models import LetterVersion
from otklik.staff import calendars
from otklik.staff.models import Power
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

SHOWN = 100


class NumberForm(forms.Form):
    """Number and day of a letter as the record system gave them."""

    number = forms.CharField(
        label=gettext_lazy("Number"),
        max_length=60,
        error_messages={
            "required": gettext_lazy("Write the number that the record system gave to the letter.")
        },
    )
    on = forms.DateField(
        label=gettext_lazy("Date of the number"),
        widget=forms.DateInput(attrs={"type": "date", "class": "input-short"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the date as 2026-04-26.")},
    )


@needs(Power.REGISTER, Power.SIGN)
@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """Show the signed letters that wait for their number."""
    waiting = to_number(employee_of(request))
    return render(
        request,
        "replies/desk/numbers.html",
        {"waiting": waiting[:SHOWN], "total": waiting.count()},
    )


@needs(Power.REGISTER, Power.SIGN)
@require_http_methods(["GET", "HEAD", "POST"])
def enter_number(request: HttpRequest, version: int) -> HttpResponse:
    """Enter number and day of one letter; then it goes out."""
    employee = employee_of(request)
    found = to_number(employee).filter(pk=version).first()
    if found is None:
        return _done_or_404(request, version)
    body = found.reply.case.body
    form = NumberForm(
        request.POST if request.method == "POST" else None,
        initial={"on": calendars.today(body)},
    )
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            actions.enter_number(found, number=said["number"], on=said["on"], by=employee)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(
                request, _("The number is entered: letter %(number)s.") % {"number": said["number"]}
            )
            return redirect("desk:numbers")
    return render(
        request,
        "replies/desk/enter_number.html",
        {
            "version": found,
            "case": found.reply.case,
            "body": body,
            "form": form,
            "example": profile_of(body).letter.outgoing.example,
        },
        status=422 if form.is_bound else 200,
    )


def _done_or_404(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else has entered it meanwhile; 404 for a letter that is none of this employee's."""
    body = employee_of(request).body_id
    if not LetterVersion.objects.filter(pk=pk, reply__case__body=body).exists():
        raise Http404
    messages.warning(request, _("This letter waits for no number."))
    return redirect("desk:numbers")
