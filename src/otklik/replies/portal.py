"""The signed letter for its client: whoever has the tracking code may take it."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from otklik.cases import queries as cases
from otklik.cases.portal import KEY, SHOWN
from otklik.journal.actors import CLIENT
from otklik.replies import actions, queries
from otklik.replies.desk.files import KINDS, as_download
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


urlpatterns: list[URLPattern] = [
    path("status/<str:code>/letter.<str:kind>", letter, name="letter"),
]
