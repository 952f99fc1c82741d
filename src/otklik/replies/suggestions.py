"""What is offered beside a question: templates, answers to similar questions, typical questions, standard texts.

The nearest by topic and words come first; everything is worked out here, without a network.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from otklik.cases import queries as cases
from otklik.cases.actions.no_reply import drafted
from otklik.cases.models import Case, Question, Stage
from otklik.knowledge import gaps
from otklik.knowledge import queries as knowledge
from otklik.knowledge.models import ReplyTemplate, TypicalQuestion
from otklik.knowledge.rules import Standing, needs_check, score, suits
from otklik.language import stems
from otklik.regulations import Ground
from otklik.replies.filling import known_of
from otklik.replies.models import Reply
from otklik.replies.similar import CANDIDATES, nearest
from otklik.staff.calendars import today
from otklik.staff.models import Employee
from otklik.staff.profiles import profile_of

TEMPLATES_SHOWN = 5
ANSWERS_SHOWN = 3
TYPICAL_SHOWN = 3
REPLIES_SHOWN = 10
REASON, PAGE = "{текст: пояснение}", "{текст: адрес страницы}"
"""What an official still writes into the standard text of a ground."""


@dataclass(frozen=True, slots=True)
class Offer:
    """One ready text: its kind and key (a row's number or a ground's code), title, words, and what is known of it."""

    kind: str
    key: str
    title: str
    text: str
    uses: int = 0
    helped: int = 0
    failed: int = 0
    check: bool = False
    case: int | None = None
    """The case whose reply it comes from."""


@dataclass(frozen=True, slots=True)
class Offers:
    """What is offered beside one question."""

    templates: tuple[Offer, ...] = ()
    answers: tuple[Offer, ...] = ()
    typical: tuple[Offer, ...] = ()
    grounds: tuple[Offer, ...] = ()

    @property
    def count(self) -> int:
        """How many texts there are, the standard ones of the grounds left out: they are always there."""
        return len(self.templates) + len(self.answers) + len(self.typical)


def offers_for(
    case: Case, questions: Sequence[Question], employee: Employee, at: datetime
) -> dict[int, Offers]:
    """Return what is offered beside each question (by its id), the best first.

    The database is asked the same number of times however many questions, templates and earlier cases there are.
    """
    known, day = known_of(case), today(case.body, at)
    templates = list(knowledge.offered_in(case.body))
    typical = list(knowledge.typical_in(case.body))
    earlier = _earlier(case, questions, employee)
    grounds = tuple(standard_texts(case, at))
    return {
        question.pk: Offers(
            tuple(_templates(question, templates, known, day)),
            tuple(_answers(question, earlier)),
            tuple(_typical(question, typical)),
            grounds,
        )
        for question in questions
    }


def standard_texts(case: Case, at: datetime) -> Iterable[Offer]:
    """Return the standard texts of the grounds on which such a case may end without an answer on the merits.

    The seven cases of labour-novosibirsk:9.lead and the other grounds of 59-ФЗ and 8-ФЗ; a ground that leaves nobody to tell
    has no text.
    """
    for ground in profile_of(case.body).grounds_for(case.type):
        if ground.notice:
            yield Offer("ground", ground.code, ground.label, standard_text(case, ground, at))


def standard_text(case: Case, ground: Ground, at: datetime) -> str:
    """Return the standard text of a ground, filled for the case; what only an official knows stays a gap."""
    return drafted(case, ground, {"reason": REASON, "url": PAGE}, at)


def _templates(
    question: Question, rows: Sequence[ReplyTemplate], known: Mapping[gaps.Known, str], day: date
) -> Iterable[Offer]:
    near = _nearness(question.text, {row.pk: f"{row.title} {row.text}" for row in rows})
    ranked: list[tuple[float, str, ReplyTemplate]] = []
    for row in rows:
        standing = _standing(row, near.get(row.pk, 0.0))
        if suits(standing, question.topic_code):
            ranked.append((-score(standing, question.topic_code), row.title, row))
    for _rank, _title, row in sorted(ranked, key=lambda item: item[:2])[:TEMPLATES_SHOWN]:
        yield Offer(
            "template",
            str(row.pk),
            row.title,
            gaps.filled(row.text, known),
            uses=row.uses_count,  # type: ignore[attr-defined]  # counted by the query
            helped=row.helped,  # type: ignore[attr-defined]  # as above
            failed=row.failed,  # type: ignore[attr-defined]  # as above
            check=needs_check(row.state, row.review_by, day),
        )


def _standing(row: ReplyTemplate, nearness: float) -> Standing:
    helped, failed, uses = row.helped, row.failed, row.uses_count  # type: ignore[attr-defined]  # counted by the query
    return Standing(row.topic_code, nearness, helped, failed, uses)


def _typical(question: Question, rows: Sequence[TypicalQuestion]) -> Iterable[Offer]:
    near = _nearness(question.text, {row.pk: f"{row.question} {row.answer}" for row in rows})
    ranked: list[tuple[float, TypicalQuestion]] = []
    for row in rows:
        standing = Standing(row.topic_code, near.get(row.pk, 0.0))
        if suits(standing, question.topic_code) and (row.topic_code or standing.nearness):
            ranked.append((-score(standing, question.topic_code), row))
    for _rank, row in sorted(ranked, key=lambda item: (item[0], item[1].pk))[:TYPICAL_SHOWN]:
        yield Offer("typical", str(row.pk), row.question, row.answer)


@dataclass(frozen=True, slots=True)
class Earlier:
    """An answered question of an earlier case, and the answer that its client got."""

    question: Question
    answer: str


def _earlier(
    case: Case, questions: Sequence[Question], employee: Employee
) -> Mapping[int, Earlier]:
    """Return answered questions of the same topics that the employee may see, the newest cases."""
    topics = {question.topic_code for question in questions if question.topic_code}
    if not topics:
        return {}
    visible = cases.visible_to(employee).filter(stage=Stage.ANSWERED).exclude(pk=case.pk)
    rows = (
        Question.objects.filter(case__in=visible.order_by(), topic_code__in=topics)
        .select_related("case")
        .order_by("-case__answered_at", "pk")[:CANDIDATES]
    )
    found = {row.pk: row for row in rows}
    drafts = Reply.objects.filter(
        case__in={row.case_id for row in found.values()},
        kind=Reply.Kind.REPLY,
        stage__in=[Reply.Stage.SIGNED, Reply.Stage.DISPATCHED],
    ).values_list("case_id", "draft")
    said = {case_id: draft.get("answers") or {} for case_id, draft in drafts}
    return {
        pk: Earlier(row, answer)
        for pk, row in found.items()
        if (answer := str(said.get(row.case_id, {}).get(str(pk), "")).strip())
    }


def earlier_replies(case: Case, employee: Employee, limit: int = REPLIES_SHOWN) -> list[Earlier]:
    """Return the answers that others got on the topics of the case, the nearest by their questions first.

    Only from cases that the employee may see; of two equally near the one answered later. Clause industry-mordovia:6.5.c.
    """
    questions = list(case.questions.all())
    found = _earlier(case, questions, employee)
    asked = " ".join(question.text for question in questions)
    near = _nearness(asked, {pk: row.question.text for pk, row in found.items()})
    return sorted(found.values(), key=lambda row: -near.get(row.question.pk, 0.0))[:limit]


def _answers(question: Question, earlier: Mapping[int, Earlier]) -> Iterable[Offer]:
    same = {
        pk: row for pk, row in earlier.items() if row.question.topic_code == question.topic_code
    }
    near = _nearness(question.text, {pk: row.question.text for pk, row in same.items()})
    for pk, _score in sorted(near.items(), key=lambda item: (-item[1], -item[0]))[:ANSWERS_SHOWN]:
        row = same[pk]
        title = f"{row.question.case}: {row.question.text}"
        yield Offer("answer", str(pk), title, row.answer, case=row.question.case_id)


def _nearness(text: str, others: Mapping[int, str]) -> dict[int, float]:
    words = {key: " ".join(stems(other)) for key, other in others.items()}
    return dict(nearest(" ".join(stems(text)), words, limit=len(words)))
