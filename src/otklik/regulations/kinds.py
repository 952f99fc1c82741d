"""Letters that are no replies: the words that each kind begins with, and what it must contain."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from otklik.regulations.basis import ClauseId, Coded, Rows, Severity, Sourced
from otklik.regulations.work import placeholders

NoticeKind = Literal[
    "interim", "clarification", "forwarding", "extension", "no-reply", "covering-letter"
]
"""`covering-letter` goes to the other body together with the client's notice of a forwarding."""

NoticeNeed = Literal[
    "progress",
    "final-date",
    "asked",
    "how",
    "by-when",
    "clock",
    "recipient",
    "reason",
    "term",
    "reply-from",
    "new-date",
    "ground",
    "advice",
    "questions",
    "client",
    "request",
    "told",
]

NOTICE_FIELDS = frozenset(
    {
        "number",
        "registered",
        "body",
        "subject",
        "status_url",
        "reply_due",
        "phone",
        "progress",
        "reason",
        "new_due",
        "answer_by",
        "asked",
        "recipient",
        "questions",
        "client",
        "notice",
    }
)
"""Placeholders that these letters may use; `notice` is the fixed text of the ground for no reply."""

PARTS = ("opening", "text", "closing")


class LetterNeed(Sourced):
    """One thing that a letter of the kind must contain; `label` says that it is missing."""

    code: NoticeNeed
    label: str
    severity: Severity
    clauses: Rows[ClauseId] = ()


class KindLetter(Sourced):
    """A letter of one kind: its title and the words of its parts with ``{placeholders}`` (see NOTICE_FIELDS).

    ``…_request`` replace the words where the case is a request for information (8-ФЗ); ``closing_part`` those of a
    forwarding after which a part stays with the ministry. ``salutation``: that of a letter to somebody else than the
    client. ``answer_days``: working days that a client is given for his
    answer, 0 where none is awaited. ``mark``: for which cases the letter asks to rate the work.
    """

    code: NoticeKind
    title: str
    salutation: str = ""
    opening: str
    text: str
    closing: str
    opening_request: str = ""
    text_request: str = ""
    closing_request: str = ""
    closing_part: str = ""
    mark: Literal["never", "requests", "always"] = "never"
    answer_days: int = Field(default=0, ge=0, le=60)
    needs: Coded[LetterNeed]
    clauses: Rows[ClauseId] = ()

    @model_validator(mode="after")
    def _fields_known(self) -> Self:
        words = [name for name in type(self).model_fields if name.startswith(PARTS)]
        for name in words:
            if extra := sorted(placeholders(getattr(self, name)) - NOTICE_FIELDS):
                raise ValueError(f"unknown placeholder {{{extra[0]}}} in {name}")
        return self

    def part(self, name: str, *, group: str) -> str:
        """Return the words of `opening`, `text` or `closing` for cases of the group (`appeal`, `request`)."""
        own = str(getattr(self, f"{name}_request")) if group == "request" else ""
        return own or str(getattr(self, name))

    def marked(self, group: str) -> bool:
        """Whether the letter carries the request to rate the work in a case of the group."""
        return self.mark == "always" or (self.mark == "requests" and group == "request")
