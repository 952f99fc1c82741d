"""A published classifier as a table: its rows become entries, and whatever is wrong is told with its line. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from otklik.regulations.classifier import NONE, Topic

Kind = Literal["no-code", "bad-code", "no-title", "twice", "no-parent", "long-title"]
TITLE_MAX = 1000
DEPTH = 5
_CODE = re.compile(r"\d{1,4}(?:[.\s]+\d{1,4}){0,4}\.?")
_LEADING = re.compile(r"^(\d{4}(?:\.\d{4}){1,4})\.?\s+(\S.*)$")
_CODE_HEAD = re.compile(r"\b(?:код|шифр|code)\b", re.IGNORECASE)
_TITLE_HEAD = re.compile(r"наименовани|назван|формулировк|title", re.IGNORECASE)
_LEVEL_HEADS = ("раздел", "тематик", "групп", "вопрос", "подвопрос")


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with one line of the file: its number, kind, and the code or the words it is about."""

    line: int
    kind: Kind
    about: str = ""


@dataclass(frozen=True, slots=True)
class ParsedClassifier:
    """The entries in the order of the file, parents first, or the problems that stand against them."""

    entries: tuple[Topic, ...]
    problems: tuple[LineProblem, ...]


@dataclass(frozen=True, slots=True)
class _Columns:
    code: int = 0
    title: int = 1
    segments: tuple[int, ...] = ()


def parse_classifier(rows: Sequence[tuple[int, Sequence[str]]]) -> ParsedClassifier:
    """Read rows of (line, cells): a code and a title, by their headings or as the first two columns.

    Understood as well: the segments of the code in columns of their own (раздел, тематика, группа, вопрос, подвопрос), a
    code and a title in one cell, and codes without the trailing zeros. Lines without any digit in the place of the code
    are headings until the first entry.
    """
    columns, found, problems = _Columns(), list[tuple[int, Topic]](), list[LineProblem]()
    seen: dict[str, int] = {}
    for line, cells in rows:
        headed = _columns(cells) if not found else None
        if headed is not None:
            columns = headed
            continue
        raw, title = _pair(cells, columns)
        if not found and not re.search(r"\d", raw):
            continue
        code = normal_code(raw)
        problem = _wrong(line, raw, code, title, seen)
        if problem is not None:
            problems.append(problem)
            continue
        seen[code] = line
        found.append((line, Topic(code=code, title=title)))
    problems += [
        LineProblem(line, "no-parent", f"{topic.code} → {topic.parent}")
        for line, topic in found
        if topic.parent is not None and topic.parent not in seen
    ]
    if problems:
        return ParsedClassifier((), tuple(sorted(problems, key=lambda item: item.line)))
    return ParsedClassifier(tuple(_parents_first([topic for _line, topic in found])), ())


def _columns(cells: Sequence[str]) -> _Columns | None:
    """The places of code and title, when the row is a heading that names them."""
    if any(_CODE.fullmatch(cell.strip()) for cell in cells if cell.strip()):
        return None
    title = next((n for n, cell in enumerate(cells) if _TITLE_HEAD.search(cell)), None)
    code = next((n for n, cell in enumerate(cells) if _CODE_HEAD.search(cell)), None)
    if title is not None and code is not None:
        return _Columns(code, title)
    named = [
        next((n for n, cell in enumerate(cells) if cell.strip().lower().startswith(head)), None)
        for head in _LEVEL_HEADS
    ]
    levels = tuple(place for place in named if place is not None)
    if title is not None and len(levels) >= DEPTH - 1:
        return _Columns(levels[0], title, levels)
    return None


def _pair(cells: Sequence[str], columns: _Columns) -> tuple[str, str]:
    def cell(place: int) -> str:
        return cells[place].strip() if place < len(cells) else ""

    if columns.segments:
        parts = [cell(place) for place in columns.segments]
        while parts and not parts[-1]:
            parts.pop()
        return ".".join(part or NONE for part in parts), cell(columns.title)
    joined = _LEADING.match(cell(columns.code))
    if joined and not cell(columns.title):
        return joined[1], joined[2].strip()
    return cell(columns.code), cell(columns.title)


def normal_code(raw: str) -> str:
    """Return the code with segments of four digits, at least four of them; empty for what is no code."""
    if not _CODE.fullmatch(raw.strip()):
        return ""
    parts = [part.zfill(4) for part in re.findall(r"\d+", raw)]
    while len(parts) > 1 and parts[-1] == NONE:
        parts.pop()
    return "" if NONE in parts else ".".join(parts + [NONE] * (4 - len(parts)))


def _wrong(line: int, raw: str, code: str, title: str, seen: dict[str, int]) -> LineProblem | None:
    if not raw:
        return LineProblem(line, "no-code", title[:80])
    if not code:
        return LineProblem(line, "bad-code", raw[:80])
    if not title:
        return LineProblem(line, "no-title", code)
    if len(title) > TITLE_MAX:
        return LineProblem(line, "long-title", code)
    if code in seen:
        return LineProblem(line, "twice", f"{code} ({seen[code]})")
    return None


def _parents_first(topics: Iterable[Topic]) -> list[Topic]:
    """Keep the order of the list, but let no entry stand before the one above it."""
    known = {topic.code: topic for topic in topics}
    placed: dict[str, Topic] = {}

    def place(topic: Topic) -> None:
        if topic.code in placed:
            return
        if topic.parent is not None:
            place(known[topic.parent])
        placed[topic.code] = topic

    for topic in known.values():
        place(topic)
    return list(placed.values())


@dataclass(frozen=True, slots=True)
class Difference:
    """What another version of the classifier changes: entries added, renamed (before, after), and closed."""

    added: tuple[Topic, ...]
    renamed: tuple[tuple[Topic, Topic], ...]
    closed: tuple[Topic, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes."""
        return not (self.added or self.renamed or self.closed)


def difference(before: Sequence[Topic], after: Sequence[Topic]) -> Difference:
    """Return what changes from one version to another; a code that is gone is closed, never deleted."""
    old, new = ({topic.code: topic for topic in topics} for topics in (before, after))
    return Difference(
        tuple(topic for topic in after if topic.code not in old),
        tuple(
            (old[topic.code], topic)
            for topic in after
            if topic.code in old and old[topic.code].title != topic.title
        ),
        tuple(topic for topic in before if topic.code not in new),
    )
