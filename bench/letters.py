"""How long the checks of a letter take, and its two files; how often each rule of the checks is right.

The floor of the checks is one reading of the same letter by the dictionary they use (pymorphy3, each word once): no check
can be cheaper than that. The files' floor is the empty letter of the same layout.
"""

import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.accepting import Row

LETTERS = Path(__file__).resolve().parents[1] / "tests" / "language" / "letters"
ROUNDS = 15
CHECK_AIM_MS = 60.0
FILE_AIM_MS = 120.0
BODIES = {
    "economy": "economy-novosibirsk",
    "labour": "labour-novosibirsk",
    "mordovia": "industry-mordovia",
    "magadan": "economy-magadan",
    "regional": "regional-policy-novosibirsk",
}


def measure() -> Iterator[Row]:
    """Yield the rows of the checks and of the two files, medians in milliseconds after warm-up."""
    from otklik import documents, regulations  # noqa: PLC0415 - slow to load, and only for this part
    from otklik.language.checking import spelling  # noqa: PLC0415 - as above
    from otklik.language.checking.reading import parses_of  # noqa: PLC0415 - as above
    from otklik.language.morphology import analyzer  # noqa: PLC0415 - as above
    from otklik.replies.checks import check_letter  # noqa: PLC0415 - as above

    profile = regulations.profile("labour-novosibirsk")
    text = two_pages()
    words = [word.lower() for word in text.split()]

    def read_once() -> None:
        for word in words:
            analyzer().parse(word)

    def check_cold() -> None:
        parses_of.cache_clear()
        spelling.is_known.cache_clear()
        check_letter(profile, text)

    floor = _median(read_once)
    for name, act in (
        ("letter checks, two pages", lambda: check_letter(profile, text)),
        ("letter checks, every word new", check_cold),
    ):
        ours = _median(act)
        yield Row(name, "ms", ours, floor, ours / floor, CHECK_AIM_MS, ours <= CHECK_AIM_MS)
    whole, empty = _letter(text), _letter("Ответ.")
    for name, make in (
        ("letter PDF", documents.letter_pdf),
        ("letter DOCX", documents.letter_docx),
    ):
        ours, bare = _median(lambda: make(whole)), _median(lambda: make(empty))  # noqa: B023 - called at once
        yield Row(name, "ms", ours, bare, ours / bare, FILE_AIM_MS, ours <= FILE_AIM_MS)


def two_pages() -> str:
    """A letter of two printed pages: a correct one with its paragraphs said again in other numbers."""
    text = (LETTERS / "labour-benefit.txt").read_text("utf-8")
    start, end = text.index("Вы спрашивали"), text.index("Первый заместитель")
    return text[:end] + text[start:end] * 5 + text[end:]


def _letter(body: str) -> object:
    from otklik import documents  # noqa: PLC0415 - as above

    return documents.Letter(
        letterhead=documents.Letterhead(("Министерство",)),
        number="1",
        date_text="20.05.2026",
        reference_line="",
        recipient_lines=("Орлову Г. П.",),
        salutation="Уважаемый Григорий Павлович!",
        opening="Рассмотрено Ваше обращение.",
        answers=(documents.Answer("", body),),
        closing=(),
        signatory_post="Министр",
        signatory_name="Е. А. Бахарева",
        executor=documents.ExecutorMark("Лебедева И. О.", "(383) 221-15-44"),
    )


def _median(act: Callable[[], object]) -> float:
    act()
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        act()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def precision() -> Iterator[str]:
    """Yield a line for each rule: how many of its findings a person had marked, and how many he had marked in all."""
    from tests.language.corpus import letters  # noqa: PLC0415 - as above

    from otklik import regulations  # noqa: PLC0415 - as above
    from otklik.replies.checks import check_letter  # noqa: PLC0415 - as above

    right: Counter[str] = Counter()
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for letter in letters():
        report = check_letter(regulations.profile(letter.body), letter.text)
        wanted.update(rule for rule, _place in letter.faults)
        for finding in report.findings:
            found[finding.rule] += 1
            right[finding.rule] += letter.is_fault(finding.rule, finding.start, finding.end)
    for rule in sorted({*found, *wanted}):
        share = f"{right[rule] / found[rule]:.0%}" if found[rule] else "no finding"
        yield f"  {rule:20} found {found[rule]:4}, right {right[rule]:4} ({share}), marked {wanted[rule]:4}"
