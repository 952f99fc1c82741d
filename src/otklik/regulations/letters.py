"""How letters look and speak: salutation, first paragraph, marks, checks, fixed texts."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from otklik.regulations.basis import ClauseId, Coded, Form, Rows, Severity, Sourced
from otklik.regulations.kinds import NoticeKind
from otklik.regulations.routes import OutgoingNumber, RouteStep
from otklik.regulations.work import placeholders

TEXT_FIELDS = frozenset(
    {
        "number",
        "received",
        "registered",
        "reply_due",
        "body",
        "body_genitive",
        "body_prepositional",
        "tracking_code",
        "status_url",
        "filing_url",
        "survey_url",
        "question",
        "addressee",
        "reason",
        "recipient",
        "new_due",
        "progress",
        "promised",
        "done",
        "ground",
        "date",
        "channel",
        "url",
        "phone",
        "email",
        "kind_genitive",
        "when",
        "place",
    }
)
"""Placeholders that fixed texts may use."""


def _refuse_unknown(template: str, allowed: frozenset[str], key: str) -> None:
    if extra := sorted(placeholders(template) - allowed):
        raise ValueError(f"unknown placeholder {{{extra[0]}}} in {key}")


class Salutation(Sourced):
    """Forms of address; ``{name}`` is «Имя Отчество» or the first name alone."""

    male: str
    female: str
    neutral: str
    unnamed: str
    organisation: str
    group: str
    clauses: Rows[ClauseId] = ()

    @model_validator(mode="after")
    def _named(self) -> Self:
        for key in ("male", "female", "neutral"):
            if placeholders(getattr(self, key)) != {"name"}:
                raise ValueError(f"{key} needs the one placeholder {{name}}")
        return self


class FirstParagraph(Sourced):
    """The first paragraph: the question and to whom it was addressed.

    ``patterns`` are ready sentences with ``{question}`` and ``{addressee}``.
    """

    severity: Severity
    patterns: Rows[str] = Field(min_length=1)

    @model_validator(mode="after")
    def _patterns_fit(self) -> Self:
        for pattern in self.patterns:
            _refuse_unknown(pattern, frozenset({"question", "addressee"}), "patterns")
        return self


class ExecutorMark(Sourced):
    """The executor mark on the face of the last sheet, lower left."""

    fields: Rows[Literal["surname", "initials", "phone", "email"]]
    position: Literal["lower-left"]
    single_sided: bool
    clauses: Rows[ClauseId] = ()


class SatisfactionMark(Sourced):
    """The request to rate, with link and QR code.

    ``url`` is printed character by character and never re-encoded; ``own_survey``: the link may
    lead to the questionnaire that Otklik hosts; ``intervals`` are blank lines of the mark's size
    above the executor mark.
    """

    text_appeal: str
    text_request: str
    url: str = Field(pattern=r"^https://")
    own_survey: bool
    font_pt: int = Field(ge=6, le=20)
    intervals: int = Field(ge=0, le=10)
    align: Literal["left"]
    qr: bool
    clauses: Rows[ClauseId] = ()


class LetterCheck(Sourced):
    """One check of a reply; ``limit`` is the number that it compares with, where it has one."""

    code: str
    label: str
    severity: Severity
    limit: int | None = None
    confirm: bool = False
    clauses: Rows[ClauseId] = ()


class Letter(Sourced):
    """The layout of a reply."""

    typeface: Literal["serif", "sans"]
    font_pt: int = Field(ge=8, le=20)
    page_limit: int = Field(ge=1)
    instructions: str
    salutation: Salutation
    first_paragraph: FirstParagraph
    executor_mark: ExecutorMark
    satisfaction_mark: SatisfactionMark | None = None
    notices_by_letter: Rows[NoticeKind] = ()
    """Kinds of notice that this ministry sends only as letters that are approved and signed, never as a fixed text."""
    checks: Coded[LetterCheck]
    route: Coded[RouteStep] = ()
    outgoing: OutgoingNumber

    def check(self, code: str) -> LetterCheck | None:
        """Return the check with this code, or None when the body does not make it."""
        return next((item for item in self.checks if item.code == code), None)


class Text(Sourced):
    """A fixed text with ``{placeholders}`` (see TEXT_FIELDS)."""

    code: str
    subject: str
    body: str

    @model_validator(mode="after")
    def _fields_known(self) -> Self:
        _refuse_unknown(self.subject, TEXT_FIELDS, "subject")
        _refuse_unknown(self.body, TEXT_FIELDS, "body")
        return self


class Acknowledgement(Sourced):
    """The first reaction to a case: what is said and for which forms it is due.

    ``registered``: number and reply date are known; ``unregistered``: not yet registered, the
    latest possible date is named («не позднее»). ``channel``: through which channel it goes.
    """

    required: bool
    forms: Rows[Form]
    sender: str
    channel: Literal["named-else-receipt"]
    subject: str
    registered: str
    unregistered: str
    clauses: Rows[ClauseId] = ()

    @model_validator(mode="after")
    def _states_the_term(self) -> Self:
        _refuse_unknown(self.subject, TEXT_FIELDS, "subject")
        for key in ("registered", "unregistered"):
            pattern = getattr(self, key)
            _refuse_unknown(pattern, TEXT_FIELDS, key)
            for needed in ("received", "reply_due"):
                if needed not in placeholders(pattern):
                    raise ValueError(f"{key} needs {{{needed}}}")
        return self
