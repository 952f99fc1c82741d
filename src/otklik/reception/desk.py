"""Pages of the room; its addresses."""

import base64

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from otklik.documents.qr import qr_svg
from otklik.intake.desk.forms import SubmissionForm
from otklik.intake.desk.talk import appeal_from_talk
from otklik.reception import actions, queries, rules
from otklik.reception.forms import CASE, VisitForm
from otklik.reception.models import Visit
from otklik.staff.models import Body, Employee, Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import body_of, colleagues
from otklik.staff.refusals import Refusal
from otklik.surveys.actions import open_link
from otklik.web.access import needs


@needs(Power.RECEPTION)
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """Show the cards of the body, newest first."""
    employee, body = _who(request)
    page = queries.page_of(queries.visible_to(employee), older=request.GET.get("older", ""))
    return render(request, "reception/visits.html", {"page": page, "body": body})


@needs(Power.RECEPTION)
@require_http_methods(["GET", "HEAD", "POST"])
def new_visit(request: HttpRequest) -> HttpResponse:
    """Write the card of a visit; when a written reply is needed, go on to the appeal."""
    employee, body = _who(request)
    people = list(colleagues(employee))
    if request.method != "POST":
        first = {"official": str(employee.pk), "form": Visit.Form.ORAL, "result": CASE}
        return _new_visit(request, VisitForm(people=people, initial=first), body)
    form = VisitForm(request.POST, people=people)
    if form.is_valid():
        try:
            visit = actions.keep_card(form.entry(), official=form.official_chosen(), by=employee)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The card is kept."))
            return redirect("desk:visit" if visit.oral_answer else "desk:visit-appeal", visit.pk)
    return _new_visit(request, form, body, status=422)


@needs(Power.RECEPTION)
@require_safe
def visit_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one card, what is left to do, and at the end the ways to leave feedback."""
    return _page(request, _visit(request, pk))


@needs(Power.RECEPTION)
@require_safe
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """The card to print, with lines for what is written by hand."""
    visit = _visit(request, pk)
    reception = profile_of(visit.body).reception
    context = {
        "visit": visit,
        "body": visit.body,
        "entry": _entry(visit),
        "by_hand": bool(visit.oral_answer) and reception.evidence == "client-handwriting",
    }
    return render(request, "reception/card.html", context)


@needs(Power.RECEPTION)
@require_POST
def identity(request: HttpRequest, pk: int) -> HttpResponse:
    """Tick the identity document after the card was kept."""
    try:
        actions.show_identity(_visit(request, pk), by=_who(request)[0])
    except Refusal as refusal:
        messages.warning(request, refusal.message)
    return redirect("desk:visit", pk)


@needs(Power.RECEPTION)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the card, or say what is missing."""
    visit = _visit(request, pk)
    handwritten = request.POST.get("handwritten") == "on"
    try:
        actions.close(visit, by=_who(request)[0], handwritten=handwritten)
    except Refusal as refusal:
        return _page(request, visit, refusal.message, status=409)
    messages.success(request, _("The reception is over. Offer the visitor to leave feedback."))
    return redirect("desk:visit", pk)


@needs(Power.RECEPTION)
@require_http_methods(["GET", "HEAD", "POST"])
def appeal(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn the visit into an appeal or request: what was said, or the paper that was brought."""
    visit, (employee, body) = _visit(request, pk), _who(request)
    return appeal_from_talk(
        request,
        body,
        said={
            "type": "application",
            "text": visit.gist,
            "name": visit.visitor,
            "reply_channel": "post",
            "identification": "passport" if visit.identity_shown else "",
        },
        make=lambda submission: actions.make_appeal(visit, submission, by=employee),
        again=_("This visit has become an appeal already."),
        show=lambda form, status: _appeal(request, visit, form, status=status),
        after=reverse("desk:visit", args=[visit.pk]),
    )


def _who(request: HttpRequest) -> tuple[Employee, Body]:
    if not isinstance(request.user, Employee):
        raise PermissionDenied
    return request.user, body_of(request.user)


def _visit(request: HttpRequest, pk: int) -> Visit:
    visit = queries.visible_to(_who(request)[0]).filter(pk=pk).first()
    if visit is None:
        raise Http404
    return visit


def _entry(visit: Visit) -> str:
    return rules.oral_entry(profile_of(visit.body), answered_orally=bool(visit.oral_answer))


def _new_visit(
    request: HttpRequest, form: VisitForm, body: Body, *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "reception": profile_of(body).reception}
    return render(request, "reception/new_visit.html", context, status=status)


def _page(
    request: HttpRequest, visit: Visit, refused: str = "", *, status: int = 200
) -> HttpResponse:
    said = {True: _("yes"), False: _("no")}
    reception = profile_of(visit.body).reception
    facts = [
        (_("Who came"), visit.visitor),
        (_("Who holds the reception"), visit.official),
        (_("Card kept by"), visit.recorded_by),
        (_("An identity document was shown"), said[visit.identity_shown]),
        (_("The talk is recorded"), said[visit.recorded]),
        (_("How the matter was put"), visit.get_form_display()),
        (_("Code of the appeal"), visit.receipt.tracking_code if visit.receipt else ""),
    ]
    link = open_link(visit.body)
    context = {
        "visit": visit,
        "body": visit.body,
        "facts": facts,
        "entry": _entry(visit),
        "asks_identity": reception.identity_document and not visit.identity_shown,
        "asks_handwriting": bool(visit.oral_answer) and reception.evidence == "client-handwriting",
        "refused": refused,
        "link": link,
        "qr": base64.b64encode(qr_svg(link).encode()).decode("ascii") if visit.closed_at else "",
    }
    return render(request, "reception/visit.html", context, status=status)


def _appeal(
    request: HttpRequest, visit: Visit, form: SubmissionForm, *, status: int = 200
) -> HttpResponse:
    return render(request, "reception/appeal.html", {"visit": visit, "form": form}, status=status)


urlpatterns: list[URLPattern] = [
    path("reception/", visits, name="visits"),
    path("reception/new", new_visit, name="new-visit"),
    path("reception/<int:pk>/", visit_page, name="visit"),
    path("reception/<int:pk>/card", card, name="visit-card"),
    path("reception/<int:pk>/identity", identity, name="visit-identity"),
    path("reception/<int:pk>/close", close, name="close-visit"),
    path("reception/<int:pk>/appeal", appeal, name="visit-appeal"),
]
