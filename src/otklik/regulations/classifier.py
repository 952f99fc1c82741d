"""The thematic classifier: codes ``section.theme.group.question[.detail]`` with their titles."""

from __future__ import annotations

import re
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from otklik.regulations.basis import Part, Rows
from otklik.regulations.errors import RegulationError
from otklik.regulations.files import DATA, read_toml, validate

Level = Literal["section", "theme", "group", "question", "detail"]
LEVELS: tuple[Level, ...] = ("section", "theme", "group", "question", "detail")
NONE = "0000"
TopicCode = Annotated[str, Field(pattern=r"^\d{4}(\.\d{4}){3,4}$")]


class Topic(Part):
    """An entry; the key is the whole code, as the last segment alone repeats."""

    code: TopicCode
    title: str = Field(min_length=1)

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """The segments that carry meaning: without the trailing ``0000``."""
        parts = self.code.split(".")
        while len(parts) > 1 and parts[-1] == NONE:
            parts.pop()
        return tuple(parts)

    @property
    def level(self) -> Level:
        """How deep the entry stands."""
        return LEVELS[len(self.segments) - 1]

    @property
    def parent(self) -> str | None:
        """Code of the entry above, None for a section."""
        above = list(self.segments[:-1])
        if not above:
            return None
        return ".".join(above + [NONE] * (4 - len(above)))

    @property
    def group(self) -> str | None:
        """Code of the group to which the entry belongs, None above the groups."""
        return ".".join((*self.segments[:3], NONE)) if len(self.segments) >= 3 else None

    @property
    def assignable(self) -> bool:
        """Whether a question of a case may carry the code: only questions and details."""
        return self.level in {"question", "detail"}


class Classifier(Part):
    """A version of the classifier; the order of the entries is that of the official list."""

    title: str
    version: str
    valid_from: date
    valid_until: date | None = None
    entries: Rows[Topic]

    @model_validator(mode="after")
    def _whole(self) -> Self:
        seen: set[str] = set()
        for entry in self.entries:
            if entry.code in seen:
                raise ValueError(f"code {entry.code} stands twice")
            if entry.parent is not None and entry.parent not in seen:
                raise ValueError(f"code {entry.code} has no parent {entry.parent} before it")
            seen.add(entry.code)
        return self

    @cached_property
    def _by_code(self) -> dict[str, Topic]:
        return {entry.code: entry for entry in self.entries}

    def has(self, code: str) -> bool:
        """Tell whether the code stands in this version."""
        return code in self._by_code

    def topic(self, code: str) -> Topic:
        """Return the entry with this code; raises RegulationError when there is none."""
        try:
            return self._by_code[code]
        except KeyError:
            raise RegulationError("classifier", code, "no such topic") from None

    def path(self, code: str) -> tuple[Topic, ...]:
        """Return the entry with all entries above it, the section first."""
        steps = [self.topic(code)]
        while (above := steps[0].parent) is not None:
            steps.insert(0, self.topic(above))
        return tuple(steps)

    def children(self, code: str | None = None) -> tuple[Topic, ...]:
        """Return the entries right below the code; the sections for None."""
        return tuple(entry for entry in self.entries if entry.parent == code)

    def search(self, text: str, limit: int = 20) -> tuple[Topic, ...]:
        """Find assignable entries by code or by words of their titles and of those above.

        Endings and words of one or two letters are left out of the comparison. Titles of the entry itself come first.
        """
        asked = text.strip()
        if re.fullmatch(r"[\d.]+", asked):
            found = [entry for entry in self.entries if entry.code.startswith(asked)]
            return tuple(entry for entry in found if entry.assignable)[:limit]
        stems = [_stem(word) for word in _words(asked) if len(word) > 2]
        if not stems:
            return ()
        own: list[Topic] = []
        inherited: list[Topic] = []
        for entry in self.entries:
            if not entry.assignable:
                continue
            if _holds(entry.title, stems):
                own.append(entry)
            elif _holds(" ".join(step.title for step in self.path(entry.code)), stems):
                inherited.append(entry)
        return tuple((own + inherited)[:limit])


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower().replace("ё", "е"))


def _stem(word: str) -> str:
    return word[: max(3, len(word) - 2)] if len(word) > 4 else word


def _holds(title: str, stems: list[str]) -> bool:
    words = _words(title)
    return all(any(word.startswith(stem) for word in words) for stem in stems)


def load_classifier(path: Path) -> Classifier:
    """Load a classifier file; raises RegulationError: one line with file, key and reason."""
    source = read_toml(path)
    return validate(Classifier, source.data, (source,))


@cache
def classifier() -> Classifier:
    """Return the packaged seed of the all-Russian classifier."""
    return load_classifier(DATA / "classifier" / "all-russian.toml")
