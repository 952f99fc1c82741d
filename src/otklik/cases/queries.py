"""Reading cases, always for somebody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.cases import asking_rules
from otklik.cases.models import (
    Assignment,
    Case,
    CaseReceipt,
    Clarification,
    ControlMark,
    Deadline,
    Proposal,
    Question,
    Stage,
    Withdrawal,
)
from otklik.cases.rules import ANSWERS, OPEN_STAGES, WATCHED
from otklik.clients import queries as clients
from otklik.journal import queries as journal
from otklik.journal.models import Entry
from otklik.language import stems
from otklik.language.hints import nearly_the_same
from otklik.messages.codes import normalise
from otklik.messages.models import Attachment, Outgoing
from otklik.staff import calendars
from otklik.staff.models import Absence, Body, Employee, Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import acts_for, away_on, body_of, powers_of, with_power


def visible_to(employee: Employee) -> QuerySet[Case]:
    """Return the cases that the employee may see: of the body, of his unit, or given to himself.

    What an absent colleague may see his formal substitute sees as well. Never another body's.
    """
    powers = powers_of(employee)
    cases = Case.objects.filter(body=employee.body_id)
    if employee.body_id is None:
        return Case.objects.none()
    if Power.VIEW_BODY in powers:
        return cases
    people = acting_as(employee)
    given = Assignment.objects.filter(executor__in=people).values("case")
    watched = ControlMark.objects.filter(put_by__in=people, removed_at=None).values("case")
    own = Q(executor__in=people) | Q(pk__in=given) | Q(pk__in=watched)
    if Power.VIEW_UNIT in powers and employee.unit_id is not None:
        return cases.filter(Q(unit=employee.unit_id) | Q(unit=None, stage=Stage.REGISTERED) | own)
    if Power.EXECUTE in powers:
        return cases.filter(own)
    return Case.objects.none()


def acting_as(employee: Employee) -> QuerySet[Employee, Any]:
    """Return, as a subquery, the employee and the absent colleagues for whom he stands in today."""
    return acts_for(employee, calendars.today(body_of(employee))).values("pk")


def open_for(employee: Employee) -> QuerySet[Case]:
    """Return the visible cases that are not over, the most urgent first."""
    return visible_to(employee).filter(stage__in=OPEN_STAGES).order_by("next_due", "id")


def inbox(employee: Employee) -> QuerySet[Case]:
    """Return what waits for registration, the oldest first; only for registrars."""
    if Power.REGISTER not in powers_of(employee):
        return Case.objects.none()
    return (
        Case.objects.filter(body=employee.body_id, stage=Stage.RECEIVED)
        .select_related("client", "body")
        .order_by("received_at", "id")
    )


def to_assign(employee: Employee) -> QuerySet[Case]:
    """Return the registered cases that wait for an executor, for those who give assignments."""
    if Power.ASSIGN not in powers_of(employee):
        return Case.objects.none()
    return visible_to(employee).filter(stage=Stage.REGISTERED).order_by("next_due", "id")


def mine(employee: Employee) -> QuerySet[Case]:
    """Return the open cases that the employee has to work on, the most urgent first.

    His own, those of an absent colleague for whom he stands in, and those in which he still owes a part.
    """
    return (
        visible_to(employee)
        .filter(pk__in=given_to(employee, owed_only=True), stage=Stage.ASSIGNED)
        .order_by("next_due", "id")
    )


OWES_PROMISE = Q(stage=Stage.ANSWERED, next_due__isnull=False)
"""Answered cases of which a promise is still open: nothing else keeps a term after the reply."""


def urgent_of_unit(employee: Employee, limit: int) -> list[Case]:
    """Return the most urgent cases that a head has to see to: of his unit, and those that wait for any unit.

    A part of what `visible_to` shows him, found by the index of the unit, whatever the number of cases.
    """
    if powers_of(employee).isdisjoint({Power.VIEW_UNIT, Power.VIEW_BODY}) or not employee.unit_id:
        return []
    cases = Case.objects.order_by("next_due", "id").values_list("pk", flat=True)
    of_unit = cases.filter(unit=employee.unit_id, stage__in=(Stage.REGISTERED, Stage.ASSIGNED))
    to_give = cases.filter(unit=None, stage=Stage.REGISTERED, body=employee.body_id)
    nearest = Case.objects.filter(pk__in=[*of_unit[:limit], *to_give[:limit]])
    return list(
        nearest.filter(body=employee.body_id)
        .select_related("client", "executor", "body")
        .order_by("next_due", "id")[:limit]
    )


def promised(employee: Employee) -> QuerySet[Case]:
    """Return the answered cases in which the employee still owes what the reply promised, the most urgent first."""
    owed = visible_to(employee).filter(OWES_PROMISE, pk__in=given_to(employee))
    return owed.order_by("next_due", "id")


def given_to(employee: Employee, *, owed_only: bool = False) -> QuerySet[Case, Any]:
    """Return, as a subquery of ids, the cases that are the employee's or an absent colleague's, whole or in part.

    `owed_only`: a part that has been handed in no longer counts.
    """
    people = acting_as(employee)
    parts = Case.objects.filter(
        assignments__executor__in=people,
        assignments__role=Assignment.Role.CO,
        assignments__ended_at=None,
        **({"assignments__reported_at": None} if owed_only else {}),
    )
    return Case.objects.filter(executor__in=people).values("pk").union(parts.values("pk"))


def on_control(employee: Employee) -> QuerySet[Case]:
    """Return the visible cases that somebody has put on control and nobody has taken off, the most urgent first."""
    marked = ControlMark.objects.filter(removed_at=None).values("case")
    return visible_to(employee).filter(pk__in=marked).order_by("next_due", "id")


def earlier_of(case: Case, limit: int = 20) -> Sequence[Case]:
    """Return the same client's other cases in the same body, newest first."""
    return list(
        Case.objects.filter(body=case.body_id, client=case.client_id)
        .exclude(pk=case.pk)
        .order_by("-received_at")[:limit]
    )


def answered_on_topics(case: Case, employee: Employee, limit: int = 5) -> Sequence[Question]:
    """Return answered questions of other cases on the topics of this one, the last answered first.

    Only of cases that the employee may see (industry-mordovia:6.5.c).
    """
    topics = {question.topic_code for question in case.questions.all() if question.topic_code}
    if not topics:
        return []
    answered = visible_to(employee).filter(stage=Stage.ANSWERED).exclude(pk=case.pk)
    rows = Question.objects.filter(case__in=answered.order_by(), topic_code__in=topics)
    return list(rows.select_related("case").order_by("-case__answered_at", "-pk")[:limit])


def probable_duplicates(case: Case, limit: int = 5) -> Sequence[Case]:
    """Return the client's other cases that say nearly the same, whatever the endings, the order and what was added."""
    return [other for other in earlier_of(case) if nearly_the_same(case.text, other.text)][:limit]


def by_tracking_code(code: str) -> Case | None:
    """Return the case of a tracking code as a person types it, or None. The code is the key: whoever has it may see."""
    return Case.objects.select_related("body").filter(tracking_code=normalise(code)).first()


def search(employee: Employee, text: str) -> QuerySet[Case]:
    """Return the visible cases that contain every word of the text, in any form of it; newest first."""
    return containing(visible_to(employee), text).order_by("-received_at", "-id")


def containing(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Narrow the cases to those that contain every word of the text, or whose number or code it is."""
    exact = Q(number__iexact=text.strip()) | Q(tracking_code=normalise(text))
    words = Q()
    for stem in stems(text):
        words &= Q(search__contains=f" {stem}")
    return cases.filter(exact | words) if words else cases.filter(exact)


def receipts_of(case: Case) -> QuerySet[CaseReceipt]:
    """Return what arrived for the case with its files, oldest first."""
    return (
        case.receipts.select_related("receipt")
        .prefetch_related("receipt__attachments__file")
        .order_by("receipt__received_at", "id")
    )


def attachment_of(case: Case, pk: int) -> Attachment | None:
    """Return a file that came with the case and may be opened, or None."""
    return (
        Attachment.objects.filter(pk=pk, receipt__place__case=case, refused="")
        .select_related("file")
        .first()
    )


def messages_of(case: Case) -> QuerySet[Outgoing]:
    """Return what went or goes out about the case, newest first."""
    return Outgoing.objects.filter(body=case.body_id, about=case.ref).order_by("-created_at", "-id")


UNTOLD = ("cases.look", "cases.open-file", "replies.save")
"""Acts too small for the history of a case: somebody looked, a draft was saved once more."""
HISTORY = 200


def history_of(case: Case) -> Sequence[Entry]:
    """Return the last acts on the case, newest first, without the small ones."""
    return list(journal.history(case.ref).exclude(act__in=UNTOLD)[:HISTORY])


def looks_at(case: Case, limit: int = 10) -> Sequence[Entry]:
    """Return who opened the case last."""
    return list(journal.history(case.ref).filter(act="cases.look")[:limit])


@dataclass(frozen=True, slots=True)
class Load:
    """A possible executor, how many open cases he has, how many of them late, and whether he is away today."""

    person: Employee
    open: int
    late: int
    absence: Absence | None = None


def possible_executors(employee: Employee, at: datetime) -> list[Load]:
    """Return to whom the employee may give a case: his own unit's people, or the body's when he sees the whole body."""
    body = body_of(employee)
    people = with_power(body, Power.EXECUTE)
    if Power.VIEW_BODY not in powers_of(employee):
        people = [person for person in people if person.unit_id == employee.unit_id]
    return loads_of(body, people, at)


def loads_of(body: Body, people: Sequence[Employee], at: datetime) -> list[Load]:
    """Return how many open cases each of the body's people has at the moment, how many of them late, and who is away."""
    counted = (
        Case.objects.filter(executor__in=people, stage=Stage.ASSIGNED)
        .values("executor")
        .annotate(open=Count("id"), late=Count("id", filter=Q(next_due__lt=at)))
    )
    loads = {row["executor"]: (row["open"], row["late"]) for row in counted}
    away = away_on(body, calendars.today(body, at))
    return [
        Load(person, *loads.get(person.pk, (0, 0)), absence=away.get(person.pk))
        for person in people
    ]


def nearest_terms(cases: Iterable[Case]) -> dict[int, str]:
    """Return for each case id the kind of the deadline that its `next_due` is; closed cases have none."""
    due = {case.pk: case.next_due for case in cases if case.next_due is not None}
    rows = Deadline.objects.filter(
        case__in=due, superseded_at=None, met_at=None, kind__in=WATCHED
    ).values_list("case_id", "kind", "due")
    return {pk: kind for pk, kind, moment in rows if moment == due[pk]}


def deadlines_of(case: Case) -> QuerySet[Deadline]:
    """Return the deadlines in force, earliest first."""
    return case.deadlines.filter(superseded_at=None).order_by("due", "kind")


@dataclass(frozen=True, slots=True)
class StatusStep:
    """One step of the line that the client sees; `at` is None for what is still to come."""

    code: str
    title: str | Promise
    at: datetime | None
    due: Deadline | None
    is_present: bool


def status_of(case: Case) -> list[StatusStep]:
    """Return the steps of a case for its client: received, registered, being considered, and how it ends.

    A reply that is signed and on its way has a step of its own until the client has it.
    """
    due = {row.kind: row for row in deadlines_of(case)}
    first = case.assignments.order_by("given_at").first()
    happened: list[tuple[str, str | Promise, datetime | None, Deadline | None]] = [
        ("received", _("Received"), case.received_at, None),
        ("registered", _("Registered"), case.registered_at, due.get("registration")),
        ("considered", _("Being considered"), first.given_at if first else None, None),
        (
            "answered",
            _("Answered"),
            case.answered_at,
            next((due[kind] for kind in ANSWERS if kind in due), None),
        ),
    ]
    if case.stage == Stage.SIGNED:
        signed = journal.history(case.ref).filter(act="cases.sign-reply").first()
        words = _("The reply is signed and on its way")
        happened.insert(3, ("signed", words, signed.at if signed else case.received_at, None))
    end = ENDS.get(Stage(case.stage))
    if end is not None:
        happened = [step for step in happened[:3] if step[2] is not None]
        happened.append((str(case.stage), end, case.closed_at or case.received_at, None))
    done = [index for index, step in enumerate(happened) if step[2] is not None]
    present = max(done, default=0)
    return [
        StatusStep(code, title, at, deadline, index == present)
        for index, (code, title, at, deadline) in enumerate(happened)
    ]


ENDS: dict[Stage, str | Promise] = {
    Stage.DISMISSED: _("Looked at: it is not an appeal"),
    Stage.FORWARDED: _("Forwarded to the body that decides the question"),
    Stage.NO_REPLY: _("Consideration ended without a reply on the merits"),
    Stage.WITHDRAWN: _("Consideration stopped at your request"),
}
"""The ends of a case that are no reply, in words for its client."""


def ground_of_no_reply(case: Case) -> str:
    """Return the label of the ground for no answer on which the case stands, proposed or approved; empty without one."""
    found = case.no_replies.exclude(state=Proposal.REJECTED).first()
    if found is None:
        return ""
    try:
        return profile_of(case.body).ground(found.ground).label
    except KeyError:
        return found.ground


def ways_of_asking(case: Case) -> dict[str, str]:
    """Return the channels by which the client may be asked, each with its address (empty where it has none)."""
    known = {row.channel: row.address for row in clients.contacts_of(case.client)}
    known |= {case.reply_channel: case.reply_address}
    found = asking_rules.ways_of_asking(case.reply_channel, known)
    return {way: "" if way in asking_rules.SPOKEN else known.get(way, "") for way in found}


def unanswered(case: Case) -> QuerySet[Clarification]:
    """Return what the client was asked and has not answered yet, the oldest first."""
    return case.clarifications.filter(answered_at=None).order_by("asked_at", "id")


def additions_of(case: Case) -> list[CaseReceipt]:
    """Return what came for the case after it had arrived, newest first."""
    later = receipts_of(case).filter(receipt__received_at__gt=case.received_at)
    return list(later.order_by("-receipt__received_at", "-id"))


def asked_to_stop(case: Case) -> Withdrawal | None:
    """Return the client's request to stop the consideration on which nobody has acted yet."""
    return case.withdrawals.filter(decided_at=None).first()


def asking_to_stop(cases: Iterable[Case]) -> set[int]:
    """Return the ids of those cases whose client asked to stop and waits for somebody to act on it."""
    waiting = Withdrawal.objects.filter(case__in=[case.pk for case in cases], decided_at=None)
    return set(waiting.values_list("case_id", flat=True))


def look_before_last(case: Case, employee: Employee) -> datetime | None:
    """Return when the employee opened the case the time before the present one; None when never."""
    looks = journal.history(case.ref).filter(act="cases.look", actor=employee.actor.key)
    return looks.order_by("-id").values_list("at", flat=True)[1:2].first()


def reply_due(case: Case) -> Deadline | None:
    """Return the nearest deadline by which the case must be answered; None where none is open."""
    return deadlines_of(case).filter(kind__in=ANSWERS, met_at=None).first()
