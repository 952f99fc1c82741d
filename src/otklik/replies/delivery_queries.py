"""Reading the ways of letters: which one a letter takes, what is delivered, what came back and waits for whom."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from otklik.cases import queries as cases
from otklik.cases.assignment_queries import executes
from otklik.cases.models import Case
from otklik.clients.queries import contacts_of
from otklik.messages import queries as messages
from otklik.messages.models import Outgoing
from otklik.replies.dispatch_rules import Appeal, Plan, Way, allowed, plan
from otklik.replies.models import Dispatch, Reply
from otklik.staff.calendars import today
from otklik.staff.models import Employee, Power
from otklik.staff.profiles import profile_of
from otklik.staff.queries import acts_for, body_of, may

FIELDS = {"email": "email", "post": "postal_address", "phone": "phone", "epgu": "account"}
"""Where a receipt keeps the address for a channel."""


def appeal_of(case: Case) -> Appeal:
    """Return what the rule of the way needs of the case; the addresses are those that the appeal itself names."""
    extra = Way(case.extra_channel, case.extra_address) if case.extra_channel else None
    return Appeal(
        case.type,
        case.form,
        case.channel,
        Way(case.reply_channel, case.reply_address),
        extra,
        _addresses(case),
    )


def _addresses(case: Case) -> dict[str, str]:
    found: dict[str, str] = {}
    for row in cases.receipts_of(case):
        said = row.receipt.payload
        for channel, field in FIELDS.items():
            if isinstance(said.get(field), str) and said[field].strip():
                found.setdefault(channel, said[field])
        sender = said.get("reply_to") or said.get("sender_address")
        if isinstance(sender, str) and sender.strip():
            found.setdefault("email", sender)
    return found


def plan_of(case: Case) -> Plan:
    """Return the way that the reply to the case takes unless another one is chosen."""
    return plan(profile_of(case.body), appeal_of(case))


def chosen_way(reply: Reply | None) -> Way | None:
    """Return the way that was chosen for the letter; None where nobody chose one."""
    return Way(reply.channel, reply.address) if reply is not None and reply.channel else None


@dataclass(frozen=True, slots=True)
class WayShown:
    """The way of a letter as a page shows it."""

    plan: Plan
    way: Way
    channel: str
    """Name of the channel."""
    planned_channel: str
    reason: str
    extra: Way | None
    extra_channel: str
    suggestions: tuple[tuple[str, str], ...]
    """Other addresses of the client: name of the channel, address."""
    choices: tuple[tuple[str, str], ...]
    """Channels that may be chosen: code, name."""


def way_of(case: Case, reply: Reply | None, at: datetime | None = None) -> WayShown:
    """Return by which way the letter goes, or would go, and what can be chosen instead."""
    profile, planned = profile_of(case.body), plan_of(case)
    way = chosen_way(reply) or planned.way
    labels: dict[str, str] = {channel.code: channel.label for channel in profile.channels}
    duplicated = profile.switch("duplicate_channel") and case.extra_channel
    extra = Way(case.extra_channel, case.extra_address) if duplicated else None
    day = today(case.body, at or timezone.now())
    return WayShown(
        planned,
        way,
        labels.get(way.channel, way.channel),
        labels.get(planned.way.channel, planned.way.channel),
        reply.channel_reason if reply else "",
        extra,
        labels.get(extra.channel, extra.channel) if extra else "",
        tuple(
            (labels.get(other.channel, other.channel), other.address)
            for other in other_ways(case, way)
        ),
        tuple((code, labels[code]) for code in allowed(profile, day)),
    )


def other_ways(case: Case, *taken: Way) -> list[Way]:
    """Return the ways known to reach the client, without those taken: from the appeal first, then his contacts."""
    known = [
        Way(case.reply_channel, case.reply_address),
        Way(case.extra_channel, case.extra_address),
        *(Way(channel, address) for channel, address in _addresses(case).items()),
        *(Way(row.channel, row.address) for row in contacts_of(case.client)),
    ]
    left = (way for way in dict.fromkeys(known) if way.reaches and way.address.strip())
    return [way for way in left if way not in taken]


def required(reply: Reply) -> QuerySet[Dispatch]:
    """Return the deliveries that the letter needs: all but those that another way took the place of."""
    return Dispatch.objects.filter(version__reply=reply, message__replaced_by=None)


def cases_in_trouble(employee: Employee) -> QuerySet[Case]:
    """Return the cases that the employee executes, also for an absent colleague, with a delivery that did not arrive."""
    body = body_of(employee)
    subjects = messages.subjects_in_trouble(body)
    known = [int(number) for kind, _colon, number in
             (subject.partition(":") for subject in subjects)
             if kind == "case" and number.isdigit()]  # fmt: skip
    if not known:
        return Case.objects.none()
    people = acts_for(employee, today(body))
    return cases.visible_to(employee).filter(pk__in=known, executor__in=people)


@dataclass(frozen=True, slots=True)
class Astray:
    """A case whose letters did not arrive, and those letters."""

    case: Case
    letters: tuple[Outgoing, ...]


def astray(employee: Employee, limit: int = 200) -> list[Astray]:
    """Return the cases of `cases_in_trouble` with the letters that wait for a decision, the latest first."""
    found = list(
        cases_in_trouble(employee).select_related("client", "body").order_by("-pk")[:limit]
    )
    letters: dict[str, list[Outgoing]] = {case.ref: [] for case in found}
    for row in messages.troubles(*letters):
        letters[row.about].append(row)
    return [Astray(case, tuple(letters[case.ref])) for case in found]


def may_decide(case: Case, employee: Employee, at: datetime | None = None) -> bool:
    """Whether the employee decides about the deliveries of the case: its executor, or whoever keeps the outbox."""
    if employee.body_id != case.body_id:
        return False
    if may(employee, Power.REGISTER, Power.RECEIPTS):
        return True
    return executes(case, employee, at or timezone.now())
