"""Control as data: what the weekly lists cover, and who is told how long before or after a term ends."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from otklik.regulations.basis import Rows, Sourced

Addressee = Literal["executor", "unit-head", "control", "signer", "office"]


class Control(Sourced):
    """What the weekly preventive list covers: the coming week from Monday to Sunday, or the next seven days."""

    window: Literal["calendar-week", "seven-days"]
    label: str


class Escalation(Sourced):
    """So many days before or after a term ends, these people are told.

    A day that falls on a day off moves to the working day before it (``before``) or after it (``after``).
    ``each_day``: from that day on each working morning until it is done (``before``: until the term ends);
    otherwise once. Nobody in ``to``: the row is off.
    """

    code: str
    label: str
    days: int = Field(ge=0, le=365)
    unit: Literal["calendar-days", "working-days"] = "calendar-days"
    direction: Literal["before", "after"]
    to: Rows[Addressee]
    each_day: bool = False
