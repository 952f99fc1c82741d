"""The appeal's side: how long the hints take, how often the suggested topic is right, how precise the hints are.

The floor of the hints is one reading of the same words by the dictionary. The floor of the suggestions is what the words of
the classifier's titles find by themselves, without anything learned.
"""

import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.accepting import Row
from bench.letters import _median

CORPUS = Path(__file__).resolve().parents[1] / "tests" / "language"
HINTS_AIM_MS = 60.0
FIRST_AIM = 0.8
"""Share of questions kept apart whose topic must be the first suggestion."""


def measure() -> Iterator[Row]:
    """Yield the rows of the hints (median in milliseconds) and of the suggestions (per cent, against the titles alone)."""
    from otklik.language.hints import find_hints  # noqa: PLC0415 - slow to load, and only for this part
    from otklik.language.morphology import analyzer  # noqa: PLC0415 - as above

    text = " ".join(_hint_corpus()["no"]["texts"])[:6000]

    def read_once() -> None:
        for word in text.lower().split():
            analyzer().parse(word)

    ours, floor = _median(lambda: find_hints(text)), _median(read_once)
    yield Row(
        "hints, two pages", "ms", ours, floor, ours / floor, HINTS_AIM_MS, ours <= HINTS_AIM_MS
    )
    first, bare = suggested_first()
    yield Row(
        "topic suggested first, %",
        "%",
        100 * first,
        100 * bare,
        first / bare,
        1.0,
        first >= FIRST_AIM,
    )


def suggested_first() -> tuple[float, float]:
    """Return the share of questions kept apart whose topic was suggested first: learned, and by the titles alone."""
    from otklik import regulations  # noqa: PLC0415 - as above
    from otklik.language import topics  # noqa: PLC0415 - as above

    questions = tomllib.loads((CORPUS / "topics.toml").read_text("utf-8"))["questions"]
    samples = [
        topics.Sample(text, code, 1000 * place + number)
        for place, (code, texts) in enumerate(questions.items())
        for number, text in enumerate(texts)
    ]
    tree = regulations.classifier()
    titles = [
        topics.TitleRow(
            row.code, row.title, " ".join(step.title for step in tree.path(row.code)[1:-1])
        )
        for row in tree.entries
        if row.assignable
    ]
    by_titles = topics.learn((), titles)
    right = sum(
        [guess.code for guess in by_titles.suggest(one.text)][:1] == [one.code] for one in samples
    )
    measured = topics.held_out_accuracy(samples, titles)
    assert measured is not None
    return measured.first, right / len(samples)


def precision() -> Iterator[str]:
    """Yield a line for each kind of hint: found of the planted, and false alarms among the ordinary appeals."""
    from otklik.language.hints import find_hints  # noqa: PLC0415 - as above

    corpus = _hint_corpus()
    alarms: Counter[str] = Counter()
    for text in corpus["no"]["texts"]:
        alarms.update({found.kind for found in find_hints(text)})
    for kind, texts in corpus["yes"].items():
        found = sum(any(one.kind == kind for one in find_hints(text)) for text in texts)
        total = len(corpus["no"]["texts"])
        yield f"  {kind:20} found {found:3} of {len(texts):3}, false alarms {alarms[kind]} of {total}"


def _hint_corpus() -> dict[str, dict[str, list[str]]]:
    corpus: dict[str, dict[str, list[str]]] = tomllib.loads(
        (CORPUS / "hints.toml").read_text("utf-8")
    )
    return corpus
