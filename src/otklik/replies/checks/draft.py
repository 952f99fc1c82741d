"""What the checks say of a draft while it is written: findings part by part, and mending one of them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from otklik.regulations import Profile
from otklik.replies.checks import Place, check_words
from otklik.replies.checks.finding import GRAVITY, LetterFinding

ANSWER = "answer-"


@dataclass(frozen=True, slots=True)
class PartFinding:
    """A finding and the part of the draft it stands in: `opening`, `closing`, or `answer-` with the question's id."""

    part: str
    finding: LetterFinding

    @property
    def key(self) -> str:
        """Name of the finding for the button that mends it."""
        found = self.finding
        return f"{self.part} {found.start} {found.end} {found.rule}"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a part's text, with the findings that begin there when it is a marked one."""

    text: str
    findings: tuple[PartFinding, ...] = ()


def parts_of(draft: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The parts that an executor writes himself, in the order of the letter, as (name, text)."""
    yield "opening", str(draft.get("opening") or "")
    for pk, text in (draft.get("answers") or {}).items():
        yield f"{ANSWER}{pk}", str(text or "")
    yield "closing", str(draft.get("closing") or "")


def check_draft(
    profile: Profile, draft: Mapping[str, Any], *, suggest: bool = True
) -> list[PartFinding]:
    """Return the findings of all parts; what must be mended first, then by place."""
    found = [
        PartFinding(part, finding)
        for part, text in parts_of(draft)
        if text.strip()
        for finding in check_words(profile, text, _place(part, text), suggest=suggest)
    ]
    return sorted(found, key=lambda item: GRAVITY[item.finding.severity])


def _place(part: str, text: str) -> Place:
    """The opening of a draft is its first paragraph: the sentence with question and addressee may be longer."""
    return Place(opening=(0, len(text)) if part == "opening" else (0, 0))


def mended(draft: Mapping[str, Any], found: PartFinding) -> dict[str, Any]:
    """Return the draft with the finding's suggestion in its place; the draft as it was where there is none."""
    fresh = {**draft, "answers": dict(draft.get("answers") or {})}
    suggestion = found.finding.suggestion
    if suggestion is None:
        return fresh
    answer = found.part.startswith(ANSWER)
    holder = fresh["answers"] if answer else fresh
    key = found.part.removeprefix(ANSWER)
    text = str(holder.get(key) or "")
    place = found.finding
    if text[place.start : place.end] == place.text:
        holder[key] = text[: place.start] + suggestion + text[place.end :]
    return fresh


def marked(text: str, findings: Sequence[PartFinding]) -> list[Piece]:
    """Cut a part's text where findings begin and end; of two that overlap the first is marked."""
    pieces: list[Piece] = []
    place = 0
    for item in sorted(findings, key=lambda found: (found.finding.start, -found.finding.end)):
        start, end = item.finding.start, item.finding.end
        if start < place or start == end:
            continue
        if start > place:
            pieces.append(Piece(text[place:start]))
        pieces.append(Piece(text[start:end], (item,)))
        place = end
    if place < len(text):
        pieces.append(Piece(text[place:]))
    return pieces
