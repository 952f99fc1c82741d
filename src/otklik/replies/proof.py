"""A draft read as the letter that will be printed: what all checks say, each finding at its part of the draft. Pure.

The checks judge a whole letter (abbreviations explained earlier, marks, signature, length); the executor works on
parts. So the letter is set in type as text, checked once, and each finding is led back to where its words come from.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from otklik import documents, language
from otklik.regulations import Profile
from otklik.replies.checks import CaseFacts, LetterReport, check_letter, explaining
from otklik.replies.checks.draft import ANSWER, PartFinding
from otklik.replies.checks.finding import GRAVITY, judged
from otklik.replies.draft_rules import OUTCOME, PLAIN

LETTER = ""
"""Part of a finding that belongs to no part of the draft: to the marks, the length, the letter as a whole."""
COVERED = frozenset({"questions-answered", "outcome", "registration-data"})
"""Rules that a draft answers by its form: each question has its outcome, printed as a sentence, and its answer; the
number of the letter comes with the signature, that of the case from its card."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the case as the letter answers it."""

    key: str
    text: str
    outcome: str
    reason: str
    promised: bool
    """Whether a day is given with the outcome; it stands in the printed sentence."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the letter's text and the part of the draft that its words come from."""

    part: str
    start: int
    end: int
    offset: int
    """Where the stretch begins in the part's own text."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The letter as text, and where each part of the draft stands in it."""

    text: str
    spans: tuple[Span, ...]

    def place(self, start: int, end: int) -> Span:
        """Return the part that a stretch begins in, as characters of that part; the whole letter for the marks.

        A stretch over several lines of a part goes to the end of the last of them; over several parts it stays in the first.
        """
        first = next((span for span in self.spans if span.start <= start < span.end), None)
        if first is None:
            return Span(LETTER, 0, 0, 0)
        same = [span for span in self.spans if span.part == first.part and span.start < end]
        last = same[-1] if same else first
        begin = first.offset + start - first.start
        stop = last.offset + min(end, last.end) - last.start
        return Span(first.part, begin, max(begin, stop), 0)


class _Setter:
    """Collects the lines of the letter and remembers whose they are."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.spans: list[Span] = []
        self.length = 0

    def add(self, text: str, part: str = LETTER) -> None:
        """Add the lines of a text, without the blank ones and the blanks around each."""
        offset = 0
        for line in text.split("\n"):
            stripped = line.strip()
            if stripped:
                begin = offset + line.index(stripped)
                self._line(stripped, part, begin)
            offset += len(line) + 1

    def _line(self, line: str, part: str, begin: int) -> None:
        if part != LETTER:
            self.spans.append(Span(part, self.length, self.length + len(line), begin))
        self.lines.append(line)
        self.length += len(line) + 1

    def gap(self) -> None:
        """Leave a blank line."""
        self.lines.append("")
        self.length += 1


def printed(letter: documents.Letter, draft: Mapping[str, Any], asked: Sequence[Asked]) -> Printed:
    """Set the letter as text, in the order of the page."""
    page = _Setter()
    for line in letter.letterhead.lines:
        page.add(line)
    if letter.number:  # the place of a number that is still to come is no gap that somebody forgot
        page.add(f"{letter.date_text} № {letter.number}")
    for line in (letter.reference_line, *letter.recipient_lines):
        page.add(line)
    page.gap()
    page.add(str(draft.get("salutation") or ""), "salutation")
    page.add(str(draft.get("opening") or ""), "opening")
    answers = draft.get("answers") or {}
    for number, (question, answer) in enumerate(zip(asked, letter.answers, strict=False), 1):
        if len(letter.answers) > 1:
            page.add(f"{number}. {' '.join(question.text.split())}", f"{QUESTION}{question.key}")
        page.add(str(answers.get(question.key) or ""), f"{ANSWER}{question.key}")
        page.add(answer.outcome_sentence, f"{OUTCOME}{question.key}")
    page.add(str(draft.get("closing") or ""), "closing")
    _foot(page, letter)
    return Printed("\n".join(page.lines), tuple(page.spans))


QUESTION = "question-"
"""The client's own words, printed as a heading: nobody may mend them."""


def _foot(page: _Setter, letter: documents.Letter) -> None:
    for item in letter.attachments:
        page.add(f"Приложение: {item}")
    page.gap()
    page.add(letter.signatory_post)
    page.add(letter.signatory_name)
    page.gap()
    if letter.mark:
        page.add(f"{letter.mark.text} {letter.mark.url}")
    for line in (letter.executor.name, letter.executor.phone, letter.executor.email or ""):
        page.add(line)


@dataclass(frozen=True, slots=True)
class Proof:
    """What the checks say of a draft: each finding at its part, the measures of the words, the length."""

    findings: tuple[PartFinding, ...]
    readability: language.Readability
    pages: int
    letter: documents.Letter
    """What was checked."""

    def of(self, part: str) -> list[PartFinding]:
        """Return the findings of one part, by their place."""
        return sorted(
            (item for item in self.findings if item.part == part),
            key=lambda item: (item.finding.start, item.finding.end),
        )


def proof_of(
    profile: Profile,
    letter: documents.Letter,
    draft: Mapping[str, Any],
    asked: Sequence[Asked],
    facts: CaseFacts,
    pages: int,
    *,
    suggest: bool = True,
) -> Proof:
    """Check the letter that the draft would become; `facts.questions` may be all questions of the case.

    What must be mended comes first, then as it stands in the letter.
    """
    page = printed(letter, draft, asked)
    near = _nearest(str(draft.get("opening") or ""), facts.questions)
    report = check_letter(
        profile, page.text, facts=replace(facts, questions=near), pages=pages, suggest=suggest
    )
    own = list(_explained(profile, draft, asked))
    said = {(item.part, item.finding.rule) for item in own}
    led = _led_back(page, report, asked, marked=letter.mark is not None)
    found = [*(item for item in led if (item.part, item.finding.rule) not in said), *own]
    order = {name: place for place, name in enumerate(_order(asked))}
    found.sort(
        key=lambda item: (
            GRAVITY[item.finding.severity],
            order.get(item.part, len(order)),
            item.finding.start,
        )
    )
    return Proof(tuple(found), report.readability, pages, letter)


def _order(asked: Sequence[Asked]) -> Iterator[str]:
    yield from PLAIN[:2]
    for question in asked:
        yield f"{ANSWER}{question.key}"
        yield f"{OUTCOME}{question.key}"
    yield PLAIN[2]


def _nearest(opening: str, questions: Sequence[str]) -> tuple[str, ...]:
    """The question that the first paragraph comes nearest to: naming one of many, or what they are about, is enough."""
    words = set(language.stems(opening))

    def share(question: str) -> float:
        stems = set(language.stems(question))
        return len(words & stems) / len(stems) if stems else 0.0

    return (max(questions, key=share),) if questions else ()


def _led_back(
    page: Printed, report: LetterReport, asked: Sequence[Asked], *, marked: bool
) -> Iterator[PartFinding]:
    """The findings at their parts; `marked`: the mark of the order is printed by itself and cannot be wrong."""
    by_key = {item.key: item for item in asked}
    covered = COVERED | ({"satisfaction-mark"} if marked else set())
    seen: set[tuple[str, str, int, int]] = set()
    for finding in report.findings:
        place = page.place(finding.start, finding.end)
        question = by_key.get(place.part.partition("-")[2])
        if finding.rule in covered or place.part.startswith(QUESTION):
            continue
        if _said_otherwise(finding.rule, place.part, question):
            continue
        part, start, end, mended = place.part, place.start, place.end, finding.suggestion
        if part.startswith(OUTCOME):  # no field has these words as they stand
            part, start, end, mended = f"{ANSWER}{part.removeprefix(OUTCOME)}", 0, 0, None
        key = (part, finding.rule, start, end)
        if key not in seen:
            seen.add(key)
            yield PartFinding(part, replace(finding, start=start, end=end, suggestion=mended))


def _said_otherwise(rule: str, part: str, question: Asked | None) -> bool:
    """Whether the draft's form answers what the words alone leave open."""
    if part.startswith(OUTCOME):
        # The sentence is the order's own; whether it is explained is judged by the answer beside it.
        refused = question is not None and question.outcome == "impossible"
        return rule in OF_OUR_WORDS or (rule == "refusal-advice" and not refused)
    in_answer = rule == "promise-date" and part.startswith(ANSWER)
    return (
        in_answer and question is not None and question.promised
    )  # the day stands in the next sentence


OF_OUR_WORDS = frozenset(
    {
        "passive", "verbal-nouns", "genitive-chain", "officialese", "negative-form", "long-sentence", "readability",
        "dense-paragraph", "list-chance", "spelling", "punctuation", "abbreviations", "special-terms", "foreign-words",
        explaining.RULE,
    }
)  # fmt: skip
"""Rules about what the executor wrote himself, not about the sentence that the order prescribes."""


def _explained(
    profile: Profile, draft: Mapping[str, Any], asked: Sequence[Asked]
) -> Iterator[PartFinding]:
    answers = draft.get("answers") or {}
    for question in asked:
        text = str(answers.get(question.key) or "")
        decided = explaining.Decided(question.outcome, question.reason, text)
        for remark in explaining.check(decided):
            yield PartFinding(f"{ANSWER}{question.key}", judged(profile, text, remark))
