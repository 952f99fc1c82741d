"""Giving a stored file to a browser so that it can do no harm there."""

from django.http import FileResponse, Http404

from otklik.messages import storage
from otklik.messages.models import StoredFile

_SHOWN = frozenset(
    {"application/pdf", "image/jpeg", "image/png", "image/gif", "image/webp", "text/plain"}
)
"""Types that a browser shows without running anything; all others are only saved."""


def file_response(stored: StoredFile, name: str, *, inline: bool = False) -> FileResponse:
    """Return the bytes under the sender's name; shown in the browser only if asked and harmless.

    The caller has shown that the employee may have the file. Raises Http404 when the disk lost it.
    """
    try:
        stream = storage.open_file(stored)
    except FileNotFoundError:
        raise Http404 from None
    harmless = stored.media_type in _SHOWN
    response = FileResponse(
        stream,
        as_attachment=not (inline and harmless),
        filename=name,
        content_type=_content_type(stored) if harmless else "application/octet-stream",
    )
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _content_type(stored: StoredFile) -> str:
    return (
        f"{stored.media_type}; charset=utf-8"
        if stored.media_type == "text/plain"
        else stored.media_type
    )
