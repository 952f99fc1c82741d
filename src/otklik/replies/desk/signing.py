"""The queue of letters to approve and to sign, each as it will be printed, with what the checks say."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from otklik.cases import actions as cases
from otklik.cases.desk.reaching import employee_of
from otklik.replies import actions, queries, route
from otklik.replies.desk.review_page import judged, places_in
from otklik.replies.forms import ReturnForm
from otklik.replies.models import LetterVersion, Reply
from otklik.staff.models import Power
from otklik.staff.refusals import Refusal
from otklik.web.access import needs

NONE = "none"
"""In place of a letter: just after a decision the next letter opens only when it is asked for."""
QUEUE = 100
"""Letters listed at once; the most urgent come first."""
APPROVE, SIGN = "approve", "sign"


@needs(Power.SIGN, Power.APPROVE)
@require_safe
def signing(request: HttpRequest) -> HttpResponse:
    """Show the queue and the chosen letter of it, by default the most urgent one."""
    asked = request.GET.get("letter", "")
    waiting = _queue(request)
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
    if found is None or found.reply.stage != Reply.Stage.FOR_SIGNATURE:
        return _gone(request)
    if _typed_anything(request):
        return _not_sent(request, found)
    try:
        reply = actions.sign(found, by=employee_of(request), sha256=request.POST.get("sha256", ""))
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:signing")
    if reply.number:
        said = _("Signed: letter %(number)s goes to the client.") % {"number": reply.number}
    else:
        said = _("Signed. The letter goes out when its number of the record system is entered.")
    messages.success(request, said)
    return _next()


@needs(Power.APPROVE)
@require_POST
def approve_letter(request: HttpRequest, version: int) -> HttpResponse:
    """Approve exactly the version that was shown."""
    found = _waiting(request, version)
    if found is None or found.reply.stage != Reply.Stage.FOR_APPROVAL:
        return _gone(request)
    if _typed_anything(request):
        return _not_sent(request, found)
    try:
        reply = actions.approve(
            found, by=employee_of(request), sha256=request.POST.get("sha256", "")
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:signing")
    if reply.stage == Reply.Stage.FOR_SIGNATURE:
        messages.success(request, _("Approved: the letter went to the signer."))
    else:
        messages.success(request, _("Approved: the letter went to the next one."))
    return _next()


@needs(Power.SIGN, Power.APPROVE)
@require_POST
def return_letter(request: HttpRequest, version: int) -> HttpResponse:
    """Send the letter back to its author with remarks, to the whole letter or at places of it."""
    found = _waiting(request, version)
    if found is None:
        return _gone(request)
    employee, places = employee_of(request), places_in(request.POST)
    form = ReturnForm(request.POST)
    form.fields["remarks"].required = not places
    if form.is_valid():
        said = form.cleaned_data["remarks"]
        try:
            if found.reply.stage == Reply.Stage.FOR_APPROVAL:
                seen = request.POST.get("sha256", "")
                actions.reject(found, by=employee, sha256=seen, remarks=said, places=places)
            else:
                actions.return_to_author(found, by=employee, remarks=said, places=places)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The letter went back to its author."))
            return _next()
    return _page(request, _queue(request), found, form, status=422)


@needs(Power.APPROVE)
@require_POST
def withdraw_approval(request: HttpRequest, version: int) -> HttpResponse:
    """Take back the approval of a letter that is not signed yet."""
    found = route.approved_by(employee_of(request)).filter(pk=version).first()
    if found is None:
        return _gone_or_404(request, version)
    try:
        actions.withdraw_approval(found, by=employee_of(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Your approval is taken back: the letter waits for you again."))
    return redirect("desk:signing")


@needs(Power.EXECUTE)
@require_POST
def recall_letter(request: HttpRequest, version: int) -> HttpResponse:
    """Take one's letter back from its way to change it."""
    employee = employee_of(request)
    found = (
        LetterVersion.objects.filter(pk=version, reply__in=queries.visible_to(employee))
        .select_related("reply__case")
        .first()
    )
    if found is None:
        raise Http404
    case = reverse("desk:case", args=[found.reply.case_id])
    try:
        reply = actions.recall(found.reply, by=employee)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(case)
    messages.success(request, _("The letter is taken back: change it and send it again."))
    is_reply = reply.kind == Reply.Kind.REPLY
    return redirect(reverse("desk:reply", args=[reply.case_id]) if is_reply else case)


def _queue(request: HttpRequest) -> list[LetterVersion]:
    """Return what waits for the employee, the most urgent first: to approve and to sign."""
    employee, whole = employee_of(request), "whole" in request.GET
    found = [
        *route.to_approve(employee)[:QUEUE],
        *queries.to_sign(employee, whole=whole)[:QUEUE],
    ]
    return sorted(found, key=_urgency)[:QUEUE]


def _urgency(version: LetterVersion) -> tuple[bool, float, int]:
    due = version.reply.case.next_due
    return (due is None, due.timestamp() if due else 0.0, version.pk)


def _waiting(request: HttpRequest, pk: int) -> LetterVersion | None:
    """Return the letter if it waits for this reader; None when it did once; 404 when it never could."""
    employee = employee_of(request)
    found = queries.to_decide(employee, pk)
    if found is None and not queries.version_visible_to(employee, pk):
        raise Http404
    return found


def _gone_or_404(request: HttpRequest, pk: int) -> HttpResponse:
    if not queries.version_visible_to(employee_of(request), pk):
        raise Http404
    return _gone(request)


def _gone(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request, _("This letter no longer waits for you: it was decided on, taken back or changed.")
    )
    return redirect("desk:signing")


def _next() -> HttpResponse:
    return redirect(f"{reverse('desk:signing')}?letter={NONE}")


def _typed_anything(request: HttpRequest) -> bool:
    return bool(request.POST.get("remarks", "").strip() or places_in(request.POST))


def _not_sent(request: HttpRequest, found: LetterVersion) -> HttpResponse:
    """Nothing typed is lost: who has remarks returns the letter, or takes them out and decides again."""
    form = ReturnForm(request.POST)
    form.fields["remarks"].required = False
    form.is_valid()
    form.add_error(
        None, _("You wrote remarks. Return the letter with them, or clear them and decide again.")
    )
    return _page(request, _queue(request), found, form, status=422)


def _page(
    request: HttpRequest,
    waiting: list[LetterVersion],
    chosen: LetterVersion | None,
    form: ReturnForm,
    *,
    status: int = 200,
) -> HttpResponse:
    employee = employee_of(request)
    context: dict[str, Any] = {
        "waiting": waiting,
        "chosen": chosen,
        "form": form,
        "approved": route.approved_by(employee)[:QUEUE],
        "whole": "whole" in request.GET,
        "others": queries.signs_anything(employee),
    }
    if chosen is not None:
        typed = {key: str(form.data.get(key, "")) for key in form.data} if form.is_bound else {}
        context |= {"task": task_of(chosen), **judged(chosen, employee, typed)}
    return render(request, "replies/desk/signing.html", context, status=status)


def task_of(version: LetterVersion) -> str:
    """Return what is asked of the reader: `approve` or `sign`."""
    return APPROVE if version.reply.stage == Reply.Stage.FOR_APPROVAL else SIGN
