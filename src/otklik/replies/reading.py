"""How a draft reads: hints for its writer, with the limits and severities of the profile. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from otklik import language
from otklik.regulations import Profile
from otklik.replies.checks import reader
from otklik.replies.checks.anatomy import Anatomy, Line
from otklik.replies.checks.draft import PartFinding, Piece, check_draft, marked, parts_of


@dataclass(frozen=True, slots=True)
class Hints:
    """What a reader will stumble over: counts of the whole text, and the findings at their places."""

    words: int
    sentences: int
    words_per_sentence: int
    grade: int | None
    """About the school year that reads the text freely."""
    hard: bool
    """Whether the reading ease lies under the profile's limit."""
    findings: tuple[PartFinding, ...]
    """What the checks of the words found, what must be mended first."""
    reminders: tuple[str, ...]
    """What the order asks of the whole letter: the answer first, parts, an example."""
    marked: tuple[tuple[str, list[Piece]], ...]
    """The parts with findings, cut at them: (name of the part, pieces of its text)."""


def hints_for(profile: Profile, draft: Mapping[str, object]) -> Hints:
    """Measure the words that the executor wrote himself: first paragraph, answers, closing."""
    text = own_words(draft)
    measured = language.measure(text)
    read_check = profile.letter.check("readability")
    grade = None if measured.grade is None else max(1, round(measured.grade))
    ease, easiest = measured.reading_ease, read_check.limit if read_check else None
    findings = check_draft(profile, draft)
    return Hints(
        words=measured.words,
        sentences=measured.sentences,
        words_per_sentence=round(measured.words_per_sentence),
        grade=grade,
        hard=ease is not None and easiest is not None and ease < easiest,
        findings=tuple(findings),
        reminders=tuple(remark.message for remark in reader.check(profile, _lines(draft))),
        marked=tuple(_marked(draft, findings)),
    )


def _marked(
    draft: Mapping[str, object], findings: list[PartFinding]
) -> Iterator[tuple[str, list[Piece]]]:
    for part, text in parts_of(draft):
        own = [item for item in findings if item.part == part]
        if own:
            yield part, marked(text, own)


def _lines(draft: Mapping[str, object]) -> list[Line]:
    """The paragraphs of a draft as the checks of a whole letter see them."""
    return list(Anatomy(own_words(draft)).lines)


def own_words(draft: Mapping[str, object]) -> str:
    """Return the parts of a draft as one text."""
    return "\n".join(text for _part, text in parts_of(draft) if text)
