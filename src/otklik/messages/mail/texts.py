"""The body of a letter as plain text."""

import html
import re

import nh3

from otklik.language.text import clean_text

_BLOCKS = frozenset(
    ["p", "div", "tr", "li", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"]
)
_DROPPED = {"script", "style", "title", "head", "noscript"}
_END = re.compile(rf"</(?:{'|'.join(sorted(_BLOCKS))})>|<br>|<hr>")
_CELL = re.compile(r"</t[dh]>")
_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"[^\S\n]+")


def of_html(markup: str) -> str:
    """Return the words of an HTML letter: scripts and styles dropped, blocks on lines of their own."""
    known = {*_BLOCKS, "br", "hr", "td", "th", "ul", "ol", "tbody"}
    # Line breaks of the source mean nothing in HTML; the cleaner closes what was left open.
    clean = nh3.clean(
        markup.replace("\x00", ""), tags=known, attributes={}, clean_content_tags=_DROPPED
    )
    lines = _END.sub("\n", _CELL.sub(" ", _BLANKS.sub(" ", clean.replace("\n", " "))))
    words = html.unescape(_TAG.sub("", lines))
    return tidy("\n".join(line.strip() for line in words.split("\n")))


def tidy(text: str) -> str:
    """Return text as it is stored: `language` cleans it, hard blanks become common ones."""
    return clean_text(text.replace("\xa0", " "))
