"""What the word-processor files share: access to the XML that python-docx does not model."""

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)  # where nobody gave a moment: fixed, so equal bytes
_ZIP_MOMENT = (1980, 1, 1, 0, 0, 0)


def raw(thing: Any) -> Any:
    """The XML element behind a paragraph, run, cell, row or table."""
    return thing._element  # noqa: SLF001  # python-docx's own way to what it does not model


def xml(snippet: str) -> Any:
    """An element of a WordprocessingML snippet such as `<w:cantSplit/>`."""
    return parse_xml(re.sub(r"^<[\w:]+", rf"\g<0> {nsdecls('w')}", snippet))


def speak_russian(style: Any, family: str) -> None:
    """Set a style's typeface in all its slots, and its language to Russian."""
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for slot in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{slot}"), family)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(xml('<w:lang w:val="ru-RU"/>'))


def describe(document: Any, title: str, author: str, made_at: datetime | None) -> None:
    """Write the file's metadata; texts longer than the format allows are cut."""
    properties = document.core_properties
    properties.title = title[:255]
    properties.author = properties.last_modified_by = author[:255]
    properties.comments, properties.language = "", "ru-RU"
    properties.created = properties.modified = file_moment(made_at)


def file_moment(made_at: datetime | None) -> datetime:
    """The moment for a file's metadata: UTC, without a zone, as these libraries want it."""
    return (made_at or NO_MOMENT).astimezone(UTC).replace(tzinfo=None)


def saved(document: Any) -> bytes:
    """The document as bytes that do not depend on the moment of saving."""
    packed = io.BytesIO()
    document.save(packed)
    out = io.BytesIO()
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = zipfile.ZipInfo(name, date_time=_ZIP_MOMENT)
            part.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(part, old.read(name))
    return out.getvalue()
