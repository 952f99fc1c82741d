"""Feedback, analysis and touchpoints: routes, metrics, unit form, publication, registry seed."""

from __future__ import annotations

from typing import Literal

from otklik.regulations.basis import (
    ChannelCode,
    ChannelKind,
    ClauseId,
    Coded,
    Form,
    Part,
    Rows,
    Sourced,
)


class FeedbackSource(Sourced):
    """A route by which feedback comes in.

    ``aggregate``: only counts come back, no single answers; ``needs_consent``: only those take part
    who agreed; ``hidden``: not shown to the public until the address is filled in.
    """

    code: str
    label: str
    kind: ChannelKind
    forms: Rows[Form]
    channel: ChannelCode | None = None
    address: str | None = None
    aggregate: bool = False
    needs_consent: bool = False
    hidden: bool = False
    note: str = ""


class Metric(Sourced):
    """A metric of the analysis; ``official`` is False when the order does not ask for it."""

    code: str
    label: str
    official: bool
    note: str = ""


class UnitColumn(Part):
    """A column of the unit form; ``formula`` names other columns (``c5 / c4 * 100``)."""

    number: int
    code: str
    heading: str
    formula: str
    clause: ClauseId


class UnitForm(Sourced):
    """The form in which units report; ``{unit} {start} {end}`` stand in the title."""

    title: str
    columns: Rows[UnitColumn]
    signed_by: str
    sign_clause: ClauseId


class Publication(Sourced):
    """Whether an artefact is published; ``mark`` is printed on each export of what is not."""

    code: Literal[
        "quarterly-analysis",
        "unit-report",
        "satisfaction-report",
        "survey-results-external",
        "survey-results-employees",
        "touchpoint-registry",
    ]
    label: str
    regime: Literal["never", "required", "allowed"]
    mark: str = ""
    section: str = ""


class Need(Part):
    """A need of the client; numbers as in the order, which skips 8."""

    number: int
    label: str
    clause: ClauseId


class Direction(Sourced):
    """A line of activity under which processes stand."""

    code: str
    label: str


class TouchpointKind(Sourced):
    """A kind of touchpoint: digital or offline."""

    code: str
    label: str
    kind: Literal["digital", "offline"]


class TouchpointRow(Part):
    """A row of the registry: the six columns, then channel, kind and needs."""

    group: int
    direction: str
    process: str
    touchpoint: str
    interaction: str
    features: str
    channel: ChannelCode
    kind: Literal["digital", "offline"]
    needs: Rows[int]


class Touchpoints(Sourced):
    """The first registry of a body; ``sample``: the real list is not among the sources."""

    sample: bool
    approving_order: str
    directions: Coded[Direction]
    kinds: Coded[TouchpointKind]
    rows: Rows[TouchpointRow]


class SurveyDuty(Sourced):
    """A kind of survey and how often the order wants it (None: no duty)."""

    code: str
    label: str
    audience: Literal["external", "internal"]
    min_per_year: int | None = None
    responsible: str = ""
    clauses: Rows[ClauseId] = ()


class SurveyObject(Sourced):
    """What a survey may be about: a support measure, a state function, a service."""

    code: str
    label: str


class Principle(Sourced):
    """A principle of the order, shown to employees as guidance."""

    code: str
    title: str
    text: str
