"""Problem documents (RFC 9457): what was wrong with a request, for people and for programs."""

import json
from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
TYPES = "urn:otklik:problem:"
"""Prefix of the problem types; `docs/api.md` lists them."""


class Problem(Exception):  # noqa: N818 - the name of the standard
    """A request that is refused: `kind` ends the problem's type, `errors` say what at which field.

    `detail` and the errors are translated sentences, `title` is the standard's short English one.
    """

    def __init__(
        self, status: int, kind: str, detail: str, errors: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.kind = kind
        self.detail = detail
        self.errors = dict(errors or {})

    def response(self) -> HttpResponse:
        """Return the problem document as the answer to the request."""
        document: dict[str, object] = {
            "type": TYPES + self.kind,
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            document["errors"] = [
                {"field": field, "message": message} for field, message in self.errors.items()
            ]
        content = json.dumps(document, ensure_ascii=False).encode("utf-8", "replace")
        return HttpResponse(content, status=self.status, content_type=MEDIA_TYPE)
