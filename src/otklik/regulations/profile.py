"""The profile of a ministry: all that its order, the law and the ministry itself set."""

from __future__ import annotations

from datetime import date
from typing import Protocol, Self, TypeVar, get_args

from pydantic import Field, ValidationInfo, field_validator, model_validator

from otklik.regulations.basis import ChannelCode, Coded, Form, Part, Rows, TypeCode
from otklik.regulations.bodies import (
    Act,
    BodyName,
    CalendarRules,
    ClientKind,
    Definition,
    Letterhead,
    Order,
    Region,
    Role,
    Schedule,
    Segment,
    Signatory,
    TimeZoneName,
)
from otklik.regulations.control import Control, Escalation
from otklik.regulations.deliveries import DeliveryRule
from otklik.regulations.feedback import (
    FeedbackSource,
    Metric,
    Need,
    Principle,
    Publication,
    SurveyDuty,
    SurveyObject,
    Touchpoints,
    UnitForm,
)
from otklik.regulations.kinds import KindLetter, NoticeKind
from otklik.regulations.letters import Acknowledgement, Letter, Text
from otklik.regulations.questionnaires import Questionnaire
from otklik.regulations.settings import Parameter, ParameterCode, Switch, SwitchCode
from otklik.regulations.work import (
    CallScript,
    Channel,
    Ground,
    Outcome,
    Reception,
    Register,
    Term,
    TermKind,
    WorkType,
)


class _HasCode(Protocol):
    @property
    def code(self) -> str: ...


# Tables that must name every code of the product.
_CODES = {
    "work_types": TypeCode,
    "channels": ChannelCode,
    "switches": SwitchCode,
    "parameters": ParameterCode,
    "letters": NoticeKind,
}

CodedT = TypeVar("CodedT", bound=_HasCode)


class Profile(Part):
    """One ministry's rules as data; every piece says who set it and by which clause.

    ``version`` is stored with each case: the date of the order (or ``draft``) and a hash of all
    data from which the profile was built.
    """

    code: str = Field(pattern=r"^[a-z]+(-[a-z]+)+$")
    version: str
    order: Order
    acts: Coded[Act] = ()
    definitions: Coded[Definition] = ()
    name: BodyName
    region: Region
    timezone: TimeZoneName
    letterhead: Letterhead
    signatories: Coded[Signatory] = Field(min_length=1)
    roles: Coded[Role]
    schedule: Schedule
    calendar: CalendarRules
    clients: Coded[ClientKind]
    segments: Coded[Segment] = ()
    work_types: Coded[WorkType]
    channels: Coded[Channel]
    terms: Coded[Term]
    deliveries: Coded[DeliveryRule]
    registers: Coded[Register]
    outcomes: Coded[Outcome]
    grounds: Coded[Ground]
    letter: Letter
    letters: Coded[KindLetter]
    acknowledgement: Acknowledgement
    texts: Coded[Text]
    reception: Reception
    scripts: Coded[CallScript]
    sources: Coded[FeedbackSource]
    metrics: Coded[Metric]
    unit_form: UnitForm | None = None
    publications: Coded[Publication]
    questionnaires: Coded[Questionnaire] = Field(min_length=1)
    surveys: Coded[SurveyDuty]
    survey_objects: Coded[SurveyObject] = ()
    needs: Rows[Need]
    touchpoints: Touchpoints
    principles: Coded[Principle]
    switches: Coded[Switch]
    parameters: Coded[Parameter]
    control: Control
    escalation: Coded[Escalation]

    @field_validator("work_types", "channels", "switches", "parameters", "letters")
    @classmethod
    def _complete(cls, value: tuple[CodedT, ...], info: ValidationInfo) -> tuple[CodedT, ...]:
        expected = get_args(_CODES[info.field_name or ""])
        given = {item.code for item in value}
        if missing := [code for code in expected if code not in given]:
            raise ValueError(f"{missing[0]!r} is missing")
        return value

    @field_validator("terms")
    @classmethod
    def _terms_do_not_clash(cls, value: tuple[Term, ...]) -> tuple[Term, ...]:
        for index, term in enumerate(value):
            for other in value[index + 1 :]:
                if term.clashes(other):
                    raise ValueError(f"duplicated term: {term.code!r} and {other.code!r} clash")
        return value

    @model_validator(mode="after")
    def _references_hold(self) -> Self:
        registers = {register.code for register in self.registers}
        for work_type in self.work_types:
            if work_type.register_code not in registers:
                raise ValueError(f"work_types.{work_type.code}.register_code: no such register")
        texts = {text.code for text in self.texts}
        for ground in self.grounds:
            if ground.notice and ground.notice not in texts:
                raise ValueError(f"grounds.{ground.code}.notice: no such text")
        for channel in self.channels:
            if channel.notice and channel.notice not in texts:
                raise ValueError(f"channels.{channel.code}.notice: no such text")
        numbers = {need.number for need in self.needs}
        directions = {direction.code for direction in self.touchpoints.directions}
        for index, row in enumerate(self.touchpoints.rows):
            if not set(row.needs) <= numbers:
                raise ValueError(f"touchpoints.rows.{index}.needs: an unknown need")
            if row.direction not in directions:
                raise ValueError(f"touchpoints.rows.{index}.direction: an unknown direction")
        return self

    def work_type(self, code: str) -> WorkType:
        """Return the type of work; raises KeyError for an unknown code."""
        return _of(self.work_types, code)

    def channel(self, code: str) -> Channel:
        """Return the channel; raises KeyError for an unknown code."""
        return _of(self.channels, code)

    def outcome(self, code: str) -> Outcome:
        """Return the outcome; raises KeyError for an unknown code."""
        return _of(self.outcomes, code)

    def ground(self, code: str) -> Ground:
        """Return the ground; raises KeyError for an unknown code."""
        return _of(self.grounds, code)

    def grounds_for(self, type_code: str) -> tuple[Ground, ...]:
        """Grounds of the law by which cases of the type are considered; none for other types."""
        law = {"appeal": "59-ФЗ", "request": "8-ФЗ"}.get(self.work_type(type_code).group)
        return tuple(ground for ground in self.grounds if ground.law == law)

    def text(self, code: str) -> Text:
        """Return the fixed text; raises KeyError for an unknown code."""
        return _of(self.texts, code)

    def letter_of_kind(self, code: str) -> KindLetter:
        """Return the words and contents of a letter that is no reply; raises KeyError for an unknown kind."""
        return _of(self.letters, code)

    def source(self, code: str) -> FeedbackSource:
        """Return the feedback route; raises KeyError for an unknown code."""
        return _of(self.sources, code)

    def publication(self, code: str) -> Publication:
        """Return the publication regime of an artefact; raises KeyError for an unknown one."""
        return _of(self.publications, code)

    def segment(self, code: str, kind: str = "") -> Segment | None:
        """Return the segment of the code, or else that of the kind of client; None where neither is known."""
        chosen = next((item for item in self.segments if item.code == code), None)
        return chosen or next((item for item in self.segments if kind in item.kinds), None)

    def role(self, code: str) -> Role:
        """Return the role; raises KeyError for an unknown code."""
        return _of(self.roles, code)

    def register_of(self, type_code: str) -> Register:
        """Return the register into which cases of this type go."""
        return _of(self.registers, self.work_type(type_code).register_code)

    def questionnaire(self, code: str | None = None) -> Questionnaire:
        """Return a questionnaire, by default the first one for external clients."""
        if code is not None:
            return _of(self.questionnaires, code)
        return next(
            (q for q in self.questionnaires if q.audience == "external"), self.questionnaires[0]
        )

    def switch(self, code: SwitchCode) -> bool:
        """Return the value of a switch."""
        return _of(self.switches, code).value

    def parameter(self, code: ParameterCode) -> int:
        """Return the value of a parameter (unit: see its label)."""
        return _of(self.parameters, code).value

    def offered_types(self) -> tuple[WorkType, ...]:
        """Types of work that a registrar may choose."""
        return tuple(item for item in self.work_types if item.offered)

    def channels_for(self, type_code: str, day: date) -> tuple[Channel, ...]:
        """Channels through which a case of the type may come on the body's local day."""
        work_type = self.work_type(type_code)
        return tuple(item for item in self.channels if item.takes(work_type, day))

    def terms_for(
        self, type_code: TypeCode, form: Form | None = None, channel: ChannelCode | None = None
    ) -> tuple[Term, ...]:
        """All terms that concern such a case, those of particular variants included."""
        return tuple(term for term in self.terms if term.covers(type_code, form, channel))

    def term(
        self,
        kind: TermKind,
        type_code: TypeCode | None = None,
        form: Form | None = None,
        channel: ChannelCode | None = None,
    ) -> Term | None:
        """Return the general term of this kind for such a case, or None when there is none."""
        found = (
            t
            for t in self.terms
            if t.kind == kind and not t.variant and t.covers(type_code, form, channel)
        )
        return next(found, None)


def _of(items: tuple[CodedT, ...], code: str) -> CodedT:
    for item in items:
        if item.code == code:
            return item
    raise KeyError(code)
