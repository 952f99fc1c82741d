"""The typesetter: our typst pages, data as JSON strings, the shipped typefaces only."""

import json
import re
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
TEMPLATES = HERE / "templates"

# Without a given moment nothing about time is written; typst wants some fixed instant all the same.
_NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_LONG_WORD = re.compile(r"[^\s\u00a0]{30,}")
_JOINT = re.compile(r"(?<=[-@._/\\=&])(?=\w\w)")


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


@lru_cache(maxsize=8)
def _source(template: str) -> bytes:
    return (TEMPLATES / template).read_bytes()


def _compiler(template: str, data: dict[str, Any]) -> typst.Compiler:
    return typst.Compiler(
        input=_source(template),
        root=str(TEMPLATES),
        font_paths=_fonts(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )


def typeset(template: str, data: dict[str, Any], made_at: datetime | None = None) -> bytes:
    """A tagged PDF (PDF/UA-1) of a template and its data; equal input gives equal bytes.

    The data reach the page as strings of a JSON document, never as markup. `made_at` is the
    creation moment written into the file, which is then PDF/A-2a too; without it the file
    carries none, and PDF/A, which demands one, cannot be had.
    """
    moment = made_at.astimezone(UTC).replace(microsecond=0) if made_at else _NO_MOMENT
    known = {**data, "dated": made_at is not None}
    standards: list[typst.PDFStandard] = ["ua-1", "a-2a"] if made_at else ["ua-1"]
    pdf = _compiler(template, known).compile(
        format="pdf", pdf_standards=standards, timestamp=moment
    )
    if not isinstance(pdf, bytes):
        raise TypeError("typst gave no PDF")
    return pdf


def pictures(template: str, data: dict[str, Any], ppi: float) -> list[bytes]:
    """The pages of a template and its data as PNG pictures, so many dots an inch."""
    made = _compiler(template, {**data, "dated": False}).compile(format="png", ppi=ppi)
    pages: list[bytes | None] = [*made] if isinstance(made, list) else [made]
    return [page for page in pages if page is not None]


def measured(template: str, data: dict[str, Any], label: str) -> Any:
    """The value of the template's `metadata` under a label, from a layout without a file."""
    known = {**data, "dated": False}
    found = _compiler(template, known).query(f"<{label}>", field="value", one=True)
    return json.loads(found)


def as_picture(data: bytes) -> str | list[int]:
    """A picture as the templates take it: the words of an SVG, the bytes of anything else."""
    if b"<svg" in data[:2000]:
        return data.decode("utf-8", "replace")
    return list(data)


def breakable(text: str) -> str:
    """The text with invisible places to break in words too long for any line."""
    return _LONG_WORD.sub(_with_breaks, text)


def _with_breaks(match: re.Match[str]) -> str:
    word = match.group()
    if word.startswith(("http://", "https://", "www.")):
        return word  # typst itself breaks addresses at the right places
    pieces: list[str] = []
    for piece in _JOINT.split(word):
        step = 8 if len(piece) > 22 else len(piece)  # hardly a Russian word is longer
        pieces += (piece[i : i + step] for i in range(0, len(piece), step))
    return "\u200b".join(pieces)
