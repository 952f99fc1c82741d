"""What the answers say together: counts, means, difficulties; small groups hidden."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from otklik.regulations import Profile, Question, Questionnaire
from otklik.surveys.models import Answer
from otklik.surveys.questionnaire import comment_key, wants_comment
from otklik.surveys.suppression import suppress


@dataclass(frozen=True, slots=True)
class Split:
    """One group of answers: how many, how many satisfied; None where the group is too small."""

    name: str
    count: int | None
    satisfied: int | None


@dataclass(frozen=True, slots=True)
class Score:
    """One scale question over all answers; `mean` is None where too few gave a score."""

    question: Question
    count: int
    mean: float | None


@dataclass(frozen=True, slots=True)
class Difficulty:
    """What somebody wrote under a low score; `group` is empty where it could give him away."""

    question: Question
    score: int
    text: str
    group: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """The feedback of a period. `told` counts those who answered the headline question."""

    total: int
    told: int
    satisfied: int
    by_source: tuple[Split, ...]
    by_group: tuple[Split, ...]
    scores: tuple[Score, ...]
    difficulties: tuple[Difficulty, ...]
    threshold: int

    @property
    def is_shown(self) -> bool:
        """Whether there are enough answers to say anything in figures."""
        return self.total >= self.threshold


def feedback(profile: Profile, questionnaire: Questionnaire, answers: Iterable[Answer]) -> Feedback:
    """Sum up answers to one questionnaire; those to others are left out."""
    rows = [row for row in answers if row.questionnaire == questionnaire.code]
    threshold = profile.parameter("min_group_size")
    names = {source.code: source.label for source in profile.sources}
    by_group = split(rows, [row.process_group for row in rows], threshold)
    visible_groups = {item.name for item in by_group if item.count is not None}
    return Feedback(
        total=len(rows),
        told=sum(row.satisfied is not None for row in rows),
        satisfied=sum(row.satisfied is True for row in rows),
        by_source=split(rows, [names.get(row.source, row.source) for row in rows], threshold),
        by_group=by_group,
        scores=_scores(questionnaire, rows, threshold),
        difficulties=_difficulties(questionnaire, rows, visible_groups),
        threshold=threshold,
    )


def split(rows: list[Answer], names: list[str], threshold: int) -> tuple[Split, ...]:
    """Break answers down by the names beside them, the largest group first, small ones hidden."""
    sizes = Counter(names)
    shown = suppress(dict(sizes), threshold)
    satisfied = Counter(
        name for row, name in zip(rows, names, strict=True) if row.satisfied is True
    )
    groups = [
        Split(
            name,
            shown.size(name),
            None if shown.size(name) is None else satisfied[name],
        )
        for name in sizes
    ]
    return tuple(sorted(groups, key=lambda item: (-(item.count or 0), item.name)))


def _scores(questionnaire: Questionnaire, rows: list[Answer], threshold: int) -> tuple[Score, ...]:
    found = []
    for question in questionnaire.questions:
        if question.kind != "scale":
            continue
        given = [value for row in rows if isinstance(value := _value(row, question), int)]
        mean = sum(given) / len(given) if len(given) >= max(threshold, 1) else None
        found.append(Score(question, len(given), mean))
    return tuple(found)


def _difficulties(
    questionnaire: Questionnaire, rows: list[Answer], groups: set[str]
) -> tuple[Difficulty, ...]:
    found = []
    for row in rows:
        for question in questionnaire.questions:
            text = row.values.get(comment_key(question), "")
            score = _value(row, question)
            if not text or not isinstance(score, int):
                continue
            if wants_comment(questionnaire, question, score):
                group = row.process_group if row.process_group in groups else ""
                found.append(Difficulty(question, score, str(text), group))
    return tuple(sorted(found, key=lambda item: (item.score, item.question.number, item.text)))


def _value(row: Answer, question: Question) -> object:
    return row.values.get(str(question.code))
