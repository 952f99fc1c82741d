"""The signer's queue: letters as they will be printed, with what the checks say."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik import documents
from otklik.cases import actions as cases
from otklik.cases.desk.reaching import employee_of
from otklik.replies import actions, queries
from otklik.replies import letter as letters
from otklik.replies.forms import ReturnForm
from otklik.replies.models import LetterVersion
from otklik.replies.reading import hints_for
from otklik.staff.models import Power
from otklik.staff.profiles import profile_of
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

NONE = "none"
"""In place of a letter: just after a signature the next letter opens only when it is asked for."""
QUEUE = 100
"""Letters listed at once; the most urgent come first."""


@needs(Power.SIGN)
@require_safe
def signing(request: HttpRequest) -> HttpResponse:
    """Show the queue and the chosen letter of it, by default the most urgent one."""
    asked = request.GET.get("letter", "")
    waiting = list(queries.to_sign(employee_of(request))[:QUEUE])
    chosen = next((item for item in waiting if str(item.pk) == asked), None)
    if chosen is None and waiting and asked != NONE:
        chosen = waiting[0]
    if chosen is not None:
        cases.look(chosen.reply.case, by=employee_of(request))
    return _page(request, waiting, chosen, ReturnForm())


@needs(Power.SIGN)
@require_POST
def sign_letter(request: HttpRequest, version: int) -> HttpResponse:
    """Sign exactly the version that was shown."""
    found = _waiting(request, version)
    if found is None:
        return _gone(request)
    try:
        reply = actions.sign(found, by=employee_of(request), sha256=request.POST.get("sha256", ""))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request,
            _("Signed: letter %(number)s goes to the client.") % {"number": reply.number},
        )
        return redirect(f"{reverse('desk:signing')}?letter={NONE}")
    return redirect("desk:signing")


@needs(Power.SIGN)
@require_POST
def return_letter(request: HttpRequest, version: int) -> HttpResponse:
    """Send the letter back to its author with remarks."""
    found = _waiting(request, version)
    if found is None:
        return _gone(request)
    form = ReturnForm(request.POST)
    if form.is_valid():
        try:
            actions.return_to_author(
                found, by=employee_of(request), remarks=form.cleaned_data["remarks"]
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The letter went back to its author."))
            return redirect("desk:signing")
    waiting = list(queries.to_sign(employee_of(request))[:QUEUE])
    return _page(request, waiting, found, form, status=422)


def _waiting(request: HttpRequest, pk: int) -> LetterVersion | None:
    """Return the letter if it waits for this signer; None when it did once; 404 when it never could."""
    employee = employee_of(request)
    found = queries.to_sign(employee).filter(pk=pk).first()
    if found is None and not queries.version_visible_to(employee, pk):
        raise Http404
    return found


def _gone(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request, _("This letter no longer waits for signature: it was signed, returned or changed.")
    )
    return redirect("desk:signing")


def _page(
    request: HttpRequest,
    waiting: list[LetterVersion],
    chosen: LetterVersion | None,
    form: ReturnForm,
    *,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, object] = {"waiting": waiting, "chosen": chosen, "form": form}
    if chosen is not None:
        context |= _judged(chosen)
    return render(request, "replies/desk/signing.html", context, status=status)


def _judged(version: LetterVersion) -> dict[str, object]:
    """Return what the checks say of a letter: what is missing, how long and how hard it is."""
    case = version.reply.case
    profile = profile_of(case.body)
    pages = documents.letter_pages(letters.letter_from(version.content))
    hints = hints_for(profile, version.reply.draft)
    return {
        "case": case,
        "body": case.body,
        "missing": queries.missing_in(version.reply, hints.findings),
        "hints": hints,
        "pages": pages,
        "pictures": [
            reverse("desk:version-picture", args=[version.pk, page]) for page in range(1, pages + 1)
        ],
        "pdf_address": reverse("desk:version-preview", args=[version.pk]),
        "page_limit": profile.letter.page_limit,
        "questions": queries.questions_of(case),
        "outcomes": {item.code: item.label for item in profile.outcomes},
    }
