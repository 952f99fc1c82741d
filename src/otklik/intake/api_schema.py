"""What the OpenAPI document says of the room's part of the API: shapes, examples, problems."""

from typing import Any

from ninja import Schema
from pydantic import Field

from otklik.intake.problems import MEDIA_TYPE
from otklik.intake.submission import Submission

EXAMPLE_CODE = "K7M2-9QXP-4R"
EXAMPLE: dict[str, Any] = {
    "body": "economy-novosibirsk",
    "type": "application",
    "surname": "Ковалёва",
    "given_name": "Нина",
    "patronymic": "Сергеевна",
    "summary": "Субсидия на оборудование",
    "text": "Прошу разъяснить, какие документы нужны для получения субсидии на оборудование.",
    "reply_channel": "email",
    "email": "n.kovaleva@example.ru",
}


class DueDate(Schema):
    """A term that runs from the receipt: `due` is its last moment, with the body's offset."""

    kind: str = Field(description="acknowledgement, registration, …")
    due: str = Field(json_schema_extra={"format": "date-time"})
    clause: str | None = Field(description="The clause of the order that sets the term, if it does")
    basis: str = Field(description="The law that sets the term, if it does (Russian)")
    preliminary: bool = Field(description="Whether days off of that year are not decreed yet")


class Filed(Schema):
    """An appeal that was taken in."""

    code: str = Field(description="The tracking code; whoever has it may ask for the state")
    received_at: str = Field(json_schema_extra={"format": "date-time"})
    deadlines: list[DueDate]
    status_url: str = Field(description="The page where a person follows the appeal")


class StatusDeadline(Schema):
    """A deadline of a case, and when it was met."""

    kind: str
    due: str = Field(json_schema_extra={"format": "date-time"})
    clause: str
    basis: str
    preliminary: bool
    met_at: str | None = Field(json_schema_extra={"format": "date-time"})
    steps: list[str] = Field(description="How the date came about (Russian sentences)")


class Status(Schema):
    """The state of an appeal; no personal data."""

    code: str
    body: str
    state: str = Field(
        description="received, registered, assigned (being considered), signed, answered, dismissed"
    )
    received_at: str = Field(json_schema_extra={"format": "date-time"})
    number: str = Field(description="The registration number, or empty")
    registered_at: str | None = Field(json_schema_extra={"format": "date-time"})
    answered_at: str | None = Field(json_schema_extra={"format": "date-time"})
    deadlines: list[StatusDeadline]


PROBLEM_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "examples": ["urn:otklik:problem:invalid"]},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "A Russian sentence"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}


def new_case_schema() -> dict[str, Any]:
    """Return the JSON schema of what is filed: the submission and the body it goes to."""
    schema = Submission.model_json_schema()
    fields: dict[str, Any] = schema["properties"]
    del fields["identification"], fields["form"]
    for field in fields.values():
        field.pop("title", None)
    body = {"type": "string", "description": "Code of the ministry", "pattern": "^[a-z0-9-]{1,60}$"}
    return {
        "type": "object",
        "title": "NewCase",
        "description": "One appeal or request. Texts are cleaned of invisible characters.",
        "properties": {"body": body, **fields},
        "required": ["body", *schema["required"]],
        "additionalProperties": False,
    }


def _problems(**meanings: str) -> dict[str, Any]:
    """Return the responses that are problem documents, by status (`_404="…"`)."""
    return {
        status.removeprefix("_"): {
            "description": meaning,
            "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA}},
        }
        for status, meaning in meanings.items()
    }


FILING: dict[str, Any] = {
    "parameters": [
        {
            "in": "header",
            "name": "Idempotency-Key",
            "required": False,
            "description": "The same key with the same content gives the same answer again; "
            "with another content 422. 1 to 200 visible ASCII characters, best a UUID.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
            "example": "2f1b6c1e-6b8d-4f0c-9a53-1d9f4f4b8f0e",
        }
    ],
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": new_case_schema(), "example": EXAMPLE}},
    },
    "responses": {
        201: {
            "description": "Stored durably; with Idempotency-Replayed: true when it was before.",
            "links": {
                "status": {
                    "operationId": "case_status",
                    "parameters": {"code": "$response.body#/code"},
                }
            },
        },
        **_problems(
            _400="The content is not a JSON object",
            _413="The request is too large",
            _415="The content type is not application/json",
            _422="A field has a mistake, or the key came with another content",
            _429="Too many requests; wait as Retry-After says",
        ),
    },
}
ASKING: dict[str, Any] = {
    "responses": {
        200: {"description": "The state and the dates"},
        **_problems(_404="There is no such code", _429="Too many requests"),
    }
}
