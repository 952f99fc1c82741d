"""The checks of a reply: its structure by the order, its words by plain language. Pure: data in, findings out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from otklik import language
from otklik.language.checking import Limits, check_margin, check_text
from otklik.regulations import Profile
from otklik.replies.checks import marks, reader, structure
from otklik.replies.checks.anatomy import Anatomy
from otklik.replies.checks.finding import GRAVITY, LetterFinding, Remark, judged
from otklik.replies.checks.paper import Paper, is_too_long
from otklik.replies.checks.structure import CaseFacts

__all__ = [
    "CaseFacts",
    "LetterFinding",
    "LetterReport",
    "Place",
    "Remark",
    "check_letter",
    "check_words",
]

SENTENCE_LIMIT = 25
EASE_LIMIT = 30
"""Where the profile gives no number."""


@dataclass(frozen=True, slots=True)
class LetterReport:
    """All findings of a letter by their place, and how hard its own words are to read."""

    findings: tuple[LetterFinding, ...]
    readability: language.Readability
    pages: int

    def as_json(self) -> dict[str, object]:
        """Return the shape that `otklik check-letter --json` promises."""
        measured = self.readability
        return {
            "findings": [finding.as_json() for finding in self.findings],
            "pages": self.pages,
            "readability": {
                "words": measured.words,
                "sentences": measured.sentences,
                "words_per_sentence": round(measured.words_per_sentence, 1),
                "reading_ease": measured.reading_ease and round(measured.reading_ease, 1),
                "grade": None if measured.grade is None else max(1, round(measured.grade)),
            },
        }


def check_letter(
    profile: Profile,
    text: str,
    *,
    facts: CaseFacts | None = None,
    pages: int = 1,
    marked: Sequence[Remark] = (),
    suggest: bool = True,
) -> LetterReport:
    """Check a whole letter as it will be printed, marks included.

    `pages` is its length on the real layout; `marked` are remarks of whoever read the file (italics, underlining,
    backgrounds). Plain language is judged between salutation and signature only.
    """
    paper = Paper.of(text)
    letter = Anatomy(paper.text)
    remarks = [*structure.check(profile, letter, facts or CaseFacts())]
    remarks += reader.check(profile, letter.body)
    remarks += _margins(paper.text, *letter.body_span)
    found = [judged(profile, paper.text, remark) for remark in remarks]
    found += _words(profile, letter, suggest=suggest and not paper.cut)
    placed = [_placed(paper, text, finding) for finding in found]
    placed += [
        judged(profile, text, remark) for remark in (*marked, *_length(profile, text, pages))
    ]
    measured = language.measure("\n".join(line.text for line in letter.body))
    return LetterReport(tuple(sorted(placed, key=_by_place)), measured, pages)


def _length(profile: Profile, text: str, pages: int) -> Iterator[Remark]:
    limit = profile.letter.page_limit
    if pages > limit:
        taken = language.plural(pages, "страницу", "страницы", "страниц")
        message = f"Письмо занимает {taken}: постарайтесь уложиться в {limit}."
        if is_too_long(text):
            message += " Слова проверены только в его начале и конце."
        yield Remark("page-limit", 0, min(len(text), 40), message)


def _words(profile: Profile, letter: Anatomy, *, suggest: bool) -> list[LetterFinding]:
    start, end = letter.body_span
    first = letter.body[0] if letter.body else None
    opening = (first.start - start, first.end - start) if first else (0, 0)
    place = Place(start, letter.text, opening, marks.sent_on(letter))
    return check_words(profile, letter.text[start:end], place, suggest=suggest)


def _placed(paper: Paper, given: str, finding: LetterFinding) -> LetterFinding:
    """The finding at its place in the text that was given."""
    start, end = paper.place(finding.start), paper.place(finding.end)
    return replace(finding, start=start, end=end, text=given[start:end])


def _margins(text: str, start: int, end: int) -> Iterator[Remark]:
    for since, until in ((0, start), (end, len(text))):
        for item in check_margin(text[since:until]):
            yield Remark(item.rule, item.start + since, item.end + since, item.message)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part stands in its letter: its offset, the whole text, the first paragraph within it, the letter's day."""

    offset: int = 0
    whole: str = ""
    opening: tuple[int, int] = (0, 0)
    sent: date | None = None


_ALONE = Place()


def check_words(
    profile: Profile, own: str, place: Place = _ALONE, *, suggest: bool = True
) -> list[LetterFinding]:
    """Check the words of a part of a letter; places are counted from the beginning of `whole` (by default the part)."""
    long, ease = profile.letter.check("long-sentence"), profile.letter.check("readability")
    limits = Limits(
        sentence=(long.limit if long else None) or SENTENCE_LIMIT,
        ease=(ease.limit if ease else None) or EASE_LIMIT,
        names=(profile.name.full,),
        opening=place.opening,
        sent=place.sent,
    )
    found = []
    for item in check_text(own, limits, suggest=suggest):
        start, end = item.start + place.offset, item.end + place.offset
        remark = Remark(item.rule, start, end, item.message, item.suggestion)
        found.append(judged(profile, place.whole or own, remark))
    return found


def _by_place(finding: LetterFinding) -> tuple[int, int, int, str]:
    return (finding.start, GRAVITY[finding.severity], finding.end, finding.rule)
