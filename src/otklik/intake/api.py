"""The room's part of the API: file an appeal, ask where it is.

Filing does pure checks and one durable insert; the case is opened in the background.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router

from otklik.cases.deadlines import plan
from otklik.intake import actions, api_schema, bodies, queries
from otklik.intake.problems import Problem
from otklik.intake.submission import Submission, Unacceptable, read, requirements
from otklik.messages.actions import KeyReused
from otklik.messages.models import Receipt
from otklik.staff.calendars import calendar_of, today, zone
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of

CHANNEL = "web"
"""The channel of what comes through the API: an information system of the body itself."""
FORM = "electronic"
OWN_WORDS = ("identification", "form")
"""Fields that are an operator's word; a sender may not claim them."""
KEY = re.compile(r"[!-~]{1,200}")
"""An idempotency key: 1 to 200 visible ASCII signs."""

router = Router(tags=["cases"])


@router.post(
    "/cases",
    response={201: api_schema.Filed},
    operation_id="file_case",
    summary="File an appeal or an information request",
    openapi_extra=api_schema.FILING,
)
def file_case(request: HttpRequest) -> HttpResponse:
    """Take in one appeal and answer with its tracking code and the first deadlines.

    When the answer comes, the appeal is stored and survives a power cut.
    """
    key = idempotency_key(request)
    body, submission = understand(read_json(request))
    try:
        accepted = actions.submit(body, submission, source="api", key=key, channel=CHANNEL)
    except KeyReused:
        raise Problem(
            422,
            "idempotency-key-reused",
            _("This Idempotency-Key has already come with another content."),
            {"Idempotency-Key": _("Take a new key for a new appeal.")},
        ) from None
    response = _json(filed(body, accepted.receipt, submission.type), 201)
    response["Location"] = f"{settings.PUBLIC_URL}/api/v1/cases/{accepted.receipt.tracking_code}"
    if not accepted.new:
        response["Idempotency-Replayed"] = "true"
    return response


@router.get(
    "/cases/{code}",
    response={200: api_schema.Status},
    operation_id="case_status",
    summary="Where an appeal is",
    openapi_extra=api_schema.ASKING,
)
def case_status(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001 - Django's contract
    """Tell the state and the dates of an appeal by its tracking code; no personal data."""
    status = queries.status_by_code(code)
    if status is None:
        raise Problem(404, "unknown-code", _("There is no appeal with this code. Check it."))
    response = _json(status, 200)
    response["Cache-Control"] = "no-store"
    return response


def filed(body: Body, receipt: Receipt, type_code: str) -> dict[str, Any]:
    """Return the answer to a filed appeal: code, receipt time, deadlines that run from the receipt."""
    planned = plan(
        profile_of(body),
        calendar_of(body),
        type=type_code,
        form=FORM,
        channel=receipt.channel,
        received=receipt.received_at,
    )
    deadlines = [
        {
            "kind": item.kind,
            "due": item.due.isoformat(),
            "clause": item.term.clause,
            "basis": item.term.basis,
            "preliminary": item.computation.preliminary,
        }
        for item in planned
    ]
    return {
        "code": receipt.tracking_code,
        "received_at": _local(receipt.received_at, body),
        "deadlines": deadlines,
        "status_url": f"{settings.PUBLIC_URL}/status/{receipt.tracking_code}",
    }


def read_json(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of a request; raises `Problem` 400, 413 or 415 when there is none."""
    if request.content_type != "application/json":
        raise Problem(415, "not-json", _("Send JSON with Content-Type: application/json."))
    try:
        values = json.loads(request.body)
    except RequestDataTooBig:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024
        detail = _("The request is larger than %(limit)s KB.") % {"limit": limit}
        raise Problem(413, "too-large", detail) from None
    except (ValueError, RecursionError, UnreadablePostError):
        raise Problem(400, "malformed", _("This is not JSON in UTF-8.")) from None
    if not isinstance(values, dict):
        raise Problem(400, "malformed", _("A JSON object is expected."))
    return values


def understand(values: Mapping[str, Any]) -> tuple[Body, Submission]:
    """Return to whom the appeal goes and what it says; raises `Problem` 422 naming each field."""
    said = dict(values)
    code = said.pop("body", None)
    errors = {field: _("There is no such field.") for field in OWN_WORDS if said.pop(field, "")}
    body = bodies.find(code) if isinstance(code, str) else None
    if body is None:
        errors["body"] = _("There is no such body. Its code looks like economy-novosibirsk.")
    submission = None
    try:
        submission = read(said)
    except Unacceptable as refusal:
        errors |= refusal.errors
    if submission and body:
        profile = profile_of(body)
        errors |= dict(requirements(submission, profile, CHANNEL, today(body, timezone.now())))
        if not errors:
            return body, submission
    raise Problem(422, "invalid", _("Some fields have mistakes."), errors)


def idempotency_key(request: HttpRequest) -> str:
    """Return the Idempotency-Key without quotes, or empty; raises `Problem` 422 for a wrong one."""
    given = request.headers.get("Idempotency-Key")
    if given is None:
        return ""
    key = given.strip()
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]  # the header is a structured field, where a string has quotes
    if not KEY.fullmatch(key):
        message = _("The key must have 1 to 200 visible ASCII characters.")
        raise Problem(422, "invalid", message, {"Idempotency-Key": message})
    return key


def _local(moment: datetime, body: Body) -> str:
    return moment.astimezone(zone(body)).isoformat(timespec="seconds")


def _json(document: Mapping[str, Any], status: int) -> HttpResponse:
    content = json.dumps(document, ensure_ascii=False)
    return HttpResponse(content, status=status, content_type="application/json")
