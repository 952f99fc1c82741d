"""The signed letter for its client: whoever has the tracking code may take it."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from otklik.cases import queries as cases
from otklik.cases.models import Case
from otklik.cases.portal import KEY, SHOWN
from otklik.cases.portal.reaching import Signed
from otklik.journal.actors import CLIENT
from otklik.messages.serving import file_response
from otklik.replies import actions, queries
from otklik.replies.desk.files import KINDS, as_download
from otklik.replies.desk.notice_files import LETTER, file_of
from otklik.replies.enclosures import signed_files
from otklik.replies.notice_queries import day_of, last_version, signed_notices
from otklik.staff.profiles import profile_of
from otklik.web.access import public


@public
@never_cache
@require_safe
def letter(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """Give the signed letter (`pdf` or `docx`) as a download.

    `code` is the tracking code, or the word that stands for the one in the visitor's session.
    """
    case = cases.by_tracking_code(str(request.session.get(KEY, "")) if code == SHOWN else code)
    version = queries.signed_version(case) if case else None
    if version is None or kind not in KINDS:
        raise Http404
    actions.open_letter(version, kind, by=CLIENT)
    return as_download(version, kind)


@public
@never_cache
@require_safe
def signed_letter(request: HttpRequest, code: str, number: int, kind: str) -> HttpResponseBase:
    """Give a signed letter that is no reply (`pdf` or `docx`) as a download; `code` as for the reply."""
    case = cases.by_tracking_code(str(request.session.get(KEY, "")) if code == SHOWN else code)
    found = signed_notices(case) if case else []
    chosen = next((item for item in found if item.pk == number), None)
    version = last_version(chosen) if chosen else None
    if version is None or kind not in KINDS:
        raise Http404
    actions.open_letter(version, kind, by=CLIENT)
    return file_of(version, LETTER, kind)


@public
@never_cache
@require_safe
def enclosure(request: HttpRequest, code: str, file: int) -> HttpResponseBase:
    """Give a file that went with a signed letter as a download; `code` as for the reply."""
    case = cases.by_tracking_code(str(request.session.get(KEY, "")) if code == SHOWN else code)
    found = signed_files(case).filter(pk=file).first() if case else None
    if found is None:
        raise Http404
    return file_response(found.file, found.name)


def _enclosed(case: Case, code: str) -> list[Signed]:
    """Return the files that went with the signed reply, as one entry; none where none went."""
    files = tuple(
        (item.title, reverse("portal:enclosure", args=[code, item.pk]))
        for item in signed_files(case)
    )
    return [Signed(_("Files with the letter"), "", None, files)] if files else []


def signed_letters(case: Case, code: str) -> list[Signed]:
    """Return the signed letters of the case besides its reply, and the files of all, for the page of its client."""
    profile = profile_of(case.body)
    return _enclosed(case, code) + [
        Signed(
            profile.letter_of_kind(letter.kind).title,
            letter.number,
            day_of(letter),
            tuple(
                (label, reverse("portal:signed-letter", args=[code, letter.pk, kind]))
                for kind, label in (("pdf", _("Letter (PDF)")), ("docx", _("Letter (DOCX)")))
            ),
        )
        for letter in signed_notices(case)
    ]


urlpatterns: list[URLPattern] = [
    path("status/<str:code>/letter.<str:kind>", letter, name="letter"),
    path("status/<str:code>/enclosures/<int:file>", enclosure, name="enclosure"),
    path("status/<str:code>/letters/<int:number>.<str:kind>", signed_letter, name="signed-letter"),
]
