"""Files of an appeal: looked into at once, kept on the disk until the appeal is sent."""

from typing import BinaryIO, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from otklik.intake.portal.draft import Draft
from otklik.language import clean_text
from otklik.messages import inspection, storage
from otklik.web.uploads import too_large

FIELD = "attachments"
NAME_MAX = 200


def attach(request: HttpRequest, draft: Draft, form: forms.Form) -> None:
    """Take the posted files into the draft, and out of it what was asked; each refusal is an error of the form."""
    form.full_clean()
    removed = request.POST.get("remove", "")
    if removed:
        draft.files = [item for item in draft.files if item["sha256"] != removed]
    for name in too_large(request, FIELD):
        limit = settings.ATTACHMENT_LIMIT_BYTES // 1024 // 1024
        message = _("The file is larger than %(limit)s MB.") % {"limit": limit}
        form.add_error(FIELD, f"«{name_of(name)}». {message}")
    for file in request.FILES.getlist(FIELD):
        if isinstance(file, UploadedFile) and (message := _take(draft, file)):
            form.add_error(FIELD, f"«{name_of(file.name)}». {message}")


def name_of(name: str | None) -> str:
    """Return a file's name without a path and without signs that cannot be seen."""
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    return clean_text(last, multiline=False)[-NAME_MAX:] or "file"


def _take(draft: Draft, file: UploadedFile) -> str:
    """Keep one file; return why it is refused, or nothing."""
    stream = cast("BinaryIO", file.file)
    seen = inspection.inspect(stream, file.name or "")
    if seen.refused:
        return seen.refused
    if len(draft.files) >= settings.ATTACHMENTS_LIMIT:
        return _("No more than %(limit)s files can be sent.") % {
            "limit": settings.ATTACHMENTS_LIMIT
        }
    placed = storage.place(stream, media_type=seen.media_type)
    if all(item["sha256"] != placed.sha256 for item in draft.files):
        draft.files.append(
            {"sha256": placed.sha256, "name": name_of(file.name), "size": placed.size}
        )
    return ""
