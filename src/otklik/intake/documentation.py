"""The OpenAPI document as rows for a page that people read. Pure."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of what is sent or answered."""

    name: str
    kind: str
    required: bool
    text: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One possible answer by its status."""

    status: str
    text: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing that a program may ask."""

    method: str
    path: str
    summary: str
    text: str
    parameters: tuple[Field, ...]
    fields: tuple[Field, ...]
    example: str
    answers: tuple[Answer, ...]


def operations(schema: Json) -> list[Operation]:
    """Return the operations of an OpenAPI document in its order."""
    return [
        _operation(schema, path, method, details)
        for path, methods in schema["paths"].items()
        for method, details in methods.items()
    ]


def _operation(schema: Json, path: str, method: str, details: Json) -> Operation:
    body = details.get("requestBody", {}).get("content", {}).get("application/json", {})
    example = body.get("example")
    return Operation(
        method.upper(),
        path,
        details.get("summary", ""),
        details.get("description", ""),
        tuple(
            Field(
                f"{item['name']} ({item['in']})",
                _kind(item.get("schema", {})),
                item.get("required", False),
                item.get("description", ""),
            )
            for item in details.get("parameters", ())
        ),
        tuple(_fields(schema, body.get("schema", {}))),
        json.dumps(example, ensure_ascii=False, indent=2) if example else "",
        tuple(
            Answer(str(status), answer.get("description", ""), tuple(_answered(schema, answer)))
            for status, answer in sorted(details["responses"].items(), key=lambda row: str(row[0]))
        ),
    )


def _answered(schema: Json, answer: Json) -> Iterator[Field]:
    plain = answer.get("content", {}).get("application/json", {}).get("schema", {})
    yield from _fields(schema, plain)


def _fields(schema: Json, shape: Json) -> Iterator[Field]:
    shape = _resolved(schema, shape)
    required = set(shape.get("required", ()))
    for name, field in shape.get("properties", {}).items():
        yield Field(name, _kind(field), name in required, field.get("description", ""))
        inner = _resolved(schema, field.get("items", {}))
        for part in _fields(schema, inner):
            yield Field(f"{name}[].{part.name}", part.kind, part.required, part.text)


def _resolved(schema: Json, shape: Json) -> Json:
    reference = shape.get("$ref", "")
    if not reference:
        return shape
    found: Json = schema["components"]["schemas"][reference.rsplit("/", 1)[-1]]
    return found


def _kind(shape: Json) -> str:
    """Return the type in words: its values, its longest length."""
    if "enum" in shape:
        return " | ".join(value or '""' for value in shape["enum"])
    if "const" in shape:
        return shape["const"] or '""'
    if "anyOf" in shape:
        return " | ".join(_kind(part) for part in shape["anyOf"])
    if "maxLength" in shape:
        return f"{shape.get('type', '')}, ≤ {shape['maxLength']}"
    return str(shape.get("format") or shape.get("type") or "object")
