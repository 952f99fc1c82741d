"""The page of a signed letter's qualified signature: take the PDF, sign it in the signing program, give the file back."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from otklik.cases.desk.reaching import employee_of
from otklik.documents.detached import SIGNATURE_LIMIT
from otklik.messages import storage
from otklik.replies import actions, queries
from otklik.replies.actions.releasing import awaited_for
from otklik.replies.awaited_queries import to_seal
from otklik.replies.desk.files import as_download
from otklik.replies.models import LetterVersion, Reply
from otklik.replies.release_rules import SIGNATURE_FILE
from otklik.staff.models import Power
from otklik.staff.refusals import Refusal
from otklik.web.access import needs


class SignatureFileForm(forms.Form):
    """The file that the signing program wrote."""

    use_required_attribute = False
    file = forms.FileField(
        label=gettext_lazy("File of the signature"),
        help_text=gettext_lazy("Usually .sig or .p7s, up to 1 MB."),
        error_messages={
            "required": gettext_lazy("Choose the file of the signature."),
            "empty": gettext_lazy("The chosen file is empty."),
        },
    )


SHOWN = 100


@needs(Power.SIGN, Power.REGISTER)
@require_safe
def letters_to_seal(request: HttpRequest) -> HttpResponse:
    """Show the signed letters that wait for their signature file."""
    waiting = to_seal(employee_of(request))
    context = {"waiting": waiting[:SHOWN], "total": waiting.count()}
    return render(request, "replies/desk/to_seal.html", context)


@needs(Power.SIGN, Power.REGISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def signature_file(request: HttpRequest, version: int) -> HttpResponse:
    """Show how to sign the letter by a qualified signature; take the file and check it."""
    found = _signed(request, version)
    if request.method != "POST":
        return _page(request, found, SignatureFileForm())
    form = SignatureFileForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data["file"]
        try:
            rows = actions.attach_signature(
                found,
                given.read(SIGNATURE_LIMIT + 1),
                given.name,
                by=employee_of(request),
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            signer = rows[0].signer
            messages.success(
                request,
                _("The signature of %(signer)s fits the letter and is kept with it.")
                % {"signer": signer},
            )
            return redirect("desk:signature-file", found.pk)
    return _page(request, found, form, status=422)


@needs(Power.SIGN, Power.REGISTER)
@require_safe
def signed_letter(request: HttpRequest, version: int) -> FileResponse:
    """Give the signed PDF as a download: exactly the bytes that the signature file must bind; journalled."""
    found = _signed(request, version)
    actions.open_letter(found, "pdf", by=employee_of(request).actor)
    return as_download(found, "pdf")


@needs(Power.SIGN, Power.REGISTER, Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE)
@require_safe
def signature_download(request: HttpRequest, version: int, number: int) -> FileResponse:
    """Give an attached signature file as a download."""
    found = _signed(request, version)
    row = found.signature_files.select_related("file").filter(pk=number).first()
    if row is None:
        raise Http404
    return FileResponse(
        storage.open_file(row.file),
        as_attachment=True,
        filename=row.name,
        content_type="application/pkcs7-signature",
    )


def _signed(request: HttpRequest, pk: int) -> LetterVersion:
    """Return the signed version, or answer 404 when there is none that this employee may see."""
    found = (
        LetterVersion.objects.filter(
            pk=pk,
            reply__in=queries.visible_to(employee_of(request)),
            reply__stage__in=[Reply.Stage.SIGNED, Reply.Stage.DISPATCHED],
        )
        .select_related("reply__case__body", "reply__case__client", "pdf")
        .first()
    )
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, version: LetterVersion, form: SignatureFileForm, *, status: int = 200
) -> HttpResponse:
    waits = version.reply.stage == Reply.Stage.SIGNED and SIGNATURE_FILE in awaited_for(version)
    context: dict[str, Any] = {
        "case": version.reply.case,
        "body": version.reply.case.body,
        "version": version,
        "form": form,
        "files": version.signature_files.select_related("added_by"),
        "waits": waits,
    }
    return render(request, "replies/desk/signature_file.html", context, status=status)
