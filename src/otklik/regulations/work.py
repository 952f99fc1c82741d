"""What comes in and by when it must be done: types of work, channels, terms, numbers, grounds."""

from __future__ import annotations

import string
from collections.abc import Collection
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from otklik.regulations.basis import (
    ChannelCode,
    ChannelKind,
    ClauseId,
    Form,
    Part,
    Rows,
    Sourced,
    TypeCode,
)

TermKind = Literal[
    "acknowledgement",
    "registration",
    "reply",
    "reply_internal",
    "forwarding",
    "forwarding_copies",
    "forwarding_notice",
    "unclear_notice",
    "illegible_notice",
    "published_notice",
    "complaint_return",
    "unknown_holder",
    "extension_letter",
    "extension_notice",
    "refusal_notice",
    "return_notice",
    "social_reply",
    "co_executor_part",
    "internal_answer",
    "internal_written_answer",
    "callback",
    "materials",
    "materials_supply",
    "publication",
    "registry_update",
    "reception_update",
    "template_review",
    "unit_report",
    "preventive_control",
    "final_control",
    "promise",
]
Event = Literal[
    "receipt",
    "registration",
    "detection",
    "assignment",
    "request",
    "forwarding",
    "promise",
    "promised_day",
    "decision",
    "change",
    "quarter_end",
    "week_end",
    "review",
    "reply_due",
]
Unit = Literal["calendar-days", "working-days", "working-hours", "end-of-day"]
Delivery = Literal["full-text", "secure-link", "notice"]
Evidence = Literal[
    "file", "passage", "earlier-replies", "page-address", "kind-of-secret", "complained-about"
]
"""What a ground must rest on: the scan, the words themselves, letters sent before, and so on."""


def placeholders(template: str) -> frozenset[str]:
    """Names of the ``{placeholders}`` of a template; raises ValueError for broken braces."""
    return frozenset(name for _, name, _, _ in string.Formatter().parse(template) if name)


class WorkType(Sourced):
    """A type of work and the act by which it is considered.

    ``group`` is what the order calls one thing («обращение» with its subtypes); ``letter`` goes
    into the registration number; ``offered`` tells whether the registrar may choose the type.
    """

    code: TypeCode
    label: str
    group: Literal["appeal", "request", "enquiry", "message", "internal"]
    group_label: str
    act: str
    law: str
    letter: str = Field(min_length=1, max_length=4)
    register_code: str
    offered: bool
    note: str = ""


class Channel(Sourced):
    """A channel of communication with its dates of validity.

    ``valid_*``: any use; ``appeals_*``: appeals of 59-ФЗ only; both ends are included. From
    ``identified_from`` on it takes appeals only of people whose identity was confirmed. ``delivery``
    says what may be sent through it: the text, a secure link, or a notice that the reply is ready.
    ``notice``: code of the text that tells a sender where an appeal can be filed instead.
    """

    code: ChannelCode
    label: str
    kind: ChannelKind
    form: Form
    offered: bool
    personal_data_allowed: bool
    delivery: Delivery
    address: str | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    appeals_from: date | None = None
    appeals_until: date | None = None
    identified_from: date | None = None
    notice: str = ""
    types: Rows[TypeCode] = ()
    note: str = ""

    def open_on(self, day: date) -> bool:
        """Tell whether the channel may be used at all on the body's local day."""
        return _within(day, self.valid_from, self.valid_until)

    def takes(self, work_type: WorkType, day: date, *, identified: bool = True) -> bool:
        """Tell whether a case of this type may come through the channel on that local day.

        ``identified``: whether it is known who sends it, in the way that the law wants.
        """
        if not (self.offered and self.open_on(day)):
            return False
        if self.types and work_type.code not in self.types:
            return False
        if work_type.group != "appeal":
            return True
        if not identified and self.identified_from is not None and day >= self.identified_from:
            return False
        return _within(day, self.appeals_from, self.appeals_until)


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


class Term(Sourced):
    """A term: so much after (or before) an event.

    Empty ``types``, ``forms`` or ``channels`` mean all. ``max_extension`` is in the same unit.
    ``extension_basis`` is the law that allows it. ``end-of-day`` is the end of the working day of
    the event; its amount is 0. ``who`` answers for it.

    A term with a ``variant`` stands in for the general one of its kind where somebody says that the
    variant is the case, or where a question has one of the ``topics`` (codes or their beginnings).
    One ``on_demand`` bounds an act that few cases need: it stands in the table, not with each case.
    """

    code: str
    kind: TermKind
    label: str
    event: Event
    amount: int = Field(ge=0, le=1000)
    unit: Unit
    direction: Literal["after", "before"] = "after"
    types: Rows[TypeCode] = ()
    forms: Rows[Form] = ()
    channels: Rows[ChannelCode] = ()
    max_extension: int | None = Field(default=None, ge=1)
    extension_basis: str = ""
    who: str = ""
    variant: str = Field(default="", pattern=r"^[a-z-]*$")
    topics: Rows[str] = ()
    on_demand: bool = False
    note: str = ""

    @model_validator(mode="after")
    def _amount_fits_unit(self) -> Self:
        if (self.unit == "end-of-day") != (self.amount == 0):
            raise ValueError('amount 0 belongs to unit = "end-of-day" and only to it')
        return self

    @model_validator(mode="after")
    def _topics_belong_to_a_variant(self) -> Self:
        if self.topics and not self.variant:
            raise ValueError("topics choose a variant: the term needs one")
        return self

    def covers(
        self,
        type_code: TypeCode | None = None,
        form: Form | None = None,
        channel: ChannelCode | None = None,
    ) -> bool:
        """Tell whether the term concerns such a case; None leaves a side open."""
        return (
            (not self.types or type_code is None or type_code in self.types)
            and (not self.forms or form is None or form in self.forms)
            and (not self.channels or channel is None or channel in self.channels)
        )

    def is_chosen(self, variants: Collection[str] = (), topics: Collection[str] = ()) -> bool:
        """Tell whether the term holds for a case of these variants and topic codes; a general one always does."""
        if not self.variant or self.variant in variants:
            return True
        return any(code.startswith(start) for code in topics for start in self.topics)

    def clashes(self, other: Term) -> bool:
        """Tell whether both terms would be the same deadline of one case."""
        if (self.kind, self.variant) != (other.kind, other.variant):
            return False
        return all(
            not mine or not theirs or set(mine) & set(theirs)
            for mine, theirs in (
                (self.types, other.types),
                (self.forms, other.forms),
                (self.channels, other.channels),
            )
        )


def _number_template(value: str) -> str:
    names = placeholders(value)
    if "seq" not in names:
        raise ValueError("the number needs {seq}")
    if extra := sorted(names - {"type_letter", "seq", "year", "body_letter"}):
        raise ValueError(f"unknown placeholder {{{extra[0]}}}")
    return value


class Register(Sourced):
    """A register with its own row of numbers; numbering starts again each year or never."""

    code: str
    label: str
    template: Annotated[str, AfterValidator(_number_template)]
    restart: Literal["yearly", "never"]
    body_letter: str = ""

    def number(self, *, type_letter: str, seq: int, year: int) -> str:
        """Print the registration number, such as ``О-15/2026``."""
        return self.template.format(
            type_letter=type_letter, seq=seq, year=year, body_letter=self.body_letter
        )


class Outcome(Sourced):
    """One of the four states in which a reply must leave a question.

    ``wording`` is the pattern of the sentence in the letter: ``{question}``, ``{date}``,
    ``{reason}``.
    """

    code: Literal["solved", "promised", "possible", "impossible"]
    label: str
    wording: str
    needs_date: bool
    needs_reason: bool
    prompt: str

    @model_validator(mode="after")
    def _wording_fits(self) -> Self:
        names = placeholders(self.wording)
        if extra := sorted(names - {"question", "date", "reason", "text"}):
            raise ValueError(f"unknown placeholder {{{extra[0]}}} in wording")
        if self.needs_date and "date" not in names:
            raise ValueError("an outcome that needs a date prints {date}")
        return self


class Ground(Sourced):
    """A ground on which no reply on the merits is given, information is refused, or a case returns.

    ``notice_days``: calendar days from registration within which the client is told, None when he
    is not; ``notice_term``: which term of the case that is. ``notice``: code of the text that tells
    him, empty where nobody can be told. ``needs``: what the ground must rest on. ``forwarded``:
    whether such a case may still go to another body. ``clauses``: further clauses that speak of the
    same ground.
    """

    code: str
    law: Literal["59-ФЗ", "8-ФЗ"]
    effect: Literal["no-reply", "no-reply-merits", "return", "refusal", "forward-if-crime"]
    label: str
    text: str
    notice_days: int | None = None
    notice_term: TermKind = "reply"
    notice: str = ""
    needs: Rows[Evidence] = ()
    forwarded: bool = True
    decided_by: Literal["executor", "head", "second-person"]
    standard_reply: bool
    clauses: Rows[ClauseId] = ()


class Reception(Sourced):
    """Rules of personal reception.

    ``oral_answer_entry``: the fixed text of the card; ``evidence``: who proves the consent.
    """

    oral_answer_entry: str
    evidence: Literal["official-signature", "client-handwriting"]
    identity_document: bool
    recording_warning: bool
    priority: bool
    clauses: Rows[ClauseId] = ()


class ScriptStep(Part):
    """A step of a call script."""

    text: str
    clause: ClauseId | None = None


class CallScript(Sourced):
    """A recommended course of a telephone call."""

    code: str
    title: str
    steps: Rows[ScriptStep]
