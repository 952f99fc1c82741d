"""Each metric of the quarterly analysis, once; pages, exports, reports and commands call these.

A metric is a function of a body and a quarter (in the body's own zone). Unless it says otherwise it
is about the cases received in the quarter, those set aside as no appeals left out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from statistics import mean, median

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from otklik.analytics.periods import Quarter
from otklik.analytics.rounding import percent, shares
from otklik.cases.models import Case, CaseType, Deadline, NoReply, Proposal, Question, Stage
from otklik.cases.rules import OPEN_STAGES
from otklik.clients.models import Client
from otklik.staff.calendars import zone
from otklik.staff.models import Body
from otklik.staff.profiles import profile_of
from otklik.surveys.models import Answer
from otklik.surveys.queries import answers_of

SOLVED, IMPOSSIBLE = "solved", "impossible"
REPLY = "reply"


@dataclass(frozen=True, slots=True)
class Part:
    """One group of a count, with its share in percent of all."""

    code: str
    count: int
    share: Decimal


@dataclass(frozen=True, slots=True)
class Fraction:
    """So many out of so many; the share in percent is None of nothing."""

    count: int
    of: int

    @property
    def share(self) -> Decimal | None:
        """The share in percent, one decimal."""
        return percent(self.count, self.of)


@dataclass(frozen=True, slots=True)
class Received:
    """What came in: all, complaints apart, internal clients apart, by channel."""

    total: int
    complaints: int
    internal: int
    by_channel: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Topics:
    """Topics, their groups and sections, the most frequent first; a case with two topics counts in both."""

    topics: tuple[tuple[str, int], ...]
    groups: tuple[tuple[str, int], ...]
    sections: tuple[tuple[str, int], ...]
    without: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """Time from registration to the first full reply, in days of 24 hours; None without replies."""

    answered: int
    unanswered: int
    mean: float | None
    median: float | None
    longest: float | None
    by_channel: tuple[tuple[str, float], ...]
    """Mean days by channel, the longest first."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Refusals of cases received in the quarter; those of earlier cases stand apart."""

    own: Fraction
    late: int


@dataclass(frozen=True, slots=True)
class Complaints:
    """Complaints received: solved, refused; the rest is open or was solved in part."""

    total: int
    satisfied: Fraction
    refused: Fraction

    @property
    def rest(self) -> int:
        """Neither solved nor refused, so far."""
        return self.total - self.satisfied.count - self.refused.count


def cases_received(body: Body, quarter: Quarter) -> QuerySet[Case]:
    """Return the cases received in the quarter, without those that were no appeals."""
    start, end = quarter.bounds(zone(body))
    received = Case.objects.filter(body=body, received_at__gte=start, received_at__lt=end)
    return received.exclude(stage=Stage.DISMISSED)


def answers_given(body: Body, quarter: Quarter) -> QuerySet[Answer]:
    """Return the survey answers given in the quarter."""
    return answers_of(body, quarter.first_day, quarter.last_day)


def received(body: Body, quarter: Quarter) -> Received:
    """How many appeals and requests came, and the share of each channel (14.2.1; 23.1; 4.2.1)."""
    counts = (
        cases_received(body, quarter)
        .values("channel")
        .annotate(
            count=Count("pk"),
            complaints=Count("pk", filter=Q(type=CaseType.COMPLAINT)),
            internal=Count("pk", filter=Q(client__kind=Client.Kind.EMPLOYEE)),
        )
        .order_by("-count", "channel")
    )
    rows = list(counts)
    found = shares([row["count"] for row in rows])
    return Received(
        total=sum(row["count"] for row in rows),
        complaints=sum(row["complaints"] for row in rows),
        internal=sum(row["internal"] for row in rows),
        by_channel=tuple(
            Part(row["channel"], row["count"], share)
            for row, share in zip(rows, found, strict=True)
        ),
    )


def topics(body: Body, quarter: Quarter) -> Topics:
    """The main reasons, as topics of the classifier, and its groups (14.2.2; 23.2, 23.3; 4.2.3)."""
    cases = cases_received(body, quarter)
    pairs = (
        Question.objects.filter(case__in=cases)
        .exclude(topic_code="")
        .values_list("topic_code", "case_id")
        .order_by()
        .distinct()
    )
    by_topic: Counter[str] = Counter()
    by_group: dict[str, set[int]] = defaultdict(set)
    by_section: dict[str, set[int]] = defaultdict(set)
    with_topic: set[int] = set()
    for topic, case in pairs.iterator():
        by_topic[topic] += 1
        by_group[group_of(topic)].add(case)
        by_section[section_of(topic)].add(case)
        with_topic.add(case)
    groups = {code: len(members) for code, members in by_group.items()}
    sections = {code: len(members) for code, members in by_section.items()}
    return Topics(
        _ranked(by_topic.items()),
        _ranked(groups.items()),
        _ranked(sections.items()),
        cases.count() - len(with_topic),
    )


def group_of(topic: str) -> str:
    """Return the classifier's group to which a topic code belongs: its first three segments."""
    return ".".join((*topic.split(".")[:3], "0000"))


def section_of(topic: str) -> str:
    """Return the classifier's section to which a topic code belongs: its first segment."""
    return f"{topic.split('.', maxsplit=1)[0]}.0000.0000.0000"


def waiting(body: Body, quarter: Quarter) -> Waiting:
    """How long clients waited from registration to the reply (14.2.3; 23.4; 4.2.4).

    The reply is the first full one on the merits. Open cases without one are counted apart; what was forwarded,
    withdrawn or closed without a reply on the merits waits for nothing.
    """
    cases = cases_received(body, quarter)
    moments = cases.filter(registered_at__isnull=False, answered_at__isnull=False)
    days: list[float] = []
    by_channel: dict[str, list[float]] = defaultdict(list)
    rows = moments.values_list("channel", "registered_at", "answered_at")
    for channel, registered, answered in rows.iterator():
        if registered is not None and answered is not None:
            days.append((answered - registered) / timedelta(days=1))
            by_channel[channel].append(days[-1])
    means = ((channel, round(mean(values), 2)) for channel, values in by_channel.items())
    return Waiting(
        answered=len(days),
        unanswered=cases.filter(answered_at__isnull=True, stage__in=OPEN_STAGES).count(),
        mean=round(mean(days), 2) if days else None,
        median=round(median(days), 2) if days else None,
        longest=round(max(days), 2) if days else None,
        by_channel=tuple(sorted(means, key=lambda item: (-item[1], item[0]))),
    )


def satisfied(body: Body, quarter: Quarter) -> Fraction:
    """Satisfied answers of those who answered the headline question (14.2.4)."""
    return satisfied_in(answers_given(body, quarter))


def satisfied_in(answers: QuerySet[Answer]) -> Fraction:
    """Satisfied among the given answers; answers that left the question open count for nothing."""
    found = answers.aggregate(
        yes=Count("pk", filter=Q(satisfied=True)),
        told=Count("pk", filter=Q(satisfied__isnull=False)),
    )
    return Fraction(found["yes"], found["told"])


def refused(body: Body, quarter: Quarter) -> Refused:
    """Cases that got a refusal, and their share of all received in the quarter (14.2.5)."""
    start, end = quarter.bounds(zone(body))
    cases = cases_received(body, quarter)
    late = Case.objects.filter(
        body=body, received_at__lt=start, answered_at__gte=start, answered_at__lt=end
    )
    ended = Case.objects.filter(
        body=body, received_at__lt=start, closed_at__gte=start, closed_at__lt=end
    )
    count = with_refusal(cases).count() + refused_information(body, cases).count()
    before = with_refusal(late).count() + refused_information(body, ended).count()
    return Refused(Fraction(count, cases.count()), before)


def with_refusal(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Of these, the cases answered with a refusal: every question cannot be solved."""
    return _answered_only_with(cases, IMPOSSIBLE)


def refused_information(body: Body, cases: QuerySet[Case]) -> QuerySet[Case]:
    """Of these, the requests whose information was refused by a listed ground (8-FZ), without a reply on the merits."""
    grounds = [ground.code for ground in profile_of(body).grounds if ground.effect == "refusal"]
    approved = NoReply.objects.filter(state=Proposal.APPROVED, ground__in=grounds)
    return cases.filter(stage=Stage.NO_REPLY, pk__in=approved.values("case"))


def with_solution(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Of these, the cases answered with a solution: every question is solved."""
    return _answered_only_with(cases, SOLVED)


def outcomes(body: Body, quarter: Quarter) -> tuple[tuple[str, int], ...]:
    """Questions of the quarter's answered cases by their outcome, the most frequent first (economy-novosibirsk:7.1)."""
    answered = cases_received(body, quarter).filter(answered_at__isnull=False)
    rows = (
        Question.objects.filter(case__in=answered)
        .exclude(outcome="")
        .values_list("outcome")
        .annotate(count=Count("pk"))
    )
    return _ranked((str(code), int(count)) for code, count in rows)


def complaints(body: Body, quarter: Quarter) -> Complaints:
    """Complaints solved and refused, of all complaints received in the quarter (4.2.5, 4.2.6)."""
    found = cases_received(body, quarter).filter(type=CaseType.COMPLAINT)
    total = found.count()
    return Complaints(
        total=total,
        satisfied=Fraction(with_solution(found).count(), total),
        refused=Fraction(with_refusal(found).count(), total),
    )


def repeats(body: Body, quarter: Quarter, topic_days: int) -> Fraction:
    """Cases that repeat an earlier one, of all received (economy-novosibirsk:1.a).

    Linked to an earlier case by an employee, or of the same client and on the same topic as one
    answered in the `topic_days` days before.
    """
    cases = cases_received(body, quarter)
    same_topic = Question.objects.filter(
        case__client=OuterRef("case__client"),
        case__answered_at__lt=OuterRef("case__received_at"),
        case__answered_at__gte=OuterRef("case__received_at") - timedelta(days=topic_days),
        topic_code=OuterRef("topic_code"),
    )
    repeating = Question.objects.exclude(topic_code="").filter(
        Exists(same_topic), case=OuterRef("pk")
    )
    found = cases.filter(Q(earlier__isnull=False) | Exists(repeating))
    return Fraction(found.count(), cases.count())


def overdue(body: Body, quarter: Quarter, now: datetime) -> Fraction:
    """Cases whose reply was not there in time, of all received in the quarter."""
    missed = Deadline.objects.filter(
        Q(met_at__isnull=True) | Q(met_at__gt=F("due")),
        case=OuterRef("pk"),
        kind=REPLY,
        superseded_at__isnull=True,
        due__lt=now,
    )
    cases = cases_received(body, quarter)
    return Fraction(cases.filter(Exists(missed)).count(), cases.count())


def _answered_only_with(cases: QuerySet[Case], outcome: str) -> QuerySet[Case]:
    questions = Question.objects.filter(case=OuterRef("pk"))
    return cases.filter(
        Exists(questions.filter(outcome=outcome)),
        ~Exists(questions.exclude(outcome=outcome)),
        answered_at__isnull=False,
    )


def _ranked(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts, key=lambda item: (-item[1], item[0])))
