"""How a draft reads: the measures of its words, and the findings of the checks at their places. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from otklik import language
from otklik.regulations import Profile
from otklik.replies.checks.draft import PartFinding, Piece, check_draft, marked, parts_of
from otklik.replies.proof import Proof


@dataclass(frozen=True, slots=True)
class Hints:
    """What a reader will stumble over: counts of the whole text, and the findings at their places."""

    words: int
    sentences: int
    words_per_sentence: int
    grade: int | None
    """About the school year that reads the text freely; None for a text too short to tell."""
    hard: bool
    """Whether the reading ease lies under the profile's limit."""
    findings: tuple[PartFinding, ...]
    """What the checks found, what must be mended first."""
    marked: tuple[tuple[str, list[Piece]], ...]
    """The parts with findings, cut at them: (name of the part, pieces of its text)."""

    def of(self, part: str) -> list[PartFinding]:
        """Return the findings of one part of the draft in the order of its text; of the whole letter for an empty name."""
        return sorted(
            (item for item in self.findings if item.part == part),
            key=lambda item: (item.finding.start, item.finding.end),
        )

    @property
    def whole(self) -> list[PartFinding]:
        """The findings that belong to no part: marks, length, the letter as a whole."""
        return self.of("")


def hints_for(profile: Profile, draft: Mapping[str, object], proof: Proof | None = None) -> Hints:
    """Measure the words that the executor wrote himself: first paragraph, answers, closing.

    The findings are those of `proof`, the letter as it would be printed; without one, those of the words alone.
    """
    measured = language.measure(own_words(draft))
    findings = proof.findings if proof else tuple(check_draft(profile, draft))
    return Hints(
        words=measured.words,
        sentences=measured.sentences,
        words_per_sentence=round(measured.words_per_sentence),
        grade=_grade(measured),
        hard=_is_hard(profile, measured),
        findings=findings,
        marked=tuple(_marked(draft, findings)),
    )


def _is_hard(profile: Profile, measured: language.Readability) -> bool:
    """Whether the reading ease lies under the profile's limit; a few lines say nothing of it."""
    check, ease = profile.letter.check("readability"), measured.reading_ease
    if check is None or check.limit is None or ease is None:
        return False
    return measured.words >= language.ENOUGH_WORDS and ease < check.limit


def _grade(measured: language.Readability) -> int | None:
    """Return the school year that reads the text freely; None for one too short to tell."""
    if measured.grade is None or measured.words < language.ENOUGH_WORDS:
        return None
    return max(1, round(measured.grade))


def _marked(
    draft: Mapping[str, object], findings: Sequence[PartFinding]
) -> Iterator[tuple[str, list[Piece]]]:
    for part, text in parts_of(draft):
        own = [item for item in findings if item.part == part]
        if own:
            yield part, marked(text, own)


def own_words(draft: Mapping[str, object]) -> str:
    """Return the parts of a draft as one text."""
    return "\n".join(text for _part, text in parts_of(draft) if text)
