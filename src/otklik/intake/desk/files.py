"""Files of a receipt: always as a download, journalled, only for those who may sort what arrives."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from otklik.intake import actions
from otklik.intake.desk.reaching import employee_of, receipt_of
from otklik.messages import storage
from otklik.messages.models import StoredFile
from otklik.staff.models import Power
from otklik.web.access import needs


@needs(Power.RECEIPTS, Power.REGISTER)
@require_safe
def open_file(request: HttpRequest, pk: int, file: int) -> FileResponse:
    """Give a file that came with the receipt; a refused one is never given."""
    receipt = receipt_of(request, pk)
    attachment = receipt.attachments.select_related("file").filter(pk=file, refused="").first()
    if attachment is None:
        raise Http404
    actions.open_file(receipt, attachment.file, by=employee_of(request))
    return _download(attachment.file, attachment.name)


@needs(Power.RECEIPTS, Power.REGISTER)
@require_safe
def open_original(request: HttpRequest, pk: int) -> FileResponse:
    """Give the letter as it came."""
    receipt = receipt_of(request, pk)
    if receipt.raw is None:
        raise Http404
    actions.open_file(receipt, receipt.raw, by=employee_of(request))
    return _download(receipt.raw, f"{receipt.tracking_code}.eml")


def _download(stored: StoredFile, name: str) -> FileResponse:
    try:
        stream = storage.open_file(stored)
    except FileNotFoundError:
        raise Http404 from None
    # The type is never the sender's claim: a browser must not show what somebody sent us.
    response = FileResponse(
        stream, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
