"""What people type, made fit for print: the characters that the shipped typefaces can show.

Both files of a letter go through the same cleaning, so that they carry the same words.
"""

import re
import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

T = TypeVar("T")


class DocumentError(ValueError):
    """The document cannot be made of this data; the message says why, in Russian, for a person."""


# What all four shipped files (PT Serif and PT Sans, regular and bold) have a glyph for.
# A test renders every one of these characters.
_COVERED = re.compile(
    "[\\n\u0020-\u007e\u00a0-\u0109\u010c-\u0113\u0116-\u011f\u0122-\u0127\u012a\u012b"
    "\u012e-\u0131\u0134-\u0137\u0139-\u013e\u0141-\u0148\u014c\u014d\u0150-\u0165\u016a-\u0173"
    "\u0178-\u017f\u0192\u01f4\u01f5\u0218-\u021b\u0237\u02bc\u02c6\u02c7\u02d8-\u02dd\u0301"
    "\u0394\u03a9\u03bc\u03c0\u0401-\u040c\u040e-\u044f\u0451-\u045c\u045e-\u045f\u0462\u0463"
    "\u0472-\u0475\u048a-\u04c0\u04c3-\u04f9\u04fc\u04fd\u0510-\u0513\u051c\u051d\u0524-\u0527"
    "\u052e\u052f\u1e30\u1e31\u1e3e\u1e3f\u1e54\u1e55\u1e9e\u2011\u2013\u2014\u2018-\u201a"
    "\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u2044\u20ac\u20b4\u20bd\u2113\u2116"
    "\u2122\u2126\u212e\u2202\u2206\u220f\u2211\u2212\u2215\u221a\u221e\u222b\u2248\u2260"
    "\u2264\u2265\u25ca]"
)

_ALIKE = {
    "\t": " ",
    "\u2010": "-",
    "\u2012": "–",
    "\u2015": "—",
    "\u202f": "\u00a0",
    "\u2007": "\u00a0",
    "\u2032": "’",
    "\u2033": "”",
    "\u2028": "\n",
    "\u2029": "\n",
    "\u0085": "\n",
    "\u000b": "\n",
    "\u000c": "\n",
    "\u25cf": "•",
    "\u25aa": "•",
    "\u2215": "/",
}
# Compatibility forms that may be written out; «№» and «™» have their own glyphs and stay.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "So", "Sk"}


def clean(text: str) -> str:
    """The text as it can be printed: nothing invisible, nothing the typefaces lack.

    Control characters, direction marks, emoji and stray accents go; look-alikes are replaced
    («‐» by «-», full-width letters by plain ones); a letter of a script that the typefaces do
    not have becomes «?», so that the reader sees that something stood there.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = unicodedata.normalize("NFC", text)
    if all(map(_COVERED.match, set(text))):
        return text
    return "".join(_printed(char) for char in text)


def unprintable(text: str) -> tuple[str, ...]:
    """The visible characters of a text that would not survive `clean`, each once, in order."""
    seen = dict.fromkeys(unicodedata.normalize("NFC", text))
    lost = (char for char in seen if _printed(char) in {"", "?"} and char != "?")
    return tuple(char for char in lost if unicodedata.category(char) not in {"Cc", "Cf", "Cs"})


def cleaned(data: T) -> T:
    """A copy of a (nested) frozen dataclass with all its texts cleaned."""
    if isinstance(data, str):
        return clean(data)  # type: ignore[return-value]  # a str is what T is here
    if isinstance(data, tuple):
        return tuple(cleaned(item) for item in data)  # type: ignore[return-value]  # same shape
    if is_dataclass(data) and not isinstance(data, type):
        changed: dict[str, Any] = {f.name: cleaned(getattr(data, f.name)) for f in fields(data)}
        return replace(data, **changed)
    return data


def _printed(char: str) -> str:
    """What stands for one character in print: itself, a look-alike, «?» or nothing."""
    if char in _ALIKE:
        return _ALIKE[char]
    if _COVERED.match(char):
        return char
    if unicodedata.category(char) == "Zs":
        return " "
    plain = unicodedata.normalize("NFKC", char)
    if plain != char and all(map(_COVERED.match, plain)):
        return plain
    return "" if unicodedata.category(char) in _UNSEEN else "?"
