"""Reading the way of a letter: its steps for this body and case, who has it now, its remarks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.cases import leaving_queries as leaving
from otklik.cases.assignment_queries import barred_of
from otklik.cases.models import Case, Interest
from otklik.cases.rules import OPEN_STAGES
from otklik.replies.checks.draft import parts_of
from otklik.replies.models import Approval, Decision, LetterVersion, Remark, Reply
from otklik.replies.route_rules import (
    DEPUTY,
    UNIT_HEAD,
    Candidate,
    Chosen,
    Left,
    found_again,
    steps_for,
    way,
)
from otklik.staff import calendars
from otklik.staff.distribution import Signers, Table
from otklik.staff.models import Body, Employee, Power
from otklik.staff.own_settings import own
from otklik.staff.profiles import profile_of
from otklik.staff.queries import acts_for, away_on, body_of, powers_of, with_power, with_role

SETTING = "letter-route"

LEFT_OUT: Mapping[Left, Promise] = {
    Left.OWN: _("wrote the letter himself"),
    Left.ASKED: _("approves an earlier step already"),
    Left.AWAY: _("is away, and nobody stands in"),
    Left.NOBODY: _("nobody holds this role"),
}


def switched(body: Body) -> dict[str, bool]:
    """Return the steps that the body itself has set on or off, by code."""
    return dict(own(body, SETTING, {}))


def topics_of(case: Case) -> list[str]:
    """Return the topic codes of the questions that are answered here, in their order."""
    return [question.topic_code for question in leaving.left_to_us(case)]


def signers_now(case: Case, at: datetime | None = None, table: Table | None = None) -> Signers:
    """Return who is to sign letters of the case on the body's local day, and who else may (labour-novosibirsk:10.1)."""
    known = table or Table(case.body, calendars.today(case.body, at))
    return known.signers(topics_of(case), case.unit_id)


def way_of(reply: Reply, *, by: Employee, at: datetime) -> list[Chosen]:
    """Return the steps of the letter if `by` sends it now, each with who is asked or why nobody is."""
    case = reply.case
    questions = list(leaving.left_to_us(case))
    steps = steps_for(
        profile_of(case.body).letter.route,
        switched(case.body),
        reply.kind,
        {question.outcome for question in questions},
    )
    if not steps:
        return []
    hands = {by.pk, reply.author_id, *([case.executor_id] if case.executor_id else [])}
    people = _People(case, at, hands)
    barred = barred_of(case)
    found = {step.code: people.of(step.who) for step in steps}
    bars = {
        one.person
        for many in found.values()
        for one in many
        if barred.reason(one.person) is not None
    }
    return way(steps, found, hands=hands, barred=bars)


class _People:
    """Who could approve letters of a case, by what a step asks for."""

    def __init__(self, case: Case, at: datetime, hands: Iterable[int]) -> None:
        self._case, self._at, self._hands = case, at, frozenset(hands)
        self._day = calendars.today(case.body, at)
        self._away = away_on(case.body, self._day)

    def of(self, who: str) -> list[Candidate]:
        """Return the people in the order in which one would ask them."""
        if who == UNIT_HEAD:
            return self._seen(self._heads())
        if who == DEPUTY:
            signers = signers_now(self._case, self._at)
            return self._seen(signers.named if len(signers.all) > 1 else ())
        return self._seen(with_role(self._case.body, who, self._day))

    def _heads(self) -> list[Employee]:
        body, unit = self._case.body, self._case.unit_id
        giving = {person.pk for person in with_power(body, Power.ASSIGN, self._day)}
        return [
            person
            for person in with_power(body, Power.APPROVE, self._day)
            if person.pk in giving and unit is not None and person.unit_id == unit
        ]

    def _seen(self, people: Iterable[Employee]) -> list[Candidate]:
        return [Candidate(person.pk, self._is_there(person.pk)) for person in people]

    def _is_there(self, pk: int) -> bool:
        absence = self._away.get(pk)
        if absence is None:
            return True
        return absence.substitute_id is not None and absence.substitute_id not in self._hands


# --- queues


def _living(versions: QuerySet[LetterVersion]) -> QuerySet[LetterVersion]:
    """Leave out letters of cases that are over, and those prepared by somebody who may not consider the case.

    The letter of an executor who declared an interest is void: whoever gets the case takes it back into work.
    """
    interested = Interest.objects.filter(
        case=OuterRef("reply__case"), employee=OuterRef("created_by")
    )
    return (
        versions.filter(reply__case__stage__in=OPEN_STAGES)
        .exclude(Exists(interested))
        .exclude(reply__case__complained_employee=F("created_by"))
    )


def living(versions: QuerySet[LetterVersion]) -> QuerySet[LetterVersion]:
    """Return the newest versions of letters that somebody may still decide on, with what a queue shows of them."""
    newer = LetterVersion.objects.filter(reply=OuterRef("reply"), number__gt=OuterRef("number"))
    return (
        _living(versions)
        .exclude(Exists(newer))
        .select_related("reply__case__client", "reply__author", "reply__case__body")
        .order_by("reply__case__next_due", "pk")
    )


def to_approve(employee: Employee) -> QuerySet[LetterVersion]:
    """Return the letters whose next step is the employee's or an absent colleague's, the most urgent case first."""
    if Power.APPROVE not in powers_of(employee):
        return LetterVersion.objects.none()
    day = calendars.today(body_of(employee))
    earlier = Approval.objects.filter(
        version=OuterRef("version"),
        state=Approval.State.WAITING,
        position__lt=OuterRef("position"),
    )
    own_steps = Approval.objects.filter(
        state=Approval.State.WAITING, approver__in=acts_for(employee, day).values("pk")
    ).exclude(Exists(earlier))
    versions = LetterVersion.objects.filter(
        pk__in=own_steps.values("version"),
        reply__stage=Reply.Stage.FOR_APPROVAL,
        reply__case__body=employee.body_id,
    )
    return living(versions.exclude(Q(reply__author=employee) | Q(reply__case__executor=employee)))


def approved_by(employee: Employee) -> QuerySet[LetterVersion]:
    """Return the letters that the employee has approved and that are not signed yet: he may take that back."""
    waiting = (Reply.Stage.FOR_APPROVAL, Reply.Stage.FOR_SIGNATURE)
    return living(
        LetterVersion.objects.filter(
            approvals__decided_by=employee,
            approvals__state=Approval.State.APPROVED,
            reply__stage__in=waiting,
            reply__case__body=employee.body_id,
        )
    )


# --- the way of one letter


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of a letter's way as pages show it."""

    label: str
    person: Employee | None
    state: str
    """`done`, `now`, `later`, `back` (returned with remarks), `left` (left out)."""
    since: datetime | None = None
    at: datetime | None = None
    decided_by: Employee | None = None
    note: str = ""

    @property
    def days(self) -> int:
        """How many whole days it has waited here so far; 0 where it does not wait."""
        return (timezone.now() - self.since).days if self.state == "now" and self.since else 0


def steps_of(version: LetterVersion) -> list[Approval]:
    """Return the steps of the version in order."""
    rows = version.approvals.select_related("approver", "decided_by")
    return list(rows.order_by("position"))


def current_step(steps: Sequence[Approval]) -> Approval | None:
    """Return the step whose turn it is."""
    return next((step for step in steps if step.state == Approval.State.WAITING), None)


def stops_of(version: LetterVersion) -> list[Stop]:
    """Return the whole way of a version: its author, the approvals, the signer."""
    steps, reply = steps_of(version), version.reply
    turn = current_step(steps)
    stops = [Stop(str(_("Author")), version.created_by, "done", version.created_at)]
    reached = version.created_at
    for step in steps:
        stops.append(_stop(step, turn, reached, reply))
        reached = step.decided_at or reached
    stops.append(_signature(version, reached, waits=turn is None))
    return stops


def _stop(step: Approval, turn: Approval | None, reached: datetime, reply: Reply) -> Stop:
    match step.state:
        case Approval.State.APPROVED:
            state = "done"
        case Approval.State.REJECTED:
            state = "back"
        case Approval.State.VOID:
            state = "left"
        case _:
            waits = turn is not None and step.pk == turn.pk
            state = "now" if waits and reply.stage == Reply.Stage.FOR_APPROVAL else "later"
    since = reached if state == "now" else None
    return Stop(
        step.label, step.approver, state, since, step.decided_at, step.decided_by, step.note
    )


def _signature(version: LetterVersion, reached: datetime, *, waits: bool) -> Stop:
    label = str(_("Signature"))
    decision = Decision.objects.filter(version=version).select_related("by").order_by("-at").first()
    if decision is not None:
        state = "done" if decision.kind == Decision.Kind.SIGNED else "back"
        return Stop(label, decision.by, state, None, decision.at, decision.by)
    now = waits and version.reply.stage == Reply.Stage.FOR_SIGNATURE
    designated = signers_now(version.reply.case).designated
    person = designated[0].employee if designated else None
    return Stop(label, person, "now" if now else "later", reached if now else None)


# --- remarks


@dataclass(frozen=True, slots=True)
class Noted:
    """A remark as a page shows it: where its words stand in the present text, if they still do."""

    row: Remark
    start: int | None

    @property
    def gone(self) -> bool:
        """Whether the words that the remark quotes are not in the letter any more."""
        return bool(self.row.quote) and self.start is None


def text_parts(draft: Mapping[str, object]) -> dict[str, str]:
    """Return the parts of a letter that remarks may be about, by name, in the order of the letter."""
    return {"salutation": str(draft.get("salutation") or ""), **dict(parts_of(draft))}


def remarks_of(reply: Reply, *, open_only: bool = False) -> list[Noted]:
    """Return the remarks to the letter's versions, each with its place in the present draft; the oldest first."""
    rows = Remark.objects.filter(version__reply=reply).select_related("by", "version")
    if open_only:
        rows = rows.filter(settled_at=None)
    parts = text_parts(reply.draft)
    return [
        Noted(row, found_again(parts.get(row.part, ""), row.quote, row.start))
        for row in rows.order_by("version__number", "part", "start", "id")
    ]


def unsettled(reply: Reply) -> int:
    """Return how many remarks the author has not settled."""
    return Remark.objects.filter(version__reply=reply, settled_at=None).count()
