"""Files that the client adds on his status page: each looked into before anything is stored."""

from typing import BinaryIO, cast

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from otklik.cases.portal.forms import FILES
from otklik.language import clean_text
from otklik.messages import inspection
from otklik.messages.actions import NamedFile
from otklik.web.uploads import too_large

NAME_MAX = 200


def files_of(request: HttpRequest, form: forms.Form) -> list[NamedFile]:
    """Return the posted files; each that is too large, too many or refused by the inspection is an error of the form."""
    for name in too_large(request, FILES):
        limit = settings.ATTACHMENT_LIMIT_BYTES // 1024 // 1024
        _refuse(form, name, _("The file is larger than %(limit)s MB.") % {"limit": limit})
    posted = [item for item in request.FILES.getlist(FILES) if isinstance(item, UploadedFile)]
    if len(posted) > settings.ATTACHMENTS_LIMIT:
        said = _("No more than %(limit)s files can be sent.")
        form.add_error(FILES, said % {"limit": settings.ATTACHMENTS_LIMIT})
        return []
    found = []
    for item in posted:
        stream = cast("BinaryIO", item.file)
        seen = inspection.inspect(stream, item.name or "")
        if seen.refused:
            _refuse(form, item.name, seen.refused)
        else:
            stream.seek(0)
            found.append(NamedFile(item.name or "", stream))
    return found


def _refuse(form: forms.Form, name: str | None, why: str) -> None:
    last = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    shown = clean_text(last, multiline=False)[-NAME_MAX:] or "file"
    form.add_error(FILES, f"«{shown}». {why}")
