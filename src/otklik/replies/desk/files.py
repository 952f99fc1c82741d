"""The letter to look at: its pages as pictures, the PDF to open, the frozen files as downloads."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from otklik import documents
from otklik.cases.desk.reaching import case_of, employee_of
from otklik.cases.models import Case
from otklik.messages import storage
from otklik.messages.models import StoredFile
from otklik.replies import actions, printing, queries
from otklik.replies import letter as letters
from otklik.replies.models import LetterVersion, Reply
from otklik.replies.proof_queries import letter_now
from otklik.staff.models import Power
from otklik.web.access import needs

KINDS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@needs(Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE)
@require_safe
def letter_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the letter as a PDF: printed from the saved draft, or the frozen version once there is one."""
    case = case_of(request, pk)
    reply = queries.reply_of(case)
    version = queries.latest_version(case)
    if version is not None and reply is not None and reply.stage not in DRAFTED:
        return inline(pdf_of(version))
    return inline(documents.letter_pdf(draft_of(case, reply)))


DRAFTED = (Reply.Stage.DRAFT, Reply.Stage.RETURNED)


def draft_of(case: Case, reply: Reply | None) -> documents.Letter:
    """Return the letter as it would be printed from the draft now, marked as a draft."""
    letter = letter_now(case, reply, next(iter(queries.signers_of(case)), None))
    if letter is None:
        raise Http404
    return letter


@needs(Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE)
@require_safe
def letter_picture(request: HttpRequest, pk: int, page: int) -> HttpResponse:
    """Show one page of the letter as it would be printed from the saved draft."""
    case = case_of(request, pk)
    return picture(draft_of(case, queries.reply_of(case)), page)


@needs(Power.SIGN, Power.APPROVE)
@require_safe
def version_preview(request: HttpRequest, version: int) -> HttpResponse:
    """Open exactly the file that waits for this reader."""
    return inline(pdf_of(_waiting(request, version)))


@needs(Power.SIGN, Power.APPROVE)
@require_safe
def version_picture(request: HttpRequest, version: int, page: int) -> HttpResponse:
    """Show one page of the letter that waits for this reader."""
    return picture(letters.letter_from(_waiting(request, version).content), page)


def _waiting(request: HttpRequest, pk: int) -> LetterVersion:
    found = queries.to_decide(employee_of(request), pk)
    if found is None:
        raise Http404
    return found


@needs(Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE)
@require_safe
def letter_file(request: HttpRequest, pk: int, kind: str) -> FileResponse:
    """Give the last frozen version of the letter, signed or not, as a download; journalled."""
    version = queries.latest_version(case_of(request, pk))
    if version is None or kind not in KINDS:
        raise Http404
    actions.open_letter(version, kind, by=employee_of(request).actor)
    return as_download(version, kind)


def as_download(version: LetterVersion, kind: str) -> FileResponse:
    """Return a file of the version under the name that the client gets."""
    stored = version.pdf if kind == "pdf" else version.docx
    if stored is None:
        raise Http404
    reply = version.reply
    number = reply.number or f"{reply.case}-{version.number}"
    return FileResponse(
        storage.open_file(stored),
        as_attachment=True,
        filename=f"Ответ {number.replace('/', '-')}.{kind}",
        content_type=KINDS[kind],
    )


def pdf_of(version: LetterVersion) -> bytes:
    """Return the PDF of the version as it is kept; 404 for one whose file is gone."""
    stored: StoredFile | None = version.pdf
    if stored is None:
        raise Http404
    return storage.read(stored)


def picture(letter: documents.Letter | None, page: int) -> HttpResponse:
    """Return one page of a letter as a picture; 404 for a page or a letter that there is not."""
    found = printing.pictures_of(letter) if letter else ()
    if not 1 <= page <= len(found):
        raise Http404
    return HttpResponse(
        found[page - 1], content_type="image/png", headers={"Cache-Control": "private, no-store"}
    )


def inline(pdf: bytes) -> HttpResponse:
    """Return a PDF to be looked at, kept by no cache."""
    headers = {"Content-Disposition": "inline", "Cache-Control": "private, no-store"}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
