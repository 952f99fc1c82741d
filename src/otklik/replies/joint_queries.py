"""Reading what a joint answer needs: which cases say nearly the same, who is in it, what each lacks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from otklik.cases import leaving_queries as leaving
from otklik.cases import queries as cases
from otklik.cases.models import Case, Question
from otklik.cases.models import Stage as CaseStage
from otklik.language.hints import likeness
from otklik.replies.joint_rules import AT_ONCE, Asked, match_questions
from otklik.replies.models import LetterVersion, Reply
from otklik.replies.queries import to_sign
from otklik.staff.models import Employee

COMPARED = 1000
"""Open cases of the executor whose words are compared, the most urgent first."""
COMMON_STEMS = 0.3
"""Share of common stems under which the texts themselves are not compared any more."""
CHANGEABLE = (Reply.Stage.DRAFT, Reply.Stage.RETURNED)
ON_ITS_WAY = (Reply.Stage.FOR_SIGNATURE, Reply.Stage.SIGNED, Reply.Stage.DISPATCHED)
"""Stages of a lead letter that has been approved: its words may be signed for the others too."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that may be answered by the same letter, and how alike its words are (0 to 1)."""

    case: Case
    nearness: float
    is_near: bool

    @property
    def percent(self) -> int:
        """The likeness in hundredths."""
        return round(self.nearness * 100)


@dataclass(frozen=True, slots=True)
class Follower:
    """A letter that carries the lead letter's words, and the client's questions that it would leave unanswered."""

    reply: Reply
    unanswered: tuple[Question, ...]

    @property
    def is_ready(self) -> bool:
        """Whether it still waits to be sent for signature."""
        return self.reply.stage in CHANGEABLE


def free_cases(case: Case, employee: Employee) -> QuerySet[Case]:
    """Return the executor's other open cases whose reply nobody has written yet, the most urgent first."""
    taken = Reply.objects.filter(kind=Reply.Kind.REPLY).filter(
        ~Q(stage__in=CHANGEABLE) | Q(lead__isnull=False) | Q(followers__isnull=False)
    )
    return (
        cases.visible_to(employee)
        .filter(executor=case.executor_id, stage=CaseStage.ASSIGNED)
        .exclude(pk=case.pk)
        .exclude(pk__in=taken.values("case"))
        .select_related("client", "body")
        .order_by("next_due", "id")
    )


def candidates(case: Case, employee: Employee) -> list[Candidate]:
    """Return the free cases nearest in their words, the nearest first, at most as many as one joint answer takes."""
    own = set(case.search.split())
    found = []
    for other in free_cases(case, employee)[:COMPARED]:
        words = set(other.search.split())
        common = len(own & words) / len(own | words) if own | words else 0.0
        if common < COMMON_STEMS:
            continue
        alike = likeness(case.text, other.text)
        found.append(Candidate(other, round(max(alike.runs, alike.stems), 2), alike.is_near))
    return sorted(found, key=lambda item: (-item.nearness, item.case.pk))[: AT_ONCE - 1]


def asked(case: Case) -> list[Asked]:
    """Return the questions that a letter of the case answers, as the matching needs them."""
    return [Asked(row.pk, row.text, row.topic_code) for row in leaving.left_to_us(case)]


def followers_of(lead: Reply) -> list[Follower]:
    """Return the letters that go with a lead letter, each with the questions it leaves unanswered."""
    answered = asked(lead.case)
    rows = lead.followers.select_related(
        "case__client", "case__body", "case__executor"
    ).prefetch_related("case__questions")
    return [Follower(row, unanswered_by(answered, row.case)) for row in rows.order_by("case_id")]


def unanswered_by(answered: Sequence[Asked], case: Case) -> tuple[Question, ...]:
    """Return the questions of a case that the lead letter does not answer."""
    matched = match_questions(answered, asked(case))
    return tuple(row for row in leaving.left_to_us(case) if row.pk not in matched)


def waiting_together(lead: Reply, employee: Employee) -> list[LetterVersion]:
    """Return the letters of a joint answer that wait for this signer, the lead one first."""
    members = Q(reply=lead) | Q(reply__lead=lead)
    return sorted(
        to_sign(employee).filter(members), key=lambda row: (row.reply_id != lead.pk, row.pk)
    )
