"""Letters with their faults marked by a reader: what the precision of the checks is measured on.

`letters/*.txt` have no faults. `corpus/*.txt` begin with the line `# body: <slug>`; a fault stands as `⟦rule|words⟧`,
one inside another where two rules have something to say. All people and facts are invented.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
BODIES = {
    "economy": "economy-novosibirsk",
    "labour": "labour-novosibirsk",
    "mordovia": "industry-mordovia",
    "magadan": "economy-magadan",
    "regional": "regional-policy-novosibirsk",
}
_HEAD = "# body: "

Fault = tuple[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class CorpusLetter:
    """One letter as it is sent: `faults` are (rule, (start, end)) in characters of `text`, `end` excluded."""

    body: str
    text: str
    faults: tuple[Fault, ...]
    name: str = ""

    def is_fault(self, rule: str, start: int, end: int) -> bool:
        """Whether the reader marked a fault of this rule that overlaps the place."""
        return any(
            rule == marked and start < until and since < end
            for marked, (since, until) in self.faults
        )

    @property
    def is_good(self) -> bool:
        """Whether the reader found nothing to mend."""
        return not self.faults


def letters() -> list[CorpusLetter]:
    """All letters, by name; raises ValueError for a mark that is not closed or a letter without a body."""
    found = [
        CorpusLetter(BODIES[path.stem.split("-")[0]], path.read_text("utf-8"), (), path.stem)
        for path in sorted((HERE / "letters").glob("*.txt"))
    ]
    return found + [_marked(path) for path in sorted((HERE / "corpus").glob("*.txt"))]


def _marked(path: Path) -> CorpusLetter:
    head, _, source = path.read_text("utf-8").partition("\n")
    if not head.startswith(_HEAD):
        message = f"{path.name}: no body in the first line"
        raise ValueError(message)
    text, faults = unmarked(source)
    return CorpusLetter(head.removeprefix(_HEAD).strip(), text, tuple(faults), path.stem)


def unmarked(source: str) -> tuple[str, list[Fault]]:
    """Take the marks out of a text and return where they were; raises ValueError if one is not closed."""
    text, faults, opened = "", [], []
    for kind, value in _pieces(source):
        if kind == "open":
            opened.append((value, len(text)))
        elif kind == "close":
            if not opened:
                message = f"a mark is closed that was not opened: …{text[-40:]}"
                raise ValueError(message)
            rule, start = opened.pop()
            faults.append((rule, (start, len(text))))
        else:
            text += value
    if opened:
        message = f"a mark is not closed: {opened[-1][0]}"
        raise ValueError(message)
    return text, sorted(faults, key=lambda fault: fault[1])


def _pieces(source: str) -> Iterator[tuple[str, str]]:
    place = 0
    for at, sign in enumerate(source):
        if at < place or sign not in "⟦⟧":
            continue
        yield "words", source[place:at]
        if sign == "⟦":
            end = source.index("|", at)
            yield "open", source[at + 1 : end]
            place = end + 1
        else:
            yield "close", ""
            place = at + 1
    yield "words", source[place:]
