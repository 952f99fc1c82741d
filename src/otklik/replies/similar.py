"""Earlier replies to cases that say much the same: the nearest by their words, rare words weigh more."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from otklik.cases import queries as cases
from otklik.cases.models import Case, Stage
from otklik.language import stems
from otklik.replies.models import LetterVersion, Reply
from otklik.staff.models import Employee

CANDIDATES = 200
"""Answered cases of the same topics that are compared; the newest."""
SHOWN = 3
NEAR = 0.2
"""Cosine from which two cases are called similar."""


@dataclass(frozen=True, slots=True)
class SimilarReply:
    """An earlier case of the same topic and the answers that its client got."""

    case: Case
    nearness: float
    answers: tuple[str, ...]


def similar_replies(case: Case, employee: Employee) -> list[SimilarReply]:
    """Return the replies to the nearest answered cases that the employee may see, the nearest first.

    Only what was answered is returned, not to whom: the salutation stays with its client.
    """
    topics = {question.topic_code for question in case.questions.all() if question.topic_code}
    if not topics:
        return []
    found = list(
        cases.visible_to(employee)
        .filter(stage=Stage.ANSWERED, questions__topic_code__in=topics)
        .exclude(pk=case.pk)
        .select_related("client")
        .distinct()
        .order_by("-answered_at")[:CANDIDATES]
    )
    near = nearest(_said(case), {other.pk: _said(other) for other in found})
    by_pk = {other.pk: other for other in found}
    letters = _signed(pk for pk, _ in near)
    return [
        SimilarReply(by_pk[pk], nearness, answers)
        for pk, nearness in near
        if (answers := _answers(letters.get(pk)))
    ][:SHOWN]


def _said(case: Case) -> str:
    """Return the stems of what the case says, without its number, its code and the client's name."""
    own = set(stems(f"{case.number} {case.tracking_code} {case.client.display_name}"))
    return " ".join(word for word in case.search.split() if word not in own)


def nearest(
    text: str, others: Mapping[int, str], limit: int = SHOWN * 2
) -> list[tuple[int, float]]:
    """Return ids and cosines of the texts nearest to `text`, the nearest first; texts are stems divided by blanks.

    Words are weighed by TF-IDF among the texts compared; those under `NEAR` are left out.
    """
    counted = {key: Counter(words.split()) for key, words in others.items()}
    own = Counter(text.split())
    seen: Counter[str] = Counter()
    for words in (own, *counted.values()):
        seen.update(words.keys())
    total = len(counted) + 1
    mine = _weighed(own, seen, total)
    scored = [(key, _cosine(mine, _weighed(words, seen, total))) for key, words in counted.items()]
    kept = [(key, score) for key, score in scored if score >= NEAR]
    return sorted(kept, key=lambda item: (-item[1], item[0]))[:limit]


def _weighed(words: Counter[str], seen: Counter[str], total: int) -> dict[str, float]:
    return {
        word: (1 + math.log(count)) * (math.log((1 + total) / (1 + seen[word])) + 1)
        for word, count in words.items()
    }


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    shared = sum(weight * other[word] for word, weight in one.items() if word in other)
    length = math.sqrt(sum(w * w for w in one.values()) * sum(w * w for w in other.values()))
    return shared / length if length else 0.0


def _signed(pks: Iterable[int]) -> dict[int, LetterVersion]:
    """Return the signed letter of each case."""
    rows = LetterVersion.objects.filter(
        reply__case__in=list(pks),
        reply__kind=Reply.Kind.REPLY,
        reply__stage__in=[Reply.Stage.SIGNED, Reply.Stage.DISPATCHED],
    ).select_related("reply")
    return {row.reply.case_id: row for row in rows.order_by("number")}


def _answers(letter: LetterVersion | None) -> tuple[str, ...]:
    if letter is None:
        return ()
    answers: Sequence[Mapping[str, str]] = letter.content.get("answers") or ()
    return tuple(text for answer in answers if (text := str(answer.get("text") or "").strip()))
