"""Pure decisions about a joint answer: which question the lead letter answers, which words it carries to another client."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from otklik.language.hints import likeness

AT_ONCE = 200
"""Letters of one joint answer, the lead one included."""
SAME_QUESTION, SAME_TOPIC_QUESTION = 0.5, 0.3
"""Share of common stems from which two questions are one; less is enough where the topic is the same too."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the matching needs it."""

    pk: int
    text: str
    topic: str = ""


def match_questions(lead: Sequence[Asked], other: Sequence[Asked]) -> dict[int, int]:
    """Return question of the other client → question of the lead letter that answers it; those without one are left out."""
    matched = {}
    for question in other:
        best: tuple[float, int] | None = None
        for answered in lead:
            alike = likeness(question.text, answered.text)
            same_topic = bool(question.topic) and question.topic == answered.topic
            enough = SAME_TOPIC_QUESTION if same_topic else SAME_QUESTION
            if alike.stems < enough and not alike.is_near:
                continue
            score = max(alike.stems, alike.runs)
            if best is None or score > best[0]:
                best = score, answered.pk
        if best is not None:
            matched[question.pk] = best[1]
    return matched


def carried_draft(
    lead: Mapping[str, Any],
    own: Mapping[str, Any],
    matched: Mapping[int, int],
    *,
    lead_addressee: str,
    own_addressee: str,
) -> dict[str, Any]:
    """Return the draft that carries the lead letter's words to another client.

    His own: the salutation, the name of his addressee in the first paragraph, what is told of his forwarded questions.
    A question that the lead letter does not answer stays without an answer.
    """
    answers, outcomes = lead.get("answers") or {}, lead.get("outcomes") or {}
    opening = str(lead.get("opening", ""))
    if lead_addressee.strip() and lead_addressee.strip() != own_addressee.strip():
        opening = opening.replace(lead_addressee.strip(), own_addressee.strip() or lead_addressee)
    told = [
        line
        for line in str(own.get("closing", "")).split("\n")
        if line.strip() and line not in str(lead.get("closing", ""))
    ]
    closing = "\n".join(part for part in (str(lead.get("closing", "")), *told) if part.strip())
    return {
        "salutation": str(own.get("salutation", "")),
        "opening": opening,
        "answers": {
            key: str(answers.get(str(matched[int(key)]), "")) if int(key) in matched else ""
            for key in own.get("answers") or {}
        },
        "outcomes": {
            str(key): dict(outcomes[str(source)])
            for key, source in matched.items()
            if str(source) in outcomes
        },
        "closing": closing,
    }
