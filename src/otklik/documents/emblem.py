"""The picture of a letterhead: what may be one, and how a word processor gets it."""

import re
import struct
from functools import lru_cache
from typing import Any

import vl_convert
from docx.oxml import parse_xml

from otklik.documents.cleaning import DocumentError
from otklik.documents.typesetting import as_picture, pictures

EMBLEM_LIMIT = 300 * 1024
"""Bytes of an emblem: at 18 mm and 600 dots an inch a picture needs less."""
SIDE_LIMIT = 3000
"""Dots of a side: a small file may unpack into a huge picture."""
RASTER_HEIGHT = 600
"""Dots of height that a drawing gets for a word processor: some 800 an inch on paper."""
PNG, SVG = "image/png", "image/svg+xml"

_SVG = "{http://www.w3.org/2000/svg}"
_DRAWN = frozenset(
    "svg g path rect circle ellipse line polyline polygon defs linearGradient radialGradient stop"
    " clipPath mask use symbol title desc metadata".split()
)
"""Elements of a drawing. Left out: scripts, pictures from elsewhere, and texts, whose typeface nobody has."""
_NOT_A_PICTURE = "Герб бланка не похож на картинку PNG или SVG."


def checked_emblem(data: bytes) -> str:
    """Return the type (`image/png`, `image/svg+xml`) of a picture that may be an emblem, by its content.

    Raises DocumentError for one too large, for a drawing that runs or fetches something, and for
    what the typesetter cannot draw.
    """
    if len(data) > EMBLEM_LIMIT:
        raise DocumentError(f"Файл герба больше {EMBLEM_LIMIT // 1024} КБ: уменьшите картинку.")
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        width, height = struct.unpack(">II", data[16:24].ljust(8, b"\0"))
        if not 0 < width <= SIDE_LIMIT or not 0 < height <= SIDE_LIMIT:
            raise DocumentError(f"Сторона картинки герба больше {SIDE_LIMIT} точек: уменьшите её.")
        media_type = PNG
    else:
        _check_drawing(data)
        media_type = SVG
    try:
        pictures("emblem.typ", {"emblem": as_picture(data)}, 30)
    except RuntimeError as error:  # typst's own error is one, too
        raise DocumentError(_NOT_A_PICTURE) from error
    as_png(data)
    return media_type


@lru_cache(maxsize=8)
def as_png(data: bytes) -> bytes:
    """The emblem as a picture that word processors know: a drawing becomes PNG, others stay."""
    if b"<svg" not in data[:2000]:
        return data
    try:
        return bytes(vl_convert.svg_to_png(data.decode(), scale=_scale(data)))
    except (ValueError, RuntimeError) as error:
        raise DocumentError(_NOT_A_PICTURE) from error


def _scale(data: bytes) -> float:
    """By how much a drawing is enlarged to its raster height."""
    root = _root(data)
    box = [float(number) for number in re.findall(r"[\d.]+", root.get("viewBox") or "")]
    own = re.fullmatch(r"([\d.]+)(px)?", (root.get("height") or "").strip())
    height = float(own.group(1)) if own else (box[3] if len(box) == 4 else 100.0)
    return max(0.05, min(RASTER_HEIGHT / max(height, 1.0), 50.0))


def _root(data: bytes) -> Any:
    lowered = data.lower()
    if b"<!doctype" in lowered or b"<!entity" in lowered:
        raise DocumentError(
            "Герб SVG с объявлением DOCTYPE не принимается: сохраните его без него."
        )
    try:
        root = parse_xml(data)
    except (ValueError, SyntaxError) as error:
        raise DocumentError(_NOT_A_PICTURE) from error
    if root.tag != f"{_SVG}svg":
        raise DocumentError(_NOT_A_PICTURE)
    return root


def _check_drawing(data: bytes) -> None:
    """Refuse a drawing that contains anything but lines and shapes of its own."""
    for node in _root(data).iter():
        if not isinstance(node.tag, str) or not node.tag.startswith(_SVG):
            continue  # a comment, or what a drawing program noted for itself: nobody draws it
        name = node.tag.removeprefix(_SVG)
        if name not in _DRAWN and name != "style":
            raise DocumentError(
                f"В гербе SVG есть «{name}»: оставьте только контуры, надписи переведите в кривые."
            )
        words = [node.text or ""] if name == "style" else []
        for key, value in node.attrib.items():
            local = key.rpartition("}")[2].lower()
            if local.startswith("on") or (local == "href" and not value.startswith("#")):
                raise DocumentError("Герб SVG ссылается на другое или содержит сценарий.")
            words.append(value)
        if any("@import" in text or re.search(r"url\(\s*['\"]?(?!#)", text) for text in words):
            raise DocumentError("Герб SVG ссылается на другое или содержит сценарий.")
