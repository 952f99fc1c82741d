"""The way of a letter to the signer as data: who approves it before, and how its outgoing number is written."""

from __future__ import annotations

import re
from typing import Literal, Self

from pydantic import Field, model_validator

from otklik.regulations.basis import Rows, Severity, Sourced

LetterKind = Literal["reply", "interim", "clarification", "forwarding", "extension", "no-reply"]


class RouteStep(Sourced):
    """One step between the author and the signer.

    ``who``: ``unit-head`` (the head of the unit that answers), ``deputy`` (who signs letters on the topic, before
    somebody above him does), or the code of a role. ``kinds``: letters that it concerns, none: all. ``outcomes``: only
    replies in which a question ends so, none: any. ``severity``: ``block`` - a letter waits until somebody holds the
    role, otherwise the step is left out with a note. ``on``: whether the step is taken while the body sets nothing.
    """

    code: str = Field(pattern=r"^[a-z]+(-[a-z]+)*$")
    label: str
    order: int = Field(ge=1, le=99)
    who: str
    kinds: Rows[LetterKind] = ()
    outcomes: Rows[str] = ()
    severity: Severity = "warn"
    on: bool = True


class OutgoingNumber(Sourced):
    """How an outgoing number of the external record system is written, and an example of one."""

    pattern: str
    example: str

    @model_validator(mode="after")
    def _example_fits(self) -> Self:
        try:
            fits = re.fullmatch(self.pattern, self.example)
        except re.error as error:
            raise ValueError(f"pattern is no regular expression: {error}") from None
        if fits is None:
            raise ValueError("the example does not fit the pattern")
        return self
