"""Heads of letters: encoded words, raw 8-bit bytes, addresses, file names."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from otklik.messages.mail import charsets

_ENCODED_WORD = re.compile(r"=\?[^?\s]+\?[bqBQ]\?[^?]*\?=")
_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+\w")
_PLAIN_PARAMETER = r"""(?:^|[;\s]){name}\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))"""


def raw(part: Message, name: str) -> list[str]:
    """Return the values of a header as they came; bytes above 127 stand as lone surrogates."""
    wanted = name.lower()
    return [str(value) for key, value in part.raw_items() if key.lower() == wanted]


def first(part: Message, name: str) -> str:
    """Return the first value of a header as people read it, or an empty text."""
    values = raw(part, name)
    return decoded(values[0]) if values else ""


def decoded(value: str) -> str:
    """Return a header's value as one line of text: encoded words (RFC 2047) and raw bytes read."""
    if _has_raw_bytes(value):
        value = charsets.guess(value.encode("utf-8", "surrogateescape"))
    if not value.isascii():
        # The library loses letters beside encoded words, so each word is given to it alone.
        value = _ENCODED_WORD.sub(lambda word: decoded(word.group()), value)
        return _one_line(value)
    try:
        pieces = decode_header(value)
    except (HeaderParseError, ValueError):
        return _one_line(value)
    return _one_line("".join(_piece(content, charset) for content, charset in pieces))


def addresses(part: Message, name: str) -> list[tuple[str, str]]:
    """Return (display name, address) of each mailbox in a header; what is no address is left out."""
    found: list[tuple[str, str]] = []
    for value in raw(part, name):
        flat = re.sub(r"[\r\n]+\s*", " ", value)
        pairs = [(label, address) for label, address in getaddresses([flat]) if "@" in address]
        if not pairs:
            match = _ADDRESS.search(decoded(value))
            if match:
                label = decoded(value).replace(match.group(), "").strip(" <>\"'()")
                pairs = [(label, match.group())]
        found += [(decoded(label).strip("\"'"), decoded(address)) for label, address in pairs]
    return found


def date(part: Message) -> datetime | None:
    """Return the letter's own date in UTC, or None when there is none that can be."""
    for value in raw(part, "Date"):
        try:
            moment = parsedate_to_datetime(value)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=UTC)
            return moment.astimezone(UTC)
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
    return None


def file_name(part: Message) -> str:
    """Return the sender's name for a part (RFC 2231, RFC 2047, or raw bytes), or an empty text."""
    for value, parameter in _name_sources(part):
        if _has_raw_bytes(value):
            match = re.search(_PLAIN_PARAMETER.format(name=parameter), value, re.IGNORECASE)
            if match:
                return decoded(match.group(1) or match.group(2) or "")
    try:
        name = part.get_filename("")
    except (ValueError, TypeError, IndexError, LookupError):
        return ""
    return decoded(name)


def message_ids(part: Message, *names: str) -> tuple[str, ...]:
    """Return the Message-IDs that stand in the headers of those names, in order, each once."""
    text = " ".join(decoded(value) for name in names for value in raw(part, name))
    return tuple(dict.fromkeys(re.findall(r"<[^<>\s]{1,250}>", text)))


def _name_sources(part: Message) -> Iterator[tuple[str, str]]:
    for header, parameter in (("Content-Disposition", "filename"), ("Content-Type", "name")):
        for value in raw(part, header):
            yield value, parameter


def _piece(content: bytes | str, charset: str | None) -> str:
    return content if isinstance(content, str) else charsets.decode(content, charset or "")[0]


def _has_raw_bytes(value: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in value)


def _one_line(value: str) -> str:
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())
