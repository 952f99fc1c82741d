"""How the questions of a registered case may be divided, joined and given other topics. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from otklik.cases.rules import Problem
from otklik.regulations import Classifier


@dataclass(frozen=True, slots=True)
class Wording:
    """A question as it is to stand: an old one by its id, or a new one; an empty text takes an old one out."""

    text: str
    topic_code: str = ""
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the case has: ids of the questions that may change, and of those considered or forwarded already."""

    free: Collection[int]
    settled: Collection[int]


CLAUSES = ("economy-novosibirsk:4.1", "economy-novosibirsk:9.b")


def wording_problems(
    wordings: Sequence[Wording],
    standing: Standing,
    classifier: Classifier,
    *,
    topics_needed: bool,
    kept: Collection[str] = (),
) -> list[Problem]:
    """Return all that speaks against writing the questions so.

    `kept` are the codes that the case has already: they stay, even those that the classifier has closed since.
    """
    written = [row for row in wordings if row.text.strip()]
    touched = [row.pk for row in wordings if row.pk is not None]
    if any(pk not in standing.free for pk in touched):
        said = _("A question that is considered or forwarded already is not written anew.")
        return [Problem("", said, CLAUSES[0])]
    if not written and not standing.settled:
        return [Problem("", _("Write down at least one question."), CLAUSES[0])]
    left_out = [row for row in wordings if row.pk is not None and not row.text.strip()]
    if left_out and standing.settled:
        said = _(
            "No question can be taken out any more: some are considered or forwarded, and the numbers would shift."
        )
        return [Problem("", said, CLAUSES[0])]
    problems = []
    for number, row in enumerate(wordings):
        if not row.text.strip():
            continue
        if not row.topic_code and topics_needed:
            problems.append(
                Problem(f"topic-{number}", _("Choose the topic of the question."), CLAUSES[1])
            )
        elif row.topic_code and row.topic_code not in kept and not classifier.has(row.topic_code):
            problems.append(Problem(f"topic-{number}", _("The classifier has no such topic.")))
    return problems
