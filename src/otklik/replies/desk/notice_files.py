"""A letter that carries an act, to look at: pages as pictures, the PDF to open, the frozen files as downloads."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from otklik import documents
from otklik.cases.desk.reaching import case_of, employee_of
from otklik.messages import storage
from otklik.messages.models import StoredFile
from otklik.replies import actions, queries
from otklik.replies import letter as letters
from otklik.replies.actions.noticing import OPEN
from otklik.replies.desk.files import KINDS, inline, picture
from otklik.replies.enclosures import titles_of
from otklik.replies.kinds.letter import covering_content, covering_of, letter_of
from otklik.replies.models import Covering, LetterVersion, Reply
from otklik.replies.notice_queries import last_version, notice_of
from otklik.staff.models import Power
from otklik.web.access import needs

LETTER, COVERING = "letter", "covering"


def letter_now(letter: Reply) -> documents.Letter:
    """Return the letter as it would be printed from the draft; once it is on its way, as it was frozen."""
    version = last_version(letter)
    if version is not None and letter.stage not in OPEN:
        return letters.letter_from(version.content)
    signer = next(iter(queries.signers_of(letter.case)), None)
    executor = letter.case.executor or letter.author
    return letter_of(letter, signer=signer, executor=executor, attachments=titles_of(letter))


def covering_now(letter: Reply) -> documents.Letter | None:
    """Return the covering letter likewise; None for a letter that has none."""
    version = last_version(letter)
    if version is not None and letter.stage not in OPEN:
        return covering_content(version)
    signer = next(iter(queries.signers_of(letter.case)), None)
    return covering_of(letter, signer=signer, executor=letter.case.executor or letter.author)


def _reached(request: HttpRequest, pk: int, number: int) -> Reply:
    letter = notice_of(case_of(request, pk), number)
    if letter is None:
        raise Http404
    return letter


@needs(Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE)
@require_safe
def notice_pdf(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Open the letter as a PDF, with its covering letter behind it where there is one."""
    letter = _reached(request, pk, number)
    version = last_version(letter)
    if version is not None and version.pdf is not None and letter.stage not in OPEN:
        return inline(storage.read(version.pdf))
    return inline(documents.letter_pdf(letter_now(letter)))


@needs(Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE)
@require_safe
def notice_picture(
    request: HttpRequest, pk: int, number: int, which: str, page: int
) -> HttpResponse:
    """Show one page of the letter or of its covering letter."""
    letter = _reached(request, pk, number)
    paper = covering_now(letter) if which == COVERING else letter_now(letter)
    return picture(paper, page)


@needs(Power.SIGN, Power.APPROVE, Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE)
@require_safe
def covering_picture(request: HttpRequest, version: int, page: int) -> HttpResponse:
    """Show one page of the covering letter of a version that waits for this employee, or that he may see."""
    employee = employee_of(request)
    waits = queries.to_sign(employee).filter(pk=version).exists()
    if not waits and not queries.version_visible_to(employee, version):
        raise Http404
    return picture(covering_content(LetterVersion.objects.get(pk=version)), page)


@needs(Power.VIEW_BODY, Power.VIEW_UNIT, Power.EXECUTE)
@require_safe
def notice_file(request: HttpRequest, pk: int, number: int, which: str, kind: str) -> FileResponse:
    """Give the last frozen version of the letter, or of its covering letter, as a download; journalled."""
    version = last_version(_reached(request, pk, number))
    if version is None or kind not in KINDS:
        raise Http404
    actions.open_letter(version, kind, by=employee_of(request).actor)
    return file_of(version, which, kind)


def file_of(version: LetterVersion, which: str, kind: str) -> FileResponse:
    """Return a file of the version under the name that its reader gets; 404 for one that is not there."""
    number, source = version.reply.number, version
    holder: LetterVersion | Covering | None = source
    if which == COVERING:
        holder = Covering.objects.filter(version=version).first()
        number = holder.number if holder else ""
    stored: StoredFile | None = getattr(holder, kind, None) if holder else None
    if stored is None:
        raise Http404
    name = number or f"{version.reply.case}-{version.number}"
    return FileResponse(
        storage.open_file(stored),
        as_attachment=True,
        filename=f"Письмо {name.replace('/', '-')}.{kind}",
        content_type=KINDS[kind],
    )
