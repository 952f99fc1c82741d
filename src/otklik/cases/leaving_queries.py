"""Reading what the ways out of a case need: who is who, what was answered before, what waits for a decision."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from otklik.cases.deadlines import Planned, plan_from
from otklik.cases.leaving_rules import DECIDERS, CaseFacts, Surroundings, same_body
from otklik.cases.models import (
    Case,
    Deadline,
    Extension,
    Forwarding,
    NoReply,
    Proposal,
    Question,
    Stage,
)
from otklik.cases.queries import visible_to
from otklik.language import date_words
from otklik.language.hints import nearly_the_same
from otklik.messages.models import Attachment
from otklik.regulations import Ground
from otklik.staff import calendars
from otklik.staff.models import Body, Employee, Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import powers_of

UNDER_WAY = (Stage.REGISTERED, Stage.ASSIGNED)
ADDRESSED = frozenset({"email", "post", "phone"})
"""Channels that reach nobody without an address; the others know their client by themselves."""
MIGRATION = "migration"
"""The variant of the forwarding term for violations of the migration law."""


def can_be_told(case: Case) -> bool:
    """Whether a notice can reach the client at all."""
    return bool(case.reply_channel) and (
        case.reply_channel not in ADDRESSED or bool(case.reply_address.strip())
    )


def left_to_us(case: Case) -> QuerySet[Question]:
    """Return the questions that were not forwarded: those the ministry answers itself."""
    return case.questions.filter(forwardings=None)


def forwardings_of(case: Case) -> QuerySet[Forwarding]:
    """Return where the case, or parts of it, went, newest first, with the questions of each."""
    return case.forwardings.select_related("decided_by", "letter", "notice").prefetch_related(
        "questions"
    )


def told_of_forwarded(case: Case) -> list[str]:
    """Return a sentence for each question that went elsewhere, for the letter that answers the others."""
    pattern = profile_of(case.body).text("forwarded-question").body
    zone = calendars.zone(case.body)
    return [
        pattern.format(
            question=question.text.strip().rstrip("."),
            date=date_words(row.decided_at.astimezone(zone).date()),
            recipient=row.recipient,
        )
        for row in forwardings_of(case)
        for question in row.questions.all()
    ]


def standing(case: Case) -> NoReply | None:
    """Return the proposal of no reply that waits or was approved, or None."""
    return (
        case.no_replies.exclude(state=Proposal.REJECTED)
        .select_related("proposed_by", "decided_by", "case__body")
        .first()
    )


def names_of(body: Body) -> frozenset[str]:
    """Return the names by which a body goes, in the cases in which people write them."""
    name = profile_of(body).name
    own = {body.name, body.short_name}
    if (
        body.parent_id is None
    ):  # an organisation works by its ministry's profile, under a name of its own
        own |= {name.full, name.short, name.genitive, name.dative, name.accusative}
    return frozenset(own)


def surroundings(case: Case) -> Surroundings:
    """Return what a forwarding of the case is judged against."""
    body = case.body
    others = list(Body.objects.exclude(pk=body.pk))
    region = profile_of(body).region.name
    own = names_of(body)
    known = [own, *(names_of(other) for other in others)]
    about_us = case.complained_employee_id is not None or (
        bool(case.complained_body)
        and any(same_body(case.complained_body, name, known=known, region=region) for name in own)
    )
    below = [name for other in others if other.parent_id == body.pk for name in names_of(other)]
    row = standing(case)
    return Surroundings(
        own_names=own,
        known=known,
        region=region,
        complained_body=case.complained_body,
        barred=frozenset(below) if about_us else frozenset(),
        ground=ground_of(row) if row else None,
    )


def ground_of(row: NoReply) -> Ground | None:
    """Return the ground of a proposal; None for one that the profile no longer has."""
    try:
        return profile_of(row.case.body).ground(row.ground)
    except KeyError:
        return None


def facts_of(case: Case) -> CaseFacts:
    """Return what a ground for no reply is judged by."""
    return CaseFacts(
        type=case.type,
        text=case.text,
        files=Attachment.objects.filter(receipt__place__case=case, refused="").count(),
        complained=bool(case.complained_body or case.complained_employee_id),
        can_be_told=can_be_told(case),
    )


def answered_before(case: Case) -> Sequence[Case]:
    """Return the client's earlier cases on the same matter that were answered on the merits, newest first.

    The same matter: a topic in common, or nearly the same words. A machine suggests them, a person chooses.
    """
    topics = {code for code in case.questions.values_list("topic_code", flat=True) if code}
    answered = (
        Case.objects.filter(
            body=case.body_id,
            client=case.client_id,
            stage=Stage.ANSWERED,
            answered_at__lte=case.received_at,
        )
        .exclude(pk=case.pk)
        .prefetch_related("questions")
        .order_by("-answered_at")
    )
    return [
        other
        for other in answered
        if topics & {question.topic_code for question in other.questions.all()}
        or nearly_the_same(case.text, other.text)
    ]


def planned(case: Case, kind: str, *, variants: Sequence[str] = ()) -> Planned | None:
    """Compute the case's deadline of a kind that runs from its registration, or None where the law sets none."""
    if case.registered_at is None:
        return None
    happened = {
        "receipt": case.received_at,
        "detection": case.received_at,
        "registration": case.registered_at,
    }
    found = plan_from(
        profile_of(case.body),
        calendars.calendar_of(case.body),
        happened,
        type=case.type,
        form=case.form,
        channel=case.channel,
        topics=[code for code in case.questions.values_list("topic_code", flat=True) if code],
        variants=variants,
        rare=True,
    )
    return next((item for item in found if item.kind == kind), None)


def due_of(case: Case, kind: str) -> datetime | None:
    """Return when the case's deadline of a kind ends (UTC): as stored, else as the law counts it."""
    stored = Deadline.objects.filter(case=case, kind=kind, part="", superseded_at=None).first()
    if stored is not None:
        return stored.due
    found = planned(case, kind)
    return found.due if found else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal that waits for this employee's decision; `page` is the name of the address where he decides."""

    title: str | Promise
    case: Case
    reason: str
    by: Employee
    at: datetime
    due: datetime | None
    """By when the client must be told, or the case answered."""
    page: str


def proposals_for(employee: Employee) -> list[Waiting]:
    """Return what others have proposed and this employee may decide on, the oldest first.

    What a letter proposes is not among it: whoever signs the letter decides.
    """
    powers = powers_of(employee)
    if powers.isdisjoint({Power.ASSIGN, Power.SIGN}):
        return []
    found = [*_no_replies(employee, powers), *_extensions(employee)]
    return sorted(found, key=lambda item: item.at)


def _no_replies(employee: Employee, powers: frozenset[str]) -> list[Waiting]:
    rows = (
        NoReply.objects.filter(_undecided(employee), by_letter=False)
        .exclude(proposed_by=employee)
        .exclude(case__complained_employee=employee)
        .select_related("case__body", "case__client", "proposed_by")
        .order_by("proposed_at")
    )
    dues = _notices_due([row.case_id for row in rows])
    found = []
    for row in rows:
        ground = ground_of(row)
        needed = DECIDERS.get(ground.decided_by, ()) if ground else (Power.SIGN,)
        if needed and powers.isdisjoint(needed):
            continue
        words = f"{ground.label if ground else row.ground}. {row.reason}"
        title = _("No reply on the merits")
        kind = ground.notice_term if ground else ""
        found.append(
            Waiting(
                title,
                row.case,
                words,
                row.proposed_by,
                row.proposed_at,
                dues.get((row.case_id, kind), row.case.next_due),
                "desk:decide-no-reply",
            )
        )
    return found


def _notices_due(cases: Collection[int]) -> dict[tuple[int, str], datetime]:
    """Return when each open deadline of the cases (ids) ends, by case and kind."""
    rows = Deadline.objects.filter(case__in=cases, part="", superseded_at=None, met_at=None)
    return {(case, kind): due for case, kind, due in rows.values_list("case", "kind", "due")}


def _extensions(employee: Employee) -> list[Waiting]:
    rows = (
        Extension.objects.filter(_undecided(employee), by_letter=False)
        .exclude(prepared_by=employee)
        .select_related("case__body", "case__client", "prepared_by")
        .order_by("prepared_at")
    )
    return [
        Waiting(
            _("Extension of the term"),
            row.case,
            row.reason,
            row.prepared_by,
            row.prepared_at,
            row.case.next_due,
            "desk:decide-extension",
        )
        for row in rows
    ]


def _undecided(employee: Employee) -> Q:
    """Proposals that nobody has decided on, of open cases that the employee may see."""
    # Asked for each proposal, of which there are few, and not for all that the employee may see.
    seen = visible_to(employee).filter(stage__in=UNDER_WAY, pk=OuterRef("case"))
    return Q(Exists(seen), state=Proposal.PROPOSED)
