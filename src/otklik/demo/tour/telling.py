"""How the tour speaks: numbered steps, each with its clauses and the files it made."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from otklik import regulations

WIDTH = 96


@dataclass(slots=True)
class Telling:
    """Prints the steps and remembers which clauses and files they had."""

    out: Path
    write: Callable[[str], object]
    steps: int = 0
    clauses: dict[str, int] = field(default_factory=dict)
    """Clause id → the step that showed it first."""
    files: list[Path] = field(default_factory=list)

    def step(self, title: str, *clauses: str) -> None:
        """Begin a step; `clauses` are ids of the catalogue, an unknown one is an error of ours."""
        self.steps += 1
        self.write("")
        self.write(f"{self.steps:2}. {title}")
        for code in clauses:
            found = regulations.clause(code)
            self.clauses.setdefault(code, self.steps)
            self.write(f"    asked for by {code} ({found.ref})")

    def say(self, text: str) -> None:
        """Tell one thing of the step."""
        self.write(f"    {text}")

    def quote(self, text: str, limit: int = 6) -> None:
        """Quote a Russian text, its first lines."""
        lines = [
            line
            for paragraph in text.splitlines()
            if paragraph.strip()
            for line in _folded(paragraph)
        ]
        for line in lines[:limit]:
            self.write(f"      | {line}")
        if len(lines) > limit:
            self.write("      | …")

    def keep(self, name: str, data: bytes) -> Path:
        """Write a file into the tour's folder and name it."""
        path = self.out / name
        path.write_bytes(data)
        self.files.append(path)
        self.say(f"file: {path}")
        return path


def _folded(paragraph: str) -> list[str]:
    lines, line = [], ""
    for word in paragraph.split():
        if line and len(line) + len(word) >= WIDTH:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return [*lines, line]
