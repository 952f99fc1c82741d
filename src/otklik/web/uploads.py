"""Taking uploads in: a file over the limit is thrown away while it arrives, so that it fills no disk."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import SkipFile, TemporaryFileUploadHandler
from django.http import HttpRequest

MARK = "otklik.too_large"


class CappedUploadHandler(TemporaryFileUploadHandler):
    """Keep each file in a temporary file up to the limit; note the name of one that is larger."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin to count."""
        self.received = 0
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write the piece, or drop the whole file when it has grown over the limit."""
        self.received += len(raw_data)
        if self.received > settings.ATTACHMENT_LIMIT_BYTES:
            if self.request is not None:
                self.request.META.setdefault(MARK, []).append((self.field_name, self.file_name))
            self.file.close()
            raise SkipFile
        super().receive_data_chunk(raw_data, start)


def too_large(request: HttpRequest, field: str) -> list[str]:
    """Return the names of the files of a field that were dropped because of their size."""
    request.FILES  # noqa: B018 - the body is read here, if it was not yet
    return [str(name) for where, name in request.META.get(MARK, []) if where == field]
