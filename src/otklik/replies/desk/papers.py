"""Papers about a case and around its letter: the card, the envelope with its cover sheet."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from otklik import documents
from otklik.cases.desk.reaching import case_of, employee_of
from otklik.documents.mailing import FORMATS
from otklik.replies import actions, queries
from otklik.replies.case_card import card_of
from otklik.replies.desk.files import KINDS
from otklik.replies.envelopes import mailing_of
from otklik.staff.models import Power
from otklik.web.access import needs

USUAL = "c5"
"""The envelope that is printed unless another is asked for."""


@needs(Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE)
@require_safe
def case_card(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Give the card of the case as PDF or DOCX; journalled."""
    case = case_of(request, pk)
    if kind not in KINDS:
        raise Http404
    card, moment = card_of(case), timezone.now()
    made = documents.card_pdf(card, moment) if kind == "pdf" else documents.card_docx(card, moment)
    actions.print_card(case, kind, by=employee_of(request).actor)
    return given(made, f"{_('Card')} {str(case).replace('/', '-')}.{kind}", KINDS[kind])


@needs(Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE, Power.RECEIPTS)
@require_safe
def envelope(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the envelope and the cover sheet of the signed letter as one PDF; journalled."""
    case = case_of(request, pk)
    version = queries.signed_version(case)
    form = request.GET.get("format", USUAL)
    if version is None or form not in FORMATS:
        raise Http404
    mailing = mailing_of(version)
    if not mailing.recipient_address:
        messages.error(request, _("The letter has no postal address, so it needs no envelope."))
        return redirect("desk:case", case.pk)
    made = documents.mailings_pdf([mailing], form, made_at=timezone.now())
    actions.print_envelope(version, form, by=employee_of(request).actor)
    name = f"{_('Envelope')} {version.reply.number.replace('/', '-')}.pdf"
    return given(made, name, KINDS["pdf"])


def given(data: bytes, name: str, media_type: str) -> HttpResponse:
    """Return a made file as a download that no browser keeps."""
    response = HttpResponse(data, content_type=media_type)
    response.headers["Cache-Control"] = "private, no-store"
    # Django encodes a name that is not plain ASCII the way browsers want it.
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    return response
